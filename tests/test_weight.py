"""Pages are light, and cost the same whatever they show."""

import gzip
import io
import re
from functools import cache
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from reports import workflow
from reports.models import Organisation, Snapshot, User
from tests.base import make_cast, verified
from tests.standing import stands_on_the_demonstration
from tests.walk import PAGES as PAGES_OF
from tests.walk import addresses, make_rows

FIRST, AGAIN, SCRIPTS = 40 * 1024, 15 * 1024, 20 * 1024
PAGES = [
    "home",
    "plan",
    "recommendations",
    "countries",
    "region",
    "matrix",
    "scorecard",
    "gaps",
    "moved",
    "trend",
    "participants",
    "activities",
    "organisations",
    "funding",
    "funding_sources",
    "help",
    "account_login",
    "api-docs",
]
PATHS = [
    "/countries/TZA/",
    "/borders/rwa-tza/",
    "an organisation",
    "/plan/themes/I/",
    "/plan/actions/I.7/",
    "/plan/targets/I.T2/",
    "/search/?q=traite",
    "/region/moved/?since=2010-01-01&as_at=2012-12-31",
    "/region/compare/?a=MOZ&b=TZA",
]


@cache
def compressed(name):
    """The bytes of a file of ours, as it is served."""
    return len(brotli.compress(Path(finders.find(name)).read_bytes()))


def weight(client, path, language="fr"):
    """What a browser fetches: (page, all that it names, scripts among that), compressed as they are served.

    Of the scripts, a person who has signed in also fetches the service worker.
    """
    page = client.get(path, headers={"accept-language": language}, follow=True)
    assert page.status_code == (404 if path == "/nowhere/" else 200)
    html = gzip.compress(page.content)
    names = set(re.findall(r'(?:src|href)="/static/([^"]+\.(?:css|js|svg))"', page.content.decode()))
    parts = {name: compressed(name) for name in names}
    if 'id="line"' in page.content.decode():
        parts["worker.js"] = len(gzip.compress(client.get(reverse("worker")).content))
    return len(html), sum(parts.values()), sum(size for name, size in parts.items() if name.endswith(".js"))


@pytest.mark.parametrize("path", [*PAGES, *PATHS])
def test_a_page_is_light(as_person, demo, path):
    page, parts, _scripts = weight(as_person(None), address_of(path))
    assert page + parts <= FIRST
    assert page <= AGAIN


@stands_on_the_demonstration
def walk_through_the_demonstration():
    return make_rows(make_cast())


# Kiswahili has its menus alone: one reader's pages show what they weigh.
@pytest.mark.parametrize(("person", "language"), [*((person, "pt") for person in PAGES_OF), (None, "sw")])
def test_every_page_of_everybody_is_light(walk_through_the_demonstration, as_person, person, language):
    rows = dict(walk_through_the_demonstration)
    User.objects.update(language=language)
    client, heavy = as_person(person), {}
    for path in addresses(person, rows):
        page, parts, scripts = weight(client, path, language)
        if page + parts > FIRST or page > AGAIN or scripts > SCRIPTS:
            heavy[path] = (page, parts, scripts)
    assert heavy == {}


@pytest.mark.parametrize("name", ["rounds", "round", "snapshot", "snapshot_target", "narrative", "target_revise"])
def test_a_page_of_the_working_group_is_light(as_person, demo, cast, name):
    row = Snapshot.objects.earliest("as_at")
    arguments = {"rounds": [], "snapshot": [row.pk], "snapshot_target": [row.pk, "VI.T1"], "target_revise": ["VI.T1"]}
    page, parts, _scripts = weight(as_person("nadia"), reverse(name, args=arguments.get(name, [row.round_id])))
    assert (page + parts <= FIRST, page <= AGAIN) == (True, True)


def test_the_scripts_of_the_form_are_light(as_person, demo):
    page = as_person("amina").get(reverse("activity_new")).content.decode()
    names = set(re.findall(r'(?:src|href)="/static/([^"]+\.js)"', page))
    assert {"js/form.js", "js/keeping.js", "js/upload.js"} <= names
    assert sum(map(compressed, names)) <= SCRIPTS


def test_an_activity_is_light_with_the_pictures_of_its_evidence(as_person, cast):
    row = verified(cast["amina"], cast["nadia"])
    content = io.BytesIO()
    Image.effect_noise((1200, 1600), 80).save(content, "JPEG")
    file = SimpleUploadedFile("a.jpg", content.getvalue())
    piece = workflow.add_evidence(by=cast["amina"], pk=row.pk, kind="file", file=file, confidentiality="public")
    page, parts, _scripts = weight(as_person(None), row.get_absolute_url())
    assert page + parts + piece.preview.size <= FIRST
    assert 'loading="lazy"' in as_person(None).get(row.get_absolute_url()).content.decode()


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


QUERIES = {
    "home": 9,
    "region": 10,
    "matrix": 6,
    "countries": 6,
    "activities": 12,
    "scorecard": 8,
    "gaps": 12,
    "recommendations": 7,
    "/plan/recommendations/VIII-iii/": 12,
    "/region/moved/?since=2014-05-25&as_at=2014-05-26": 11,
    "trend": 9,
    "participants": 8,
    "/region/compare/?a=MOZ&b=TZA": 12,
    "/countries/MOZ/": 12,
    "/plan/targets/VI.T1/": 11,
    "/plan/actions/VI.1/": 12,
    "organisations": 3,
    "an organisation": 12,
    "/search/?q=meeting": 10 + (connection.vendor == "postgresql"),  # there one says how alike words have to be
}


def address_of(name):
    if name == "an organisation":
        return Organisation.objects.get(name="IOM").get_absolute_url()
    return name if name.startswith("/") else reverse(name)


@pytest.mark.parametrize("name", QUERIES)
def test_a_page_costs_the_same_with_more_rows(meeting, as_person, cast, name):
    path = address_of(name)
    assert queries(as_person(None), path) == QUERIES[name]
    for _n in range(2):
        verified(cast["amina"], cast["nadia"])
    assert queries(as_person(None), path) == QUERIES[name]


def test_a_list_costs_the_same_on_its_last_page(as_person, demo):
    client = as_person(None)
    first = client.get(reverse("activities"))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("activities") + first.context["page"].next_url)
    assert len(captured) <= QUERIES["activities"]

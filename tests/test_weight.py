"""Pages are light, and cost the same whatever they show."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.base import verified

FIRST, AGAIN, SCRIPT = 40 * 1024, 15 * 1024, 20 * 1024
PAGES = [
    "home",
    "plan",
    "recommendations",
    "countries",
    "region",
    "matrix",
    "activities",
    "help",
    "account_login",
    "api-docs",
]
PATHS = ["/countries/TZA/", "/plan/themes/I/", "/plan/actions/I.7/", "/plan/targets/I.T2/", "/plan/?q=traite"]


def weight(client, path):
    """What a browser fetches: (page, scripts, style sheets and icons), compressed as they are served.

    Of the scripts, a person who has signed in also fetches the service worker and what it keeps.
    """
    page = client.get(path, headers={"accept-language": "fr"})
    names = set(re.findall(r'(?:src|href)="/static/([^"]+\.(?:css|js|svg))"', page.content.decode()))
    parts = {name: len(brotli.compress(Path(finders.find(name)).read_bytes())) for name in names}
    scripts = sum(size for name, size in parts.items() if name.endswith(".js"))
    worker = len(gzip.compress(client.get(reverse("worker")).content)) if 'id="line"' in page.content.decode() else 0
    return len(gzip.compress(page.content)), scripts + worker, sum(parts.values()) - scripts


@pytest.fixture
def full(db):
    call_command("load_demo", verbosity=0)


@pytest.mark.parametrize("path", [*PAGES, *PATHS])
def test_a_page_is_light(as_person, full, path):
    page, scripts, others = weight(as_person(None), path if path.startswith("/") else reverse(path))
    assert page + scripts + others <= FIRST
    assert page <= AGAIN


@pytest.mark.parametrize("name", ["activity_new", "desk", "line", "profile"])
def test_a_page_of_a_focal_point_is_light(as_person, full, cast, name):
    page, scripts, others = weight(as_person("amina"), reverse(name))
    assert (page + scripts + others <= FIRST, scripts <= SCRIPT, page <= AGAIN) == (True, True, True)


def queries(client, path):
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


QUERIES = {
    "home": 12,
    "region": 12,
    "matrix": 6,
    "countries": 6,
    "activities": 8,
    "/countries/MOZ/": 12,
    "/plan/targets/VI.T1/": 12,
    "/plan/actions/VI.1/": 9,
}


@pytest.mark.parametrize("name", QUERIES)
def test_a_page_costs_the_same_with_more_rows(as_person, cast, name):
    path = name if name.startswith("/") else reverse(name)
    verified(cast["amina"], cast["nadia"])
    assert queries(as_person(None), path) == QUERIES[name]
    for _n in range(2):
        verified(cast["amina"], cast["nadia"])
    assert queries(as_person(None), path) == QUERIES[name]


def test_a_list_costs_the_same_on_its_last_page(as_person, full):
    client = as_person(None)
    first = client.get(reverse("activities"))
    with CaptureQueriesContext(connection) as found:
        client.get(reverse("activities") + first.context["page"].next_url)
    assert len(found) <= QUERIES["activities"]

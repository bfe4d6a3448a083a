"""Wherever countries stand one after the other, they do so in the order of the reader's alphabet: É with E, Á with A."""

import csv
import io
import re
from itertools import groupby

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from lxml import html

from reports import workflow
from reports.models import Activity, Adoption, BorderRegion, Confirmation, Country, Membership, Snapshot, User
from reports.summaries import underfunded_activities
from reports.tables.cells import Choices
from tests.agreeing import name_countries
from tests.walk import NOT_PAGES, OPEN, routes
from themes.folding import fold

# By their last report, or by who has nobody who reports.
OTHERWISE = {"reports", "who-reports", "silent"}
# Where an administrator is shown something else than the working group.
OF_EACH = {"/", "/desk/", "/activities/", "/people/", "/changes/", "/countries/", "/countries/TZA/"}
OF_A_COUNTRY = (
    "country",
    "national_plan",
    "national_plan_print",
    "country_menu",
    "period_country",
    "tables",
    "own_action_new",
    "participation",
)


def names_in(language):
    """Each name with what it is of: a border region and a country beside it are no list."""
    with override(language):
        return {row.name: model for model in (Country, BorderRegion) for row in model.objects.all()}


def label_of(element):
    """What a row, an option or an item begins with."""
    return next((" ".join(text.split()).rstrip(",") for text in element.itertext() if text.strip()), "")


def parts_of(page):
    """The elements of a page, but for those in another order and what is in them."""
    waiting = [page]
    while waiting:
        element = waiting.pop()
        if isinstance(element.tag, str) and element.get("id") not in OTHERWISE:
            yield element
            waiting.extend(element)


def lists_in(page, names):
    """The names of each run of elements that begin with one, and of each text that joins several."""
    for element in parts_of(page):
        labels = [label_of(child) for child in element if isinstance(child.tag, str)]
        for named, run in groupby(labels, key=names.get):
            if named:
                yield list(run)
        for text in filter(None, (element.text, element.tail)):
            parts = [" ".join(part.split()) for part in re.split("[,;]", text)]
            if len(parts) > 1 and names.keys() >= {*parts}:
                yield parts


def in_order(codes):
    return codes == sorted(codes, key=fold)


def made_rows(admin):
    """Activities, a plan and a round of countries whose names begin with an accent."""
    with_accents = ["ZMB", "ETH", "ZAF", "ZWE", "TZA"]
    for row in Activity.objects.published().filter(claims=None)[:2]:
        name_countries(row, with_accents)
    unfunded = Activity.objects.published().filter(funding_lines=None).last()
    Activity.objects.filter(pk=unfunded.pk).update(status="planned", amount_needed=10, currency="USD")
    name_countries(unfunded, with_accents)
    assert underfunded_activities().filter(pk=unfunded.pk).exists()
    day = timezone.localdate()
    open_round = workflow.open_round(by=admin, title="2026", opens_on=day, closes_on=day, as_at=day)
    for code in ("ZWE", "ETH", "ZMB", "ZAF"):
        Adoption.objects.create(country_id=code, action_id="VI.2", adopted_on=day, needs_funding=True)
    Confirmation.objects.update(on=day)  # who reported longest ago stands first, those of one day in order
    return open_round


def pages_of(running):
    arguments = {
        **{name: ["TZA"] for name in OF_A_COUNTRY},
        **{name: [running.pk] for name in ("round", "round_close", "round_extend", "narrative")},
        "snapshot": [Snapshot.objects.earliest("as_at").pk],
        "activity": [Activity.objects.published().filter(claims=None).first().pk],
        "activity_edit": [Activity.objects.published().filter(claims=None).first().pk],
    }
    plain = [name for route, name in routes() if "<" not in route and name not in NOT_PAGES]
    examples = {name: given for name, given in OPEN.items() if name in ("theme", "action", "target", "recommendation")}
    cases = [(name, []) for name in plain] + list((arguments | examples).items())
    return [reverse(name, args=given) for name, given in cases if "logout" not in name and "admin" not in name]


@pytest.fixture
def people(demo):
    """An administrator, and somebody of the working group."""
    return [User.objects.get(username="admin"), Membership.objects.filter(role="working_group").first().person]


@pytest.fixture
def walked(people):
    """`(addresses, clients)` of the pages that they open."""
    clients = [Client() for _person in people]
    for client, person in zip(clients, people, strict=True):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return pages_of(made_rows(people[0])), clients


def shown(walked, language):
    """`(address, page)` for the first of them who is shown a page, and for all where it is another one for each."""
    User.objects.update(language=language)
    paths, clients = walked
    for path in paths:
        for client in clients:
            answer = client.get(path, headers={"accept-language": language})
            is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
            if is_page:
                yield path, html.fromstring(answer.content)
            if is_page and path not in OF_EACH:
                break


@pytest.mark.parametrize("language", ["fr", "pt"])
def test_every_list_and_every_choice_of_countries_is_in_the_readers_order(walked, language):
    names = names_in(language)
    lists = [(path, one) for path, page in shown(walked, language) for one in lists_in(page, names) if len(one) > 1]
    assert [(path, one) for path, one in lists if not in_order(one)] == []
    opened = {path for path, one in lists if len(one) > 2}
    assert {
        "/activities/",
        "/review/",
        "/funding/",
        "/people/",
        "/organisations/",
        "/changes/",
        "/countries/",
    } <= opened
    assert len(opened) > 20


@pytest.mark.parametrize("path", ["/funding/", "/activities/", "/rounds/", "/countries/"])
def test_the_files_are_too(walked, client, path):
    names = names_in("fr")
    answer = client.get(path, {"format": "csv"}, headers={"accept-language": "fr"})
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    cells = [cell.split("; ") for row in rows for cell in row if names.keys() >= {*cell.split("; ")}]
    assert (any(cells), [cell for cell in cells if not in_order(cell)]) == (True, [])


@pytest.mark.parametrize("language", ["fr", "pt"])
def test_the_choices_of_a_workbook_are_too(db, language):
    with override(language):
        choices = Choices(["ZMB", "ETH", "ZAF"])
        offered = [[title for _code, title in choices.rows(name)] for name in ("countries", "border_regions")]
    assert [in_order(one) for one in offered] == [True, True]

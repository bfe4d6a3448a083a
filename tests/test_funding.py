"""Underfunded work: what is published, planned or under way, by country and theme, for everybody to open."""

import csv
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports import workflow
from reports.summaries import underfunded_entries
from tests.base import record, submitted, verified

PLANNED = {
    "status": "planned",
    "starts_on": "2030-01-01",
    "ends_on": None,
    "claims": [],
    "amount_needed": "1000.50",
    "amount_secured": "200",
    "currency": "USD",
}


def lacking(cast, **values):
    return verified(cast["amina"], cast["nadia"], **(PLANNED | values))


@pytest.fixture
def page(as_person):
    def opened(person=None, **asked):
        return as_person(person).get(reverse("funding"), asked)

    return opened


def test_a_published_plan_that_lacks_money_is_listed_with_what_it_lacks(cast, page):
    lacking(cast)
    (row,) = page().context["page"].rows
    assert (row.lacking, page().context["lacking"]) == (Decimal("800.50"), [("USD", Decimal("800.50"))])


def test_in_a_file_the_amounts_are_in_cents(cast, as_person):
    lacking(cast, amount_needed="100.50", amount_secured="40.10")
    answer = as_person(None).get(reverse("funding"), {"format": "csv"})
    head, row = csv.reader(answer.getvalue().decode().splitlines())
    line = dict(zip(head, row, strict=True))
    assert [line[f"Funding {name}"] for name in ("required", "committed", "gap")] == ["100.50", "40.10", "60.40"]


@pytest.mark.parametrize(
    "values",
    [
        {"amount_secured": "1000.50"},
        {"amount_needed": None},
        {"status": "completed", "starts_on": "2012-01-01"},
        {"status": "suspended", "status_reason": "Roads"},
        {"visibility": "participants"},
    ],
    ids=lambda values: next(iter(values)),
)
def test_what_is_paid_for_over_or_not_published_is_not_listed(cast, page, values):
    lacking(cast, **values)
    assert page("amina").context["page"].rows == []


def test_what_is_under_way_is_listed_too(cast, page):
    row = lacking(cast, status="in_progress", starts_on="2012-01-01")
    assert [one.pk for one in page().context["page"].rows] == [row.pk]


@pytest.mark.parametrize("step", [record, submitted])
def test_what_is_not_verified_is_listed_for_nobody(cast, page, step):
    step(cast["amina"], **PLANNED)
    assert [page(name).context["page"].rows for name in (None, "amina", "nadia")] == [[], [], []]


def test_nothing_secured_is_all_lacking(cast, page):
    lacking(cast, amount_secured=None)
    assert page().context["lacking"] == [("USD", Decimal("1000.50"))]


def test_currencies_are_not_added_up(cast, page):
    lacking(cast)
    lacking(cast, currency="EUR")
    assert page().context["lacking"] == [("EUR", Decimal("800.50")), ("USD", Decimal("800.50"))]


@pytest.fixture
def plans(cast):
    for country, action, needs in (("MOZ", "VI.1", True), ("MOZ", "I.7", True), ("TZA", "VI.1", True)):
        workflow.adopt_action(by=cast["grace"], country=country, action=action, values={"needs_funding": needs})
    workflow.adopt_action(by=cast["grace"], country="TZA", action="VI.2")
    own = {"theme_id": "VI", "title": "Guichet", "language": "fr", "needs_funding": True}
    workflow.plan_own_action(by=cast["grace"], country="BDI", values=own)


def entries(page):
    return [(row.country_id, row.action_id or row.title) for row in page.context["plans"]]


def test_plans_that_need_outside_funding_are_listed_by_country(plans, page):
    assert entries(page()) == [("BDI", "Guichet"), ("MOZ", "VI.1"), ("MOZ", "I.7"), ("TZA", "VI.1")]


def test_the_address_narrows_both_lists(cast, plans, page):
    lacking(cast)
    assert entries(page(theme="VI")) == [("BDI", "Guichet"), ("MOZ", "VI.1"), ("TZA", "VI.1")]
    assert entries(page(country="MOZ", theme="VI")) == [("MOZ", "VI.1")]
    cells = [
        len(page(**asked).context["page"].rows) for asked in ({"country": "MOZ"}, {"country": "TZA"}, {"theme": "I"})
    ]
    assert cells == [1, 0, 0]


def test_lines_are_counted_by_country_and_theme(cast, plans):
    lacking(cast, actions=["VI.1", "VI.2", "I.7"])
    shared = lacking(cast, scope="cross_border", countries=["MOZ", "TZA"])
    workflow.agree(by=cast["juma"], pk=shared.pk, country="TZA")
    assert underfunded_entries() == {
        ("BDI", "VI"): 1,
        ("MOZ", "I"): 2,
        ("MOZ", "VI"): 2,
        ("TZA", "VI"): 1,
        ("several", "VI"): 1,
    }


def test_work_in_several_countries_stands_once_and_under_none_of_them(cast, page):
    shared = lacking(cast, scope="cross_border", countries=["MOZ", "TZA"])
    workflow.agree(by=cast["juma"], pk=shared.pk, country="TZA")
    pages = {code: page(country=code) for code in ("MOZ", "TZA", "several")}
    assert {code: len(one.context["page"].rows) for code, one in pages.items()} == {"MOZ": 0, "TZA": 0, "several": 1}
    assert [one.context["shared"] for one in pages.values()] == [1, 1, 0]
    assert b"also takes part in 1 underfunded activity in several countries" in pages["MOZ"].content


def test_regional_work_stands_apart(cast, page):
    row = verified(cast["paul"], cast["nadia"], **(PLANNED | {"scope": "regional", "countries": ["MOZ"]}))
    assert [entry.pk for entry in page(country="regional").context["page"].rows] == [row.pk]
    assert (page(country="MOZ").context["page"].rows, underfunded_entries()) == ([], {("regional", "VI"): 1})


def test_the_page_costs_the_same_with_more_rows(cast, page):
    for country in (["MOZ"], ["MOZ", "TZA"]):
        lacking(cast, scope="national" if len(country) == 1 else "cross_border", countries=country)
        needs = {"needs_funding": True}
        workflow.adopt_action(by=cast["grace"], country=country[-1], action="VI.1", values=needs)
        workflow.adopt_action(by=cast["grace"], country=country[-1], action="I.7", values=needs)
        with CaptureQueriesContext(connection) as captured:
            page()
        assert len(captured) == 11


@pytest.mark.parametrize("asked", [{"country": "ZZZ"}, {"theme": "IX"}, {"after": "x"}])
def test_an_address_that_makes_no_sense_is_answered(page, asked, cast):
    assert page(**asked).status_code == 200

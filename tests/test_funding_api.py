"""Funding over the API: lines beside the one amount of before, the sources, and what is underfunded."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports import workflow
from reports.models import Activity, Organisation
from tests.base import make_cast, record, verified
from tests.money import GAVE
from tests.standing import stands

EUROS = {"funder": "", "year": None, "currency": "EUR", "committed": None, "spent": "7.00"}
OPEN = {"claims": [], "status": "in_progress", "starts_on": "2012-01-01", "ends_on": None}
MONEY = {"amount_needed": "900", "currency": "USD", "funding_lines": [EUROS, GAVE]}


@pytest.fixture
def api(as_person):
    def call(method, path, person="amina", **body):
        send = getattr(as_person(person), method)
        answer = send(f"/api/v1/{path}", body, content_type="application/json") if body else send(f"/api/v1/{path}")
        return answer.status_code, answer.json()

    return call


def put(api, row, **values):
    return api("patch", f"activities/{row.pk}/", version=row.version, **values)


def test_an_activity_sends_its_lines_and_their_sum_in_the_currency_of_the_need(cast, api):
    row = record(cast["amina"], **MONEY)
    _status, sent = api("get", f"activities/{row.pk}/")
    assert (sent["amount_secured"], sent["funding_lines"]) == ("400.00", [EUROS, GAVE])


def test_without_a_line_in_that_currency_the_sum_is_null(cast, api):
    row = record(cast["amina"], **MONEY | {"funding_lines": [EUROS]})
    assert api("get", f"activities/{row.pk}/")[1]["amount_secured"] is None


def test_lines_are_written(cast, api):
    row = record(cast["amina"])
    status, sent = put(api, row, funding_lines=[{"currency": "usd", "committed": "5"}, GAVE])
    first = {"funder": "", "year": None, "currency": "USD", "committed": "5.00", "spent": None}
    assert (status, sent["funding_lines"]) == (200, [first, GAVE])


def test_the_one_amount_replaces_the_one_line(cast, api):
    row = record(cast["amina"], currency="USD", amount_secured="200")
    status, sent = put(api, row, amount_secured="300")
    assert (status, sent["amount_secured"], len(sent["funding_lines"])) == (200, "300.00", 1)


def test_the_one_amount_writes_over_no_other_lines_but_its_sum_may_come_back(cast, api):
    row = record(cast["amina"], **MONEY)
    assert put(api, row, amount_secured="300")[0] == 400
    assert "amount_secured" in str(put(api, row, amount_secured="300")[1])
    status, sent = put(api, row, amount_secured="400", title="Renamed")
    assert (status, sent["title"], sent["funding_lines"]) == (200, "Renamed", [EUROS, GAVE])


def test_what_was_read_can_be_sent_back_with_another_amount(cast, api):
    row = record(cast["amina"], currency="USD", amount_secured="200")
    sent = api("get", f"activities/{row.pk}/")[1]
    back = {name: sent[name] for name in ("amount_secured", "funding_lines", "currency", "amount_needed")}
    assert put(api, row, **back | {"amount_secured": "300"})[1]["amount_secured"] == "300.00"


@pytest.mark.parametrize(
    "wrong",
    [
        {"currency": "USD"},
        {"committed": "5"},
        {"currency": "USD", "committed": "-5"},
        {"currency": "USD", "committed": "5", "year": 1066},
        {"currency": "USD", "committed": "5", "donor": "Norway"},
    ],
)
def test_a_line_without_sense_is_refused_by_name(cast, api, wrong):
    row = record(cast["amina"])
    status, problem = put(api, row, funding_lines=[wrong])
    assert (status, "funding_lines" in str(problem)) == (400, True)


@stands
def two_published():
    """One of Mozambique, and one of both countries which lacks nothing."""
    cast = make_cast()
    national = verified(cast["amina"], cast["nadia"], **OPEN | MONEY)
    shared = OPEN | MONEY | {"scope": "cross_border", "countries": ["MOZ", "TZA"], "amount_needed": "400"}
    row = verified(cast["amina"], cast["nadia"], **shared)
    workflow.agree(by=cast["juma"], pk=row.pk, country="TZA")
    return national.pk


@pytest.fixture
def published(two_published, db):
    """The one of Mozambique; the other and the cast are there too."""
    return Activity.objects.get(pk=two_published)


def test_the_sources_are_listed_by_funder_year_place_and_currency(api, published):
    _status, sent = api("get", "progress/funding/", None)
    norway = Organisation.objects.get(name="Norway").pk
    rows = [(row["funder"], row["year"], row["place"], row["currency"], row["committed"]) for row in sent["results"]]
    assert rows == [
        (norway, 2012, "MOZ", "USD", "400.00"),
        (norway, 2012, "several", "USD", "400.00"),
        (None, None, "MOZ", "EUR", None),
        (None, None, "several", "EUR", None),
    ]
    assert [(row["currency"], row["committed"], row["spent"], row["lacking"]) for row in sent["totals"]] == [
        ("EUR", None, "14.00", None),
        ("USD", "800.00", "300.00", "500.00"),
    ]


@pytest.mark.parametrize(
    ("query", "n"), [("country=MOZ", 2), ("country=several", 2), ("year=2012", 2), ("theme=V", 0), ("page_size=1", 1)]
)
def test_they_can_be_narrowed(api, published, query, n):
    assert len(api("get", f"progress/funding/?{query}", None)[1]["results"]) == n


@pytest.mark.parametrize("query", ["country=ZZZ", "funder=999999", "year=abc", "donor=1"])
def test_what_cannot_be_read_is_refused(api, published, query):
    assert api("get", f"progress/funding/?{query}", None)[0] == 400


def test_what_is_underfunded_is_listed_with_what_it_lacks(api, published):
    _status, sent = api("get", "progress/underfunded/", None)
    (row,) = sent["results"]
    assert (row["id"], row["committed"], row["lacking"], row["countries"]) == (
        *(str(published.pk), "400.00", "500.00"),
        ["MOZ"],
    )
    assert (sent["count"], sent["totals"]) == (1, [{"currency": "USD", "lacking": "500.00"}])


def test_the_page_of_sources_costs_the_same_with_more_rows(as_person, published, cast):
    client, costs = as_person(None), []
    for year in (2013, 2014):
        verified(cast["amina"], cast["nadia"], **OPEN | MONEY | {"funding_lines": [GAVE | {"year": year}]})
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("funding_sources"))
        costs.append(len(captured))
    assert costs == [6, 6]


def test_the_file_has_every_line(as_person, published):
    answer = as_person(None).get(reverse("funding_sources"), {"format": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len([line for line in lines if "2012" in line and "400" in line and "Norway" in line]) == 2


@pytest.mark.parametrize("query", [{"country": "ZZZ"}, {"funder": "999999"}, {"year": "x"}, {"theme": "IX"}])
def test_an_address_that_makes_no_sense_is_answered(as_person, cast, query):
    answer = as_person(None).get(reverse("funding_sources"), query)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, list(query))


@pytest.mark.parametrize(
    ("written", "is_right"),
    [("XM-DAC-41121", True), ("GB-COH-1234 5", False), ("41121", False), ("xm-dac-1", False), ("", True)],
)
def test_an_iati_identifier_has_its_form(cast, as_person, written, is_right):
    row = Organisation.objects.get(name="UNHCR")
    typed = {"name": "UNHCR", "kind": "un_agency", "aliases": "\n".join(row.aliases), "version": row.version}
    as_person("nadia").post(reverse("organisation_edit", args=[row.pk]), typed | {"iati_identifier": written})
    row.refresh_from_db()
    assert row.iati_identifier == (written if is_right else "")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"year": "soon"}, "Indiquez une année, par exemple 2012."),
        ({"currency": "dollars"}, "Indiquez un code à trois lettres, par exemple USD."),
        ({"year": 2050}, "2050 n’a pas commencé"),
    ],
    ids=str,
)
def test_a_line_is_refused_with_what_to_do(cast, as_person, wrong, said):
    row = record(cast["paul"], countries=["MOZ"])
    body = {"version": row.version, "funding_lines": [GAVE | wrong]}
    path = f"/api/v1/activities/{row.pk}/"
    answer = as_person("paul").patch(path, body, content_type="application/json")
    assert (answer.status_code, said in str(answer.json())) == (400, True)


def test_commitments_in_another_currency_stand_beside_the_gap(cast, api, as_person):
    euros = {"funder": "Union", "year": 2012, "currency": "EUR", "committed": "20000", "spent": None}
    verified(cast["amina"], cast["nadia"], **OPEN, **MONEY | {"funding_lines": [GAVE, EUROS, euros]})
    (shown,) = api("get", "progress/underfunded/", person=None)[1]["results"]
    others = [{"currency": "EUR", "committed": "20000.00"}]
    assert (shown["lacking"], shown["other_commitments"]) == ("500.00", others)
    assert "and 20,000 EUR, not converted" in as_person(None).get(reverse("funding")).content.decode()
    rows = b"".join(as_person(None).get(reverse("funding"), {"format": "csv"}).streaming_content).decode()
    assert "20000.00 EUR" in rows

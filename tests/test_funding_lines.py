"""The money of an activity in lines: who gave it, for which year, in which currency; never added up across currencies."""

from decimal import Decimal
from importlib import import_module

import pytest
from django.core.exceptions import ValidationError
from django.core.serializers import deserialize
from django.urls import reverse

from reports import workflow
from reports.activity.funding import before_change, one_line
from reports.activity.joining import weight
from reports.activity.state import EMPTY, activity_state, merged
from reports.models import Activity, FundingLine, Organisation
from reports.since_decision import changed_since_decision
from reports.summaries import currency_totals, funding_totals, money_of, published_lines, underfunded_activities
from tests.base import record, verified
from tests.reviewing import change, reread


def line(funder="", year=None, currency="USD", committed=None, spent=None):
    return {"funder": funder, "year": year, "currency": currency, "committed": committed, "spent": spent}


EVENT = "8f1c1f6e-0d5c-4a58-9a53-2f0f4f1f2a11"
GAVE = line("Norway", 2012, "USD", "40000", "15000")
EUROS = line("European Union", 2013, "EUR", "30000")
MINE = {"claims": [], "amount_needed": "100000", "currency": "USD", "funding_lines": [GAVE, EUROS]}
OPEN = {"status": "in_progress", "starts_on": "2012-01-01", "ends_on": None}


def given(cast, **values):
    return verified(cast["amina"], cast["nadia"], **(MINE | OPEN | values))


def refused(cast, **values):
    with pytest.raises(ValidationError) as refusal:
        record(cast["amina"], **(MINE | values))
    return refusal.value.message_dict


# What an activity says ------------------------------------------------------------------------------------------------


def test_lines_are_kept_in_one_order_with_their_funders_in_the_directory(cast):
    row = reread(record(cast["amina"], **MINE | {"funding_lines": [EUROS, GAVE]}))
    assert activity_state(row)["funding_lines"] == [
        line("Norway", 2012, "USD", "40000.00", "15000.00"),
        line("European Union", 2013, "EUR", "30000.00"),
    ]
    assert set(Organisation.objects.filter(funding_lines__activity=row).values_list("name", flat=True)) == {
        *("Norway", "European Union")
    }


def test_only_commitments_in_the_currency_of_the_need_reduce_the_gap(cast):
    money = money_of(reread(record(cast["amina"], **MINE)))
    assert (money.committed, money.lacking) == (Decimal("40000.00"), Decimal("60000.00"))
    assert [(row.currency, row.committed, row.spent) for row in money.totals] == [
        ("EUR", Decimal("30000.00"), None),
        ("USD", Decimal("40000.00"), Decimal("15000.00")),
    ]
    assert [row.currency for row in money.others] == ["EUR"]


def test_the_page_shows_the_lines_and_what_is_missing(cast, as_person):
    page = as_person(None).get(reverse("activity", args=[given(cast).pk]), headers={"accept-language": "en"})
    text = " ".join(page.content.decode().split('<section id="funding">')[1].split("</section>")[0].split())
    shown = [part for part in ("60,000", "40,000", "15,000", "30,000", "European Union", "2013") if part in text]
    assert len(shown) == 6


@pytest.mark.parametrize(
    "wrong",
    [
        line("Norway", 2012, "USD"),
        line("Norway", 2012, "ZZZ", "5"),
        line("Norway", 2012, "XTS", "5"),  # ISO 4217 keeps this code for tests
        line("Norway", 2012, "XXX", "5"),  # and gives this one to amounts without a currency
        line("Norway", 2012, "", "5"),
        line("Norway", 1950, "USD", "5"),
        line("Norway", 2012, "USD", "-5"),
        line("Norway", 2012, "USD", "1000000000000"),
        line("n" * 161, 2012, "USD", "5"),
    ],
)
def test_a_line_without_sense_is_refused_at_the_lines(cast, wrong):
    assert list(refused(cast, funding_lines=[wrong])) == ["funding_lines"]


def test_two_lines_of_the_same_funder_year_and_currency_are_one(cast):
    said = "Norway, 2012, USD: Two lines have the same funder, year and currency. Enter their sum in one line."
    assert refused(cast, funding_lines=[GAVE, GAVE | {"committed": "7"}])["funding_lines"] == [said] * 2


def test_no_more_lines_than_there_may_be(cast):
    many = [line("Norway", None, "USD", "1"), *(line(f"Donor {n}", 2012, "USD", "1") for n in range(100))]
    assert refused(cast, funding_lines=many)["funding_lines"] == ["Enter at most 100 funding lines."]


# The one amount of before ---------------------------------------------------------------------------------------------


def test_one_amount_is_a_line_without_funder_or_year(cast):
    row = record(cast["amina"], amount_needed="900", amount_secured="200.5", currency="USD")
    assert activity_state(reread(row))["funding_lines"] == [line(committed="200.50")]


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ({"amount_secured": "300"}, [line(committed="300.00", spent="20.00")]),
        ({"amount_secured": None}, [line(spent="20.00")]),
        ({"currency": "EUR"}, [line(currency="EUR", committed="200.00", spent="20.00")]),
        ({"currency": "EUR", "amount_secured": "5"}, [line(currency="EUR", committed="5.00", spent="20.00")]),
    ],
)
def test_it_replaces_the_one_line_that_there_is(values, lines):
    state = merged(EMPTY, {"currency": "USD", "funding_lines": [line(committed="200", spent="20")]})
    assert merged(state, values)["funding_lines"] == lines


@pytest.mark.parametrize("lines", [[GAVE], [line(committed="1"), EUROS], [line(currency="EUR", committed="1")]])
def test_it_is_refused_where_it_would_write_over_others(lines):
    state = merged(EMPTY, {"currency": "USD", "funding_lines": lines})
    with pytest.raises(ValidationError) as refusal:
        merged(state, {"amount_secured": "77"})
    assert "77.00" in refusal.value.message_dict["amount_secured"][0]


def test_the_sum_itself_changes_nothing():
    lines = [GAVE, line(committed="10"), EUROS]
    state = merged(EMPTY, {"currency": "USD", "funding_lines": lines})
    assert merged(state, {"amount_secured": "40010"}) == state


def test_both_are_taken_where_they_agree_and_refused_where_they_do_not():
    state = merged(EMPTY, {"currency": "USD", "funding_lines": [line(committed="10")]})
    lines = [GAVE, line(committed="10")]
    assert len(merged(state, {"amount_secured": "40010", "funding_lines": lines})["funding_lines"]) == 2
    assert len(merged(state, {"amount_secured": "10", "funding_lines": lines})["funding_lines"]) == 2
    with pytest.raises(ValidationError, match="not what the funding lines add up to"):
        merged(state, {"amount_secured": "11", "funding_lines": lines})


# The log of before ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "lines"),
    [
        ({"amount_secured": "100.00"}, [one_line("100.00", "USD")]),
        ({"amount_secured": None}, []),
        ({"amount_secured": "100.00", "currency": "EUR"}, [one_line("100.00", "EUR")]),
        ({"currency": "EUR"}, [one_line("200.00", "EUR")]),
        ({"title": "Before"}, [one_line("200.00", "USD")]),
        ({"funding_lines": [GAVE], "currency": "EUR"}, [GAVE]),
    ],
)
def test_older_rows_of_the_log_say_what_stood_then(before, lines):
    state = merged(EMPTY, {"currency": "USD", "funding_lines": [line(committed="200")]})
    assert before_change(state, before)["funding_lines"] == lines


def test_what_changed_since_the_decision_names_the_lines(cast):
    row = reread(given(cast))
    change(cast["amina"], row, funding_lines=[GAVE])
    (difference,) = changed_since_decision(reread(row)).differences
    assert (difference.name, difference.label) == ("funding_lines", "funding")


def test_of_a_list_as_much_is_said_as_it_has_rows():
    assert [weight(value) for value in ([], [GAVE, EUROS], "", None, "x")] == [0, 2, 0, 0, 1]


# Figures --------------------------------------------------------------------------------------------------------------


def test_what_is_under_way_with_less_than_it_needs_is_underfunded(cast):
    row = given(cast)
    (one,) = underfunded_activities()
    assert (one.pk, one.committed, one.lacking) == (row.pk, Decimal("40000.00"), Decimal("60000.00"))


def test_cents_are_added_up_exactly(cast):
    tenths = [line("Norway", 2012, "USD", "0.10"), line("Norway", 2013, "USD", "0.70")]
    given(cast, amount_needed="0.80", funding_lines=tenths)
    given(cast, amount_needed="0.81", funding_lines=tenths)
    assert [row.lacking for row in underfunded_activities()] == [Decimal("0.01")]


def totals_of(in_detail=False, **narrowed):
    rows = funding_totals(published_lines(**narrowed), in_detail=in_detail)
    return [(row.funder_name, row.year, row.place, row.currency, row.committed, row.spent) for row in rows]


def test_money_is_summed_by_funder_and_currency(cast):
    given(cast)
    given(cast, funding_lines=[GAVE | {"year": 2013}, line(committed="9")])
    assert totals_of() == [
        ("European Union", None, "", "EUR", Decimal("30000.00"), None),
        ("Norway", None, "", "USD", Decimal("80000.00"), Decimal("30000.00")),
        ("", None, "", "USD", Decimal("9.00"), None),
    ]


def test_work_in_several_countries_stands_under_them_together_once(cast):
    shared = given(cast, scope="cross_border", countries=["MOZ", "TZA"])
    workflow.agree(by=cast["juma"], pk=shared.pk, country="TZA")
    given(cast, funding_lines=[GAVE])
    norway = [row[1:] for row in totals_of(in_detail=True) if row[0] == "Norway"]
    amounts = ("USD", Decimal("40000.00"), Decimal("15000.00"))
    assert norway == [(2012, "MOZ", *amounts), (2012, "several", *amounts)]
    assert [len(totals_of(place=place)) for place in ("MOZ", "TZA", "several", "regional")] == [1, 0, 2, 0]


def test_totals_by_currency_say_what_is_lacking_too(cast):
    given(cast)
    rows = currency_totals(published_lines(), underfunded_activities())
    assert [(row.currency, row.committed, row.spent, row.lacking) for row in rows] == [
        ("EUR", Decimal("30000.00"), None, None),
        ("USD", Decimal("40000.00"), Decimal("15000.00"), Decimal("60000.00")),
    ]


# Organisations --------------------------------------------------------------------------------------------------------


def test_merged_funders_are_one_and_no_sum_changes(cast):
    row = given(cast, funding_lines=[GAVE, line("Norvège", 2012, "USD", "5"), line("Norvège", 2013, "USD", "7")])
    norway, twin = (Organisation.objects.get(name=name) for name in ("Norway", "Norvège"))
    workflow.merge_organisations(by=cast["nadia"], pk=twin.pk, into=norway.pk)
    assert activity_state(reread(row))["funding_lines"] == [
        line("Norway", 2012, "USD", "40005.00", "15000.00"),
        line("Norway", 2013, "USD", "7.00"),
    ]


def test_a_funder_funds_and_is_seen(cast, as_person):
    row = given(cast)
    norway = Organisation.objects.get(name="Norway")
    assert [one.pk for one in Activity.objects.with_part_of(norway.pk, "funding")] == [row.pk]
    page = as_person(None).get(norway.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
    assert [part in page for part in ("40,000 USD", "Mozambique", "?funder=")] == [True, True, True]


def test_lines_go_with_their_draft(cast):
    row = record(cast["amina"], **MINE)
    workflow.discard_draft(by=cast["amina"], pk=row.pk)
    assert FundingLine.objects.count() == 0


def test_a_merge_from_before_can_still_be_undone_with_its_amount():
    lay_in_side = import_module("reports.migrations.0017_funding_lines").lay_in_side
    fields = {"title": "Course", "amount_secured": "200.00"}
    side = {
        "state": {"amount_secured": "200.00", "currency": "USD"},
        "rows": [{"model": "reports.activity", "pk": EVENT, "fields": fields}],
    }
    lay_in_side(side)
    assert side["state"] == {"currency": "USD", "funding_lines": [one_line("200.00", "USD")]}
    row, money = side["rows"]
    assert (row["fields"], money["fields"]["activity"]) == ({"title": "Course"}, EVENT)
    (made,) = deserialize("python", [money], ignorenonexistent=True)
    assert (made.object.committed, made.object.currency, made.object.pk) == (Decimal("200.00"), "USD", None)

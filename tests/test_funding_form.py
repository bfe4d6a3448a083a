"""Funding lines in the form of an activity: rows of fields, more on request, and nothing typed lost."""

import re

import pytest
from django.urls import reverse

from reports import workflow
from reports.activity.state import activity_state
from reports.models import Activity
from tests.base import record
from tests.money import GAVE
from tests.reviewing import change, reread
from tests.test_entry import FORM


def typed(*rows):
    names = ("funder", "year", "currency", "committed", "spent")
    cells = {
        f"funding_lines-{n}-{name}": value for n, row in enumerate(rows) for name, value in zip(names, row, strict=True)
    }
    return cells | {"funding_lines_shown": "1"}


def lines():
    return activity_state(reread(Activity.objects.get()))["funding_lines"]


@pytest.fixture
def sent(as_person):
    """The answer to a new form with this typed into it; in English, as paul writes."""

    def post(person="amina", **fields):
        client = as_person(person)
        return client.post(reverse("activity_new"), FORM | fields, headers={"accept-language": "en"})

    return post


def test_what_is_typed_is_saved(sent, cast):
    sent(
        currency="USD",
        amount_needed="900",
        **typed(("Norway", "2012", "usd", "400", "150"), ("", "", "EUR", "", "7,5")),
    )
    assert lines() == [
        {"funder": "", "year": None, "currency": "EUR", "committed": None, "spent": "7.50"},
        GAVE,
    ]


def test_empty_rows_say_nothing(sent, cast):
    sent(**typed(("", "", "", "", ""), ("", " ", "", "", "")))
    assert lines() == []


def test_an_error_stands_at_its_line_and_nothing_typed_is_lost(sent, cast):
    page = sent(**typed(("Norway", "2012", "USD", "400", ""), ("Sweden", "soon", "USD", "much", "")))
    text = page.content.decode()
    assert (page.status_code, Activity.objects.count()) == (422, 0)
    held = ['value="Sweden"', 'value="soon"', 'value="much"', 'id="id_funding_lines-1-year_error"']
    assert [part in text for part in held] == [True] * 4
    assert 'id="id_funding_lines-0-year_error"' not in text


def test_more_rows_are_shown_and_nothing_is_saved(sent, cast):
    page = sent(title="", more_lines="1", **typed(("Norway", "2012", "USD", "400", "")))
    text = page.content.decode()
    assert (page.status_code, Activity.objects.count()) == (200, 0)
    assert ('name="funding_lines-4-funder"' in text, 'value="Norway"' in text) == (True, True)


def test_the_form_shows_the_lines_with_the_readers_decimal_mark(as_person, cast):
    row = record(cast["amina"], funding_lines=[GAVE | {"committed": "400.5"}])
    text = as_person("amina").get(reverse("activity_edit", args=[row.pk])).content.decode()
    assert ('value="Norway"' in text, 'value="400,50"' in text, 'value="2012"' in text) == (True, True, True)


def edit(as_person, row, **fields):
    address = reverse("activity_edit", args=[row.pk])
    return as_person("amina").post(address, FORM | {"version": row.version, "key": row.pk} | fields)


def test_an_old_form_changes_the_one_amount(as_person, cast):
    row = record(cast["amina"], currency="USD", amount_secured="200")
    edit(as_person, row, currency="USD", amount_secured="300")
    assert [line["committed"] for line in lines()] == ["300.00"]


def test_an_old_form_writes_over_no_other_lines(as_person, cast):
    row = record(cast["amina"], currency="USD", funding_lines=[GAVE, GAVE | {"year": 2013}])
    page = edit(as_person, row, currency="USD", amount_secured="300")
    assert (page.status_code, "300" in page.content.decode(), len(lines())) == (422, True, 2)


def test_an_amount_that_was_kept_goes_into_the_new_form(as_person, cast):
    row = record(cast["amina"], currency="USD", amount_secured="200")
    edit(as_person, row, currency="USD", amount_secured="300", **typed(("", "", "USD", "200", "")))
    assert [line["committed"] for line in lines()] == ["300.00"]


def test_a_form_without_the_lines_leaves_them(as_person, cast):
    row = record(cast["amina"], funding_lines=[GAVE])
    edit(as_person, row)
    assert lines() == [GAVE]


def test_what_others_wrote_meanwhile_stands_beside_what_was_typed(as_person, cast):
    row = record(cast["amina"], funding_lines=[GAVE])
    change(cast["amina"], row, funding_lines=[GAVE, GAVE | {"year": 2014}])
    mine = typed(("Norway", "2012", "USD", "500", "150"))
    edit(as_person, row, **mine)
    assert [(line["year"], line["committed"]) for line in lines()] == [(2012, "500.00"), (2014, "400.00")]


def test_a_funder_that_looks_like_a_person_is_asked_about(sent, cast):
    page = sent(**typed(("a.b@example.org", "2012", "USD", "400", "")))
    assert (page.status_code, list(page.context["form"].errors), Activity.objects.count()) == (422, ["anyway"], 0)


def test_same_again_begins_without_money(as_person, cast):
    row = record(cast["amina"], funding_lines=[GAVE])
    text = as_person("amina").get(reverse("activity_new"), {"like": row.pk}).content.decode()
    typed_in = [tag for tag in re.findall("<input[^>]*>", text) if 'name="funding_lines-' in tag]
    assert any('name="funding_lines-0-funder"' in tag for tag in typed_in)
    assert [tag for tag in typed_in if "Norway" in tag or 'name="funding_lines-2' in tag] == []


def test_one_amount_and_the_lines_of_others_do_not_meet_in_a_merge(cast):
    row = record(cast["amina"], currency="USD", amount_secured="200")
    stale = row.version
    change(cast["amina"], row, funding_lines=[GAVE, GAVE | {"year": 2013}])
    with pytest.raises(workflow.StaleVersion):
        workflow.update_activity(by=cast["amina"], pk=row.pk, version=stale, values={"amount_secured": "5"})


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("Norway", "soon", "USD", "400", ""), "Indiquez une année, par exemple 2012."),
        (("Norway", "2012", "dollars", "400", ""), "Indiquez un code à trois lettres, par exemple USD."),
        (("Norway", "2050", "USD", "", "400"), "2050 n’a pas commencé"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(sent, cast, row, said):
    page = sent("paul", **typed(row))
    assert (page.status_code, said in page.content.decode(), Activity.objects.count()) == (422, True, 0)


def test_money_may_be_committed_for_a_year_to_come(sent, cast):
    sent(**typed(("Norway", "2050", "USD", "400", "0")))
    assert [line["year"] for line in lines()] == [2050]

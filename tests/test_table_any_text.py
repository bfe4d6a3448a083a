"""Whatever texts stand on the site, the workbook is made, and what comes back as it went changes nothing."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports import workflow
from reports.activity.state import plain
from reports.models import Activity, Adoption, Evidence, Identifier, Organisation, System, own_code
from tests.agreeing import name_countries
from tests.base import record
from tests.test_table_round_trip import refused
from tests.test_tables import FIRST, SECOND, counted, download, previewed, written
from tests.test_tables import moz as moz
from tests.test_tables import recorded_by_mozambique as recorded_by_mozambique
from tests.workbooks import edited, grids_of

LOST = "Réunion \ufffd Gitega"
TEXTS = [
    LOST,
    "\ufffd",
    "#N/A",
    "#REF!",
    "#VALEUR!",
    "Err:502",
    "1.23457E+17",
    "_x0041_",
    "=1+1",
    "'=1+1",
    "\ufffe x \uffff",
    "a\rb",
    "a\tb",
    "12345678901234567890",
    "2012-03-01",
    "TRUE",
    "x; y",
    '"a"; b',
    "=HYPERLINK(A1)",
    "no=2&review=x",
]
FREE = ("title", "summary", "result", "place", "status_reason")


def stand(moz, text):
    """Put a text wherever one may stand, as it could get there before it was refused."""
    Activity.objects.update(**dict.fromkeys(FREE, text))
    own, _made = System.objects.get_or_create(code=own_code(moz["amina"].pk), person=moz["amina"])
    Identifier.objects.update_or_create(activity=moz["second"], system=own, defaults={"value": text})
    Organisation.objects.filter(name="IOM").update(name=text)
    Adoption.objects.update(lead_ministry=text)
    Adoption.objects.filter(action=None).update(title=text)
    Evidence.objects.update(citation=text, title=text)


def sent_back(moz):
    return counted(previewed(moz["amina"], download(moz["amina"])))


@pytest.mark.parametrize("text", TEXTS)
def test_a_workbook_that_comes_back_unchanged_changes_nothing(moz, text):
    stand(moz, text)
    assert sent_back(moz) == {}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=80))
def test_nor_does_one_of_any_text(moz, text):
    stand(moz, plain(text) or "x")
    assert sent_back(moz) == {}


@pytest.mark.parametrize("text", [LOST, "#N/A"])
def test_another_cell_of_such_a_row_is_changed_and_the_text_is_kept(moz, text):
    stand(moz, text)
    written(moz["amina"], edited(download(moz["amina"]), [("activities", SECOND, "place", "Beira")]))
    activity = Activity.objects.get(pk=moz["second"].pk)
    assert (activity.place, activity.title) == ("Beira", text)


def test_a_text_that_a_program_has_turned_into_an_error_is_still_the_text(moz):
    stand(moz, "#N/A")
    content = edited(download(moz["amina"]), [("activities", SECOND, "title", ("=NA()", "#N/A"))])
    assert counted(previewed(moz["amina"], content)) == {}


def test_an_error_in_place_of_another_text_is_refused(moz):
    content = edited(download(moz["amina"]), [("activities", SECOND, "title", "#N/A")])
    assert list(refused(moz["amina"], content)) == ["Activities F4"]


def test_what_another_country_names_in_both_breaks_no_workbook(moz, cast):
    both = {"scope": "cross_border", "countries": ["MOZ", "TZA"], "claims": []}
    row = name_countries(record(cast["juma"], **both), both["countries"])
    Activity.objects.filter(pk=row.pk).update(title=LOST)
    assert any(LOST in cells for rows in grids_of(download(moz["amina"])).values() for cells in rows)


# On its way in -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["title", "summary", "result", "place", "status_reason", "lead", "external_id"])
def test_a_text_that_has_lost_signs_is_refused(cast, name):
    with pytest.raises(ValidationError) as refusal:
        record(cast["amina"], **{name: LOST})
    assert (list(refusal.value.message_dict), "\ufffd" in refusal.value.messages[0]) == ([name], True)


def test_a_partner_whose_name_has_lost_signs_is_refused(cast):
    with pytest.raises(ValidationError) as refusal:
        record(cast["amina"], partners=[{"organisation": LOST, "role": "funding"}])
    assert list(refusal.value.message_dict) == ["partners"]


def test_one_that_stands_already_hinders_no_other_change(moz):
    Activity.objects.filter(pk=moz["second"].pk).update(title=LOST)
    changed = workflow.update_activity(by=moz["amina"], pk=moz["second"].pk, version=1, values={"place": "Beira"})
    assert (changed.title, changed.place) == (LOST, "Beira")


# Grey cells ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "line", "column", "value", "cells"),
    [
        ("activities", FIRST, "review", "verified", ["Activities E3"]),
        ("activities", FIRST, "review", "", ["Activities E3"]),
        ("activities", SECOND, "no", 77, ["Activities A4"]),
        ("claims", 3, "no", 2, ["Claims A3"]),
        ("claims", 3, "no", 77, ["Claims A3"]),
        ("claims", 3, "of", "Another", ["Claims C3"]),
        ("claims", 3, "verification", "verified", ["Claims G3"]),
        ("evidence", 3, "no", 2, ["Evidence A3"]),
        ("evidence", 3, "of", "Another", ["Evidence C3"]),
        ("adoptions", 3, "title", "Of the menu", ["National plan E3"]),
        ("adoptions", 8, "theme_id", "II", ["National plan F8"]),
    ],
)
def test_an_edit_of_a_grey_cell_is_told(moz, kind, line, column, value, cells):
    content = edited(download(moz["amina"]), [(kind, line, column, value)])
    assert list(refused(moz["amina"], content)) == cells


def test_a_grey_cell_that_the_site_has_moved_on_from_is_no_edit(moz):
    content = download(moz["amina"])
    workflow.update_activity(by=moz["amina"], pk=moz["first"].pk, version=2, values={"title": "Renamed"})
    assert counted(previewed(moz["amina"], edited(content, [("claims", 3, "of", moz["first"].title)]))) == {}

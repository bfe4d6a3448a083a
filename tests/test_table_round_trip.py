"""What a table leaves out is not lost: empty cells, deleted rows, and names with the sign that separates names."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.translation import override

from reports import workflow
from reports.models import Activity, Adoption, Organisation
from reports.tables.uploads import apply_upload
from tests.base import record
from tests.test_tables import FIRST, NEW_ROW, SECOND, counted, download, previewed, written
from tests.test_tables import moz as moz
from tests.test_tables import recorded_by_mozambique as recorded_by_mozambique
from tests.test_tables_from_outside import amina as amina
from tests.test_tables_from_outside import only, refused, upload_by
from tests.workbooks import book_of, edited, grids_of, sheet_of

# Emptying ------------------------------------------------------------------------------------------------------------


def filled(moz, **values):
    activity = Activity.objects.get(pk=moz["second"].pk)
    return {name: getattr(activity, name) for name in values} == values


def looked_at(client, content):
    address = upload_by(client, content).url
    return address, client.get(address)


EMPTIES = [("activities", SECOND, "summary", ""), ("activities", SECOND, "place", "Beira")]


def test_emptying_is_a_group_of_its_own_and_wants_a_tick(moz, client):
    client.force_login(moz["amina"])
    address, page = looked_at(client, edited(download(moz["amina"]), EMPTIES))
    assert (dict(page.context["counts"])["emptied"], page.context["emptied"]) == (1, 1)
    client.post(address)
    assert filled(moz, summary="Stakeholders took stock.", place="")
    client.post(address, {"empty": "1"})
    assert filled(moz, summary="", place="Beira")


def test_the_rest_is_written_without_emptying(moz, client):
    client.force_login(moz["amina"])
    address, _page = looked_at(client, edited(download(moz["amina"]), EMPTIES))
    client.post(address, {"keep": "1"})
    assert filled(moz, summary="Stakeholders took stock.", place="Beira")


@pytest.mark.parametrize(
    ("kind", "line", "column"),
    [
        ("activities", SECOND, "starts_on"),
        ("activities", SECOND, "lead"),
        ("claims", 3, "achieved_on"),
        ("adoptions", 3, "lead_ministry"),
    ],
)
def test_every_kind_of_field_is_kept_until_it_is_ticked(moz, kind, line, column):
    upload = previewed(moz["amina"], edited(download(moz["amina"]), [(kind, line, column, "")]))
    assert (counted(upload), upload.preview["emptied"]) == ({"emptied": 1}, 1)
    apply_upload(upload, keeps_filled=True)
    assert counted(upload) == {}


@pytest.mark.parametrize(
    ("kind", "line", "column", "cell"),
    [
        ("activities", SECOND, "countries", "Activities M4"),
        ("activities", SECOND, "status", "Activities H4"),
        ("activities", SECOND, "scope", "Activities L4"),
        ("activities", SECOND, "language", "Activities V4"),
        ("activities", SECOND, "visibility", "Activities AF4"),
        ("adoptions", 3, "adopted", "National plan G3"),
        ("adoptions", 3, "priority", "National plan H3"),
        ("adoptions", 3, "needs_funding", "National plan M3"),
        ("adoptions", 3, "adopted_on", "National plan I3"),
    ],
)
def test_what_cannot_be_empty_is_not_put_back_in_silence(moz, kind, line, column, cell):
    assert list(refused(moz["amina"], edited(download(moz["amina"]), [(kind, line, column, "")]))) == [cell]


def test_a_version_that_no_row_has_is_no_ground_to_write_over_anything(moz):
    changes = [("activities", SECOND, "version", "9" * 5_000), ("activities", SECOND, "place", "Beira")]
    workflow.update_activity(by=moz["amina"], pk=moz["second"].pk, version=1, values={"place": "Tete"})
    assert counted(previewed(moz["amina"], edited(download(moz["amina"]), changes))) == {"conflict": 1}


def test_the_command_empties_only_when_told_to(amina, tmp_path):
    record(amina, title="Course", external_id="A1", summary="Held twice.", claims=[])
    (tmp_path / "rows.csv").write_text("reference,title,summary\nA1,Course,\n")
    with pytest.raises(CommandError, match="1 completed field would be cleared"):
        call_command("import_activities", str(tmp_path / "rows.csv"), by="amina", apply=True)
    call_command("import_activities", str(tmp_path / "rows.csv"), by="amina", apply=True, empty=True)
    only(summary="")


# Rows that were deleted ----------------------------------------------------------------------------------------------


def without_first(moz, changes=()):
    grids = grids_of(edited(download(moz["amina"]), changes))
    del sheet_of(grids, "activities")[FIRST - 1]
    return book_of(grids)


def test_claims_of_a_deleted_row_are_left_as_they_are(moz):
    assert counted(written(moz["amina"], without_first(moz))) == {}
    assert moz["first"].claims.count() == 1


@pytest.mark.parametrize("change", [("remove", "yes"), ("achieved_on", date(2014, 5, 1))])
def test_a_claim_that_was_edited_under_a_deleted_row_is_refused(moz, change):
    assert list(refused(moz["amina"], without_first(moz, [("claims", 3, *change)]))) == ["Claims A3"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Enter the number of the activity"),
        ("fr", "Indiquez le numéro de l’activité"),
        ("pt", "Indique o número da actividade"),
    ],
)
def test_a_claim_without_the_number_of_its_activity_asks_for_one(moz, language, words):
    content = edited(download(moz["amina"]), [("claims", 4, "indicator", "VI.T1.1"), ("claims", 4, "unit", "MOZ")])
    with override(language):
        ((messages),) = refused(moz["amina"], content).values()
    assert (words in str(messages), "“”" in str(messages), "«»" in str(messages)) == (True, False, False)


def test_a_number_given_to_another_row_takes_no_claim_along(moz):
    grids = grids_of(edited(download(moz["amina"]), [("claims", 3, "remove", "yes")]))
    rows = sheet_of(grids, "activities")
    del rows[FIRST - 1]
    rows[FIRST - 1][0] = 1
    assert list(refused(moz["amina"], book_of(grids))) == ["Activities A3", "Claims A3"]


def test_evidence_that_is_there_is_not_edited_in_silence(moz):
    content = edited(download(moz["amina"]), [("evidence", 3, "citation", "Another paper, 2014")])
    assert list(refused(moz["amina"], content)) == ["Evidence E3"]


def test_an_action_that_stands_twice_in_the_plan_is_refused(moz):
    grids = grids_of(download(moz["amina"]))
    rows = sheet_of(grids, "adoptions")
    rows.append(list(rows[2]))
    assert list(refused(moz["amina"], book_of(grids))) == [f"National plan D{len(rows)}"]


# Names ---------------------------------------------------------------------------------------------------------------

TWO_IN_ONE = "Ministry of Interior; Immigration Department"


def test_a_semicolon_in_a_name_survives_the_round_trip(moz):
    partners = [{"organisation": name, "role": "implementing"} for name in (TWO_IN_ONE, "IOM", '"Hope"')]
    workflow.update_activity(
        by=moz["amina"], pk=moz["second"].pk, version=1, values={"partners": partners, "lead": TWO_IN_ONE}
    )
    content = download(moz["amina"])
    assert counted(previewed(moz["amina"], content)) == {}
    written(moz["amina"], edited(content, [("activities", SECOND, "place", "Beira")]))
    assert Activity.objects.get(pk=moz["second"].pk).partners.count() == 3


def test_a_semicolon_in_a_name_survives_the_form(moz, client):
    partners = [{"organisation": TWO_IN_ONE, "role": "funding"}]
    made = workflow.update_activity(by=moz["amina"], pk=moz["second"].pk, version=1, values={"partners": partners})
    client.force_login(moz["amina"])
    address = reverse("activity_edit", args=[made.pk])
    form = client.get(address).context["form"]
    data = {field.name: field.value() for field in form if field.value() not in (None, [])}
    client.post(address, data | {"place": "Beira"})
    activity = Activity.objects.get(pk=made.pk)
    assert (activity.place, [one.organisation.name for one in activity.partners.all()]) == ("Beira", [TWO_IN_ONE])
    assert Organisation.objects.filter(name="Immigration Department").count() == 0


def test_a_box_that_is_ticked_says_yes(moz):
    written(moz["amina"], edited(download(moz["amina"]), [*NEW_ROW, ("adoptions", 6, "adopted", True)]))
    assert (Activity.objects.count(), Adoption.objects.count()) == (3, 3)

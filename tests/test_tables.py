"""A country's work in Excel and back: previewed, compared with the site, applied all or nothing."""

import io
import re
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import workflow
from reports.models import Activity, Adoption, Change, Country, TableUpload
from reports.tables import uploads
from reports.tables.uploads import apply_upload, read_on, receive_table
from reports.tables.workbook import workbook_of
from tests.base import fresh, make_cast, prove, record, submitted
from tests.standing import stands
from tests.workbooks import book_of, edited, grids_of, sheet_of

OWN = {"theme_id": "II", "title": "Horários das escolas", "language": "pt"}
FIRST, SECOND, NEW = 3, 4, 9  # lines: two activities, and an empty row whose number is 7


@stands
def recorded_by_mozambique():
    amina = make_cast()["amina"]
    first, second = submitted(amina), record(amina, title="Second meeting", claims=[])
    values = {"adopted_on": date(2012, 1, 1), "starts_on": date(2012, 5, 1), "lead_ministry": "Interior"}
    workflow.adopt_action(by=amina, country="MOZ", action="VI.1", values=values)
    workflow.plan_own_action(by=amina, country="MOZ", values=OWN)
    return {"first": first.pk, "second": second.pk}


@pytest.fixture
def moz(recorded_by_mozambique, cast):
    """What Mozambique has recorded: a submitted meeting with its claim and citation, a draft, and a plan of two."""
    rows = {name: Activity.objects.get(pk=pk) for name, pk in recorded_by_mozambique.items()}
    return rows | {"amina": cast["amina"]}


def download(person, country="MOZ", language="en"):
    return workbook_of(Country.objects.get(pk=country), by=fresh(person), language=language)


def received(person, content, country="MOZ"):
    file = SimpleUploadedFile("work.xlsx", content)
    return receive_table(by=fresh(person), country=Country.objects.get(pk=country), file=file)


def previewed(person, content, country="MOZ"):
    upload = received(person, content, country)
    while upload.state == "reading":
        read_on(upload)
    return upload


def counted(upload):
    return {what: n for what, n in upload.preview["counts"].items() if n and what != "unchanged"}


def messages_of(upload):
    """`{cell: message}` of everything that is refused."""
    problems = [problem for row in upload.preview["rows"] for problem in row["problems"]]
    return {f"{problem['sheet']} {problem['cell']}": problem["message"] for problem in problems}


def written(person, content, country="MOZ"):
    upload = previewed(person, content, country)
    assert (apply_upload(upload).applied, messages_of(upload)) == (True, {})
    return upload


def fresh_row(activity):
    return Activity.objects.get(pk=activity.pk)


# The workbook --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        (
            "en",
            ["Instructions", "Activities", "Claims", "Funding", "Evidence", "Progress notes", "National plan", "Lists"],
        ),
        (
            "fr",
            [
                *("Instructions", "Activités", "Contributions", "Financement", "Preuves"),
                *("Notes d’avancement", "Plan national", "Listes"),
            ],
        ),
        (
            "pt",
            [
                *("Instruções", "Actividades", "Contribuições", "Financiamento", "Provas"),
                *("Notas de progresso", "Plano nacional", "Listas"),
            ],
        ),
    ],
)
def test_the_workbook_is_in_the_language_asked_for(moz, language, titles):
    assert list(grids_of(download(moz["amina"], language=language))) == titles


def test_dates_are_dates_and_codes_stand_with_their_titles(moz):
    rows = sheet_of(grids_of(download(moz["amina"], language="fr")), "activities")
    row = dict(zip(rows[0], rows[FIRST - 1], strict=True))
    assert row["activities.starts_on"] == date(2014, 5, 26)
    assert row["activities.countries"] == "MOZ — Mozambique"
    assert row["activities.status"] == "achevée"


def test_sheets_are_protected_frozen_and_offer_their_lists(moz):
    with zipfile.ZipFile(io.BytesIO(download(moz["amina"]))) as archive:
        sheets = [archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in range(1, 9)]
    counts = [[sheet.count(mark) for mark in ("<sheetProtection", 'state="frozen"', 'type="list"')] for sheet in sheets]
    assert counts == [[1, 0, 0], [1, 1, 10], [1, 1, 3], [1, 1, 1], [1, 1, 1], [1, 1, 0], [1, 1, 5], [1, 1, 0]]
    assert re.search(r'<col min="2" max="4"[^>]*hidden="1"', sheets[1])  # the columns that tell which row is which


def test_the_national_plan_comes_first_and_the_rest_of_the_menu_after_it(moz):
    rows = sheet_of(grids_of(download(moz["amina"])), "adoptions")[2:]
    place, title = (rows[0].index("adopted"), 4)
    assert [row[place] for row in rows[:3]] == ["adopted", "adopted", "no answer"]
    assert (rows[1][title], len(rows)) == (OWN["title"], 59)


def test_a_workbook_costs_the_same_queries_for_one_row_as_for_three(moz):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            download(moz["amina"])
        return len(captured)

    before = queries()
    prove(moz["amina"], record(moz["amina"], title="Third"))
    assert queries() == before


# Nothing changed -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr", "pt"])
def test_a_workbook_that_nobody_edited_changes_nothing(moz, language):
    upload = previewed(moz["amina"], book_of(grids_of(download(moz["amina"], language=language))))
    assert (upload.state, counted(upload), upload.preview["counts"]["unchanged"]) == ("read", {}, 61)


def test_a_row_that_is_deleted_is_left_as_it_is(moz):
    grids = grids_of(download(moz["amina"]))
    for kind in ("activities", "claims", "evidence", "adoptions"):
        del sheet_of(grids, kind)[2]
    assert counted(written(moz["amina"], book_of(grids))) == {}
    assert (Activity.objects.count(), Adoption.objects.count()) == (2, 2)


def test_columns_that_somebody_added_are_not_read(moz):
    grids = grids_of(download(moz["amina"]))
    rows = sheet_of(grids, "activities")
    rows[FIRST - 1].append("a note of our own")
    assert counted(previewed(moz["amina"], book_of(grids))) == {}


def test_a_workbook_with_one_sheet_left_is_read(moz):
    grids = grids_of(download(moz["amina"]))
    one = {title: grids[title] for title in ("Instructions", "National plan")}
    assert previewed(moz["amina"], book_of(one)).preview["counts"]["unchanged"] == 59


# Changes -------------------------------------------------------------------------------------------------------------

NEW_ROW = [
    ("activities", NEW, "title", "Encontro novo"),
    ("activities", NEW, "actions", "VI.1 — o que for"),
    ("activities", NEW, "status", "concluída"),
    ("activities", NEW, "starts_on", "01/05/2012"),
    ("claims", 9, "no", 7),
    ("claims", 9, "indicator", "VI.T1.1"),
    ("claims", 9, "achieved_on", date(2012, 5, 1)),
    ("evidence", 9, "no", 7),
    ("evidence", 9, "url", "https://example.org/report.pdf"),
]


def test_a_new_row_arrives_as_a_draft_with_its_claim_and_its_link(moz):
    upload = written(moz["amina"], edited(download(moz["amina"]), NEW_ROW))
    made = Activity.objects.get(title="Encontro novo")
    assert (counted(upload), made.review, str(made.starts_on)) == ({"created": 1}, "draft", "2012-05-01")
    assert [(claim.indicator_id, claim.unit) for claim in made.claims.all()] == [("VI.T1.1", "MOZ")]
    assert [one.url for one in made.evidence.all()] == ["https://example.org/report.pdf"]
    assert set(Change.objects.of(made).values_list("via", flat=True)) == {"import"}


def test_the_same_file_again_and_the_same_upload_again_change_nothing(moz):
    content = edited(download(moz["amina"]), [*NEW_ROW, ("adoptions", 6, "adopted", "yes")])
    upload = written(moz["amina"], content)
    before = Change.objects.count()
    apply_upload(TableUpload.objects.get(pk=upload.pk))
    assert (counted(previewed(moz["amina"], content)), Change.objects.count()) == ({}, before)


def test_a_changed_cell_changes_its_field_and_no_other(moz):
    content = edited(download(moz["amina"], language="pt"), [("activities", SECOND, "place", "Beira")])
    upload = written(moz["amina"], content)
    changed = upload.preview["rows"][0]
    assert [(row[1], row[2]) for row in changed["fields"]] == [("", "Beira")]
    assert (fresh_row(moz["second"]).place, fresh_row(moz["second"]).version) == ("Beira", 2)


def test_a_claim_is_moved_to_another_day_and_taken_away(moz):
    moved = edited(download(moz["amina"]), [("claims", 3, "achieved_on", date(2014, 5, 27))])
    written(moz["amina"], moved)
    assert [str(claim.achieved_on) for claim in fresh_row(moz["first"]).claims.all()] == ["2014-05-27"]
    written(moz["amina"], edited(download(moz["amina"]), [("claims", 3, "remove", "yes")]))
    assert fresh_row(moz["first"]).claims.count() == 0


def test_an_action_is_taken_up_changed_and_laid_down(moz):
    changes = [("adoptions", 3, "adopted", "no"), ("adoptions", 4, "lead_ministry", "Educação")]
    content = edited(download(moz["amina"]), [*changes, ("adoptions", 6, "adopted", "sim")])
    upload = written(moz["amina"], content)
    plan = {row.action_id or row.title: row.lead_ministry for row in Adoption.objects.current()}
    assert (counted(upload), plan) == ({"created": 1, "changed": 2}, {OWN["title"]: "Educação", "I.2": ""})


def test_the_same_importer_reads_csv(moz):
    rows = "reference;título;ações do menu;início\nA1;Ronda de contactos;VI.1;26/05/2014\n"
    assert counted(written(moz["amina"], rows.encode())) == {"created": 1}
    assert Activity.objects.get(identifiers__value="A1").title == "Ronda de contactos"


# Refusals ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "line", "column", "value", "cell"),
    [
        ("activities", FIRST, "starts_on", "26 May 2014", "Activities J3"),
        ("activities", FIRST, "ends_on", date(2014, 5, 25), "Activities K3"),
        ("activities", FIRST, "title", "", "Activities F3"),
        ("activities", FIRST, "title", "x" * 201, "Activities F3"),
        ("activities", SECOND, "status", "nearly", "Activities H4"),
        ("activities", SECOND, "countries", "ZZZ", "Activities M4"),
        ("activities", SECOND, "countries", "TZA", "Activities M4"),
        ("activities", SECOND, "participants_men", "many", "Activities AC4"),
        ("activities", SECOND, "amount_needed", "much", "Activities AD4"),
        ("activities", SECOND, "id", "no-identifier", "Activities F4"),
        ("activities", NEW, "title", "New", ""),
        ("claims", 3, "indicator", "I.T1.1", "Claims D3"),
        ("claims", 3, "indicator", "VI.T9.9", "Claims D3"),
        ("claims", 3, "achieved_on", "soon", "Claims F3"),
        ("claims", 9, "achieved_on", date(2012, 1, 1), "Claims A9"),
        ("evidence", 9, "url", "https://example.org", "Evidence A9"),
        ("adoptions", 3, "ends_on", date(2001, 1, 1), "National plan L3"),
        ("adoptions", 6, "lead_ministry", "Interior", "National plan G6"),
        ("adoptions", 70, "title", "Without a theme", "National plan F70"),
    ],
)
def test_an_error_is_told_with_its_sheet_and_cell(moz, kind, line, column, value, cell):
    upload = previewed(moz["amina"], edited(download(moz["amina"]), [(kind, line, column, value)]))
    assert list(messages_of(upload)) == ([cell] if cell else [])


def test_one_refused_row_and_nothing_is_written(moz):
    content = edited(download(moz["amina"]), [*NEW_ROW, ("activities", SECOND, "status", "nearly")])
    upload = previewed(moz["amina"], content)
    assert (apply_upload(upload).applied, upload.state, Activity.objects.count()) == (False, "read", 2)


def test_a_row_that_stands_twice_is_refused_even_in_another_slice(moz, monkeypatch):
    monkeypatch.setattr(uploads, "SLICE_ROWS", 1)
    grids = grids_of(download(moz["amina"]))
    rows = sheet_of(grids, "activities")
    rows[NEW - 1] = list(rows[FIRST - 1])
    assert list(messages_of(previewed(moz["amina"], book_of(grids)))) == ["Activities A9"]


def test_a_new_row_needs_a_number_of_its_own(moz):
    changes = [("activities", 9, "no", ""), ("activities", 9, "title", "x"), ("activities", 10, "no", 1)]
    upload = previewed(moz["amina"], edited(download(moz["amina"]), [*changes, ("activities", 10, "title", "y")]))
    assert list(messages_of(upload)) == ["Activities A9", "Activities A10"]


def test_an_identifier_of_ones_own_is_given_once(moz):
    record(moz["amina"], title="Third", external_id="A1", claims=[])
    content = download(moz["amina"])
    changes = [(FIRST, "A1"), (SECOND, "A2"), (SECOND + 6, "A2")]
    changes = [("activities", line, "external_id", value) for line, value in changes]
    upload = previewed(moz["amina"], edited(content, [*changes, ("activities", 10, "title", "x")]))
    assert list(messages_of(upload)) == ["Activities AG3", "Activities AG10"]


# Of others -----------------------------------------------------------------------------------------------------------


def test_the_workbook_of_another_country_is_refused(moz, as_person):
    content = download(moz["amina"])
    answer = upload_by(as_person("juma"), content, "TZA")
    assert (answer.status_code, "downloaded for MOZ" in answer.content.decode()) == (422, True)


def test_the_row_of_another_country_is_refused(moz, cast):
    theirs = record(cast["juma"], countries=["TZA"], claims=[])
    content = edited(download(moz["amina"]), [("activities", SECOND, "id", str(theirs.pk))])
    assert list(messages_of(previewed(moz["amina"], content))) == ["Activities F4"]
    assert fresh_row(theirs).title == "National meeting to assess progress"


def test_the_new_row_that_another_country_has_written_already_is_refused(moz, cast):
    content = edited(download(moz["amina"]), NEW_ROW[:1])
    written(moz["amina"], content)
    grids = grids_of(content)
    grids["Instructions"][0][2] = "TZA"
    upload = received(cast["juma"], book_of({title: grids[title] for title in ("Instructions", "Activities")}), "TZA")
    read_on(upload)
    assert list(messages_of(upload)) == ["Activities F3", "Activities F4", "Activities F9"]


def upload_by(client, content, country="MOZ", name="work.xlsx"):
    return client.post(f"/countries/{country}/tables/", {"file": SimpleUploadedFile(name, content)})


def test_whoever_is_no_longer_focal_point_applies_nothing(moz, as_person):
    upload = previewed(moz["amina"], edited(download(moz["amina"]), NEW_ROW))
    moz["amina"].memberships.update(until=date(2011, 1, 1))
    assert as_person("amina").post(f"/tables/{upload.pk}/").status_code == 403
    assert Activity.objects.count() == 2

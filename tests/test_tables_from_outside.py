"""Tables as the world writes them: whatever is uncertain is refused at its cell, whatever is not read is told."""

import io
from datetime import date

import pytest
from xlsxwriter import Workbook

from reports.models import Activity
from reports.tables.uploads import apply_upload
from tests.base import record
from tests.test_table_reading import with_part
from tests.test_tables import counted, download, messages_of, previewed, written
from tests.test_tables import moz as moz
from tests.test_tables import recorded_by_mozambique as recorded_by_mozambique
from tests.workbooks import book_of, edited, grids_of, sheet_of

HEAD = ["reference", "title", "actions", "status", "starts_on", "amount_needed", "currency", "participants_women"]
FIRST, SECOND = 3, 4  # lines of the workbook: two activities


def row(reference="A1", title="Course", amount=None, starts_on="2012-03-01", women=None):
    return [reference, title, "VI.1", "planned", starts_on, amount, "USD", women]


def table_of(*rows, head=HEAD, **more):
    return book_of({"Data": [head, *rows]} | more)


@pytest.fixture
def amina(cast):
    cast["amina"].language = "en"
    cast["amina"].save()
    return cast["amina"]


def refused(person, content):
    """`{cell: message}` of a table that is refused; nothing of it is written."""
    upload = previewed(person, content)
    assert apply_upload(upload).applied is False
    return messages_of(upload)


def notes(person, content):
    return previewed(person, content).preview["notes"]


def only(**values):
    """The activity A1, with these values and no others beside."""
    activity = Activity.objects.get(identifiers__value="A1")
    assert {name: str(getattr(activity, name)) for name in values} == values


# Numbers and dates ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("amount", ["12,500", "12.500", "500,000"])
def test_an_amount_with_two_readings_is_refused_with_both(amina, amount):
    refusals = refused(amina, table_of(row(amount=amount)))
    thousand, one = amount[:-4] + "000", amount[:-4]
    both = [amount, f"{int(thousand) + int(amount[-3:]):,}", one]
    assert (list(refusals), [reading in refusals["Data F2"] for reading in both]) == (["Data F2"], [True, True, True])


def test_a_column_of_both_kinds_leaves_the_doubt(amina):
    rows = [row(f"A{n}", amount=amount) for n, amount in enumerate(("12,500", "12.500", "7250,50", "7 250,50"))]
    assert list(refused(amina, table_of(*rows))) == ["Data F2", "Data F3"]


def test_a_column_that_leaves_one_reading_is_read(amina):
    written(amina, table_of(row(amount="12,500"), row("A2", amount="7,250.50")))
    only(amount_needed="12500.00")


def test_a_number_of_people_with_two_readings_is_refused(amina):
    assert list(refused(amina, table_of(row(women="1,250")))) == ["Data H2"]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ({"amount": True}, "Data F2"),
        ({"amount": date(2012, 3, 1)}, "Data F2"),
        ({"amount": 12.345}, "Data F2"),
        ({"amount": -500}, "Data F2"),
        ({"women": 12.5}, "Data H2"),
        ({"starts_on": 12}, "Data E2"),
        ({"starts_on": True}, "Data E2"),
        ({"title": date(2012, 3, 1)}, "Data B2"),
        ({"title": True}, "Data B2"),
        ({"title": "#N/A"}, "Data B2"),
        ({"title": "#VALOR!"}, "Data B2"),
        ({"title": "Err:502"}, "Data B2"),
        ({"title": "lost \ufffd sign"}, "Data B2"),
        ({"reference": 123456789012345678}, "Data A2"),
        ({"reference": "1.23457E+17"}, "Data A2"),
    ],
)
def test_what_a_spreadsheet_has_made_of_a_value_is_refused(amina, value, cell):
    assert list(refused(amina, table_of(row(**value)))) == [cell]


def test_days_of_a_column_with_the_month_first_are_not_guessed(amina):
    refusals = refused(amina, table_of(row(starts_on="03/04/2012"), row("A2", starts_on="05/26/2012")))
    assert list(refusals) == ["Data E2", "Data E3"]
    assert "as 3 April 2012 or as 4 March 2012" in refusals["Data E2"]
    assert "“05/26/2012” has the month first" in refusals["Data E3"]


@pytest.mark.parametrize(("is_1904", "number"), [(True, 39506), (False, 40968)])
def test_a_date_that_has_lost_its_format_counts_as_its_workbook_does(amina, is_1904, number):
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True, "date_1904": is_1904}) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["reference", "title", "starts_on"])
        sheet.write_row(1, 0, ["A1", "A day of its own", number])
    written(amina, target.getvalue())
    only(starts_on="2012-02-29")


# Cells that hold no value --------------------------------------------------------------------------------------------


def test_an_error_empties_nothing(amina):
    record(amina, title="Course", external_id="A1", amount_needed="900", currency="USD", claims=[])
    refusals = refused(amina, table_of(row(amount=("=1/0", "#DIV/0!"))))
    assert (list(refusals), "#DIV/0!" in refusals["Data F2"]) == (["Data F2"], True)
    only(amount_needed="900.00")


def test_a_formula_without_a_result_empties_nothing(amina):
    record(amina, title="Course", external_id="A1", amount_needed="900", currency="USD", claims=[])
    content = with_part(
        table_of(row(amount=("=12000+500", 12500))),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace("<v>12500</v>", ""),
    )
    refusals = refused(amina, content)
    assert (list(refusals), "=12000+500" in refusals["Data F2"]) == (["Data F2"], True)
    only(amount_needed="900.00")


def test_an_error_where_a_row_says_who_it_is_is_refused(moz):
    content = edited(download(moz["amina"]), [("activities", FIRST, "id", ("=A9", "#REF!"))])
    assert list(refused(moz["amina"], content)) == ["Activities B3"]


def test_a_value_merged_over_several_rows_is_refused(amina):
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["reference", "title", "place"])
        for line in (1, 2):
            sheet.write_row(line, 0, [f"A{line}", f"Course {line}"])
        sheet.merge_range("C2:C3", "Beira")
    assert list(refused(amina, target.getvalue())) == ["Data C3"]


# Sheets and columns --------------------------------------------------------------------------------------------------


def test_a_further_sheet_of_the_same_columns_is_read_too(amina):
    content = table_of(row("A1"), February=[HEAD, row("A2"), row("A3")])
    written(amina, content)
    assert sorted(Activity.objects.values_list("identifiers__value", flat=True)) == ["A1", "A2", "A3"]


def test_a_row_that_stands_in_two_sheets_is_refused(amina):
    refusals = refused(amina, table_of(row("A1"), February=[HEAD, row("A1")]))
    assert (list(refusals), "Data, row 2" in refusals["February A2"]) == (["February A2"], True)


def test_a_sheet_of_another_kind_is_named_as_not_read(amina):
    content = table_of(row(), Budget=[["item", "sum"], ["bus", 5], ["room", 9]])
    assert notes(amina, content) == ["The sheet “Budget”, which contains 3 rows, was not read."]


def test_a_sheet_that_was_added_to_our_workbook_is_named_as_not_read(moz):
    grids = grids_of(download(moz["amina"], language="fr"))
    grids["Idées"] = [["Une formation"], ["Un atelier"]]
    assert notes(moz["amina"], book_of(grids)) == ["The sheet “Idées”, which contains 2 rows, was not read."]


@pytest.mark.parametrize("kind", ["activities", "claims", "evidence", "adoptions"])
def test_one_sheet_without_its_hidden_row_is_refused(moz, client, kind):
    grids = grids_of(download(moz["amina"]))
    rows = sheet_of(grids, kind)
    title = next(title for title, grid in grids.items() if grid is rows)
    del rows[0]
    client.force_login(moz["amina"])
    answer = upload_by(client, book_of(grids))
    assert (answer.status_code, title in str(answer.context["form"].errors)) == (422, True)


def upload_by(client, content, name="work.xlsx"):
    return client.post("/countries/MOZ/tables/", {"file": io.BytesIO(content)}, headers={"accept-language": "en"})


def test_a_key_that_is_gone_from_the_hidden_row_is_refused(moz, client):
    grids = grids_of(download(moz["amina"]))
    rows = sheet_of(grids, "activities")
    rows[0][rows[0].index("activities.title")] = ""
    client.force_login(moz["amina"])
    assert upload_by(client, book_of(grids)).status_code == 422


def test_titles_that_are_gone_cost_no_row(moz):
    grids = grids_of(download(moz["amina"]))
    del sheet_of(grids, "activities")[1]
    assert previewed(moz["amina"], book_of(grids)).preview["counts"]["unchanged"] == 61


def test_a_column_that_somebody_added_is_named_as_not_read(moz):
    grids = grids_of(download(moz["amina"]))
    for place, value in ((1, "Notes"), (FIRST - 1, "a note of our own")):
        sheet_of(grids, "activities")[place].append(value)
    upload = previewed(moz["amina"], book_of(grids))
    assert (counted(upload), ["AJ" in note and "Notes" in note for note in upload.preview["notes"]]) == ({}, [True])


@pytest.mark.parametrize("second", ["Titre", "TITLE", "título"])
def test_a_column_twice_is_refused_with_both(as_person, amina, second):
    answer = upload_by(as_person("amina"), table_of(["A1", "One", "Other"], head=["reference", "title", second]))
    assert (answer.status_code, f"B (“title”) and C (“{second}”)" in answer.content.decode()) == (422, True)


def test_a_column_without_a_name_is_named_as_not_read(amina):
    content = table_of([*row(), "beside"], head=[*HEAD, ""])
    assert notes(amina, content) == ["Data: The column I was not read: it does not belong to the table."]


@pytest.mark.parametrize("head", ["  TÍTULO ", "titre", "Titulo"])
def test_heads_are_known_whatever_their_language_case_and_accents(amina, head):
    written(amina, table_of(["A1", "Um curso"], head=["Reference", head]))
    only(title="Um curso")


def test_hidden_rows_are_read_and_said_so(amina):
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Data")
        for line, cells in enumerate((["reference", "title"], ["A1", "x"], ["A2", "y"])):
            sheet.write_row(line, 0, cells)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.write_comment("B2", "ask Ana")
    upload = previewed(amina, target.getvalue())
    assert (counted(upload), upload.preview["notes"]) == (
        {"created": 2},
        ["Comments on cells of the sheet “Data” were not read.", "Data: 1 hidden row was also read."],
    )


# Encodings and hashtags ----------------------------------------------------------------------------------------------


def test_a_french_csv_is_read_and_says_its_encoding(amina):
    content = "reference;Titre;Début\r\nA1;Réunion d’été à Gitega;01/03/2012\r\n".encode("cp1252")
    notes = written(amina, content).preview["notes"]
    assert "Windows-1252" in notes[0]
    assert notes[1:] == ["Dates are read with the day first: “01/03/2012” in C2 is 1 March 2012."]
    only(title="Réunion d’été à Gitega", starts_on="2012-03-01")


def test_a_csv_that_names_its_separator_is_read_and_says_so(amina):
    upload = written(amina, "sep=;\r\nreference;title\r\nA1;one, two\r\n".encode("utf-16"))
    assert ["UTF-16" in note or "“;”" in note for note in upload.preview["notes"]] == [True, True]
    only(title="one, two")


def test_a_row_of_hashtags_is_passed_over_and_said_so(amina):
    upload = written(amina, table_of(["#activity+code", "#activity+name"], ["A1", "Real"], head=["reference", "title"]))
    assert (counted(upload), upload.preview["notes"]) == (
        {"created": 1},
        ["Data: The row of hashtags (HXL) was skipped."],
    )


@pytest.mark.parametrize("head", [["Code interne", "Nom"], ["#activity +code", "#activity +name +i_fr"]])
def test_hashtags_name_the_columns_where_heads_do_not(amina, head):
    tags = [["#activity+code+v_own", "#activity+name"]] if head[0][0] != "#" else []
    written(amina, table_of(*tags, ["A1", "Real"], head=head))
    only(title="Real")

"""Files that arrive as tables: by LibreOffice, by other programs, broken, hostile, large; and the pages that show them."""

import gzip
import io
import zipfile
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from xlsxwriter import Workbook

from reports.models import Activity, Change, Country, TableUpload
from reports.tables import uploads
from reports.tables.amounts import read_money, read_number
from reports.tables.cells import as_text
from reports.tables.days import read_date
from reports.tables.parsing import read_table
from reports.tables.unclear import NotReadable
from reports.tables.workbook import workbook_of
from tests.base import fresh, make_cast, prove, record, submitted
from tests.standing import stands
from tests.workbooks import book_of, edited, grids_of, saved_by_libreoffice, sheet_of

ADDRESS = "/countries/MOZ/tables/"


@stands
def two_of_mozambique():
    amina = make_cast()["amina"]
    amina.language = "en"
    amina.save()
    submitted(amina)
    prove(amina, record(amina, title="Second meeting", summary="Two lines\nof text; and more"))


@pytest.fixture
def amina(two_of_mozambique, as_person):
    """Amina's browser, in English, and two activities of Mozambique."""
    return as_person("amina")


def workbook(cast, language="pt"):
    return workbook_of(Country.objects.get(pk="MOZ"), by=fresh(cast["amina"]), language=language)


def upload(client, content, name="work.xlsx"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


def looked_at(client, content):
    """The page of the upload, read to its end."""
    answer = upload(client, content)
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer.url)
    while b'http-equiv="refresh"' in page.content:
        page = client.get(answer.url)
    return page


# LibreOffice ---------------------------------------------------------------------------------------------------------


@pytest.mark.office
def test_what_libreoffice_opens_and_saves_changes_nothing(amina, cast, tmp_path):
    page = looked_at(amina, saved_by_libreoffice(workbook(cast), tmp_path))
    counts = dict(page.context["counts"])
    assert (counts.pop("unchanged"), set(counts.values())) == (60, {0})


@pytest.mark.office
def test_what_is_edited_in_libreoffice_arrives_as_its_values(amina, cast, tmp_path):
    """A formula is what it came to, a date stays a date, a new row is one row."""
    changes = [("activities", 3, "place", ('=UPPER("beira")', "BEIRA")), ("activities", 9, "title", "New")]
    content = edited(workbook(cast), [*changes, ("activities", 9, "starts_on", date(2012, 5, 1))])
    page = looked_at(amina, saved_by_libreoffice(content, tmp_path))
    amina.post(page.request["PATH_INFO"])
    assert set(Activity.objects.values_list("place", flat=True)) == {"BEIRA", ""}
    assert Activity.objects.get(title="New").starts_on == date(2012, 5, 1)


# Cells ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["2012-06-30", "30/06/2012", "30.06.2012", "30-06-2012", " 30/6/2012 ", "'30/06/2012", "2012-06-30 00:00"],
)
def test_a_day_is_read_however_it_is_written(written):
    assert read_date(written, as_text(written)) == "2012-06-30"


@pytest.mark.parametrize("written", ["30 juin 2012", "06/30/2012", "2012", "2012-02-30", 12, "soon", "41090", True])
def test_what_is_no_day_is_not_guessed(written):
    with pytest.raises(NotReadable):
        read_date(written, as_text(written))


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("12 500,50", "12500.50"),
        ("12\u202f500,50", "12500.50"),
        ("12\u00a0500.5", "12500.50"),
        ("12’500.50", "12500.50"),
        ("'12500", "12500.00"),
        ("12.500,50", "12500.50"),
        ("12,500.50", "12500.50"),
        ("1.234.567", "1234567.00"),
        ("0,500", "0.50"),
        (12500.5, "12500.50"),
        (0.1 + 0.2, "0.30"),
        ("12500", "12500.00"),
    ],
)
def test_an_amount_is_read_with_comma_or_point(written, amount):
    assert read_money(written, as_text(written)) == amount


@pytest.mark.parametrize(
    "written", ["NaN", "-1", "(500)", "1e4", "1.25E+4", "1 25", "1,00,000", "50%", "USD 500", "12500.505", "much"]
)
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(NotReadable):
        read_money(written, written)


@pytest.mark.parametrize("written", ["-1", "1.5", "1,250", "1.250", "99999999999", "1e3", "many"])
def test_what_is_no_number_of_people_is_refused(written):
    with pytest.raises(NotReadable):
        read_number(written, written)


# Files that are no table ---------------------------------------------------------------------------------------------


def archive(**parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            name = name.replace("__", "/")
            packed.writestr(name if name == "mimetype" or "." in name else f"{name}.xml", content)
    return target.getvalue()


def bomb():
    return archive(xl__workbook=b" " * (101 * 1024 * 1024))


def far_out():
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write("A1", "title")
        sheet.write("XFD1048576", "x")
    return target.getvalue()


# Those that take long to make are made where one is sent.
FILES = {
    "empty": (b"", "submitted file is empty"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "cannot be read as a table"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old Excel"),
    "locked": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password-protected"),
    "ods": (archive(mimetype="application/vnd.oasis.opendocument.spreadsheet", content="<a/>"), "OpenDocument"),
    "numbers": (archive(Index__Document="", **{"Index__Tables.iwa": "x"}), "Numbers file"),
    "mac": ("reference,title\nA1,Réunion\n".encode("mac-roman"), "character encoding of this file is unclear"),
    "dos": ("reference,title\nA1,Réunion\n".encode("cp850"), "character encoding of this file is unclear"),
    "two encodings": (
        b"reference,title\nA1,R\xc3\xa9union\nA2,R\xe9union\n",
        "character encoding of this file is unclear",
    ),
    "more cells than heads": (b"reference,title\nA1,Tete, Beira\nA2,x\nA3,a,b\n", "Lines 2, 4 have more cells"),
    "zip": (archive(word__document="<a/>"), "cannot be read as a table"),
    "torn": (archive(xl__workbook="<a/>")[:60], "cannot be read as a table"),
    "hollow": (archive(xl__workbook="<workbook/>"), "cannot be read as a table"),
    "bomb": (bomb, "larger than 100 MB once unpacked"),
    "far": (far_out, "far outside the table"),
    "text": (b"Dear colleagues,\nplease find attached\n", "columns are accepted"),
    "heading alone": (b"reference,title\n", "no rows"),
    "quotes": (b'reference,title\nA1,"' + b"x" * 200_000 + b'"\n', "Line 2 cannot be read"),
    "open quotes": (b'reference,title\nA1,"Meeting\nA2,Other\n', "Line 2 cannot be read"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(amina, name):
    content, said = FILES[name]
    answer = upload(amina, content() if callable(content) else content)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert TableUpload.objects.count() == 0


def test_a_file_too_large_is_refused(db):
    with pytest.raises(ValidationError, match="10"):
        read_table(b"title\n" + b"x" * 10 * 1024 * 1024)


def test_too_many_rows_are_refused(db):
    with pytest.raises(ValidationError, match="20"):
        read_table(b"reference,title\n" + b"A,x\n" * 20_001)


def test_sheets_without_their_hidden_row_are_refused(amina, cast):
    grids = grids_of(workbook(cast))
    for rows in list(grids.values())[1:]:
        del rows[0]
    assert "lost all or part of its hidden first row" in upload(amina, book_of(grids)).content.decode()


def test_signs_that_no_text_may_hold_are_left_out(amina):
    looked_at(amina, b"reference,title\nA1,Nought\x00 here\n")
    assert TableUpload.objects.get().preview["rows"][0]["title"] == "Nought here"


def test_merged_cells_hold_their_value_once(amina):
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["reference", "title", "place"])
        sheet.write(1, 0, "A1")
        sheet.merge_range("B2:C2", "One title")
    page = looked_at(amina, target.getvalue())
    amina.post(page.request["PATH_INFO"])
    assert (
        Activity.objects.get(identifiers__value="A1").title,
        Activity.objects.get(identifiers__value="A1").place,
    ) == (
        "One title",
        "",
    )


def test_the_sheet_of_activities_saved_as_csv_is_read(amina, cast):
    rows = sheet_of(grids_of(workbook(cast)), "activities")[:4]
    text = "\n".join(";".join(f'"{value}"' for value in row) for row in rows)
    assert dict(looked_at(amina, text.encode("utf-8-sig")).context["counts"])["unchanged"] == 2


# Pages ---------------------------------------------------------------------------------------------------------------


def many(rows):
    lines = (f"B{number},Meeting {number},VI.1,2012-05-01" for number in range(rows))
    return "\n".join(("reference,title,actions,starts_on", *lines)).encode()


def test_a_long_table_is_read_a_slice_with_each_request(amina, monkeypatch):
    monkeypatch.setattr(uploads, "SLICE_ROWS", 2)
    monkeypatch.setattr(uploads, "SLICE_SECONDS", 0.0)
    address = upload(amina, many(5)).url
    pages = [amina.get(address).content.decode() for _n in range(3)]
    assert ['<progress id="reading" value="2" max="5">' in pages[0], 'value="4"' in pages[1]] == [True, True]
    assert ["<progress" in page for page in pages] == [True, True, False]
    assert TableUpload.objects.get().preview["counts"]["created"] == 5


def test_a_table_that_is_still_read_cannot_be_applied(amina, monkeypatch):
    monkeypatch.setattr(uploads, "SLICE_ROWS", 2)
    monkeypatch.setattr(uploads, "SLICE_SECONDS", 0.0)
    amina.post(upload(amina, many(5)).url)
    assert Activity.objects.count() == 2


def test_reading_on_costs_the_same_queries_for_one_row_as_for_three(amina):
    def queries(rows):
        address = upload(amina, many(rows)).url
        with CaptureQueriesContext(connection) as captured:
            amina.get(address)
        return len(captured)

    queries(1)
    assert queries(1) == queries(3)


def test_the_page_of_uploads_costs_the_same_queries_for_one_as_for_three(amina):
    def queries():
        upload(amina, many(1))
        with CaptureQueriesContext(connection) as captured:
            amina.get(ADDRESS)
        return len(captured)

    first, _second, third = queries(), queries(), queries()
    assert first == third


def test_findings_come_fifty_a_page(amina):
    page = looked_at(amina, many(120))
    pages = [page, *(amina.get(page.request["PATH_INFO"] + f"?page={n}") for n in ("2", "3", "x", "99"))]
    assert [len(one.context["page"].rows) for one in pages] == [50, 50, 20, 50, 0]
    assert len(gzip.compress(page.content)) <= 15 * 1024


def test_what_looks_like_personal_data_is_written_only_when_confirmed(amina):
    page = looked_at(amina, b"reference,title,summary\nA1,x,Ask ana@example.org\n")
    address = page.request["PATH_INFO"]
    assert ("ana@example.org" in page.content.decode(), amina.post(address).status_code) == (True, 422)
    assert Activity.objects.filter(identifiers__value="A1").count() == 0
    amina.post(address, {"anyway": "1"})
    assert Change.objects.of(Activity.objects.get(identifiers__value="A1")).get().after["kept_anyway"] == ["email"]


def test_a_refused_table_cannot_be_applied_by_asking_for_it(amina):
    page = looked_at(amina, b"reference,title,status\nA1,x,nearly\n")
    amina.post(page.request["PATH_INFO"])
    assert Activity.objects.filter(identifiers__value="A1").count() == 0


def test_the_ten_newest_of_the_uploads_that_are_done_are_kept_with_their_files(amina):
    files = []
    for number in range(12):
        looked_at(amina, b"reference,title,status\nA1,x%d,nearly\n" % number)
        files.append(TableUpload.objects.first().file)
    assert [file.storage.exists(file.name) for file in files] == [False] + [True] * 11
    assert TableUpload.objects.count() == 11  # the newest was not read when it came


def test_a_row_that_cannot_be_told_from_others_says_which_column_it_wants(amina):
    page = looked_at(amina, b"title,actions\nA course,II.1\n").content.decode()
    assert "in a column named “Reference”" in page

"""The raw reading of tables of others: what a program wrote is what is read, or it is marked as uncertain."""

import io
import pickle
import time
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from xlsxwriter import Workbook

from reports.names import last_name, listed, names_in
from reports.tables.amounts import decimal_mark, readings
from reports.tables.grids import NotATable, packed, unpacked
from reports.tables.raw import read_book


def book(write, **options):
    """A workbook whose one sheet `write(sheet, book)` fills."""
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True} | options) as made:
        write(made.add_worksheet("Sheet"), made)
    return target.getvalue()


def with_part(content, name, change):
    """The same file with one part changed as a text."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(target, "w") as packed:
        for part in archive.namelist():
            text = archive.read(part)
            packed.writestr(part, change(text.decode()).encode() if part == name else text)
    return target.getvalue()


def cells(content):
    return [cell for _number, row in read_book(content)["sheets"][0]["rows"] for cell in row]


def one(value, form=None, **options):
    def write(sheet, made):
        sheet.write(0, 0, value, made.add_format({"num_format": form}) if form else None)

    return cells(book(write, **options))[0]


# Cells of a workbook -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "form", "read"),
    [
        (12500, None, 12500),
        (12500.5, '#,##0.00 "USD"', 12500.5),
        (0.5, "0%", "50%"),
        (0.125, "0.0%", "12.5%"),
        (7, "000", "007"),
        (7, "0.00", 7),
        (40968, "dd/mm/yyyy", date(2012, 2, 29)),
        (40968.75, "yyyy-mm-dd hh:mm", datetime(2012, 2, 29, 18)),
        (40968, "[$-409]mmm yy;@", date(2012, 2, 29)),
        (0.75, "hh:mm", "18:00"),
        (40968, '0 "days"', 40968),
        (12000, "[Red]#,##0", 12000),
        (True, None, True),
        ("#N/A of old", None, "#N/A of old"),
        ("_x0041_", None, "_x0041_"),
    ],
)
def test_a_cell_is_read_as_one_sees_it(value, form, read):
    assert one(value, form) == read


@pytest.mark.parametrize(("is_1904", "read"), [(False, date(2012, 2, 29)), (True, date(2016, 3, 1))])
def test_a_date_counts_from_where_its_workbook_counts(is_1904, read):
    assert one(40968, "dd/mm/yyyy", date_1904=is_1904) == read


def formula(sheet, made):
    sheet.write_formula(0, 0, "=12000+500", None, 12500)


@pytest.mark.parametrize("result", ["<v></v>", "<v/>", ""])
def test_a_formula_without_a_result_is_told(result):
    content = with_part(book(formula), "xl/worksheets/sheet1.xml", lambda text: text.replace("<v>12500</v>", result))
    assert cells(content) == [("unfinished", "=12000+500")]


def test_a_nought_that_is_still_to_be_worked_out_is_no_result():
    assert cells(book(lambda sheet, made: sheet.write_formula(0, 0, "=1+1"))) == [("unfinished", "=1+1")]


def test_a_formula_that_came_to_an_empty_text_is_empty():
    content = with_part(
        book(lambda sheet, made: (sheet.write_formula(0, 0, '=IF(1,"","x")', None, "y"), sheet.write(0, 1, "z"))),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace("<v>y</v>", "<v></v>"),
    )
    assert cells(content) == [None, "z"]


@pytest.mark.parametrize("fault", ["#DIV/0!", "#N/A", "#REF!", "#NAME?", "#VALUE!", "#NUM!"])
def test_an_error_is_no_value(fault):
    assert cells(book(lambda sheet, made: sheet.write_formula(0, 0, "=A9", None, fault))) == [("error", fault)]


def merged_down(sheet, made):
    sheet.merge_range("A1:A3", "VI.1")
    for line in range(3):
        sheet.write(line, 1, f"row {line}")


def test_under_a_merged_cell_its_value_is_in_doubt():
    doubt = ("merged", "A1:A3")
    assert cells(book(merged_down)) == ["VI.1", "row 0", doubt, "row 1", doubt, "row 2"]


def rich(sheet, made):
    sheet.write_rich_string(0, 0, "Meeting ", made.add_format({"bold": True}), "of June")


def test_a_text_in_several_looks_is_one_text():
    assert cells(book(rich)) == ["Meeting of June"]


def test_cells_without_their_place_stand_one_after_the_other():
    def bare(text):
        return text.replace(' r="A1"', "").replace(' r="B1"', "").replace(' r="1"', "")

    content = book(lambda sheet, made: sheet.write_row(0, 0, ["reference", "title"]))
    assert cells(with_part(content, "xl/worksheets/sheet1.xml", bare)) == ["reference", "title"]


def test_what_is_hidden_is_read_and_counted():
    def write(sheet, made):
        sheet.write_column(0, 0, ["a", "b", "c"])
        sheet.set_row(1, None, None, {"hidden": True})
        made.add_worksheet("Old").write(0, 0, "x")
        made.worksheets()[1].hide()

    sheets = read_book(book(write))["sheets"]
    assert [(one["title"], one["hidden_rows"], one["is_hidden"]) for one in sheets] == [
        ("Sheet", 1, False),
        ("Old", 0, True),
    ]


def test_an_entity_is_not_resolved():
    evil = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    content = with_part(book(formula), "xl/workbook.xml", lambda text: text.replace("<workbook", f"{evil}<workbook", 1))
    with pytest.raises(NotATable) as refusal:
        read_book(content)
    assert refusal.value.code == "unreadable"


def test_what_is_read_and_what_is_refused_go_from_process_to_process():
    workbook = read_book(book(merged_down))
    assert pickle.loads(pickle.dumps(workbook)) == workbook
    assert pickle.loads(pickle.dumps(NotATable("line", line=3))).more == {"line": 3}


# Texts ---------------------------------------------------------------------------------------------------------------

TEXT = "reference;title\r\nA1;Réunion d’été à Gitega\r\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), ""),
        (TEXT.encode("utf-8-sig"), ""),
        (TEXT.encode("cp1252"), "Windows-1252"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16"),
    ],
)
def test_a_text_is_read_in_its_encoding_and_says_which(content, encoding):
    workbook = read_book(content)
    assert (workbook["encoding"], workbook["sheets"][0]["rows"][1]) == (encoding, (2, ["A1", "Réunion d’été à Gitega"]))


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_the_one_of_the_first_line(separator):
    content = f'reference{separator}title\nA1{separator}"one; two, three"\n'.encode()
    assert read_book(content)["sheets"][0]["rows"][1][1] == ["A1", "one; two, three"]


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_line_that_names_the_separator_is_followed(first):
    workbook = read_book(f"{first}\r\nreference;title, short\r\nA1;x, y, z\r\n".encode())
    assert (workbook["separator"], workbook["sheets"][0]["rows"]) == (
        ";",
        [(2, ["reference", "title, short"]), (3, ["A1", "x, y, z"])],
    )


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "mixed"])
def test_lines_end_as_they_may(ends):
    content = "reference,title\r\nA1,x\nA2,y\r\n" if ends == "mixed" else f"reference,title{ends}A1,x{ends}A2,y{ends}"
    assert [cells for _number, cells in read_book(content.encode())["sheets"][0]["rows"]] == [
        ["reference", "title"],
        ["A1", "x"],
        ["A2", "y"],
    ]


# Numbers as text -----------------------------------------------------------------------------------------------------


def test_a_separator_before_three_digits_has_two_readings():
    assert readings("12,500") == {".": Decimal(12500), ",": Decimal("12.5")}


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["12,500", "7,250.00"], "."),
        (["12.500", "1.250,5"], ","),
        (["12.500", "7.250"], ""),
        (["12,500", "12500,50"], ""),
        (["12,500", "12.500", "12500,50"], ""),
        (["1.5", "1,5"], ""),
    ],
)
def test_a_column_has_one_decimal_mark_or_none_that_is_certain(texts, mark):
    assert decimal_mark(texts) == mark


# Names in one cell ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "names",
    [
        ["IOM", "UNHCR"],
        ["Ministry of Interior; Immigration Department", "IOM"],
        ['"Hope" Association', "x"],
        ['the "a; b"', "c"],
        ['"'],
        ["a;", ";"],
    ],
)
def test_names_come_back_as_they_went(names):
    assert names_in(listed(names)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("IOM;UNHCR ;; ", ["IOM", "UNHCR"]),
        ('"Hope" Association; IOM', ['"Hope" Association', "IOM"]),
        ('"never closed; IOM', ['"never closed', "IOM"]),
    ],
)
def test_names_are_read_as_people_type_them(text, names):
    assert names_in(text) == names


def test_the_last_name_is_what_is_being_typed():
    assert last_name('IOM; "a; b"; mi') == ('IOM; "a; b";', "mi")


@pytest.mark.parametrize("piece", ['"', '";', '"a" b;', ";", 'x"";'])
def test_names_are_read_in_linear_time(piece):
    def seconds(times):
        begun = time.process_time()
        names_in(piece * times)
        return time.process_time() - begun

    assert min(seconds(400_000) for _n in range(3)) < 30 * max(min(seconds(50_000) for _n in range(3)), 0.005)


def test_what_was_read_is_kept_as_it_is():
    def write(sheet, made):
        sheet.write_row(0, 0, ["text", 12, 1.5, True])
        sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")
        sheet.write(1, 1, 40968.75, made.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
        sheet.write(1, 2, 40968, made.add_format({"num_format": "dd/mm/yyyy"}))

    workbook = read_book(book(write))
    assert unpacked(packed(workbook)) == workbook

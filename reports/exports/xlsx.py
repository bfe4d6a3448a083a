"""XLSX: typed cells, a frozen head with filters, and a sheet that says what was asked, when and by whom.

Written row by row into a temporary file, so that its memory does not grow with the list.
"""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime
from typing import Any

from django.http import FileResponse
from django.utils import translation
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.exports.columns import DATE, MOMENT, Table, Value, is_dangerous
from themes.dates import date_format

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS, MOST_CHARACTERS = 1_048_575, 32_767  # of a sheet, beside its head; of a cell


class TooLarge(Exception):
    """A sheet cannot hold this: too many rows, or too long a text in a cell."""


def response(table: Table) -> FileResponse:
    """Raises TooLarge before anything is sent."""
    with ExitStack() as unsent:
        file = unsent.enter_context(tempfile.TemporaryFile(suffix=".xlsx"))
        with translation.override(table.language):
            write(table, file)
        unsent.pop_all()  # from here on the answer closes it
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{table.file_name}.xlsx", content_type=TYPE)


def write(table: Table, file: Any) -> int:
    """Write the workbook, and return how many rows it has."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(file, options | {"remove_timezone": True})
    sheet = book.add_worksheet(sheet_name(table.title))
    forms = formats(book)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.wide, forms.get(column.kind))
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, table.head(column), forms["head"])
    try:
        number = write_lines(sheet, table, forms)
    except BaseException:
        book.close()  # lets go of its temporary files
        raise
    sheet.autofilter(0, 0, number, len(table.columns) - 1)
    write_about(book.add_worksheet(_("About")), table, number, forms)
    book.set_properties({"title": table.title, "created": table.local(table.made_at).replace(tzinfo=None)})
    book.close()
    return number


def write_lines(sheet: Worksheet, table: Table, forms: dict[str, Any]) -> int:
    number = 0
    for number, line in enumerate(table.lines(), start=1):
        if number > MOST_ROWS:
            raise TooLarge
        for place, value in enumerate(line):
            write_cell(sheet, number, place, value, forms)
    return number


def formats(book: Workbook) -> dict[str, Any]:
    return {
        "head": book.add_format({"bold": True, "bg_color": "#0B4F8A", "font_color": "#FFFFFF", "text_wrap": True}),
        "bold": book.add_format({"bold": True}),
        "quoted": book.add_format({"quote_prefix": True}),
        DATE: book.add_format({"num_format": "yyyy-mm-dd"}),
        MOMENT: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }


def write_cell(sheet: Worksheet, line: int, place: int, value: Value, forms: dict[str, Any]) -> None:
    """Text stays text, also where a spreadsheet would take it for a formula, now or when the cell is edited."""
    if value is None or value == "":
        return
    if isinstance(value, str):
        if len(value) > MOST_CHARACTERS:
            raise TooLarge
        sheet.write_string(line, place, value, forms["quoted"] if is_dangerous(value) else None)
    elif isinstance(value, datetime):
        sheet.write_datetime(line, place, value.replace(tzinfo=None), forms[MOMENT])
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value, forms[DATE])
    else:
        sheet.write_number(line, place, value)


def write_about(sheet: Worksheet, table: Table, rows: int, forms: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 28, forms["bold"])
    sheet.set_column(1, 1, 80)
    for line, (what, said) in enumerate(about(table, rows)):
        sheet.write_string(line, 0, what, forms["bold"])
        write_cell(sheet, line, 1, said, forms)


def about(table: Table, rows: int) -> Iterator[tuple[str, Value]]:
    yield _("List"), table.title
    yield _("Rows"), rows
    yield _("Made on"), date_format(table.local(table.made_at), "DATETIME_FORMAT")
    yield _("By"), table.by or _("a reader who had not signed in")
    yield _("Address"), table.address
    if not table.filters:
        yield _("Filter"), _("none: the whole list")
    yield from ((f"{_('Filter')}: {what}", said) for what, said in table.filters)


def sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:31] or "1"

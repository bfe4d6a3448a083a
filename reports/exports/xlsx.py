"""XLSX: typed cells, a frozen head with filters, and a sheet that says what was asked, when and by whom.

Written row by row into a temporary file, so that its memory does not grow with the list.
"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import date, datetime
from typing import Any

from django.http import FileResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from reports import invented
from reports.exports.columns import DATE, MOMENT, Table, Value, is_dangerous
from reports.signs import writable
from themes.dates import date_format
from themes.punctuation import introduced

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_575  # of a sheet, beside its head
MOST_CHARACTERS, MOST_OF_A_NAME = 32_767, 31  # of a cell, of the name of a sheet, as Excel counts them
NOT_IN_A_NAME = "[]:*?/\\'"
TAKEN = "history"  # Excel's own


class TooLarge(Exception):
    """A sheet cannot hold so many rows."""


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
    sheet = book.add_worksheet(sheet_name(table.title, beside=_("About")))
    forms = formats(book)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.wide, forms.get(column.kind))
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, writable(table.head(column)), forms["head"])
    try:
        number, cut = write_lines(sheet, table, forms)
    except BaseException:
        book.close()  # lets go of its temporary files
        raise
    sheet.autofilter(0, 0, number, len(table.columns) - 1)
    write_about(book.add_worksheet(_("About")), about(table, number, cut), forms)
    book.set_properties({"title": writable(table.title), "created": table.local(table.made_at).replace(tzinfo=None)})
    book.close()
    return number


def write_lines(sheet: Worksheet, table: Table, forms: dict[str, Any]) -> tuple[int, int]:
    """How many rows there are, and how many texts in them are cut. Raises TooLarge."""
    number = cut = 0
    for number, line in enumerate(table.lines(), start=1):
        if number > MOST_ROWS:
            raise TooLarge
        for place, value in enumerate(line):
            cut += write_cell(sheet, number, place, value, forms)
    return number, cut


def formats(book: Workbook) -> dict[str, Any]:
    return {
        "head": book.add_format({"bold": True, "bg_color": "#0B4F8A", "font_color": "#FFFFFF", "text_wrap": True}),
        "bold": book.add_format({"bold": True}),
        "quoted": book.add_format({"quote_prefix": True}),
        DATE: book.add_format({"num_format": "yyyy-mm-dd"}),
        MOMENT: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }


def write_cell(sheet: Worksheet, line: int, place: int, value: Value, forms: dict[str, Any]) -> bool:
    """Text stays text, also where a spreadsheet would take it for a formula, now or when the cell is edited.

    Whether it is cut, because no cell holds so long a text.
    """
    if value is None or value == "":
        return False
    if isinstance(value, str):
        text = writable(value)
        held = within(text, MOST_CHARACTERS)
        sheet.write_string(line, place, held, forms["quoted"] if is_dangerous(held) else None)
        return held != text
    if isinstance(value, datetime):
        sheet.write_datetime(line, place, value.replace(tzinfo=None), forms[MOMENT])
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value, forms[DATE])
    else:
        sheet.write_number(line, place, value)
    return False


def within(text: str, most: int) -> str:
    """The text, or as much of its beginning as fits with a sign that more follows; Excel counts as UTF-16 does."""
    if len(text) * 2 <= most or len(text.encode("utf-16-le")) // 2 <= most:
        return text
    return text.encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", "ignore") + "…"


def write_about(sheet: Worksheet, lines: Iterable[tuple[str, Value]], forms: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 28, forms["bold"])
    sheet.set_column(1, 1, 80)
    for line, (what, value) in enumerate(lines):
        sheet.write_string(line, 0, writable(what), forms["bold"])
        write_cell(sheet, line, 1, value, forms)


def about(table: Table, rows: int, cut: int) -> Iterator[tuple[str, Value]]:
    yield _("List"), table.title
    if mark := invented.mark():
        yield _("Note"), mark
    yield _("Rows"), rows
    if cut:
        yield _("Shortened texts"), cut_words(cut)
    yield _("Generated on"), date_format(table.local(table.made_at), "DATETIME_FORMAT")
    yield _("Generated by"), table.by or _("a visitor who was not signed in")
    yield _("Web address"), table.address
    if not table.filters:
        yield _("Filtered by"), _("none (full list)")
    yield from ((introduced(_("Filtered by"), what), value) for what, value in table.filters)


def cut_words(cut: int) -> str:
    return ngettext(
        "%(n)d text is too long for a cell and ends with “…”. The CSV file contains it in full.",
        "%(n)d texts are too long for a cell and end with “…”. The CSV file contains them in full.",
        cut,
    ) % {"n": cut}


def sheet_name(title: str, beside: str = "") -> str:
    """What Excel takes as the name of a sheet, unlike that of the sheet `beside` it."""
    letters = "".join(letter for letter in writable(title) if letter not in NOT_IN_A_NAME and letter not in "\n\r\t")
    name = within(letters.strip(), MOST_OF_A_NAME)
    return "1" if name.casefold() in ("", TAKEN, beside.casefold()) else name

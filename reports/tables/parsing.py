"""From what a file holds to rows of cells: the workbook that we wrote, another one, or a CSV.

Whatever is not read is named: in the table's `notes`, or by a refusal that names the sheet and the cell.
"""

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.activity.checks import figure
from reports.files.accepted import words_of
from reports.files.apart import read_apart
from reports.files.carried import Refused
from reports.limits import MEGABYTE, TABLE_BYTES, TABLE_ROWS
from reports.tables.cells import as_text
from reports.tables.columns import SHEETS, is_known
from reports.tables.days import DAY_FIRST
from reports.tables.grids import Book, NotATable, unpacked
from reports.tables.grids import Sheet as Grid
from reports.tables.heads import (
    in_sheet,
    is_our_head,
    labels,
    once,
    titles,
    unnamed,
    unread_column_note,
    unread_sheet_note,
)
from reports.tables.lines import Sheet, Table
from reports.tables.plain import take_plain
from reports.tables.spelling import spelled

ABOUT = "actionplan.about"
NO_COUNTRY = "-"  # where a workbook of ours names its country
RAW = "reports.tables.raw:book"
REASONS = {
    "empty": gettext_lazy("The file is empty. Choose it again."),
    "large": gettext_lazy("The file is larger than %(limit)d MB."),
    "unpacked": gettext_lazy("The file is larger than %(limit)d MB once unpacked."),
    "unreadable": gettext_lazy(
        "The file cannot be read as a table. Save it as an Excel workbook (.xlsx) or as CSV UTF-8."
    ),
    "password": gettext_lazy("The file is password-protected. Save it without a password, and upload it again."),
    "old_excel": gettext_lazy("This is an old Excel workbook (.xls). Save it as .xlsx, and upload it again."),
    "opendocument": gettext_lazy("This is an OpenDocument file (.ods). Save it as .xlsx, and upload it again."),
    "numbers": gettext_lazy("This is a Numbers file. Export it as Excel (.xlsx), and upload it again."),
    "encoding": gettext_lazy("The character encoding of this file is unclear. Save it as CSV UTF-8."),
    "far": gettext_lazy("There is content far outside the table. Delete the columns and rows beyond the table."),
    "rows": gettext_lazy("The file has more than %(most)s rows. Split the file."),
    "line": gettext_lazy(
        "Line %(line)d cannot be read: its quotation marks do not match, or a cell has more than %(most)s characters."
    ),
}


def read_table(content: bytes) -> Table:
    """The rows of a file. Raises ValidationError when it is no table that can be read."""
    return table_of(read_file(content))


def read_file(content: bytes) -> Book:
    """What a file holds. Raises ValidationError when it cannot be read, or exceeds a limit."""
    if len(content) > TABLE_BYTES:
        raise refusal_of(NotATable("large", limit=TABLE_BYTES))
    try:
        result = read_apart(RAW, content)
    except Refused as refused:
        raise ValidationError(words_of(refused)) from None
    if "packed" not in result:
        raise refusal_of(NotATable(result["code"], **result["more"]))
    return unpacked(result["packed"])


def table_of(book: Book) -> Table:
    """Raises ValidationError when what a file holds is no table of ours."""
    table = from_book(book)
    if max(table.total, *(len(table.lines(kind)) for kind in SHEETS)) > TABLE_ROWS:
        raise refusal_of(NotATable("rows", most=TABLE_ROWS))
    return table


def refusal_of(reason: NotATable) -> ValidationError:
    more = reason.more | ({"limit": reason.more["limit"] // MEGABYTE} if "limit" in reason.more else {})
    more |= {"most": figure(reason.more["most"])} if "most" in reason.more else {}
    return ValidationError(str(REASONS[reason.code]) % more)


def from_book(book: Book) -> Table:
    """Our sheets, recognised by the keys in their first row; without any, sheets whose first row names the columns."""
    table, others = Table(), []
    note_encoding(table, book)
    for sheet in book["sheets"]:
        if not sheet["rows"]:
            continue
        keys = [as_text(key) for key in sheet["rows"][0][1]]
        if keys[0] == ABOUT and len(keys) > 2:
            table.workbook, table.country = identifier(keys[1]), "" if keys[2] == NO_COUNTRY else keys[2]
        elif kind := kind_of(keys):
            table.sheets.append(our_sheet(kind, keys, sheet, book, table.notes))
        else:
            others.append(sheet)
        if sheet["has_comments"]:
            message = _("Comments on cells of the sheet “%(sheet)s” were not read.")
            table.notes.append(message % {"sheet": sheet["title"]})
    if table.sheets or table.workbook:
        beside_ours(others, table.notes)
    else:
        take_plain(others, book, table)
    if table.workbook and not table.sheets:
        raise lost(_("Activities"))
    return table


def note_encoding(table: Table, book: Book) -> None:
    if book["encoding"]:
        message = _("The file was read in the encoding %(encoding)s. Check that accented letters are correct below.")
        table.notes.append(message % {"encoding": book["encoding"]})
    if book["separator"]:
        message = _(
            "The first line of the file says that cells are separated by %(separator)s; this separator was used."
        )
        separator = _("a tab") if book["separator"] == "\t" else _("“%(sign)s”") % {"sign": book["separator"]}
        table.notes.append(message % {"separator": separator})


def identifier(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise ValidationError(str(REASONS["unreadable"])) from None


# Our workbook --------------------------------------------------------------------------------------------------------


def kind_of(keys: Iterable[str]) -> str:
    """`activities`, where keys of that sheet stand among these cells."""
    return next((key.partition(".")[0] for key in keys if is_key(key)), "")


def is_key(written: str) -> bool:
    kind, _point, key = written.partition(".")
    return kind in SHEETS and is_known(kind, key)


def our_sheet(kind: str, keys: list[str], sheet: Grid, book: Book, notes: list[str]) -> Sheet:
    """Raises ValidationError for a column that stands twice, and for one that has lost its key."""
    title, rows = sheet["title"], sheet["rows"][1:]
    placed = [(key.partition(".")[2], place) for place, key in enumerate(keys) if is_key(key)]
    if any(is_key(key) and not key.startswith(f"{kind}.") for key in keys):
        raise lost(title)
    columns = once(placed, keys, title)
    heads = [as_text(head) for head in rows[0][1]] if rows else []
    if labels(SHEETS[kind]).intersection(map(spelled, heads)):
        rows = rows[1:]  # the titles under the keys
    for place in unnamed(columns, rows, heads):
        head = heads[place] if place < len(heads) else ""
        if spelled(head) in labels(SHEETS[kind]):
            raise lost(title)
        notes.append(unread_column_note(place, head, title))
    taken = Sheet(kind, title, columns, book["is_1904"], DAY_FIRST).take(rows)  # as its own cells show dates
    notes += [in_sheet(title, note) for note in taken.notes()]
    return taken


def lost(title: str) -> ValidationError:
    message = _(
        "The sheet “%(sheet)s” has lost all or part of its hidden first row. Download the workbook again, and "
        "copy your changes into it."
    )
    return ValidationError(message % {"sheet": title})


def beside_ours(others: list[Grid], notes: list[str]) -> None:
    """Sheets that somebody added are named; one of ours that is no longer known as such is refused."""
    ours, lists = titles("about", *SHEETS), titles("lists")
    for sheet in others:
        title, rows = sheet["title"], sheet["rows"]
        cells = [[as_text(cell) for cell in row] for _number, row in rows]
        if spelled(title) in lists:
            continue
        if spelled(title) in ours or any(kind_of(row) for row in cells) or any(map(is_our_head, cells[:2])):
            raise lost(title)
        notes.append(unread_sheet_note(title, len(rows)))

"""Tables of others: a first row that names the columns, by key, by title in any of the languages, or by hashtags (HXL)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.tables.cells import as_text
from reports.tables.columns import ACTIVITIES, PLAIN
from reports.tables.days import DAY_FIRST, WRITTEN_BOTH_WAYS
from reports.tables.grids import Book, Cell, Rows
from reports.tables.grids import Sheet as Grid
from reports.tables.heads import (
    in_sheet,
    labels,
    labels_by_language,
    once,
    unnamed,
    unread_column_note,
    unread_sheet_note,
)
from reports.tables.lines import Sheet, Table
from reports.tables.spelling import spelled

COLUMNS = (*ACTIVITIES, *PLAIN)
NOT_TAKEN = ("review",)  # ours to decide
FEW_LINES = 5  # that are named in one refusal
TAG = re.compile(r"#[A-Za-z][A-Za-z0-9_]*(?:\s*\+[A-Za-z][A-Za-z0-9_]*)*")
# A hashtag with these attributes, or with more, names the column where its head does not; the longest one that fits.
TAGS = {
    "#activity+code": "reference",
    "#activity+code+programme": "actions",
    "#activity+name": "title",
    "#country": "countries",
    "#currency": "currency",
    "#date+end": "ends_on",
    "#date+start": "starts_on",
    "#description": "summary",
    "#loc+name": "place",
    "#meta+id": "reference",
    "#meta+source": "source",
    "#org+funder": "funding",
    "#org+impl": "implementing",
    "#org+prog": "lead",
    "#status": "status",
}


def take_plain(sheets: list[Grid], book: Book, table: Table) -> None:
    """Every sheet whose first row names the columns; of others, that they are not read. One at least has to be."""
    refused: list[tuple[Grid, ValidationError]] = []
    for sheet in sheets:
        try:
            table.sheets.append(plain_sheet(sheet, book, table.notes))
        except UnknownColumns as refusal:
            refused.append((sheet, refusal))
    if not table.sheets:
        raise refused[0][1] if refused else ValidationError(_("The file is empty. Choose it again."))
    table.notes += [unread_sheet_note(sheet["title"], len(sheet["rows"])) for sheet, _refusal in refused]


class UnknownColumns(ValidationError):
    """The first row of the sheet does not name the columns of a table of activities."""


def plain_sheet(sheet: Grid, book: Book, notes: list[str]) -> Sheet:
    """Raises UnknownColumns, or ValidationError for a column that stands twice and for lines that are too long."""
    title, rows = sheet["title"], sheet["rows"]
    heads = [as_text(name) for name in rows[0][1]]
    tag_row: list[Cell] = next((cells for _number, cells in rows[:2] if is_tag_row(cells)), [])
    columns = named_columns(heads, [as_text(cell) for cell in tag_row], title)
    body = rows[1:] if rows[1:2] == [] or rows[1][1] is not tag_row else rows[2:]
    if book["kind"] == "csv":
        require_as_wide(body, len(heads))
    notes += [in_sheet(title, note) for note in reading_notes(sheet, bool(tag_row))]
    notes += [unread_column_note(place, "", title) for place in unnamed(columns, body, heads)]
    notes += [unread_column_note(columns[key], heads[columns[key]], title) for key in NOT_TAKEN if key in columns]
    taken = Sheet("activities", title, columns, book["is_1904"], order_by(heads)).take(body)
    notes += [in_sheet(title, note) for note in taken.notes()]
    return taken


def order_by(heads: list[str]) -> str:
    """That of dates, where all headings that are no codes are of one language, which writes the day first."""
    keys, known = {spelled(column.key) for column in COLUMNS}, labels_by_language(COLUMNS)
    own = {spelled(head) for head in heads} & labels(COLUMNS) - keys
    languages = {language for language, headings in known.items() if own <= headings.keys()}
    return DAY_FIRST if own and languages and WRITTEN_BOTH_WAYS not in languages else ""


def reading_notes(sheet: Grid, has_tags: bool) -> list[str]:
    notes = [_("The row of hashtags (HXL) was skipped.")] if has_tags else []
    if sheet["is_hidden"]:
        notes.append(_("This hidden sheet was also read."))
    if hidden := sheet["hidden_rows"]:
        notes.append(
            ngettext("%(n)d hidden row was also read.", "%(n)d hidden rows were also read.", hidden) % {"n": hidden}
        )
    return notes


def named_columns(heads: list[str], tags: list[str], title: str) -> dict[str, int]:
    """Raises UnknownColumns, or ValidationError for a column that stands twice."""
    known = {spelled(column.key): column.key for column in COLUMNS}
    for headings in labels_by_language(COLUMNS).values():
        known |= headings
    keys = [known.get(spelled(head)) or "" for head in heads]
    for place, tag in enumerate(tags[: len(keys)]):
        keys[place] = keys[place] or column_of_tag(tag)
    unknown = [head for head, key in zip(heads, keys, strict=True) if head and not key]
    placed = [(key, place) for place, key in enumerate(keys) if key]
    if unknown or "title" not in keys:
        raise UnknownColumns(unknown_columns_message(unknown))
    return once(placed, heads, title)


def unknown_columns_message(unknown: list[str]) -> str:
    """Every heading in the reader's language, with its code."""
    offered = [f"{column.label} ({column.key})" for column in (*PLAIN, *ACTIVITIES) if not column.is_locked]
    message = _("The following columns are accepted: %(wanted)s; “%(title)s” is required. Not recognized: %(unknown)s.")
    title = next(column.label for column in ACTIVITIES if column.key == "title")
    unknown_ones = ", ".join(_("“%(sign)s”") % {"sign": head} for head in unknown)
    return message % {"wanted": ", ".join(offered), "title": title, "unknown": unknown_ones[:200] or "—"}


def require_as_wide(rows: Rows, width: int) -> None:
    """A line with more cells than the first has been cut at a sign of its own text: its cells stand in wrong columns."""
    long = [number for number, cells in rows if any(map(as_text, cells[width:]))]
    if long:
        message = ngettext(
            "Line %(lines)s has more cells than the first line. Put texts that contain the separator in "
            "quotation marks.",
            "Lines %(lines)s have more cells than the first line. Put texts that contain the separator in "
            "quotation marks.",
            len(long),
        )
        raise ValidationError(
            message % {"lines": ", ".join(map(str, long[:FEW_LINES])) + ("…" if long[FEW_LINES:] else "")}
        )


# Hashtags ------------------------------------------------------------------------------------------------------------


def is_tag_row(cells: list[Cell]) -> bool:
    """Whether every cell that holds something holds a hashtag."""
    texts = [text for text in map(as_text, cells) if text]
    return bool(texts) and all(map(TAG.fullmatch, texts))


def column_of_tag(tag: str) -> str:
    """The key of the column that a hashtag names; empty for one that names none."""
    name, *attributes = "".join(tag.lower().split()).split("+")
    fitting = [known for known in TAGS if is_within(known.split("+"), name, attributes)]
    return TAGS[max(fitting, key=len)] if fitting else ""


def is_within(known: list[str], name: str, attributes: list[str]) -> bool:
    return known[0] == name and set(known[1:]) <= set(attributes)

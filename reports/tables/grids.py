"""What an uploaded table is read into, as plain values.

A book is `{"kind": "xlsx" or "csv", "is_1904": bool, "encoding": "", "separator": "",
"sheets": [sheet]}`; a sheet is `{"title", "is_hidden", "rows": [(number, [cell])], "hidden_rows": number,
"has_comments": bool}`, without its empty rows. A cell is a text, a number, a truth, a date, None, or, where it holds
nothing that can be taken as it stands, `(why, what it holds)`: see `ERROR`, `UNFINISHED` and `MERGED`.
"""

import json
from datetime import date, datetime
from typing import Any

from reports.limits import TABLE_LAST_COLUMN, TABLE_LAST_ROW

ERROR, UNFINISHED, MERGED = "error", "unfinished", "merged"
MARK, DAY = b"\x00book\n", "day"
Cell = str | int | float | bool | date | datetime | tuple[str, str] | None
Rows = list[tuple[int, list[Cell]]]
Sheet = dict[str, Any]
Book = dict[str, Any]


class NotATable(Exception):
    """`code` says why nothing can be read, `more` what belongs to the sentence."""

    def __init__(self, code: str, **more: Any):
        super().__init__(code, more)
        self.code, self.more = code, more

    def __reduce__(self) -> tuple[Any, ...]:
        return rebuilt, (self.code, self.more)


def rebuilt(code: str, more: dict[str, Any]) -> NotATable:
    return NotATable(code, **more)


def packed(book: Book) -> bytes:
    """A book as it is kept while its upload is compared, so that the file is read once."""
    return MARK + json.dumps(book, ensure_ascii=False, default=as_pair).encode()


def unpacked(content: bytes) -> Book:
    book: Book = json.loads(content.removeprefix(MARK))
    for sheet in book["sheets"]:
        sheet["rows"] = [(number, [from_pair(cell) for cell in cells]) for number, cells in sheet["rows"]]
    return book


class ShownInPart(date):
    """A first day that its cell shows without the day, as `May-16`, or the year alone: a program made it of what was typed."""

    known = ""

    @classmethod
    def of(cls, known: str) -> "ShownInPart":
        day = cls.fromisoformat(known + "-01-01"[len(known) - len("2016") :])
        day.known = known
        return day


def as_pair(day: date) -> tuple[str, str]:
    return DAY, day.known if isinstance(day, ShownInPart) else day.isoformat()


def from_pair(cell: Cell | list[str]) -> Cell:
    if not isinstance(cell, list):
        return cell
    kind, held = cell
    if kind != DAY:
        return kind, held
    if len(held) < len("2016-05-01"):
        return ShownInPart.of(held)
    return datetime.fromisoformat(held) if "T" in held else date.fromisoformat(held)


def require_near(number: int, place: int) -> None:
    if number > TABLE_LAST_ROW or place > TABLE_LAST_COLUMN:
        raise NotATable("far")


def filled(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None

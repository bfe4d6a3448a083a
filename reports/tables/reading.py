"""From an uploaded file to rows of cells: the workbook that we wrote, another one, or a CSV."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from reports.files.accepted import words_of
from reports.files.apart import read_apart
from reports.files.carried import Refused
from reports.limits import MEGABYTE, TABLE_BYTES, TABLE_ROWS
from reports.tables.cells import as_text
from reports.tables.columns import ACTIVITIES, PLAIN, SHEETS
from themes.folding import fold

ABOUT = "actionplan.about"
RAW = "reports.tables.raw:grids"

Grid = list[tuple[int, list[Any]]]  # rows with their number


@dataclass(frozen=True)
class Line:
    """A row of a sheet: `number` as a person counts, `cells` as `{column: raw cell}`."""

    sheet: "Sheet"
    number: int
    cells: dict[str, Any]

    def text(self, column: str) -> str:
        return as_text(self.cells.get(column))

    def place(self, column: str) -> str:
        """`F12`; of a column that is not there, the number alone."""
        place = self.sheet.columns.get(column)
        return f"{letters(place)}{self.number}" if place is not None else str(self.number)


@dataclass
class Sheet:
    """`columns` are `{column: place}`; `lines` is without empty rows."""

    kind: str
    title: str
    columns: dict[str, int]
    lines: list[Line] = field(default_factory=list)

    def take(self, numbered: Iterable[tuple[int, list[Any]]]) -> "Sheet":
        for number, cells in numbered:
            row = {key: cells[place] for key, place in self.columns.items() if place < len(cells)}
            if any(as_text(value) for key, value in row.items() if key != "no"):
                self.lines.append(Line(self, number, row))
        return self


@dataclass
class Table:
    """`workbook` and `country` name the file of ours that it came from: its new rows keep their identity at a
    second upload."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    workbook: UUID | None = None
    country: str = ""

    def lines(self, kind: str) -> list[Line]:
        return self.sheets[kind].lines if kind in self.sheets else []

    @property
    def total(self) -> int:
        return len(self.lines("activities")) + len(self.lines("adoptions"))


def letters(place: int) -> str:
    """`0` is A, `26` is AA."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


def read_table(content: bytes) -> Table:
    """The rows of a file. Raises ValidationError when it is no table that can be read."""
    if not content:
        raise ValidationError(_("The file is empty. Choose it again."))
    if len(content) > TABLE_BYTES:
        raise ValidationError(_("The file is larger than %(limit)d MB.") % {"limit": TABLE_BYTES // MEGABYTE})
    try:
        table = from_grids(read_apart(RAW, content))
    except Refused as refused:
        raise ValidationError(words_of(refused)) from None
    if table.total > TABLE_ROWS:
        raise ValidationError(_("The file has more than %(most)d rows. Divide it.") % {"most": TABLE_ROWS})
    return table


def unreadable() -> ValidationError:
    return ValidationError(
        _("The file cannot be read as a table. Save it as an Excel workbook (.xlsx) or as CSV UTF-8.")
    )


def from_grids(grids: list[tuple[str, Grid]]) -> Table:
    """Our sheets, told by the keys in their first row; without any, the first sheet is a plain table."""
    table = Table()
    for title, grid in grids:
        keys = [as_text(key) for key in grid[0][1]]
        kind = keys[0].partition(".")[0]
        if keys[0] == ABOUT and len(keys) > 2:
            table.workbook, table.country = identifier(keys[1]), keys[2]
        elif kind in SHEETS and all(key.startswith(f"{kind}.") for key in keys if key):
            columns = {key.partition(".")[2]: place for place, key in enumerate(keys) if key}
            table.sheets[kind] = Sheet(kind, title, columns).take(grid[2:])
    if not table.sheets and table.workbook:
        raise ValidationError(
            _("The sheets have lost their first, hidden row. Download the workbook again, and copy your changes.")
        )
    if not table.sheets:
        table.sheets["activities"] = plain_sheet(*(grids[0] if grids else ("", [])))
    return table


def identifier(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise unreadable() from None


# Plain tables --------------------------------------------------------------------------------------------------------


def plain_sheet(title: str, grid: Grid) -> Sheet:
    """A table whose first row names the columns, by key or by title in any of the languages."""
    if not grid:
        raise ValidationError(_("The file is empty. Choose it again."))
    known = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for column in (*ACTIVITIES, *PLAIN):
                known[fold(column.label)] = known[fold(column.key)] = column.key
    header = [as_text(name) for name in grid[0][1]]
    unknown = [name for name in header if name and fold(name) not in known]
    columns = {known[fold(name)]: place for place, name in enumerate(header) if name and fold(name) in known}
    if unknown or "title" not in columns:
        told = _("The columns may be %(wanted)s; title has to be among them. Unknown: %(unknown)s.")
        wanted = ", ".join(column.key for column in (*PLAIN, *ACTIVITIES) if not column.is_locked)
        raise ValidationError(told % {"wanted": wanted, "unknown": ", ".join(unknown)[:200] or "—"})
    return Sheet("activities", title, columns).take(grid[1:])

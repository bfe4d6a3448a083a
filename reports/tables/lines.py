"""A table as it is compared: sheets with named columns, and their lines."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.utils.translation import gettext as _

from reports.tables.cells import as_text, habit_of
from reports.tables.columns import DAYS, KNOWN, PLAIN, TableColumn, columns_of
from reports.tables.days import DAY_FIRST, MONTH_FIRST, has_two_readings, read_date
from reports.tables.workbooks import DAY, FIRST_DAYS, NUMBERS_OF_YEARS
from themes.dates import date_format

NUMBERS_OF_DAYS = range(20_000, 80_000)  # from 1954 to 2119, in a workbook that counts from 1900
FROM_1900_TO_1904 = 1_462
MOST_DIGITS = 10  # of a version


@dataclass(frozen=True)
class Line:
    """A row of a sheet: `number` as a person counts, `cells` as `{column: raw cell}`."""

    sheet: "Sheet"
    number: int
    cells: dict[str, Any]

    def text(self, column: str) -> str:
        return as_text(self.cells.get(column))

    def place(self, column: str) -> str:
        """`F12`; of a column that is not there, `row 12`."""
        place = self.sheet.columns.get(column)
        return f"{letters(place)}{self.number}" if place is not None else _("row %(line)d") % {"line": self.number}

    @cached_property
    def grey(self) -> dict[str, str]:
        """What its grey cells held when the workbook was made, by column; nothing where that is not known."""
        return dict(parse_qsl(self.text("grey"), keep_blank_values=True))

    def version(self) -> int | None:
        """The one that the row was made from, where it can be read."""
        written = self.text("version")
        return int(written) if written.isdecimal() and len(written) < MOST_DIGITS else None

    @property
    def key(self) -> str:
        """What tells it from every other line of the file."""
        return f"{self.sheet.title}!{self.number}"

    @property
    def name(self) -> str:
        """As a message names it beside others: `Activities, row 12`."""
        text = _("%(sheet)s, row %(line)d") if self.sheet.title else _("row %(line)d")
        return text % {"sheet": self.sheet.title, "line": self.number}


@dataclass
class Sheet:
    """`columns` are `{column: place}`; `lines` is without empty rows."""

    kind: str
    title: str
    columns: dict[str, int]
    is_1904: bool = False
    order: str = ""  # of dates as text, of which their own column does not say it (see `days`)
    lines: list[Line] = field(default_factory=list)
    habits: dict[str, str] = field(default_factory=dict)

    def take(self, numbered: Iterable[tuple[int, list[Any]]]) -> "Sheet":
        dated = set(self.dates)
        known = {key for key in dated if self.known[key].kind == KNOWN}
        for number, cells in numbered:
            row = {key: cells[place] for key, place in self.columns.items() if place < len(cells)}
            row |= {key: self.day(row[key]) for key in dated & row.keys()}
            row |= {key: self.year(row[key]) for key in known & row.keys()}
            if any(as_text(value) for key, value in row.items() if key != "no"):
                self.lines.append(Line(self, number, row))
        return self

    def day(self, raw: Any) -> Any:
        """A number in a column of dates is a day whose format was lost; the workbook says from when it counts."""
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            return raw
        since_1900 = int(raw) + (FROM_1900_TO_1904 if self.is_1904 else 0)
        return FIRST_DAYS[self.is_1904] + int(raw) * DAY if since_1900 in NUMBERS_OF_DAYS else raw

    def year(self, raw: Any) -> Any:
        """Where a year may stand, "2016" that was typed into a cell with the format of a date: a program takes it for a day."""
        if not isinstance(raw, date):
            return raw
        day = raw.date() if isinstance(raw, datetime) else raw
        number = (day - FIRST_DAYS[self.is_1904]).days
        return number if number in NUMBERS_OF_YEARS else raw

    @cached_property
    def known(self) -> dict[str, TableColumn]:
        return columns_of(self.kind) | ({column.key: column for column in PLAIN} if self.kind == "activities" else {})

    def habit(self, key: str) -> str:
        """How this column writes its numbers or dates as text."""
        if key not in self.known:
            return ""
        is_date = self.known[key].kind in DAYS
        return self.own_habit(key) or (self.order if is_date and not self.has_month_first else "")

    def own_habit(self, key: str) -> str:
        if key not in self.habits:
            self.habits[key] = habit_of(self.known[key], (line.cells.get(key) for line in self.lines))
        return self.habits[key]

    @property
    def dates(self) -> list[str]:
        """The keys of its columns of dates."""
        return [key for key in self.columns if key in self.known and self.known[key].kind in DAYS]

    @cached_property
    def has_month_first(self) -> bool:
        return MONTH_FIRST in map(self.own_habit, self.dates)

    def notes(self) -> list[str]:
        """That dates with two readings were read, and how: of one of them."""
        for key in self.dates:
            if self.habit(key) != DAY_FIRST:
                continue
            for line in self.lines:
                if has_two_readings(line.cells.get(key)):
                    day = date.fromisoformat(read_date(line.cells[key], line.text(key), DAY_FIRST))
                    message = _("Dates are read with the day first: “%(text)s” in %(cell)s is %(day)s.")
                    return [message % {"text": line.text(key), "cell": line.place(key), "day": date_format(day)}]
        return []


@dataclass
class Table:
    """`workbook` and `country` name the file of ours that it came from: its new rows keep their identity at a
    second upload. `notes` say how the file was read, and what of it was not."""

    sheets: list[Sheet] = field(default_factory=list)
    workbook: UUID | None = None
    country: str = ""
    notes: list[str] = field(default_factory=list)

    def lines(self, kind: str) -> list[Line]:
        return [line for sheet in self.sheets if sheet.kind == kind for line in sheet.lines]

    @property
    def total(self) -> int:
        return sum(len(self.lines(kind)) for kind in ("activities", "adoptions", "agreements"))


def letters(place: int) -> str:
    """`0` is A, `26` is AA."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text

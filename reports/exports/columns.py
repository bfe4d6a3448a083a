"""What a list is as a table: its columns, its rows, and what was asked for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone, translation

from reports import invented
from themes.dates import date_format
from themes.known_days import KnownDay
from themes.zones import city_of

TEXT, NUMBER, DATE, MOMENT = "text", "number", "date", "moment"
WIDTHS = {TEXT: 30, NUMBER: 12, DATE: 12, MOMENT: 18}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run

Value = str | int | float | Decimal | date | datetime | None


@dataclass(frozen=True)
class Column:
    """`value` makes a cell of a row: text, a number, a date, a moment, or None for an empty cell."""

    title: str
    value: Callable[[Any], Value]
    kind: str = TEXT
    width: int = 0

    @property
    def wide(self) -> int:
        return self.width or WIDTHS[self.kind]


@dataclass(frozen=True)
class Table:
    """`rows` are read once, in order, however many. `filters` are `(what, as asked)`, in words; `by` is a name or empty."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Any]
    address: str
    by: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    made_at: datetime = field(default_factory=timezone.now)
    language: str = field(default_factory=translation.get_language)
    zone: tzinfo = field(default_factory=timezone.get_current_timezone)

    @classmethod
    def of(
        cls,
        request: HttpRequest,
        name: str,
        title: str,
        columns: Iterable[Column],
        rows: Iterable[Any],
        filters: tuple[tuple[str, str], ...] = (),
    ) -> "Table":
        """The table of a list as this person asked for it."""
        query = request.GET.copy()
        for of_the_file in ("format", "chart"):
            query.pop(of_the_file, None)
        tail = f"?{query.urlencode()}" if query else ""
        return cls(
            name=name,
            title=title,
            columns=tuple(columns),
            rows=rows,
            address=settings.SITE_URL + request.path + tail,
            by=str(request.user) if request.user.is_authenticated else "",
            filters=filters,
        )

    @property
    def file_name(self) -> str:
        return invented.file_name(f"{self.name}-{self.local(self.made_at):%Y-%m-%d}")

    def local(self, moment: datetime) -> datetime:
        """A moment as the reader's clocks tell it, although the answer is already under way."""
        return timezone.localtime(moment, self.zone)

    def head(self, column: Column) -> str:
        """The title of a column of times says by which clocks, for its cells cannot."""
        return f"{column.title} ({city_of(self.zone)})" if column.kind == MOMENT else column.title

    def lines(self) -> Iterator[list[Value]]:
        """The cells of each row, in the reader's language although the answer is already under way."""
        rows = iter(self.rows)
        while True:
            with translation.override(self.language):
                row = next(rows, None)
                if row is None:
                    return
                line = [column.value(row) for column in self.columns]
            yield [self.local(value) if isinstance(value, datetime) else value for value in line]


def filters_of_selection(form: BaseForm, as_at: date) -> tuple[tuple[str, str], ...]:
    """The same for figures, which are always those of a day."""
    others = (row for row in filters_of(form) if row[0] != str(form.fields["as_at"].label))
    return ((str(form.fields["as_at"].label), date_format(as_at, "DATE_FORMAT")), *others)


def filters_of(form: BaseForm) -> tuple[tuple[str, str], ...]:
    """What a valid form asks for, in words: `(("Country", "Mozambique"), ...)`."""
    filters = []
    for name, form_field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value in (None, "", [], False):
            continue
        if isinstance(value, date):
            value = date_format(value, "DATE_FORMAT")
        choices = dict(flat(form_field.choices)) if isinstance(value, str) and hasattr(form_field, "choices") else {}
        filters.append((str(form_field.label or name), str(choices.get(value, value))))
    return tuple(filters)


def flat(choices: Iterable[tuple[Any, Any]]) -> Iterator[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from flat(label)
        else:
            yield value, label


def as_known(day: KnownDay | None) -> Value:
    """A date where the whole day is known; of a month or a year the text, which stands in order among dates: `2016-05`."""
    if day is None:
        return None
    return day.first if day.is_whole else day.known


def is_day(value: object) -> bool:
    """Also one of which the month or the year alone is known."""
    return isinstance(value, KnownDay) or (isinstance(value, date) and not isinstance(value, datetime))


def is_dangerous(text: str) -> bool:
    return text.startswith(DANGEROUS)

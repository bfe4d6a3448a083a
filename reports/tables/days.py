"""Dates that were typed as text: "05/03/2012" has two readings, unless something says that the day stands first.

That says the column, where a day beyond the twelfth stands first and none second; of a workbook of ours and of a table
with French or Portuguese headings it is taken as said, as long as no date of the sheet has the month first.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from reports.tables.grids import ShownInPart
from reports.tables.unclear import NotReadable, read_twice, refusal
from themes.dates import date_format
from themes.known_days import UnreadableDay, parse

DAY_FIRST, MONTH_FIRST = "day first", "month first"
WRITTEN_BOTH_WAYS = "en"  # of the site's languages; the others write the day first
PARTED = re.compile(r"'?([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
LIKE_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTHS = 12


def order_of(cells: Iterable[Any]) -> str:
    """`DAY_FIRST` or `MONTH_FIRST`, where some text of a column shows it; one with the month first counts for all."""
    pairs = [pair for pair in map(pair_of, cells) if pair]
    if any(second > MONTHS for _first, second, _year in pairs):
        return MONTH_FIRST
    return DAY_FIRST if any(first > MONTHS for first, _second, _year in pairs) else ""


def pair_of(cell: Any) -> tuple[int, int, int] | None:
    """The first and second number of a date, and its year."""
    parts = PARTED.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return (int(parts[1]), int(parts[3]), int(parts[4])) if parts else None


def has_two_readings(cell: Any) -> bool:
    pair = pair_of(cell)
    return pair is not None and pair[0] != pair[1] and min(pair[:2]) >= 1 and max(pair[:2]) <= MONTHS


def read_date(raw: Any, text: str, order: str = "") -> str:
    """Of numbers in a column of dates, the sheet has made days already (see `lines.Sheet.take`). Raises NotReadable."""
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    text = text.removeprefix("'")
    pair = pair_of(raw)
    try:
        if pair:
            return day_of(text, pair, order)
        if isinstance(raw, str) and len(text) >= 10 and datetime.fromisoformat(text).tzinfo is None:
            return datetime.fromisoformat(text).date().isoformat()
    except NotReadable:
        raise
    except ValueError:
        if pair or LIKE_ISO.fullmatch(text):
            message = _(
                "There is no date “%(text)s” in the calendar. Enter the date as year-month-day, for example 2012-06-30."
            )
            raise refusal(message, text) from None
    message = _("“%(text)s” cannot be read as a date. Enter it as year-month-day, for example 2012-06-30.")
    raise refusal(message, text)


def read_known(raw: Any, text: str, order: str = "") -> str:
    """A day that may be known to the month or the year alone. Raises NotReadable."""
    if isinstance(raw, ShownInPart):
        return raw.known
    if isinstance(raw, date) or (isinstance(raw, float) and not raw.is_integer()):
        return read_date(raw, text)
    try:
        return parse(text.removeprefix("'")).known
    except UnreadableDay:
        return read_date(raw, text, order)


def day_of(text: str, pair: tuple[int, int, int], order: str) -> str:
    """Day, month, year. Raises ValueError for a day that no month has."""
    first, second, year = pair
    if second > MONTHS >= first:
        message = _("“%(text)s” has the month first. Enter the date as year-month-day, for example 2012-06-30.")
        raise refusal(message, text)
    day = date(year, second, first)
    if order != DAY_FIRST and has_two_readings(text):
        raise read_twice(text, date_format(day), date_format(date(year, first, second)))
    return day.isoformat()

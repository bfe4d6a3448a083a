"""A day as far as it is known: whole, or its month or its year alone. It is kept as the text that is known, `2016-05-03`,
`2016-05` or `2016`, and lies between its first and its last day.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel.dates import get_month_names
from django.conf import settings
from django.utils import translation
from django.utils.dates import MONTHS
from django.utils.translation import pgettext

from themes.dates import date_format
from themes.folding import fold

YEAR, MONTH, WHOLE = len("2016"), len("2016-05"), len("2016-05-03")
WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
MONTH_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{4})")  # 05/2016
MONTH_NAMED = re.compile(r"^([^\W\d_]+)[.,/-]? ?(?:de )?([0-9]{4})\Z")  # May 2016, mai 2016, Maio de 2016, as folded
LAST_MONTH = 12


class UnreadableDay(ValueError):
    """None of the three, or in no calendar."""


@dataclass(frozen=True)
class KnownDay:
    """`known` is one of the three texts. Raises UnreadableDay."""

    known: str

    def __post_init__(self):
        parts = WRITTEN.fullmatch(self.known)
        if not parts:
            raise UnreadableDay(self.known)
        try:
            date(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1))
        except ValueError:
            raise UnreadableDay(self.known) from None

    def __str__(self) -> str:
        return shown(self.known)

    @property
    def after_since(self) -> str:
        """Behind "since": some languages put an article before a whole day, and none before a month or a year."""
        return pgettext("a whole day, behind “since”", "%(day)s") % {"day": self} if self.is_whole else str(self)

    @property
    def is_whole(self) -> bool:
        return len(self.known) == WHOLE

    @property
    def first(self) -> date:
        return date.fromisoformat(self.known + "-01-01"[len(self.known) - YEAR :])

    @property
    def last(self) -> date:
        """The day from which it counts."""
        year, month = self.first.year, self.first.month
        if self.is_whole:
            return self.first
        month = LAST_MONTH if len(self.known) == YEAR else month
        return date(year, month, monthrange(year, month)[1])


def parse(text: str) -> KnownDay:
    """`2016`, `2016-05`, `05/2016`, `May 2016`, `mai 2016`, `Maio de 2016`, `2016-05-03`, whatever the reader's language.

    Raises UnreadableDay for anything else: what may be meant in two ways (`2011/12` is a month, or a year that ends in the
    next) is none of these.
    """
    text = text.strip()
    if WRITTEN.fullmatch(text):
        return KnownDay(text)
    if parts := MONTH_FIRST.fullmatch(text):
        return KnownDay(f"{parts[2]}-{int(parts[1]):02}")
    parts = MONTH_NAMED.fullmatch(fold(text))
    month = parts and months().get(parts[1])
    if not (parts and month):
        raise UnreadableDay(text)
    return KnownDay(f"{parts[2]}-{month:02}")


@cache
def months() -> dict[str, int]:
    """The names of the months in the languages of the site, whole and shortened, as folded; none stands for two of them."""
    numbers: dict[str, int] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):  # as Django writes them, which is not everywhere as others do
            numbers |= {fold(str(name)): number for number, name in MONTHS.items()}
        for width in ("wide", "abbreviated"):
            numbers |= {fold(name): number for number, name in get_month_names(width, locale=language).items()}
    return numbers


def shown(known: str) -> str:
    """In words, in the language now active: `2016`, `May 2016`, `3 May 2016`."""
    if len(known) == YEAR:
        return known
    day = KnownDay(known).first
    return date_format(day, "YEAR_MONTH_FORMAT") if len(known) == MONTH else date_format(day)


def days_words(first: KnownDay, last: KnownDay | None = None) -> str:
    """From one day to another in words: `22–26 September 2014` within a month, `3 March 2012 – 2013`, `26 May 2014` of one."""
    if last is None or last == first:
        return str(first)
    if first.is_whole and last.is_whole and first.known[:MONTH] == last.known[:MONTH]:
        days = {"first": date_format(first.first, "j"), "last": last}
        return pgettext("days of a month", "%(first)s–%(last)s") % days
    return f"{first} – {last}"


def day_counted(known: str, latest: date) -> date:
    """The day from which something counts that is said to be so: the last one, of a month or year that has begun and is not
    over the `latest` that has begun."""
    day = KnownDay(known)
    return latest if day.first <= latest < day.last else day.last


def first_day(known: str) -> date:
    return KnownDay(known).first


def last_day(known: str) -> date:
    return KnownDay(known).last


def known_of(day: date | None, known: str) -> KnownDay | None:
    """Of a day and what beside it is known of it, empty where the day is, as a row keeps both."""
    return KnownDay(known or day.isoformat()) if day else None


def unless_whole(known: str) -> str:
    """What a row keeps beside the day: nothing where that is known."""
    return "" if len(known) == WHOLE else known


def unless_counted(known: str, day: date) -> str:
    """The same where it may count from another day than its last: nothing where the day that counts is the one known."""
    return "" if known == day.isoformat() else known


def are_in_order(start: str, end: str) -> bool:
    """Can what begins and ends so have begun before it ended?"""
    return first_day(start) <= last_day(end)

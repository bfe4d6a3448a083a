"""The spans of time that a day lies in, and those that make up all the days until the end of its month. No database."""

from collections import Counter
from datetime import date, timedelta

from reports import limits
from reports.models import Tally
from themes.dates import CONFERENCE

EVER, YEAR, MONTH = Tally.Grain.EVER, Tally.Grain.YEAR, Tally.Grain.MONTH
ALWAYS = date.min
EARLIEST, LATEST = date(limits.FIRST_YEAR - 1, 12, 31), date(limits.LAST_YEAR, 12, 31)  # no day is beyond them
ONE_DAY = timedelta(days=1)
Span = tuple[int, date, date]  # a grain, with the first and the last of the days on which its spans begin


def spans_of(day: date) -> list[tuple[int, date]]:
    """The grains and first days of those in which something is counted that holds from this day on."""
    if day == ALWAYS:
        return [(EVER, ALWAYS), (YEAR, ALWAYS)]
    return [(EVER, ALWAYS), (YEAR, day.replace(month=1, day=1)), (MONTH, day.replace(day=1))]


def within(day: date) -> date:
    """The day, or the first or last one on which anything is asked."""
    return max(EARLIEST, min(day, LATEST))


def until_month(day: date, today: date) -> dict[Span, int]:
    """The spans whose sums, each times its sign, make up the days until the end of this month. Of years and months it takes what
    are likely fewer: those before, or all of them without those after."""
    year, month = day.replace(month=1, day=1), day.replace(day=1)
    next_year, next_month = date(day.year + 1, 1, 1), date(day.year + day.month // 12, day.month % 12 + 1, 1)
    terms: Counter[Span] = Counter()
    if day.year - CONFERENCE.year > today.year - day.year:
        terms.update({(EVER, ALWAYS, ALWAYS): 1, (YEAR, next_year, date.max): -1, (YEAR, year, year): -1})
    else:
        terms.update({(YEAR, ALWAYS, year - ONE_DAY): 1})
    if day.month > 6:
        terms.update({(YEAR, year, year): 1, (MONTH, next_month, next_year - ONE_DAY): -1})
    else:
        terms.update({(MONTH, year, month): 1})
    return {span: sign for span, sign in terms.items() if sign and span[1] <= span[2]}

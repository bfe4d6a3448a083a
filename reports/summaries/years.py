"""A country, or a border region, over the years: each activity that counts there from its start to its end or, where they are
many, how many began in each year."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import ExtractYear

from indicators.progress import EXPECTED, LAYERS
from reports.models import Activity, ActivityQuerySet
from reports.summaries.activities import THEME, layer, placed_activities, rank
from reports.summaries.selection import Selection
from reports.summaries.standing import activity_totals
from reports.summaries.sums import Kind
from reports.tallies import EVERY, Where, sums, sums_by_year

MOST = 40  # activities that are drawn one by one
DRAWN = (
    *("title", "language", "review", "status", "status_since", "begun_on"),
    *("starts_on", "starts_on_known", "ends_on", "ends_on_known"),
)


@dataclass(frozen=True)
class Lasting:
    """An activity under a theme, in a layer. What has begun lasts from `first` to `last`, or to the day of the figures where it
    goes on; what is only expected has neither. `activity` is None where the reader may not see it."""

    theme: str
    layer: str
    first: date | None
    last: date | None
    activity: Activity | None


@dataclass(frozen=True)
class Begun:
    """So many activities under a theme that began in a year; `year` None: those that are only expected."""

    theme: str
    year: int | None
    verified: int
    reported: int
    expected: int


@dataclass(frozen=True)
class Years:
    """`totals` are those of `activity_totals`. Up to `MOST` activities stand one by one, by theme and start; of more, there are
    their `numbers` alone. An activity that has actions of two themes stands under both."""

    totals: dict[str, int]
    activities: list[Lasting]
    numbers: list[Begun]

    @property
    def themes(self) -> set[str]:
        """The codes of those under which something stands."""
        return {row.theme for row in self.activities} | {row.theme for row in self.numbers}


def years_of(country: str, selection: Selection, visible: ActivityQuerySet, totals: dict[str, int]) -> Years:
    """What counts in a country, of which there are so many in `totals`; `visible` is what the reader may see. One query; of more than
    `MOST` activities two, and three of a status, by which no sums are kept."""
    if sum(totals.values()) > MOST and not selection.status:
        return Years(totals, [], kept_numbers(country, selection))
    return years_among(placed_activities(selection, country), selection, visible)


def years_among(own: ActivityQuerySet, selection: Selection, visible: ActivityQuerySet) -> Years:
    """The same of activities that count, whosever they are."""
    some = own.order_by("pk").values("pk").distinct()[: MOST + 1]
    counted = own.annotate(under=THEME, rank=rank(selection.as_at))
    seen = counted.filter(pk__in=some).annotate(is_seen=Exists(visible.filter(pk=OuterRef("pk"))))
    rows = {(row.under, row.pk): row for row in seen.only(*DRAWN)}
    standing = {row.pk: layer(row.rank) for row in rows.values()}
    if len(standing) > MOST:
        every = Activity.objects.filter(pk__in=own.order_by().values("pk"))
        return Years(activity_totals(selection, among=every), [], numbers_of(counted))
    totals = Counter(standing.values())
    lasting = (lasting_of(row, selection.as_at) for row in rows.values())
    return Years({name: totals[name] for name in LAYERS}, sorted(lasting, key=order_of), [])


def order_of(row: Lasting) -> tuple[str, date, date, str]:
    return row.theme, row.first or date.max, row.last or date.max, str(row.activity or "")


def lasting_of(row: Any, day: date) -> Lasting:
    name = layer(row.rank)
    first = None if name == EXPECTED else row.begun_on
    return Lasting(row.under, name, first, first and last_of(row, day), row if row.is_seen else None)


def last_of(row: Activity, day: date) -> date:
    """The last day, up to this one, of what has begun."""
    goes_on = row.status == Activity.Status.IN_PROGRESS
    last = row.ends_on or (None if goes_on else row.status_since or row.begun_on)
    return min(last or day, day)


def kept_numbers(country: str, selection: Selection) -> list[Begun]:
    """The same numbers as `numbers_of`, by the sums that are kept. Two queries."""
    where = Q(kind=Kind.THEME, together=False, place=country)
    where = where & Q(under=selection.theme) if selection.theme else where
    kept = Where(((Kind.THEME, selection.theme or EVERY),), (country,))
    numbers = [Begun(*row, expected=0) for row in sums_by_year(where) if row[1] < selection.as_at.year]
    before: dict[str, Counter[str]] = defaultdict(Counter)
    for row in numbers:
        before[row.theme].update(verified=row.verified, reported=row.reported)
    for now in sums([kept], selection.as_at):
        verified, reported = now.verified - before[now.under]["verified"], now.reported - before[now.under]["reported"]
        numbers += [Begun(now.under, selection.as_at.year, verified, reported, 0)] if verified or reported else []
        numbers += [Begun(now.under, None, 0, 0, now.expected)] if now.expected else []
    return sorted(numbers, key=by_year)


def numbers_of(counted: ActivityQuerySet) -> list[Begun]:
    grouped = counted.annotate(year=ExtractYear("begun_on")).values_list("under", "year", "rank")
    numbers: dict[tuple[str, int | None], dict[str, int]] = defaultdict(lambda: dict.fromkeys(LAYERS, 0))
    for theme, year, number, n in grouped.annotate(n=Count("pk", distinct=True)):
        name = layer(number)
        numbers[theme, None if name == EXPECTED else year][name] += n
    return sorted((Begun(theme, year, **cell) for (theme, year), cell in numbers.items()), key=by_year)


def by_year(row: Begun) -> tuple[str, int]:
    return row.theme, row.year or date.max.year

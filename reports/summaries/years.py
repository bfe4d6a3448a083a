"""A country, or a border region, over the years: each activity that counts there from its start to its end or, where they are
many, how many began in each year."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Value
from django.db.models.functions import Coalesce, ExtractYear, NullIf
from django.utils.translation import get_language
from modeltranslation.utils import resolution_order

from indicators.progress import EXPECTED, LAYERS
from reports.models import Activity, ActivityQuerySet
from reports.summaries.activities import THEME, layer, placed_activities, rank
from reports.summaries.selection import Selection
from reports.summaries.standing import activity_totals
from themes.models import LANGUAGE_CODES

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
    their `numbers` alone. An activity that has actions of two themes stands under both. `themes`: the codes of those under which
    something stands, in printed order, with their titles."""

    totals: dict[str, int]
    activities: list[Lasting]
    numbers: list[Begun]
    themes: dict[str, str]


def years_of(country: str, selection: Selection, visible: ActivityQuerySet) -> Years:
    """What counts in a country; `visible` is what the reader may see. One query; of more than `MOST` activities two more."""
    return years_among(placed_activities(selection, country), selection, visible)


def years_among(own: ActivityQuerySet, selection: Selection, visible: ActivityQuerySet) -> Years:
    """The same of activities that count, whosever they are."""
    some = own.order_by("pk").values("pk").distinct()[: MOST + 1]
    counted = own.annotate(under=THEME, under_title=title_of_theme(), rank=rank(selection.as_at))
    seen = counted.filter(pk__in=some).annotate(is_seen=Exists(visible.filter(pk=OuterRef("pk"))))
    rows = {(row.under, row.pk): row for row in seen.only(*DRAWN)}
    standing = {row.pk: layer(row.rank) for row in rows.values()}
    if len(standing) > MOST:
        every = Activity.objects.filter(pk__in=own.order_by().values("pk"))
        numbers, titles = numbers_of(counted)
        return Years(activity_totals(selection, among=every), [], numbers, titles)
    totals = Counter(standing.values())
    titles = in_printed_order({row.under: row.under_title for row in rows.values()})
    lasting = (lasting_of(row, selection.as_at) for row in rows.values())
    return Years({name: totals[name] for name in LAYERS}, sorted(lasting, key=order_of), [], titles)


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


def numbers_of(counted: ActivityQuerySet) -> tuple[list[Begun], dict[str, str]]:
    """With the titles of the themes."""
    columns = ("under", "under_title", "year", "rank")
    grouped = counted.annotate(year=ExtractYear("begun_on")).values_list(*columns)
    numbers: dict[tuple[str, int | None], dict[str, int]] = defaultdict(lambda: dict.fromkeys(LAYERS, 0))
    titles = {}
    for theme, title, year, number, n in grouped.annotate(n=Count("pk", distinct=True)):
        name = layer(number)
        numbers[theme, None if name == EXPECTED else year][name] += n
        titles[theme] = title
    rows = (Begun(theme, year, **cell) for (theme, year), cell in numbers.items())
    return sorted(rows, key=by_year), in_printed_order(titles)


def title_of_theme() -> Coalesce:
    """Of an action's theme, or of an activity's own, in the reader's language or the next best."""
    ways = ("actions__group__theme", "theme")
    text, order = CharField(), [code for code in resolution_order(get_language()) if code in LANGUAGE_CODES]
    titles = (NullIf(f"{way}__title_{code}", Value(""), output_field=text) for code in order for way in ways)
    return Coalesce(*titles, output_field=text)


def in_printed_order(titles: dict[str, str]) -> dict[str, str]:
    return dict(sorted(titles.items()))


def by_year(row: Begun) -> tuple[str, int]:
    return row.theme, row.year or date.max.year

"""The sums as at a day."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models import Sum as Total
from django.utils import timezone

from reports.models import Tally
from reports.tallies.days import ALWAYS, EVER, MONTH, YEAR, Span, until_month, within
from reports.tallies.lines import NUMBERS, add_to


@dataclass(frozen=True)
class Sum:
    """So many activities in a place and under a column, by layer, and so many of them heard of; `kind` and `place` as of a `Tally`."""

    kind: str
    place: str
    under: str
    verified: int
    reported: int
    expected: int
    heard: int

    @property
    def is_together(self) -> bool:
        return "|" in self.place

    def is_of(self, body: str, members: frozenset[str]) -> bool:
        """Of activities together: did a member of this regional body agree, or has the body itself a part?"""
        countries, _bar, bodies = self.place.lstrip("*").partition("|")
        return body in bodies.split("+") or not members.isdisjoint(countries.split("+"))


COLUMNS = ("kind", "place", "under", *(f"sum_{name}" for name in NUMBERS), "changes")


def sums(where: Q, day: date) -> list[Sum]:
    """As at a day, those that are not empty, in no order. One query."""
    first, *others = parts(where, day)
    return added_up(first.union(*others, all=True), day)


def sums_by_year(where: Q) -> list[tuple[str, int, int, int]]:
    """`[(column, year, verified, reported)]`: how many more begin to stand in a layer in a year, or fewer. One query."""
    rows = Tally.objects.filter(where, grain=YEAR, first__gt=ALWAYS).exclude(verified=0, reported=0).order_by()
    columns = rows.values_list("under", "first", "verified", "reported")
    return [(under, day.year, verified, reported) for under, day, verified, reported in columns]


def parts(where: Q, day: date) -> tuple[QuerySet[Tally, Any], QuerySet[Tally, Any]]:
    """Two querysets of `COLUMNS`, which may be asked in one query with others; the answer is for `added_up`."""
    day, rows = within(day), Tally.objects.filter(where).order_by()
    return until_end_of_month(rows, day), later_in_month(rows, day)


def added_up(rows: Iterable[tuple[Any, ...]], day: date) -> list[Sum]:
    counted: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0] * len(NUMBERS))
    for kind, place, under, *numbers, days in rows:
        added = counted[kind, place, under]
        add_to(added, numbers)
        for on, changes in json.loads(days).items() if days else ():
            if int(on) > within(day).day:
                add_to(added, (-change for change in changes))
    return [Sum(*key, *numbers) for key, numbers in counted.items() if any(numbers)]


def until_end_of_month(rows: QuerySet[Tally], day: date) -> QuerySet[Tally, Any]:
    spans = until_month(day, timezone.localdate())
    signed = {f"sum_{name}": Total(F(name) * sign_of(spans)) for name in NUMBERS}
    summed = rows.filter(any_of(spans)).values("kind", "place", "under")
    return summed.annotate(**signed, changes=Value("", output_field=TextField())).values_list(*COLUMNS)


def later_in_month(rows: QuerySet[Tally], day: date) -> QuerySet[Tally, Any]:
    """The rows of the month in which something changes after the day, with what changes on each day."""
    nothing = {f"sum_{name}": Value(0, output_field=IntegerField()) for name in NUMBERS}
    later = rows.filter(grain=MONTH, first=day.replace(day=1), last_day__gt=day.day)
    return later.annotate(**nothing, changes=F("days")).values_list(*COLUMNS)


def any_of(spans: Iterable[Span]) -> Q:
    some = Q()
    for grain, first, last in spans:
        some |= Q(grain=grain) if grain == EVER else Q(grain=grain, first__range=(first, last))
    return some


def sign_of(spans: Mapping[Span, int]) -> Case:
    """Of a row that stands in one of the spans, whichever."""
    added = any_of(span for span, sign in spans.items() if sign > 0)
    return Case(When(added, then=Value(1)), default=Value(-1), output_field=IntegerField())

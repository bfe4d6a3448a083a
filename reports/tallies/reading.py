"""The sums as at a day."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models import Sum as Total
from django.utils import timezone

from reports.models import Tally
from reports.tallies.days import EVER, MONTH, Span, until_month, within
from reports.tallies.lines import NUMBERS, add_to


@dataclass(frozen=True)
class Sum:
    """So many activities in a place and under a column, by layer, and so many of them heard of; `place` as of a `Tally`."""

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


def sums(kind: str, day: date, where: Q) -> list[Sum]:
    """Of a kind as at a day, those that are not empty, in no order. One query."""
    day = within(day)
    rows = Tally.objects.filter(where, kind=kind).order_by()
    counted: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(NUMBERS))
    for place, under, *numbers, days in until_end_of_month(rows, day).union(later_in_month(rows, day), all=True):
        added = counted[place, under]
        add_to(added, numbers)
        for on, changes in json.loads(days).items() if days else ():
            if int(on) > day.day:
                add_to(added, (-change for change in changes))
    return [Sum(place, under, *numbers) for (place, under), numbers in counted.items() if any(numbers)]


def until_end_of_month(rows: QuerySet[Tally], day: date) -> QuerySet[Tally, Any]:
    spans = until_month(day, timezone.localdate())
    signed = {f"sum_{name}": Total(F(name) * sign_of(spans)) for name in NUMBERS}
    summed = rows.filter(any_of(spans)).values_list("place", "under")
    return summed.annotate(**signed, changes=Value("", output_field=CharField()))


def later_in_month(rows: QuerySet[Tally], day: date) -> QuerySet[Tally, Any]:
    """The rows of the month in which something changes after the day, with what changes on each day."""
    nothing = {f"sum_{name}": Value(0, output_field=IntegerField()) for name in NUMBERS}
    later = rows.filter(grain=MONTH, first=day.replace(day=1), last_day__gt=day.day)
    return later.values_list("place", "under").annotate(**nothing, changes=F("days"))


def any_of(spans: Iterable[Span]) -> Q:
    some = Q()
    for grain, first, last in spans:
        some |= Q(grain=grain) if grain == EVER else Q(grain=grain, first__range=(first, last))
    return some


def sign_of(spans: Mapping[Span, int]) -> Case:
    """Of a row that stands in one of the spans, whichever."""
    added = any_of(span for span, sign in spans.items() if sign > 0)
    return Case(When(added, then=Value(1)), default=Value(-1), output_field=IntegerField())

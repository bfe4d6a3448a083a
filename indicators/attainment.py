"""When a target was met: the arithmetic of deadlines, on plain days. No database, no request, no language."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import Protocol

from indicators.progress import REPORTED, SECTORS_NEEDED, VERIFIED

BY_DEADLINE, LATE, NO_LONGER, NOT_MET = "by_deadline", "late", "no_longer", "not_met"
NOTHING_YET = "nothing"
REACHED = (BY_DEADLINE, LATE, NO_LONGER, VERIFIED, REPORTED, NOTHING_YET)  # how far a target is, the farthest first


@dataclass(frozen=True)
class Span:
    """From `first` on; as at `end` no longer (None: it still is)."""

    first: date
    end: date | None = None

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.end is None or day < self.end)


class Need(Protocol):
    """What one indicator asks for in a stage, and whether that is there on a day of it."""

    @property
    def required(self) -> int | None: ...

    @property
    def turns(self) -> Iterable[date]:
        """The days on which it may begin or cease to be met, in no order."""

    def counted_by(self, day: date) -> int:
        """How many count on a day."""

    def met_on(self, day: date) -> bool: ...


@dataclass(frozen=True)
class OfSpans:
    """A need of so many (None: no number), and the spans in which something counts, of which no two of one unit overlap."""

    required: int | None
    spans: Sequence[Span]

    @cached_property
    def firsts(self) -> list[date]:
        return sorted(span.first for span in self.spans)

    @cached_property
    def ends(self) -> list[date]:
        return sorted(span.end for span in self.spans if span.end)

    @property
    def turns(self) -> Iterable[date]:
        return (*self.firsts, *self.ends)

    def counted_by(self, day: date) -> int:
        return bisect_right(self.firsts, day) - bisect_right(self.ends, day)

    def met_on(self, day: date) -> bool:
        return bool(self.required and self.counted_by(day) >= self.required)


@dataclass(frozen=True)
class Curve:
    """How many count from each of these days on: the changes of a day, in order; before all of them there is nothing."""

    changes: Sequence[tuple[date, int]]

    @cached_property
    def days(self) -> list[date]:
        return [day for day, _change in self.changes]

    @cached_property
    def counts(self) -> list[int]:
        return [*accumulate((change for _day, change in self.changes), initial=0)]

    def on(self, day: date) -> int:
        return self.counts[bisect_right(self.days, day)]


@dataclass(frozen=True)
class OfCurve:
    """A need of so many, of things that are counted by the day and not told apart."""

    required: int | None
    curve: Curve

    @property
    def turns(self) -> Iterable[date]:
        reached = [self.is_enough(count) for count in self.curve.counts]
        return [
            day for day, before, after in zip(self.curve.days, reached, reached[1:], strict=False) if before != after
        ]

    def is_enough(self, count: int) -> bool:
        return bool(self.required and count >= self.required)

    def counted_by(self, day: date) -> int:
        return self.curve.on(day)

    def met_on(self, day: date) -> bool:
        return self.is_enough(self.counted_by(day))


@dataclass(frozen=True)
class Stage:
    """From its `first` day to the next stage the same is asked for, of the same countries, one `Need` an indicator."""

    first: date
    needs: Sequence[Need]

    def met_on(self, day: date) -> bool:
        return all(need.met_on(day) for need in self.needs)

    def days(self, end: date | None) -> list[date]:
        """The days before `end` on which it may begin or cease to be met, its first one among them."""
        days = {day for need in self.needs for day in need.turns}
        return sorted({self.first} | {day for day in days if self.first < day and (end is None or day < end)})


@dataclass(frozen=True)
class Attainment:
    """Whether a target is met on a day, and was by its `deadline`, the printed one; `since` when it is met now
    (None: it is not), or from which day one that was met is no longer so (`ended`); `earlier` spans of being met, in order.

    `revised`: the deadline that a decision has set since, and whether the target was met by it (None: it is to come).
    `begun` and `ceased`: of the first days of all these spans, and of their ends, what is known where it is not the whole day
    (`{date(2016, 12, 31): "2016"}`).
    """

    deadline: date
    by_deadline: bool
    since: date | None = None
    ended: date | None = None
    revised: date | None = None
    by_revised: bool | None = None
    earlier: tuple[Span, ...] = ()
    begun: Mapping[date, str] = field(default_factory=dict, compare=False)
    ceased: Mapping[date, str] = field(default_factory=dict, compare=False)

    @property
    def met(self) -> bool:
        return self.since is not None

    @property
    def state(self) -> str:
        if self.met:
            return BY_DEADLINE if self.by_deadline else LATE
        return NO_LONGER if self.earlier else NOT_MET


def attainment(
    spans: Sequence[Span],
    last: date,
    deadline: date,
    revised: date | None = None,
    known_begun: Mapping[date, str] | None = None,
    known_ceased: Mapping[date, str] | None = None,
) -> Attainment:
    """As at `last`; a deadline that is to come is met by what is met so far. Of days on which something began or ceased to
    count and that nobody knows as whole days: what is known of them."""
    begun = [span for span in spans if span.first <= last]
    now = next((span for span in begun if span.holds(last)), None)
    by_revised = None
    if revised and revised <= last:
        by_revised = any(span.holds(revised) for span in spans)
    earlier = tuple(span for span in begun if span is not now)
    return Attainment(
        deadline=deadline,
        by_deadline=any(span.holds(min(deadline, last)) for span in begun),
        since=now.first if now else None,
        ended=None if now or not earlier else earlier[-1].end,
        earlier=earlier,
        revised=revised,
        by_revised=by_revised,
        begun=known_of_days((span.first for span in begun), known_begun or {}),
        ceased=known_of_days((span.end for span in begun), known_ceased or {}),
    )


def known_of_days(days: Iterable[date | None], known: Mapping[date, str]) -> dict[date, str]:
    return {day: known[day] for day in days if day and day in known}


def spans(stages: Sequence[Stage]) -> list[Span]:
    """The spans of days in which all indicators are met, in order; those that follow on one another are one."""
    joined: list[Span] = []
    ends = [stage.first for stage in stages[1:]]
    for stage, end in zip(stages, [*ends, None], strict=True):
        days = stage.days(end)
        for first, until in zip(days, [*days[1:], end], strict=True):
            if stage.met_on(first):
                add_span(joined, Span(first, until))
    return joined


def add_span(spans: list[Span], new: Span) -> None:
    """Beside the others, the last of which begins no later; as one with it where they touch or overlap."""
    last = spans[-1] if spans else None
    if last is None or (last.end is not None and last.end < new.first):
        spans.append(new)
    elif last.end is not None:
        spans[-1] = Span(last.first, None if new.end is None else max(last.end, new.end))


def merged_spans(spans: Iterable[Span]) -> list[Span]:
    """Of one unit: the days on which at least one of them holds."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: span.first):
        add_span(merged, span)
    return merged


def spans_of_countries(units: Mapping[str, Sequence[Span]]) -> list[Span]:
    """Of sectors (`MOZ/I.c`) with their merged spans: those in which each country has enough of them."""
    by_country: dict[str, list[Span]] = defaultdict(list)
    for unit, own in units.items():
        by_country[unit.partition("/")[0]] += own
    return [span for own in by_country.values() for span in spans([Stage(date.min, [OfSpans(SECTORS_NEEDED, own)])])]

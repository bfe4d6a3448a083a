"""When a target was met: the arithmetic of deadlines, on plain days. No database, no request, no language."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.progress import SECTORS_NEEDED

BY_DEADLINE, LATE, NO_LONGER, NOT_MET = "by_deadline", "late", "no_longer", "not_met"


@dataclass(frozen=True)
class Need:
    """What one indicator asks for in a stage: so many (None: no number), and of each that counts the day since when."""

    required: int | None
    days: Sequence[date]  # in order

    def counted_by(self, day: date) -> int:
        """How many count on a day."""
        return bisect_right(self.days, day)

    def met_from(self, first: date) -> date | None:
        """The first day from `first` on as at which it is met, if nothing else changes."""
        if not self.required or len(self.days) < self.required:
            return None
        return max(first, self.days[self.required - 1])


@dataclass(frozen=True)
class Stage:
    """From its `first` day to the next stage the same is asked for, of the same countries, one `Need` an indicator."""

    first: date
    needs: Sequence[Need]


@dataclass(frozen=True)
class Span:
    """As at `first` and later it is met; as at `end` it no longer is (None: it still is)."""

    first: date
    end: date | None = None

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Attainment:
    """Whether a target is met on a day, and was by its `deadline`, the printed one; `since` when it is met now
    (None: it is not), or from which day one that was met by then is `ended`.

    `revised`: the deadline that a decision has set since, and whether the target was met by it (None: it is to come).
    """

    deadline: date
    by_deadline: bool
    since: date | None = None
    ended: date | None = None
    revised: date | None = None
    by_revised: bool | None = None

    @property
    def met(self) -> bool:
        return self.since is not None

    @property
    def state(self) -> str:
        if self.met:
            return BY_DEADLINE if self.by_deadline else LATE
        return NO_LONGER if self.by_deadline else NOT_MET


def attainment(spans: Sequence[Span], last: date, deadline: date, revised: date | None = None) -> Attainment:
    """As at `last`; a deadline that is to come is met by what is met so far."""
    now = next((span for span in spans if span.holds(last)), None)
    then = next((span for span in spans if span.holds(min(deadline, last))), None)
    by_revised = None
    if revised and revised <= last:
        by_revised = any(span.holds(revised) for span in spans)
    return Attainment(
        deadline=deadline,
        by_deadline=then is not None,
        since=now.first if now else None,
        ended=then.end if then and not now else None,
        revised=revised,
        by_revised=by_revised,
    )


def spans(stages: Sequence[Stage]) -> list[Span]:
    """The spans of days in which all indicators are met, in order; stages that follow on one another make one."""
    joined: list[Span] = []
    ends = [stage.first for stage in stages[1:]]
    for stage, end in zip(stages, [*ends, None], strict=True):
        first = all_met_from(stage)
        if first is None or (end is not None and first >= end):
            continue
        if joined and joined[-1].end == first:
            first = joined.pop().first
        joined.append(Span(first, end))
    return joined


def all_met_from(stage: Stage) -> date | None:
    days = [day for need in stage.needs if (day := need.met_from(stage.first))]
    return max(days, default=None) if len(days) == len(stage.needs) else None


def days_of_countries(days: Iterable[tuple[str, date]]) -> list[date]:
    """Of sectors (`MOZ/I.c`) with their days, in order: the day on which each country has enough of them."""
    by_country: dict[str, list[date]] = defaultdict(list)
    for unit, day in days:
        by_country[unit.partition("/")[0]].append(day)
    return sorted(sorted(dates)[SECTORS_NEEDED - 1] for dates in by_country.values() if len(dates) >= SECTORS_NEEDED)

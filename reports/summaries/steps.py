"""A target over time: how many units counted on each day on which that changed, and how many were needed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from indicators.models import Indicator
from indicators.progress import ClaimRow, IndicatorProgress, Rule, count
from reports.summaries.in_force import InForce, in_force
from reports.summaries.kept import kept_indicators
from reports.summaries.moments import known_as
from reports.summaries.rows import claim_rows
from reports.summaries.selection import Selection
from reports.summaries.targets import (
    OF_COUNTRIES,
    TargetProgress,
    assessed,
    history_of,
    progress_of,
)
from reports.tallies import Results
from themes.dates import CONFERENCE
from themes.known_days import KnownDay


@dataclass(frozen=True)
class Step:
    """From `day` on so many units are verified and so many more reported; `required` None: there was no number then.

    `known` is what is known of that day where it is not the whole of it."""

    day: date
    verified: int
    reported: int
    required: int | None
    known: str = ""

    @property
    def known_day(self) -> KnownDay:
        return KnownDay(self.known or self.day.isoformat())

    @property
    def figures(self) -> tuple[int, int, int | None]:
        return self.verified, self.reported, self.required


@dataclass(frozen=True)
class TargetOverTime:
    """A target on a day, by indicator its steps up to that day, and who takes part on it (ISO alpha-3)."""

    progress: TargetProgress
    steps: dict[str, list[Step]]
    participants: frozenset[str]

    def missing(self, counted: IndicatorProgress, counts: str) -> list[str]:
        """Of an indicator that counts countries, those that take part and of which nothing is claimed."""
        units = {unit.unit.partition("/")[0] for unit in counted.units}
        return sorted(self.participants - units) if counts in OF_COUNTRIES else []


def standing_on(steps: Sequence[Step], day: date) -> Step:
    """What counted on a day, of at least one step; before all of them the first."""
    return next((step for step in reversed(steps) if step.day <= day), steps[0])


def target_over_time(selection: Selection, code: str) -> TargetOverTime | None:
    """None where there is no target of that code. Four queries, of a body six, whose members are those of the day."""
    indicators = list(assessed(kept_indicators(selection), selection.as_at).filter(target=code))
    if not indicators:
        return None
    target, norm = indicators[0].target, in_force(selection)
    claims = claim_rows(selection, [target])
    results = Results(claims)
    history = history_of(norm, [target], results)
    progress = progress_of(target, indicators, results, history, history.spans(indicators))
    return TargetOverTime(progress, {row.pk: steps_of(row, claims[row.pk], norm) for row in indicators}, norm.everyone)


def steps_of(indicator: Indicator, claims: Iterable[ClaimRow], norm: InForce) -> list[Step]:
    """From the Conference on, or as at a day before it that alone; each unlike the one before."""
    claims, last = list(claims), norm.selection.as_at
    moments: list[tuple[date | None, str]] = [(day, "") for day in norm.days]
    for row in claims:
        moments += [(row.achieved_on, row.achieved_known), (row.ended_on, row.ended_known)]
    days = {min(CONFERENCE, last)} | {day for day, _known in moments if day and CONFERENCE < day <= last}
    known = known_as(moments)
    steps = [step_on(indicator, claims, norm, day, known.get(day, "")) for day in sorted(days)]
    return steps[:1] + [step for before, step in pairwise(steps) if step.figures != before.figures]


def step_on(indicator: Indicator, claims: list[ClaimRow], norm: InForce, day: date, known: str) -> Step:
    rule = Rule(indicator.pk, indicator.counts, norm.required(indicator, day))
    counted = count(rule, claims, day, norm.participants(day))
    return Step(day, counted.verified, counted.reported, counted.required, known)

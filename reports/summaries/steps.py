"""A target over time: how many units counted on each day on which that changed, and how many were needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from indicators.attainment import Curve
from indicators.models import Indicator
from indicators.progress import REPORTED, VERIFIED, ClaimRow, IndicatorProgress, Rule, count
from reports.summaries.in_force import InForce, in_force
from reports.summaries.kept import kept_indicators
from reports.summaries.moments import Moment, known_as, moments_of
from reports.summaries.rows import claims_on, results_of_targets
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

MOST_STEPS = 40  # that are drawn one by one; of more, what counted at the end of each year


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
    """A target on a day, by indicator its steps up to that day, and who takes part on it (ISO alpha-3); `norm` is what was in force."""

    progress: TargetProgress
    steps: dict[str, list[Step]]
    participants: frozenset[str]
    norm: InForce

    def missing(self, counted: IndicatorProgress, counts: str) -> list[str]:
        """Of an indicator that counts countries, those that take part and of which nothing is claimed."""
        units = {unit.unit.partition("/")[0] for unit in counted.units}
        return sorted(self.participants - units) if counts in OF_COUNTRIES else []


def standing_on(steps: Sequence[Step], day: date) -> Step:
    """What counted on a day, of at least one step; before all of them the first."""
    return next((step for step in reversed(steps) if step.day <= day), steps[0])


def target_over_time(selection: Selection, code: str) -> TargetOverTime | None:
    """None where there is no target of that code. Four queries, of a body six, whose members are those of the day; one more where days
    are known as a month or a year."""
    indicators = list(assessed(kept_indicators(selection), selection.as_at).filter(target=code))
    if not indicators:
        return None
    target, norm = indicators[0].target, in_force(selection)
    results = results_of_targets(selection, [target])
    history = history_of(norm, [target], results)
    spans = history.spans(indicators)
    steps = {row.pk: steps_of(row, results, norm) for row in indicators}
    asked = {day for span in spans for day in (span.first, span.end) if day}
    asked |= {step.day for own in steps.values() if len(own) <= MOST_STEPS for step in own}
    known = moments_of(claims_on(selection, [target]), results, asked, (VERIFIED, REPORTED))
    steps = {pk: as_known(own, [moment for moment in known if moment.indicator == pk]) for pk, own in steps.items()}
    progress = progress_of(target, indicators, results, history, spans, known)
    return TargetOverTime(progress, steps, norm.everyone, norm)


def steps_of(indicator: Indicator, results: Results, norm: InForce) -> list[Step]:
    """From the Conference on, or as at a day before it that alone; each unlike the one before."""
    last, rows, curves = norm.selection.as_at, results.rows.get(indicator.pk, ()), results.curves.get(indicator.pk)
    moments: list[tuple[date | None, str]] = [(day, "") for day in norm.days]
    for row in rows:
        moments += [(row.achieved_on, row.achieved_known), (row.ended_on, row.ended_known)]
    if curves:
        moments += [(day, "") for layer in (VERIFIED, REPORTED) for day in curves[layer].days]
    days = {min(CONFERENCE, last)} | {day for day, _known in moments if day and CONFERENCE < day <= last}
    known = known_as(moments)
    steps = [step_on(indicator, rows, curves, norm, day, known.get(day, "")) for day in sorted(days)]
    return steps[:1] + [step for before, step in pairwise(steps) if step.figures != before.figures]


def step_on(
    indicator: Indicator,
    claims: Sequence[ClaimRow],
    curves: Mapping[str, Curve] | None,
    norm: InForce,
    day: date,
    known: str,
) -> Step:
    rule = Rule(indicator.pk, indicator.counts, norm.required(indicator, day))
    if curves:
        return Step(day, curves[VERIFIED].on(day), curves[REPORTED].on(day), rule.required, known)
    counted = count(rule, claims, day, norm.participants(day))
    return Step(day, counted.verified, counted.reported, counted.required, known)


def as_known(steps: list[Step], moments: Sequence[Moment]) -> list[Step]:
    """With what is known of the days of which not the whole is."""
    known = known_as((moment.day, moment.known) for moment in moments)
    return [replace(step, known=known.get(step.day, step.known)) for step in steps]


def drawn_steps(steps: Sequence[Step], last: date) -> tuple[list[Step], bool]:
    """As many as a picture draws, and whether each says only what counted at the end of a year, and on the last day."""
    if len(steps) <= MOST_STEPS:
        return [*steps], False
    ends = [date(year, 12, 31) for year in range(steps[0].day.year, last.year)]
    standing = [replace(standing_on(steps, day), day=day, known="") for day in [*ends, last]]
    return standing[:1] + [step for before, step in pairwise(standing) if step.figures != before.figures], True

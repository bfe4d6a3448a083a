"""What changed between two days: units that changed layer, and the activities by which they did."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from indicators.attainment import Attainment, attainment
from indicators.models import Indicator
from indicators.progress import LAYERS, IndicatorProgress, count
from indicators.revisions import TargetNow
from reports.models import ActivityQuerySet
from reports.summaries.in_force import InForce, in_force
from reports.summaries.kept import counted_claims, kept_indicators
from reports.summaries.moved import MovedActivities, latest_moved, moved_activities, moved_between
from reports.summaries.rows import claim_rows, results_of_targets
from reports.summaries.selection import Selection
from reports.summaries.targets import history_of
from reports.summaries.units import FIRST
from reports.tallies import Results

NAMED = 20  # of the activities by which a unit moved
IndicatorUnit = tuple[str, str]  # ("VI.T1.1", "MOZ")


@dataclass(frozen=True)
class Move:
    """A unit of an indicator in the layer `before` on the earlier day and `after` on the later one; `lapsed`: it counts in
    none any more."""

    unit: str
    before: str
    after: str


@dataclass(frozen=True)
class Movement:
    """An indicator of which units moved, so many `in_all`: those that have a name, and of activities the latest; `before` and
    `after` are its figures on the two days, `attainment` says when it was met, by what was in force on each day."""

    indicator: Indicator
    before: IndicatorProgress
    after: IndicatorProgress
    moves: tuple[Move, ...]
    in_all: int
    attainment: Attainment
    target: TargetNow

    @property
    def newly_met(self) -> bool:
        return self.after.met and not self.before.met


def movements(
    selection: Selection,
    since: date,
    only: Q | None = None,
    norm: InForce | None = None,
    results: Results | None = None,
    most: int | None = FIRST,
) -> list[Movement]:
    """What changed layer after `since` and by the day of the selection, in printed order, by all claims or `only` by some.
    Six queries, of a body ten; two fewer where `norm`, what was in force, is at hand, one where the
    `results` are at hand is. Of activities at most so many are named, of some claims or a status all.

    A layer is that of `target_progress`; the body's members, the participants and the thresholds are those of the
    later day, so that only what was done moves a figure.
    """
    norm = norm or in_force(selection)
    indicators = list(kept_indicators(selection))
    targets, numbers = [indicator.target for indicator in indicators], dict[str, MovedActivities]()
    if only or selection.status:
        results = Results(claim_rows(selection, targets, only=only))
    else:
        results = results or results_of_targets(selection, targets)
        numbers = moved_activities(norm, indicators, since, results)
        named = [row for row in indicators if row.pk in numbers and numbers[row.pk].units]
        results = Results(results.rows | latest_moved(selection, named, since, most), results.curves)
    history = history_of(norm, targets, results)
    moved = []
    for indicator in indicators:
        before, after, moves = moves_of(norm, since, indicator, results)
        n = len(moves)
        if known := numbers.get(indicator.pk):
            before, after, n = known.before, known.after, known.units
        if n:
            when = attainment(history.spans([indicator]), selection.as_at, indicator.target.deadline)
            target = TargetNow(indicator.target, norm.revised(indicator.target))
            moved.append(Movement(indicator, before, after, moves, n, when, target))
    return moved


def moves_of(
    norm: InForce, since: date, indicator: Indicator, results: Results
) -> tuple[IndicatorProgress, IndicatorProgress, tuple[Move, ...]]:
    """Of the claims that are at hand."""
    rule, claims = norm.rule(indicator), results.rows.get(indicator.pk, ())
    before, after = (count(rule, claims, day, norm.everyone) for day in (since, norm.selection.as_at))
    return before, after, moved_units(before, after)


LAPSED = "lapsed"
STATES = (*LAYERS, LAPSED)


def moved_units(before: IndicatorProgress, after: IndicatorProgress) -> tuple[Move, ...]:
    """The best layers reached first, and last what lapsed. The same claims stand on both days: what stands after stood before,
    if only as expected, or had lapsed."""
    then, now = layers_of(before), layers_of(after)
    moves = [Move(unit, then.get(unit, LAPSED), now[unit]) for unit in now if now[unit] != then.get(unit, LAPSED)]
    return tuple(sorted(moves, key=lambda move: (STATES.index(move.after), move.unit)))


def layers_of(progress: IndicatorProgress) -> dict[str, str]:
    return {unit.unit: unit.layer for unit in progress.units} | {unit.unit: LAPSED for unit in progress.lapsed}


def moved_pairs(moved: Iterable[Movement]) -> set[IndicatorUnit]:
    return {(row.indicator.pk, move.unit) for row in moved for move in row.moves}


@dataclass(frozen=True)
class Behind:
    """The activities by which a unit moved: the first that a reader may open, how many more of those there are, and how many
    others."""

    named: list[UUID]
    more: int
    hidden: int


def activities_of(
    units: Collection[IndicatorUnit],
    selection: Selection,
    since: date,
    visible: ActivityQuerySet,
    *,
    only: Q | None = None,
    most: int = NAMED,
) -> dict[IndicatorUnit, Behind]:
    """By whose claims, achieved or ended in between, these units moved, for somebody to whom `visible` are; `most` are named of
    each unit. One query."""
    claims = counted_claims(selection).filter(moved_between(since, selection.as_at))
    claims = claims.filter(only) if only else claims
    claims = claims.filter(
        indicator__in={indicator for indicator, _unit in units}, unit__in={unit for _i, unit in units}
    )
    alike = [F("indicator"), F("unit"), F("is_open")]
    first = ("achieved_on", "pk")
    placed = claims.annotate(is_open=Exists(visible.filter(pk=OuterRef("activity")))).annotate(
        place=Window(RowNumber(), partition_by=alike, order_by=first),
        alike=Window(Count("pk"), partition_by=alike),
    )
    rows = placed.filter(place__lte=most).order_by(*first)
    named: dict[IndicatorUnit, list[UUID]] = defaultdict(list)
    in_all: dict[tuple[IndicatorUnit, bool], int] = {}
    for indicator, unit, activity, is_open, n in rows.values_list("indicator", "unit", "activity", "is_open", "alike"):
        in_all[(indicator, unit), is_open] = n
        named[indicator, unit] += [activity] if is_open else []
    return {
        unit: Behind(keys, in_all.get((unit, True), 0) - len(keys), in_all.get((unit, False), 0))
        for unit, keys in named.items()
        if unit in units
    }

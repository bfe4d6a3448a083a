"""What moved between two days: units that changed layer, and the activities by which they did."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BooleanField, Case, Count, Min, Value, When

from indicators.attainment import Attainment, attainment
from indicators.models import Indicator
from indicators.progress import LAYERS, ClaimRow, IndicatorProgress, count
from indicators.revisions import TargetNow
from reports.summaries.in_force import in_force
from reports.summaries.kept import STANDING, counted_claims, kept_indicators
from reports.summaries.selection import Selection
from reports.summaries.targets import history_of


@dataclass(frozen=True)
class Move:
    """A unit of an indicator in the layer `before` on the earlier day and `after` on the later one."""

    unit: str
    before: str
    after: str


@dataclass(frozen=True)
class Movement:
    """An indicator of which units moved; `before` and `after` are its figures on the two days, `attainment` says when it
    was met, by what was in force on each day."""

    indicator: Indicator
    before: IndicatorProgress
    after: IndicatorProgress
    moves: tuple[Move, ...]
    attainment: Attainment
    target: TargetNow

    @property
    def newly_met(self) -> bool:
        return self.after.met and not self.before.met


def movements(selection: Selection, since: date) -> list[Movement]:
    """What changed layer after `since` and by the day of the selection, in printed order. Four queries, of a body six.

    A layer is that of `target_progress`; the body's members, the participants and the thresholds are those of the
    later day, so that only what was done moves a figure.
    """
    norm = in_force(selection)
    earlier, later = claim_rows_of_two_days(selection, since)
    indicators = list(kept_indicators(selection))
    history = history_of(norm, [indicator.target for indicator in indicators], later)
    moved = []
    for indicator in indicators:
        rule = norm.rule(indicator)
        before = count(rule, earlier[indicator.pk], since, norm.everyone)
        after = count(rule, later[indicator.pk], selection.as_at, norm.everyone)
        if moves := moved_units(before, after):
            when = attainment(history.spans([indicator]), selection.as_at, indicator.target.deadline)
            target = TargetNow(indicator.target, norm.revised(indicator.target))
            moved.append(Movement(indicator, before, after, moves, when, target))
    return moved


def moved_units(before: IndicatorProgress, after: IndicatorProgress) -> tuple[Move, ...]:
    """The best layers reached first. The same claims stand on both days, so a unit only ever rises."""
    stood = {unit.unit: unit.layer for unit in before.units}
    moves = [Move(unit.unit, stood[unit.unit], unit.layer) for unit in after.units if unit.layer != stood[unit.unit]]
    return tuple(sorted(moves, key=lambda move: (LAYERS.index(move.after), move.unit)))


def claim_rows_of_two_days(
    selection: Selection, since: date
) -> tuple[dict[str, list[ClaimRow]], dict[str, list[ClaimRow]]]:
    """The rows of `claim_rows` as at `since`, and as at the day of the selection. One query."""

    def by(day: date) -> Case:
        return Case(When(achieved_on__lte=day, then=True), default=False, output_field=BooleanField())

    standing = counted_claims(selection).order_by().annotate(earlier=by(since), later=by(selection.as_at), **STANDING)
    grouped = standing.values_list("indicator", "unit", "earlier", "later", "verified", "submitted", "country")
    rows: tuple[dict[str, list[ClaimRow]], dict[str, list[ClaimRow]]] = (defaultdict(list), defaultdict(list))
    for indicator, unit, earlier, later, verified, submitted, country, n, first in grouped.annotate(
        n=Count(Value(1)), first=Min("achieved_on")
    ):
        for by_indicator, is_achieved in zip(rows, (earlier, later), strict=True):
            by_indicator[indicator].append(
                ClaimRow(unit, first if is_achieved else None, verified, submitted, country, n)
            )
    return rows


def activities_of(
    moved: Iterable[Movement], selection: Selection, since: date, most: int = 200
) -> dict[tuple[str, str], list[UUID]]:
    """`{("VI.T1.1", "MOZ"): [activity]}`: whose claims were achieved in between, at most `most` of them. One query."""
    units = {(row.indicator.pk, move.unit) for row in moved for move in row.moves}
    claims = counted_claims(selection).filter(achieved_on__gt=since, achieved_on__lte=selection.as_at)
    claims = claims.filter(
        indicator__in={indicator for indicator, _unit in units}, unit__in={unit for _i, unit in units}
    )
    by_unit: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    rows = claims.order_by("achieved_on", "pk").values_list("indicator", "unit", "activity")
    for indicator, unit, activity in rows[:most]:
        if (indicator, unit) in units:
            by_unit[indicator, unit].append(activity)
    return dict(by_unit)

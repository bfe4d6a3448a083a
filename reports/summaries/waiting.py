"""What verifying a claim would do to its target: why one activity is checked before another."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from indicators.models import Indicator
from indicators.progress import VERIFIED, IndicatorProgress, verified_after
from indicators.revisions import Line, TargetNow, concerning
from reports.models import Claim, ClaimQuerySet, Tally, Word
from reports.summaries.in_force import in_force
from reports.summaries.kept import given_up, kept_indicators
from reports.summaries.selection import Selection
from reports.summaries.targets import progress_on
from reports.tallies import EVERY, Where, kept_results, sums


@dataclass(frozen=True)
class Effect:
    """The units of one indicator that are verified `now`, and `then`: with the claims of one activity verified too."""

    target: TargetNow
    indicator: str
    now: int
    then: int
    required: int | None

    @property
    def revisions(self) -> list[Line]:
        """In the reader's language, of its target, without what other indicators of it need."""
        return concerning(self.target.revisions, self.indicator)

    @property
    def moves(self) -> bool:
        """Towards the threshold: what is met already, or has no number yet, is not moved by one more."""
        return bool(self.required and self.now < min(self.then, self.required))

    @property
    def meets(self) -> bool:
        return bool(self.required and self.moves and self.then >= self.required)


@dataclass(frozen=True)
class Unmet:
    """An indicator that has a threshold and has not reached it."""

    target: TargetNow
    indicator: Indicator
    progress: IndicatorProgress

    @cached_property
    def layers(self) -> dict[str, str]:
        """That of each unit that is counted at all; none where activities are counted."""
        return {unit.unit: unit.layer for unit in self.progress.units}

    def unverified(self, selection: Selection) -> Q:
        """Claims of a unit that counts and is not verified. Where activities are counted, each claim is that of its own unit."""
        if self.indicator.counts == Indicator.Counts.ACTIVITIES:
            goes_on = Q(ended_on=None) | Q(ended_on__gt=selection.as_at)
            pending = Q(indicator=self.progress.code, verification=Claim.Verification.PENDING)
            return pending & goes_on & ~given_up(selection.as_at)
        units = [unit for unit, layer in self.layers.items() if layer != VERIFIED]
        return Q(indicator=self.progress.code, unit__in=units)

    def effect(self, units: set[str]) -> Effect:
        """Of verifying claims of these units, too."""
        own = dict.fromkeys(units, "") if self.indicator.counts == Indicator.Counts.ACTIVITIES else self.layers
        now = self.progress.verified
        then = verified_after(self.indicator.counts, now, own, units)
        return Effect(self.target, self.progress.code, now, then, self.progress.required)


@dataclass(frozen=True)
class Thresholds:
    """What is not met on the day of a selection, and which countries take part on it."""

    selection: Selection
    unmet: dict[str, Unmet]
    everyone: frozenset[str]

    def moving(self, claims: ClaimQuerySet) -> ClaimQuerySet:
        """Of these claims those that, verified, could count for something that is not met; what no country agreed to moves nothing."""
        some = Q(pk__in=[])
        for one in self.unmet.values():
            some |= one.unverified(self.selection)
        return claims.filter(some, word=Word.AGREED, achieved_on__isnull=False)

    def effects(self, moving: Iterable[tuple[UUID, str, str]]) -> dict[UUID, list[Effect]]:
        """`{activity: [Effect]}` for `moving` claims `(activity, indicator, unit)`; those that would reach a threshold first, what
        would move nothing left out. No query."""
        claimed: dict[UUID, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for activity, indicator, unit in moving:
            claimed[activity][indicator].add(unit)
        moved = {
            activity: in_order(self.unmet[code].effect(units) for code, units in by_indicator.items())
            for activity, by_indicator in claimed.items()
        }
        return {activity: rows for activity, rows in moved.items() if rows}


def in_order(rows: Iterable[Effect]) -> list[Effect]:
    return sorted((row for row in rows if row.moves), key=lambda row: (not row.meets, row.indicator))


def thresholds_on(selection: Selection, counts: Collection[str] = tuple(Indicator.Counts)) -> Thresholds:
    """Of indicators that count these. Four queries, and one where activities are counted, however much is claimed."""
    norm, indicators = in_force(selection), kept_indicators(selection).filter(counts__in=counts)
    units, of_activities = kept_results(Q(place=""), Q(pk__in=[]), selection.as_at), {}
    if Indicator.Counts.ACTIVITIES in counts:
        everywhere = Where(((Tally.Kind.RESULT, EVERY),), ("",))
        of_activities = {row.under: row for row in sums([everywhere], selection.as_at)}
    unmet = {}
    for row in indicators:
        progress = progress_on(norm, row, units, selection.as_at)
        if known := of_activities.get(row.pk):
            progress = replace(progress, verified=known.verified, reported=known.reported, expected=known.expected)
        if progress.required and progress.verified < progress.required:
            unmet[row.pk] = Unmet(TargetNow(row.target, norm.revised(row.target)), row, progress)
    return Thresholds(selection, unmet, norm.everyone)

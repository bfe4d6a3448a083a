"""What verifying a claim would do to its target: why one activity is checked before another."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from indicators.models import Indicator
from indicators.progress import IndicatorProgress, verified_after
from indicators.revisions import Line, concerning
from reports.summaries.selection import Selection
from reports.summaries.targets import TargetProgress, target_progress


@dataclass(frozen=True)
class Effect:
    """The units of one indicator that are verified `now`, and `then`: with the claims of one activity verified too."""

    target: TargetProgress
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


def effects(claims: Iterable[tuple[UUID, str, str]], selection: Selection) -> dict[UUID, list[Effect]]:
    """`{activity: [Effect]}` for claims `(activity, indicator, unit)` that have been achieved and wait; those that would
    reach a threshold first, what would move nothing left out. Four queries."""
    claimed: dict[UUID, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for activity, indicator, unit in claims:
        claimed[activity][indicator].add(unit)
    if not claimed:
        return {}
    counted = target_progress(selection)
    targets = {row.code: target for target in counted for row in target.indicators}
    progress = {row.code: row for target in counted for row in target.indicators}
    layers = {code: {unit.unit: unit.layer for unit in row.units} for code, row in progress.items()}
    counts = dict(Indicator.objects.values_list("pk", "counts"))
    return {
        activity: in_order(
            effect_of(
                targets[code],
                progress[code],
                verified_after(counts[code], progress[code].verified, layers[code], units),
            )
            for code, units in by_indicator.items()
        )
        for activity, by_indicator in claimed.items()
    }


def effect_of(target: TargetProgress, progress: IndicatorProgress, then: int) -> Effect:
    return Effect(target, progress.code, progress.verified, then, progress.required)


def in_order(rows: Iterable[Effect]) -> list[Effect]:
    return sorted((row for row in rows if row.moves), key=lambda row: (not row.meets, row.indicator))

"""A border region: the targets for which it may count, and how it stands for each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from indicators.models import Indicator
from indicators.progress import ClaimRow, UnitProgress, count, has_ended, layer_of
from indicators.revisions import TargetNow
from reports.summaries.in_force import in_force
from reports.summaries.kept import kept_indicators
from reports.summaries.rows import claim_rows
from reports.summaries.selection import Selection
from themes.known_days import KnownDay, known_of


@dataclass(frozen=True)
class BorderResult:
    """An indicator that counts border regions: one of them as its `unit` (None: nothing of it counts), and the first day on
    which that was so in its layer (None: only expected)."""

    target: TargetNow
    indicator: Indicator
    unit: UnitProgress | None
    since: KnownDay | None


def border_results(region: str, selection: Selection) -> list[BorderResult]:
    """By the indicators in printed order. Three queries."""
    indicators = list(kept_indicators(selection).filter(counts=Indicator.Counts.BORDER_REGIONS))
    targets, norm = [indicator.target for indicator in indicators], in_force(selection, [])
    rows = claim_rows(selection, targets, only=Q(border_region=region))
    results = []
    for indicator in indicators:
        counted = count(norm.rule(indicator), rows[indicator.pk], selection.as_at, norm.everyone)
        unit = next(iter(counted.units), None)
        since = first_day(rows[indicator.pk], unit.layer, selection.as_at) if unit else None
        target = TargetNow(indicator.target, norm.revised(indicator.target))
        results.append(BorderResult(target, indicator, unit, since))
    return results


def first_day(claims: Iterable[ClaimRow], layer: str, day: date) -> KnownDay | None:
    """Of the claims that stand in a layer on a day, the first on which one was achieved, as far as it is known."""
    standing = (claim for claim in claims if not has_ended(claim, day) and layer_of(claim, day) == layer)
    achieved = [(claim.achieved_on, claim.achieved_known) for claim in standing if claim.achieved_on]
    return known_of(*min(achieved)) if achieved else None

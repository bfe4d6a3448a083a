"""The claims behind what counts, as far as a caller may see them, and of each unit no more than an answer holds."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONArray

from indicators.models import Indicator
from indicators.progress import IndicatorProgress
from reports import rules
from reports.models import Claim, ClaimQuerySet, UnitTally
from reports.rules import Standing
from reports.summaries import Selection, TargetProgress, counted_claims
from themes.json_rows import JSONRows

MOST = 20  # of a unit
Claims = dict[tuple[str, str], list[str]]  # their ids, by indicator and unit


def claims_behind(who: Standing, selection: Selection, targets: Iterable[TargetProgress]) -> tuple[Claims, Claims]:
    """Of the units of these targets, of activities those that are named: the claims that count on the day, and those that have ended
    by it, the latest of those verified first. Two queries, one where no activity is named."""
    counted = [row for target in targets for row in target.counted]
    seen = counted_claims(selection).filter(Exists(rules.visible_claims(who).filter(pk=OuterRef("pk"))))
    goes_on: Claims = defaultdict(list)
    ended: Claims = defaultdict(list)
    named = [row.pk for row, _progress in counted if row.counts != Indicator.Counts.ACTIVITIES]
    units = UnitTally.objects.filter(place="", indicator__in=named).order_by()
    standing, gone = seen.exclude(ended_on__lte=selection.as_at), seen.filter(ended_on__lte=selection.as_at)
    for row in units.only("indicator", "unit").annotate(standing=first_claims(standing), gone=first_claims(gone)):
        goes_on[row.indicator_id, row.unit], ended[row.indicator_id, row.unit] = (
            keys_of(row.standing),
            keys_of(row.gone),
        )
    for pk, indicator, unit, end in activity_claims(
        seen, [(row, progress) for row, progress in counted if row.pk not in named]
    ):
        (ended if end and end <= selection.as_at else goes_on)[indicator, unit].append(str(pk))
    return goes_on, ended


BEST_FIRST = ("-verification", "-achieved_on", "-decided_at", "-pk")  # as an index has them


def first_claims(claims: ClaimQuerySet) -> Subquery:
    """Of the unit of the outer query the first of these claims, as `keys_of` reads them."""
    of_unit = claims.filter(indicator=OuterRef(OuterRef("indicator")), unit=OuterRef(OuterRef("unit")))
    first = Claim.objects.filter(pk__in=of_unit.order_by(*BEST_FIRST).values("pk")[:MOST]).order_by()
    columns = JSONArray("verification", "achieved_on", "pk")
    return Subquery(first.values("indicator").annotate(rows=JSONRows(columns)).values("rows"))


def keys_of(rows: list[list[str]] | None) -> list[str]:
    in_order = sorted(rows or (), key=lambda row: (row[0], row[1] or "", row[2]), reverse=True)
    return [str(UUID(key)) for _verification, _achieved_on, key in in_order]


def activity_claims(
    seen: ClaimQuerySet, counted: list[tuple[Indicator, IndicatorProgress]]
) -> Iterable[tuple[Any, ...]]:
    some = Q()
    for indicator, row in counted:
        if units := [*(unit.unit for unit in row.units), *(unit.unit for unit in row.lapsed)]:
            some |= Q(indicator=indicator, unit__in=units)
    columns = seen.filter(some).order_by(*BEST_FIRST).values_list("pk", "indicator", "unit", "ended_on")
    return columns if some else ()

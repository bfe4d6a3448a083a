"""The activities that are units themselves, by name: the latest of the best layers, or all of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from django.db.models import F, Q, QuerySet

from indicators.models import Indicator
from indicators.progress import EXPECTED, LAYERS, REPORTED, VERIFIED, ClaimRow, IndicatorProgress, count
from reports.models import Activity, Claim, ClaimQuerySet
from reports.summaries.in_force import InForce
from reports.summaries.kept import counted_claims, of_country
from reports.summaries.rows import OF_ACTIVITIES, claim_rows, counted_rows, rows_by_indicator
from reports.summaries.selection import Selection
from reports.summaries.targets import TargetProgress

FIRST = 20  # of an indicator; the others stand in lists that have pages
AT_ONCE = 1000


def with_activities(
    targets: Iterable[TargetProgress], norm: InForce, country: str = "", most: int | None = FIRST
) -> list[TargetProgress]:
    """The same (of one country, where they are its own), where activities are counted with their names among the units and what lapsed: of an indicator at most so many, the
    latest of the best layers; None: all. One query, where there are any."""
    targets, rows = list(targets), dict[str, list[ClaimRow]]()
    if most is None:
        rows = claim_rows(norm.selection, [row.target for row in targets], country, only=OF_ACTIVITIES)
    elif pieces := [piece for row in targets for piece in pieces_of(row, norm.selection, country, most)]:
        rows = rows_by_indicator(pieces[0].union(*pieces[1:], all=True))
    return [with_those(row, norm, rows, most) for row in targets]


def with_those(
    target: TargetProgress, norm: InForce, rows: dict[str, list[ClaimRow]], most: int | None
) -> TargetProgress:
    counted = []
    for indicator, progress in target.counted:
        if indicator.counts == Indicator.Counts.ACTIVITIES:
            some = standing_of(norm, indicator, rows.get(indicator.pk, ()))
            progress = replace(progress, units=some.units[:most], lapsed=some.lapsed[:most])
        counted.append(progress)
    return replace(target, indicators=tuple(counted))


def standing_of(norm: InForce, indicator: Indicator, rows: Sequence[ClaimRow]) -> IndicatorProgress:
    return count(norm.rule(indicator), rows, norm.selection.as_at, norm.everyone)


def pieces_of(target: TargetProgress, selection: Selection, country: str, most: int) -> Iterator[QuerySet[Claim, Any]]:
    """Of those of its indicators that count activities as many rows of each layer as are named, in the columns of `counted_rows`."""
    for indicator, progress in target.counted:
        if indicator.counts == Indicator.Counts.ACTIVITIES:
            claims, left = counted_claims(selection).filter(indicator=indicator), most
            claims = claims.filter(of_country(country)) if country else claims
            for layer in LAYERS:
                n = min(left, getattr(progress, layer))
                yield from some_rows(in_layer(claims, layer, selection), selection, n)
                left -= n
            yield from some_rows(lapsed_of(claims, selection), selection, most if indicator.is_state else 0)


def some_rows(claims: ClaimQuerySet, selection: Selection, n: int) -> Iterator[QuerySet[Claim, Any]]:
    if n:
        yield counted_rows(replace(selection, body=""), Claim.objects.filter(pk__in=claims.values("pk")[:n]))


def each_activity(norm: InForce, indicator: Indicator) -> Iterator[IndicatorProgress]:
    """All the activities that count, and those that lapsed, by the thousand: the best layer first, in each what was achieved last. Two
    queries a thousand."""
    selection = norm.selection
    claims = counted_claims(selection).filter(indicator=indicator)
    for those in (*(in_layer(claims, layer, selection) for layer in LAYERS), lapsed_of(claims, selection)):
        keys = those.values_list("pk", flat=True).iterator(chunk_size=AT_ONCE)
        while some := list(islice(keys, AT_ONCE)):
            rows = claim_rows(selection, [indicator.target], only=Q(pk__in=some))
            yield standing_of(norm, indicator, rows[indicator.pk])


def in_layer(claims: ClaimQuerySet, layer: str, selection: Selection) -> ClaimQuerySet:
    """Of claims that count, each of its own unit; what was achieved last comes first."""
    goes_on = claims.exclude(ended_on__lte=selection.as_at)
    achieved = Q(achieved_on__isnull=False, achieved_on__lte=selection.as_at)
    verified = Q(verification=Claim.Verification.VERIFIED)
    reported = Q(verification=Claim.Verification.PENDING, activity__review__in=Activity.HANDED_IN)
    if layer == EXPECTED:
        return goes_on.exclude(achieved & (verified | reported)).order_by(F("achieved_on").desc(nulls_last=True), "pk")
    return goes_on.filter(achieved, {VERIFIED: verified, REPORTED: reported}[layer]).order_by("-achieved_on", "pk")


def lapsed_of(claims: ClaimQuerySet, selection: Selection) -> ClaimQuerySet:
    """What is no longer so, the last first."""
    return claims.filter(ended_on__lte=selection.as_at).order_by("-ended_on", "pk")

"""What each country contributes, for all countries at once: what `country_view` says of one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, DateField, F, Q, Value, When

from indicators.models import Target
from indicators.progress import ClaimRow, UnitProgress, count, layer_of
from reports.models import Activity, Claim, Word
from reports.summaries.in_force import InForce
from reports.summaries.kept import STANDING, counted_claims
from reports.summaries.selection import Selection
from reports.summaries.targets import TargetProgress


def contributions(
    selection: Selection, progress: Iterable[TargetProgress], norm: InForce
) -> dict[str, dict[str, tuple[UnitProgress, ...]]]:
    """`{"MOZ": {"VI.T1.1": units}}`: the units of each country by indicator, where it has any. One query.

    A border region or an activity stands with every country of the activity that claims it; a body with none.
    """
    rules = [norm.rule(indicator) for target in progress for indicator in target.norm]
    by_country: dict[str, dict[str, tuple[UnitProgress, ...]]] = {}
    for country, rows in claim_rows_by_country(selection).items():
        units = {rule.code: count(rule, rows[rule.code], selection.as_at, norm.everyone).units for rule in rules}
        by_country[country] = {code: counted for code, counted in units.items() if counted}
    return by_country


def claim_rows_by_country(selection: Selection) -> dict[str, dict[str, list[ClaimRow]]]:
    place = Case(
        When(country__isnull=False, then=F("country")),
        default=F("activity__agreements__country"),
        output_field=CharField(),
    )
    agreed = Q(country__isnull=False) | Q(activity__agreements__word=Word.AGREED)
    grouped = (
        counted_claims(selection)
        .filter(agreed, body__isnull=True)
        .exclude(ended_on__lte=selection.as_at)
        .order_by()
        .annotate(
            place=place,
            achieved=Case(
                When(achieved_on__lte=selection.as_at, then=Value(selection.as_at)), output_field=DateField()
            ),
            **STANDING,
        )
        .values_list("place", "indicator", "unit", "achieved", "verified", "submitted", "country")
    )
    rows: dict[str, dict[str, list[ClaimRow]]] = defaultdict(lambda: defaultdict(list))
    for place, indicator, *row in grouped.annotate(claims=Count("pk", distinct=True)):
        if place:
            rows[place][indicator].append(ClaimRow(*row))
    return rows


def results_of(claims: Iterable[Claim], selection: Selection) -> list[tuple[str, str]]:
    """`[("VI.T1", "verified")]`: the target and the layer of each of these claims that counts on the day. One query, if there
    are claims."""
    pks = [claim.pk for claim in claims]
    if not pks:
        return []
    rows = (
        counted_claims(selection)
        .filter(pk__in=pks)
        .exclude(ended_on__lte=selection.as_at)
        .order_by()
        .annotate(verified=STANDING["verified"], submitted=STANDING["submitted"])
        .values_list("indicator__target", "unit", "achieved_on", "verified", "submitted", "country")
    )
    return [(target, layer_of(ClaimRow(*row), selection.as_at)) for target, *row in rows]


@dataclass(frozen=True)
class Served:
    """A target for which what is done under an action counts, with how many results in each layer."""

    target: Target
    verified: int
    reported: int
    expected: int


def served_by(action: str, selection: Selection) -> list[Served]:
    """By the targets in printed order. One query."""
    counting = counted_claims(selection).filter(activity__actions=action).exclude(ended_on__lte=selection.as_at)
    achieved = Q(indicators__claims__achieved_on__lte=selection.as_at)
    verified = achieved & Q(indicators__claims__verification=Claim.Verification.VERIFIED)
    handed_in = achieved & Q(indicators__claims__activity__review__in=Activity.HANDED_IN)
    rows = Target.objects.filter(indicators__claims__in=counting.order_by().values("pk")).annotate(
        results=Count("indicators__claims"),
        verified=Count("indicators__claims", filter=verified),
        done=Count("indicators__claims", filter=verified | handed_in),
    )
    return [Served(row, row.verified, row.done - row.verified, row.results - row.done) for row in rows]

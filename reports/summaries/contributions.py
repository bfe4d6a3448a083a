"""What each country contributes, for all countries at once: what `country_view` says of one."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Case, CharField, Count, DateField, F, Q, Value, When

from indicators.progress import LAYERS, ClaimRow, UnitProgress, count, layer_of
from reports.models import Claim, ClaimQuerySet, Word
from reports.summaries.activities import REGIONAL, by_place, layer, rank
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
    return layers_of(counted_claims(selection).filter(pk__in=pks), selection) if pks else []


def served_by(action: str, selection: Selection) -> list[tuple[str, str]]:
    """`results_of` all the claims of what is done under an action of the menu. One query."""
    return layers_of(counted_claims(selection).filter(activity__actions=action), selection)


def layers_of(claims: ClaimQuerySet, selection: Selection) -> list[tuple[str, str]]:
    rows = (
        claims.exclude(ended_on__lte=selection.as_at)
        .order_by()
        .annotate(**STANDING)
        .values_list("indicator__target", "unit", "achieved_on", "verified", "submitted", "country")
    )
    return [(target, layer_of(ClaimRow(*row), selection.as_at)) for target, *row in rows]


def totals_by_country(selection: Selection) -> dict[str, dict[str, int]]:
    """`{"MOZ": {"verified": 3, "reported": 5, "expected": 2}}`: `activity_totals` of each country. One query."""
    national = by_place(selection).exclude(Q(row=REGIONAL))
    grouped = national.annotate(rank=rank(selection.as_at)).values_list("row", "rank")
    totals: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(LAYERS, 0))
    for country, number, n in grouped.annotate(n=Count("pk", distinct=True)):
        totals[country][layer(number)] = n
    return totals

"""What each country contributes, for all countries at once: what `country_view` says of one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, CharField, Count, DateField, F, Q, Value, When

from indicators.progress import ClaimRow, UnitProgress, count, layer_of
from reports.models import Activity, Claim, Word
from reports.summaries.in_force import InForce
from reports.summaries.kept import STANDING, counted_claims, kept_indicators
from reports.summaries.selection import Selection
from reports.summaries.targets import TargetProgress, assessed, progress_among


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


def results_of(claims: Iterable[Claim], selection: Selection) -> dict[UUID, tuple[str, str]]:
    """`{claim: ("VI.T1", "verified")}`: the target and the layer of each of these claims that counts on the day. One query, if
    there are claims."""
    pks = [claim.pk for claim in claims]
    if not pks:
        return {}
    rows = (
        counted_claims(selection)
        .filter(pk__in=pks)
        .exclude(ended_on__lte=selection.as_at)
        .order_by()
        .annotate(verified=STANDING["verified"], submitted=STANDING["submitted"])
        .values_list("pk", "indicator__target", "unit", "achieved_on", "verified", "submitted", "country")
    )
    return {pk: (target, layer_of(ClaimRow(*row), selection.as_at)) for pk, target, *row in rows}


@dataclass(frozen=True)
class Served:
    """A target for which what is done under an action counts, with how many results of that in each layer."""

    progress: TargetProgress
    verified: int
    reported: int
    expected: int

    @property
    def numbers(self) -> tuple[int, int, int]:
        return self.verified, self.reported, self.expected


def served_by(action: str, norm: InForce) -> list[Served]:
    """By the targets in printed order, each as it stands on the day. Two queries."""
    day = norm.selection.as_at
    counting = counted_claims(norm.selection).filter(activity__actions=action).exclude(ended_on__lte=day).order_by()
    own = Q(claims__in=counting.values("pk"))
    achieved = own & Q(claims__achieved_on__lte=day)
    verified = achieved & Q(claims__verification=Claim.Verification.VERIFIED)
    handed_in = achieved & Q(claims__activity__review__in=Activity.HANDED_IN)
    indicators = (
        kept_indicators(norm.selection)
        .filter(target__in=counting.values("indicator__target"))
        .annotate(
            results=Count("claims", filter=own),
            verified=Count("claims", filter=verified),
            done=Count("claims", filter=verified | handed_in),
        )
    )
    return [served_of(progress) for progress in progress_among(assessed(indicators, day), norm)]


def served_of(progress: TargetProgress) -> Served:
    """Of indicators with their numbers of claims under the action."""
    verified, done, results = (
        sum(getattr(row, name) for row in progress.norm) for name in ("verified", "done", "results")
    )
    return Served(progress, verified, done - verified, results - done)

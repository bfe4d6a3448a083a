"""What counts for targets, as the rows of which their figures are made."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, CharField, Count, F, Min, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from indicators.models import Indicator, Target
from indicators.progress import ClaimRow
from reports.models import BorderRegion, Claim, ClaimQuerySet
from reports.summaries.history import ended_by
from reports.summaries.kept import STANDING, counted_anywhere, in_body, members, of_country
from reports.summaries.selection import Selection
from reports.tallies import Results, kept_results
from themes.known_days import WHOLE


def results_of_targets(selection: Selection, targets: Iterable[Target], country: str = "") -> Results:
    """What counts for them: units that have a name, and of activities how many. Of a status, by which nothing is kept, activities
    are named too. One query."""
    if selection.status:
        return Results(claim_rows(selection, targets, country))
    units, body = units_for(targets, country), "" if country else selection.body
    units = units & units_in_body(selection) if body else units
    asked = Indicator.objects.filter(target__in=targets).values("pk")
    activities = Q(together=bool(body), place=country or body, under__in=asked)
    return kept_results(units, activities, selection.as_at)


def claim_rows(
    selection: Selection, targets: Iterable[Target], country: str = "", only: Q | None = None
) -> dict[str, list[ClaimRow]]:
    """What counts, or did until it ended, by indicator, with a row for all claims that stand and end alike by that day and
    the first day of them; of all, or `only` of some. Counted from the claims. One query."""
    claims = claims_on(selection, targets, country)
    return rows_by_indicator(counted_rows(selection, claims.filter(only) if only else claims))


OF_ACTIVITIES = Q(indicator__counts=Indicator.Counts.ACTIVITIES)


def units_for(targets: Iterable[Target], country: str) -> Q:
    """Those that have a name; of one country, itself, its sectors and the borders that its activities claim."""
    own = Q(place="", country=country) | Q(place=country) if country else Q(place="")
    return own & Q(indicator__target__in=targets)


def units_in_body(selection: Selection) -> Q:
    """Of the units that have a name, those that `in_body` keeps."""
    borders = BorderRegion.objects.filter(countries__in=members(selection)).values("pk")
    return Q(country__in=members(selection)) | Q(country=None, unit__in=borders) | Q(country=None, unit=selection.body)


ROW = (
    "indicator",
    "unit",
    "country",
    "verified",
    "submitted",
    "is_achieved",
    "ended",
    "ended_known",
    "claims",
    "first",
)


def counted_rows(selection: Selection, claims: ClaimQuerySet) -> QuerySet[Claim, Any]:
    """The columns of `ROW`, of claims."""
    claims = claims.filter(in_body(selection)) if selection.body else claims
    standing = claims.order_by().annotate(
        is_achieved=Case(
            When(achieved_on__lte=selection.as_at, then=True), default=Value(False), output_field=BooleanField()
        ),
        ended=ended_by(selection.as_at),
        ended_known=Case(When(ended_on__lte=selection.as_at, then=F("ended_on_known")), default=Value("")),
        **STANDING,
    )
    first = Min(Concat(Cast("achieved_on", CharField()), "achieved_on_known"))
    grouped: QuerySet[Claim, Any] = standing.values(*ROW[:-2]).annotate(claims=Count("pk"), first=first)
    return grouped.values_list(*ROW)


def rows_by_indicator(columns: Iterable[tuple[Any, ...]]) -> dict[str, list[ClaimRow]]:
    rows: dict[str, list[ClaimRow]] = defaultdict(list)
    for indicator, unit, place, verified, submitted, is_achieved, ended, ended_known, n, achieved in columns:
        on, known = (date.fromisoformat(achieved[:WHOLE]), achieved[WHOLE:]) if is_achieved else (None, "")
        rows[indicator].append(ClaimRow(unit, on, verified, submitted, place, n, ended, ended_known, known))
    return rows


def claims_on(selection: Selection, targets: Iterable[Target], country: str = "") -> ClaimQuerySet:
    """Those that count for these targets, in any body; of one country, where one is named."""
    claims = counted_anywhere(selection).filter(indicator__target__in=targets)
    return claims.filter(of_country(country)) if country else claims

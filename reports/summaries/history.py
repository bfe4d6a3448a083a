"""When targets were met: for each unit the first day on which it was verified, and what was asked for on every day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Case, CharField, Exists, F, Min, OuterRef, Q, Value, When

from indicators.attainment import Need, Span, Stage, days_of_countries, spans
from indicators.models import Indicator
from indicators.progress import ClaimRow
from reports.models import Activity, Claim, ClaimQuerySet, Partner, Word
from reports.summaries.in_force import InForce
from reports.summaries.selection import Selection


@dataclass(frozen=True)
class First:
    """The first day on which a unit was verified. Of a body it counts while one of its `places` is a member, or always
    (None); `country` is that of a unit that is one, or a sector of one."""

    unit: str
    day: date
    country: str | None
    places: frozenset[str] | None = None


@dataclass(frozen=True)
class History:
    """Exact for every day up to that of the selection: what it says of one is what the figures as at that day say."""

    in_force: InForce
    firsts: Mapping[str, Sequence[First]]

    def need(self, indicator: Indicator, day: date) -> Need:
        """What is asked for on a day, with all the units that count under what is in force then, later ones too."""
        required, everyone = self.in_force.required(indicator, day), None
        if required is None:
            everyone = self.in_force.participants(day)
            required = len(everyone) or None
        members = self.in_force.members(day)
        units = [
            (first.unit, first.day)
            for first in self.firsts.get(indicator.pk, ())
            if (everyone is None or first.country in everyone)
            and (members is None or first.places is None or first.places & members)
        ]
        sectors = indicator.counts == Indicator.Counts.SECTORS
        return Need(required, days_of_countries(units) if sectors else sorted(day for _unit, day in units))

    def spans(self, indicators: Sequence[Indicator]) -> list[Span]:
        """The spans of days as at which all of a target's indicators are met."""
        return spans([Stage(day, [self.need(row, day) for row in indicators]) for day in self.in_force.days])


def firsts_of(rows: Mapping[str, Iterable[ClaimRow]]) -> dict[str, list[First]]:
    """Of claims that count for the whole region, each `achieved_on` the first day of its unit in its layer."""
    return {
        indicator: first_of_each(
            First(row.unit, row.achieved_on, row.country) for row in claims if row.verified and row.achieved_on
        )
        for indicator, claims in rows.items()
    }


def first_of_each(firsts: Iterable[First]) -> list[First]:
    by_unit: dict[str, First] = {}
    for first in firsts:
        if first.unit not in by_unit or first.day < by_unit[first.unit].day:
            by_unit[first.unit] = first
    return list(by_unit.values())


def firsts_of_body(claims: ClaimQuerySet, selection: Selection) -> dict[str, list[First]]:
    """The same of a body, whose members differ from day to day; `claims` are those that count, in any body. One query."""
    of_activity = Q(country__isnull=True, border_region__isnull=True)  # other bodies' own units are left out below
    takes_part = Partner.objects.filter(activity=OuterRef("activity"), organisation__body=selection.body)
    own = Q(body=selection.body) | of_activity & (Q(activity__lead__body=selection.body) | Exists(takes_part))
    place = Case(
        When(country__isnull=False, then=F("country")),
        When(border_region__isnull=False, then=F("border_region__countries")),
        default=F("activity__agreements__country"),
        output_field=CharField(),
    )
    verified = claims.filter(verification=Claim.Verification.VERIFIED, achieved_on__lte=selection.as_at)
    agreed = ~of_activity | Q(activity__scope=Activity.Scope.REGIONAL) | Q(activity__agreements__word=Word.AGREED)
    rows = (
        verified.filter(agreed, Q(body__isnull=True) | Q(body=selection.body))
        .order_by()
        .annotate(place=place, own=Case(When(own, then=True), default=Value(False), output_field=BooleanField()))
        .values_list("indicator", "unit", "country", "own", "place")
        .annotate(first=Min("achieved_on"))
    )
    firsts: dict[tuple[str, str], First] = {}
    for indicator, unit, country, is_own, place, day in rows:
        known = firsts.get((indicator, unit), First(unit, day, country, frozenset()))
        places = None if is_own or known.places is None else known.places | {place}
        firsts[indicator, unit] = First(unit, min(day, known.day), country, places)
    by_indicator: dict[str, list[First]] = defaultdict(list)
    for (indicator, _unit), first in firsts.items():
        by_indicator[indicator].append(first)
    return by_indicator

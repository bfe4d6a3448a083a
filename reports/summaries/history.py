"""When targets were met: the days on which each unit was verified, and what was asked for on every day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import BooleanField, Case, CharField, DateField, Exists, F, Min, OuterRef, Q, Value, When

from indicators.attainment import Curve, Need, OfCurve, OfSpans, Span, Stage, merged_spans, spans, spans_of_countries
from indicators.models import Indicator
from indicators.progress import ClaimRow
from reports.models import Activity, BorderRegion, Claim, ClaimQuerySet, Partner, Word
from reports.summaries.in_force import InForce
from reports.summaries.selection import Selection


@dataclass(frozen=True)
class Term:
    """The days on which claims for a unit that ended alike were verified. Of a body it counts while one of its `places` is a
    member, or always (None); `country` is that of a unit that is one, or a sector of one."""

    unit: str
    span: Span
    country: str | None
    places: frozenset[str] | None = None


@dataclass(frozen=True)
class History:
    """Exact for every day up to that of the selection: what it says of one is what the figures as at that day say."""

    in_force: InForce
    terms: Mapping[str, Sequence[Term]]
    curves: Mapping[str, Curve] = field(default_factory=dict)  # of indicators whose activities are counted by the day

    def need(self, indicator: Indicator, day: date) -> Need:
        """What is asked for on a day, with all the units that count under what is in force then, later ones too."""
        required, everyone = self.in_force.required(indicator, day), None
        if required is None:
            everyone = self.in_force.participants(day)
            required = len(everyone) or None
        if curve := self.curves.get(indicator.pk):
            return OfCurve(required, curve)
        members = self.in_force.members(day)
        units: dict[str, list[Span]] = defaultdict(list)
        for term in self.terms.get(indicator.pk, ()):
            is_asked = everyone is None or term.country in everyone
            if is_asked and (members is None or term.places is None or term.places & members):
                units[term.unit].append(term.span)
        counted = {unit: merged_spans(terms) for unit, terms in units.items()}
        if indicator.counts == Indicator.Counts.SECTORS:
            return OfSpans(required, spans_of_countries(counted))
        return OfSpans(required, [span for own in counted.values() for span in own])

    def spans(self, indicators: Sequence[Indicator]) -> list[Span]:
        """The spans of days as at which all of a target's indicators are met."""
        return spans([Stage(day, [self.need(row, day) for row in indicators]) for day in self.in_force.days])


def terms_of(rows: Mapping[str, Iterable[ClaimRow]]) -> dict[str, list[Term]]:
    """Of claims that count for the whole region, each `achieved_on` the first day of those that stand and end alike."""
    return {
        indicator: [
            Term(row.unit, Span(row.achieved_on, row.ended_on), row.country)
            for row in claims
            if row.verified and row.achieved_on and (row.ended_on is None or row.achieved_on < row.ended_on)
        ]
        for indicator, claims in rows.items()
    }


def terms_of_body(claims: ClaimQuerySet, selection: Selection) -> dict[str, list[Term]]:
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
        .annotate(
            place=place,
            own=Case(When(own, then=True), default=Value(False), output_field=BooleanField()),
            ended=ended_by(selection.as_at),
        )
        .values_list("indicator", "unit", "country", "own", "place", "ended")
        .annotate(first=Min("achieved_on"))
    )
    by_indicator: dict[str, list[Term]] = defaultdict(list)
    for indicator, unit, country, is_own, place, ended, first in rows:
        if ended is not None and ended <= first:  # both known to one year: on no day is it sure
            continue
        places = None if is_own else frozenset({place})
        by_indicator[indicator].append(Term(unit, Span(first, ended), country, places))
    return by_indicator


def terms_of_units(rows: Mapping[str, Iterable[ClaimRow]], selection: Selection) -> dict[str, list[Term]]:
    """The same of units that have a name. One query."""
    shared: dict[str, set[str]] = defaultdict(set)
    for region, country in BorderRegion.countries.through.objects.values_list("borderregion", "country"):
        shared[region].add(country)
    terms = {}
    for indicator, those in terms_of(rows).items():
        placed = (
            replace(term, places=frozenset([term.country] if term.country else shared[term.unit])) for term in those
        )
        terms[indicator] = [
            replace(term, places=None) if term.unit == selection.body else term
            for term in placed
            if term.places or term.unit == selection.body
        ]
    return terms


def ended_by(day: date) -> Case:
    """The day from which a claim is no longer so, where it has come by that day."""
    return Case(When(ended_on__lte=day, then=F("ended_on")), output_field=DateField())

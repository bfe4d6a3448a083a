"""The 25 targets: three layers each, in four queries however many activities there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from indicators.attainment import NOT_MET, NOTHING_YET, Attainment, attainment
from indicators.models import Indicator, Target
from indicators.progress import REPORTED, VERIFIED, ClaimRow, IndicatorProgress, count
from indicators.revisions import TargetNow
from reports.models import Assessment, BorderRegion, Claim, ClaimQuerySet, UnitTally
from reports.summaries.history import History, ended_by, terms_of, terms_of_body, terms_of_units
from reports.summaries.in_force import InForce, in_force
from reports.summaries.kept import STANDING, counted_anywhere, in_body, kept_indicators, members, of_country
from reports.summaries.selection import Selection
from reports.tallies import rows_of
from themes.known_days import WHOLE

OF_COUNTRIES = (Indicator.Counts.COUNTRIES, Indicator.Counts.SECTORS)


@dataclass(frozen=True)
class TargetProgress(TargetNow):
    """A target on a day: one `IndicatorProgress` an indicator of `norm`, when it was met, and what the working group
    thought of it (empty: nothing yet)."""

    indicators: tuple[IndicatorProgress, ...]
    attainment: Attainment
    norm: tuple[Indicator, ...] = ()
    assessment: str = ""
    assessed_on: date | None = None

    @property
    def counted(self) -> tuple[tuple[Indicator, IndicatorProgress], ...]:
        return tuple(zip(self.norm, self.indicators, strict=True))

    @property
    def reached(self) -> str:
        """How far it is, one of `REACHED`: when it was met or, where it never was, the best layer of any of its units."""
        if self.attainment.state != NOT_MET:
            return self.attainment.state
        best = (layer for layer in (VERIFIED, REPORTED) if any(getattr(one, layer) for one in self.indicators))
        return next(best, NOTHING_YET)

    @property
    def met(self) -> bool:
        """What was counted; the assessment has no part in it."""
        return all(indicator.met for indicator in self.indicators)

    @property
    def assessed(self) -> str:
        """The assessment in words."""
        return str(Assessment.Verdict(self.assessment).label) if self.assessment else ""


def target_progress(
    selection: Selection, *, codes: list[str] | None = None, country: str = "", norm: InForce | None = None
) -> list[TargetProgress]:
    """The targets (all, or those of `codes` or of the selection's theme) with their layers, in printed order.

    `country` keeps only the units of one country (ISO alpha-3): what that country contributes. `norm`, what was in
    force, spares two queries where at hand. A body costs two more.
    """
    rows = assessed(kept_indicators(selection), selection.as_at)
    if codes is not None:
        rows = rows.filter(target__in=codes)
    targets: dict[Target, list[Indicator]] = defaultdict(list)
    for row in rows:
        targets[row.target].append(row)
    norm = norm or in_force(selection)
    claims = claim_rows(selection, list(targets), country)
    history = history_of(norm, list(targets), claims, country)
    return [progress_of(target, indicators, claims, history) for target, indicators in targets.items()]


def history_of(
    norm: InForce, targets: list[Target], claims: dict[str, list[ClaimRow]] | None = None, country: str = ""
) -> History:
    """When the units of these targets were verified. Of a body three queries; else those of `claim_rows`, or none where its
    `claims` are at hand."""
    selection = norm.selection
    if not selection.body:
        return History(norm, terms_of(claim_rows(selection, targets, country) if claims is None else claims))
    counted = claims_on(selection, targets, country)
    if selection.status:
        return History(norm, terms_of_body(counted, selection))
    terms = terms_of_body(counted.filter(OF_ACTIVITIES), selection)
    units = rows_by_indicator(kept_rows(kept_units(targets, country)), selection.as_at)
    return History(norm, terms | terms_of_units(units, selection))


def progress_of(
    target: Target, indicators: Sequence[Indicator], claims: dict[str, list[ClaimRow]], history: History
) -> TargetProgress:
    norm = history.in_force
    day = norm.selection.as_at
    now = TargetNow(target, norm.revised(target))
    rows = [row for indicator in indicators for row in claims[indicator.pk] if row.verified]
    begun = known_as([*((row.achieved_on, row.achieved_known) for row in rows), *((day, "") for day in norm.days)])
    ceased = known_as([*((row.ended_on, row.ended_known) for row in rows), *((day, "") for day in norm.days)])
    return TargetProgress(
        target=target,
        revised=now.revised,
        norm=tuple(indicators),
        assessment=indicators[0].assessment or "",
        assessed_on=indicators[0].assessed_on,
        attainment=attainment(history.spans(indicators), day, target.deadline, now.deadline_decided, begun, ceased),
        indicators=tuple(count(norm.rule(row), claims[row.pk], day, norm.everyone) for row in indicators),
    )


def known_as(days: Iterable[tuple[date | None, str]]) -> dict[date, str]:
    """Of days and what is known of each, empty of a whole one: those that nobody knows as a whole day."""
    known: dict[date, str] = {}
    for day, as_known in days:
        if day:
            known[day] = min(known.get(day, as_known), as_known)
    return {day: as_known for day, as_known in known.items() if as_known}


def assessed(indicators: QuerySet[Indicator], day: date) -> QuerySet[Indicator]:
    """Indicators with the newest assessment of their target by that day, in the same query."""
    newest = Assessment.objects.as_at(day).filter(target=OuterRef("target")).order_by("-assessed_on", "-pk")
    return indicators.annotate(
        assessment=Subquery(newest.values("verdict")[:1]), assessed_on=Subquery(newest.values("assessed_on")[:1])
    )


@dataclass(frozen=True)
class Prospect:
    """What one more claim would do: the `layer` in which its unit is counted already (empty: in none), and the count now and
    then."""

    layer: str
    now: IndicatorProgress
    then: IndicatorProgress

    @property
    def moves(self) -> bool:
        return self.now.verified + self.now.reported < self.then.verified + self.then.reported


def prospects(
    possible: Iterable[tuple[Indicator, str, str | None]], selection: Selection
) -> dict[tuple[str, str], Prospect]:
    """`{("VI.T1.1", "MOZ"): Prospect}` for claims that could be made: indicator, unit and its country. Three queries."""
    possible = list(possible)
    norm = in_force(selection)
    claims = claim_rows(selection, [indicator.target for indicator, _unit, _country in possible])
    rules = {indicator.pk: norm.rule(indicator) for indicator, _unit, _country in possible}
    counted = {pk: count(rule, claims[pk], selection.as_at, norm.everyone) for pk, rule in rules.items()}
    by_unit = {}
    for indicator, unit, country in possible:
        rows = [*claims[indicator.pk], ClaimRow(unit, selection.as_at, False, True, country)]
        now = counted[indicator.pk]
        by_unit[indicator.pk, unit] = Prospect(
            layer=next((known.layer for known in now.units if known.unit == unit), ""),
            now=now,
            then=count(rules[indicator.pk], rows, selection.as_at, norm.everyone),
        )
    return by_unit


def claim_rows(
    selection: Selection, targets: list[Target], country: str = "", only: Q | None = None
) -> dict[str, list[ClaimRow]]:
    """What counts, or did until it ended, by indicator, with a row for all claims that stand and end alike by that day and
    the first day of them; of all, or `only` of some. One query.

    Units that have a name are read as they are kept with every write; of those that are activities, of a status and of `only`
    some the claims are counted."""
    claims = claims_on(selection, targets, country)
    if selection.status or only:
        return rows_by_indicator(counted_rows(selection, claims.filter(only) if only else claims), selection.as_at)
    units = kept_units(targets, country)
    units = units & units_in_body(selection) if selection.body else units
    rows = counted_rows(selection, claims.filter(OF_ACTIVITIES)).union(kept_rows(units), all=True)
    return rows_by_indicator(rows, selection.as_at)


OF_ACTIVITIES = Q(indicator__counts=Indicator.Counts.ACTIVITIES)


def kept_units(targets: list[Target], country: str) -> Q:
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
KEPT = -1  # as the number of claims: of a unit as it is kept, whose spans and claims stand in the two columns of text


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


def kept_rows(where: Q) -> QuerySet[UnitTally, Any]:
    """The same columns, of units that are kept."""
    no = Value(False, output_field=BooleanField())
    kept = UnitTally.objects.filter(where).order_by()
    return kept.values_list("indicator", "unit", "country").annotate(
        verified=no,
        submitted=no,
        is_achieved=no,
        ended=Value(None, output_field=DateField()),
        ended_known=F("spans"),
        n=Value(KEPT),
        first=F("claims"),
    )


def rows_by_indicator(columns: Iterable[tuple[Any, ...]], day: date) -> dict[str, list[ClaimRow]]:
    rows: dict[str, list[ClaimRow]] = defaultdict(list)
    for indicator, unit, place, verified, submitted, is_achieved, ended, ended_known, n, achieved in columns:
        if n == KEPT:
            rows[indicator] += rows_of(unit, place, ended_known, achieved, day)
            continue
        on, known = (date.fromisoformat(achieved[:WHOLE]), achieved[WHOLE:]) if is_achieved else (None, "")
        rows[indicator].append(ClaimRow(unit, on, verified, submitted, place, n, ended, ended_known, known))
    return rows


def claims_on(selection: Selection, targets: list[Target], country: str = "") -> ClaimQuerySet:
    """Those that count for these targets, in any body; of one country, where one is named."""
    claims = counted_anywhere(selection).filter(indicator__target__in=targets)
    return claims.filter(of_country(country)) if country else claims

"""The 25 targets: three layers each, in four queries however many activities there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Case, CharField, Count, F, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Concat

from indicators.attainment import NOT_MET, NOTHING_YET, Attainment, attainment
from indicators.models import Indicator, Target
from indicators.progress import REPORTED, VERIFIED, ClaimRow, IndicatorProgress, count
from indicators.revisions import TargetNow
from reports.models import Assessment, ClaimQuerySet
from reports.summaries.history import History, ended_by, terms_of, terms_of_body
from reports.summaries.in_force import InForce, in_force
from reports.summaries.kept import STANDING, counted_anywhere, in_body, kept_indicators, of_country
from reports.summaries.selection import Selection
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
    return progress_among(rows, norm or in_force(selection), country)


def progress_among(indicators: Iterable[Indicator], norm: InForce, country: str = "") -> list[TargetProgress]:
    """The same of the targets of these indicators, all those of each, `assessed`. One query beside theirs; of a body two more."""
    targets: dict[Target, list[Indicator]] = defaultdict(list)
    for row in indicators:
        targets[row.target].append(row)
    claims = claim_rows(norm.selection, list(targets), country)
    history = history_of(norm, list(targets), claims, country)
    return [progress_of(target, indicators, claims, history) for target, indicators in targets.items()]


def history_of(
    norm: InForce, targets: list[Target], claims: dict[str, list[ClaimRow]] | None = None, country: str = ""
) -> History:
    """When the units of these targets were verified. One query; `claims` of `claim_rows` spare it but for a body."""
    selection = norm.selection
    if selection.body:
        return History(norm, terms_of_body(claims_on(selection, targets, country), selection))
    return History(norm, terms_of(claim_rows(selection, targets, country) if claims is None else claims))


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
    the first day of them; of all, or `only` of some. One query."""
    claims = claims_on(selection, targets, country)
    claims = claims.filter(only) if only else claims
    claims = claims.filter(in_body(selection)) if selection.body else claims
    standing = claims.order_by().annotate(
        is_achieved=Case(
            When(achieved_on__lte=selection.as_at, then=True), default=Value(False), output_field=BooleanField()
        ),
        ended=ended_by(selection.as_at),
        ended_known=Case(When(ended_on__lte=selection.as_at, then=F("ended_on_known")), default=Value("")),
        **STANDING,
    )
    grouped = standing.values_list(
        "indicator", "unit", "country", "verified", "submitted", "is_achieved", "ended", "ended_known"
    )
    rows: dict[str, list[ClaimRow]] = defaultdict(list)
    first = Min(Concat(Cast("achieved_on", CharField()), "achieved_on_known"))
    for indicator, unit, place, verified, submitted, is_achieved, ended, ended_known, n, achieved in grouped.annotate(
        claims=Count("pk"), first=first
    ):
        on, known = (date.fromisoformat(achieved[:WHOLE]), achieved[WHOLE:]) if is_achieved else (None, "")
        rows[indicator].append(ClaimRow(unit, on, verified, submitted, place, n, ended, ended_known, known))
    return rows


def claims_on(selection: Selection, targets: list[Target], country: str = "") -> ClaimQuerySet:
    """Those that count for these targets, in any body; of one country, where one is named."""
    claims = counted_anywhere(selection).filter(indicator__target__in=targets)
    return claims.filter(of_country(country)) if country else claims

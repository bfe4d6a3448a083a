"""The 25 targets: three layers each, in four queries however many activities there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from indicators.attainment import NOT_MET, NOTHING_YET, Attainment, Span, attainment
from indicators.models import Indicator, Target
from indicators.progress import LAYERS, REPORTED, VERIFIED, ClaimRow, IndicatorProgress, count, shifted
from indicators.revisions import TargetNow
from reports.models import Assessment
from reports.summaries.history import History, terms_of, terms_of_body, terms_of_units
from reports.summaries.in_force import InForce, in_force
from reports.summaries.kept import kept_indicators
from reports.summaries.moments import Moment, known_as, moments_in, moments_of
from reports.summaries.rows import (
    OF_ACTIVITIES,
    claim_rows,
    claims_on,
    results_of_targets,
    units_for,
)
from reports.summaries.selection import Selection
from reports.tallies import Results, kept_results

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
    selection: Selection,
    *,
    codes: list[str] | None = None,
    country: str = "",
    norm: InForce | None = None,
    results: Results | None = None,
) -> list[TargetProgress]:
    """The targets (all, or those of `codes` or of the selection's theme) with their layers, in printed order.

    `country` keeps only the units of one country (ISO alpha-3): what that country contributes. `norm`, what was in
    force, spares two queries where at hand. A body costs two more. What was counted as `results` spares a query where at hand.
    Activities that are units are only counted: `with_activities` names them.
    """
    rows = assessed(kept_indicators(selection), selection.as_at)
    if codes is not None:
        rows = rows.filter(target__in=codes)
    return progress_among(rows, norm or in_force(selection), country, results=results)


def progress_among(
    indicators: Iterable[Indicator], norm: InForce, country: str = "", results: Results | None = None
) -> list[TargetProgress]:
    """The same of the targets of these indicators, all those of each, `assessed`. One query beside theirs; of a body two more."""
    targets: dict[Target, list[Indicator]] = defaultdict(list)
    for row in indicators:
        targets[row.target].append(row)
    results = results or results_of_targets(norm.selection, targets, country)
    history = history_of(norm, list(targets), results, country)
    spans = {target: history.spans(own) for target, own in targets.items()}
    days = {day for those in spans.values() for span in those for day in (span.first, span.end) if day}
    # Since when a country's own units would have met a target is asked by nobody.
    known = [] if country else moments_of(claims_on(norm.selection, list(targets)), results, days)
    return [progress_of(target, own, results, history, spans[target], known) for target, own in targets.items()]


def history_of(norm: InForce, targets: list[Target], results: Results | None = None, country: str = "") -> History:
    """When the units of these targets were verified. One query, or none where the `results` are at hand; of a body two more, of a
    body and a status one."""
    selection = norm.selection
    if selection.body and selection.status:
        return History(norm, terms_of_body(claims_on(selection, targets, country), selection))
    results = results or results_of_targets(selection, targets, country)
    verified = {code: curves[VERIFIED] for code, curves in results.curves.items()}
    if selection.body:
        units = kept_results(units_for(targets, country), Q(pk__in=[]), selection.as_at).rows
        return History(norm, terms_of_units(units, selection), verified)
    return History(norm, terms_of(results.rows), verified)


def progress_of(
    target: Target,
    indicators: Sequence[Indicator],
    results: Results,
    history: History,
    spans: Sequence[Span],
    known: Iterable[Moment] = (),
) -> TargetProgress:
    norm = history.in_force
    day = norm.selection.as_at
    now = TargetNow(target, norm.revised(target))
    codes = {indicator.pk for indicator in indicators}
    moments = [moment for moment in known if moment.is_verified and moment.indicator in codes]
    moments += [moment for code in codes for row in results.rows.get(code, ()) for moment in moments_in(code, row)]
    revised = [(day, "") for day in norm.days]
    begun = known_as([*((moment.day, moment.known) for moment in moments if moment.begins), *revised])
    ceased = known_as([*((moment.day, moment.known) for moment in moments if not moment.begins), *revised])
    return TargetProgress(
        target=target,
        revised=now.revised,
        norm=tuple(indicators),
        assessment=indicators[0].assessment or "",
        assessed_on=indicators[0].assessed_on,
        attainment=attainment(spans, day, target.deadline, now.deadline_decided, begun, ceased),
        indicators=tuple(progress_on(norm, row, results, day) for row in indicators),
    )


def progress_on(norm: InForce, indicator: Indicator, results: Results, day: date) -> IndicatorProgress:
    """By the rule of the selection's day."""
    if curves := results.curves.get(indicator.pk):
        verified, reported, expected = (curves[layer].on(day) for layer in LAYERS)
        return IndicatorProgress(indicator.pk, norm.rule(indicator).required, verified, reported, expected, units=())
    return count(norm.rule(indicator), results.rows.get(indicator.pk, ()), day, norm.everyone)


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
    """`{("VI.T1.1", "MOZ"): Prospect}` for claims that could be made: indicator, unit and its country. Four queries."""
    possible = list(possible)
    norm, targets = in_force(selection), [indicator.target for indicator, _unit, _country in possible]
    results = results_of_targets(selection, targets)
    activities = {unit for indicator, unit, _country in possible if indicator.counts == Indicator.Counts.ACTIVITIES}
    own = claim_rows(selection, targets, only=OF_ACTIVITIES & Q(unit__in=activities)) if activities else {}
    rows, day = results.rows | own, selection.as_at
    known = {
        row.pk: count(norm.rule(row), rows.get(row.pk, ()), day, norm.everyone) for row, _unit, _country in possible
    }
    by_unit = {}
    for indicator, unit, country in possible:
        now = known[indicator.pk]
        new = ClaimRow(unit, day, False, True, country)
        then = count(norm.rule(indicator), [*rows.get(indicator.pk, ()), new], day, norm.everyone)
        layer = next((counted.layer for counted in now.units if counted.unit == unit), "")
        if indicator.pk in results.curves:
            whole = progress_on(norm, indicator, results, day)
            now, then = shifted(whole, now, now), shifted(whole, now, then)
        by_unit[indicator.pk, unit] = Prospect(layer, now, then)
    return by_unit

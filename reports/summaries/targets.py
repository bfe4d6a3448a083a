"""The 25 targets: three layers each, in four queries however many activities there are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, DateField, OuterRef, Q, QuerySet, Subquery, Value, When

from indicators.models import Indicator, Target, TargetRevision
from indicators.progress import ClaimRow, IndicatorProgress, Rule, count
from reports.models import Activity, Claim, Country, Judgement
from reports.summaries.kept import counted_claims, kept_countries, kept_indicators, of_country
from reports.summaries.view import View


@dataclass(frozen=True)
class TargetProgress:
    """A target on a day: its wording then in force (a `Target`, or the revision that changed it), one
    `IndicatorProgress` an indicator of `norm`, and what the working group thought of it (empty: nothing yet)."""

    target: Target
    wording: Target | TargetRevision
    indicators: tuple[IndicatorProgress, ...]
    norm: tuple[Indicator, ...] = ()
    judgement: str = ""
    judged_on: date | None = None

    @property
    def code(self) -> str:
        return self.target.pk

    @property
    def counted(self) -> tuple[tuple[Indicator, IndicatorProgress], ...]:
        return tuple(zip(self.norm, self.indicators, strict=True))

    @property
    def met(self) -> bool:
        """What was counted; the judgement has no part in it."""
        return all(indicator.met for indicator in self.indicators)

    @property
    def judged(self) -> str:
        """The judgement in words."""
        return Judgement.Verdict(self.judgement).label if self.judgement else ""


def target_progress(
    view: View, *, codes: list[str] | None = None, country: str = "", everyone: frozenset[str] | None = None
) -> list[TargetProgress]:
    """The targets (all, or those of `codes` or of the view's theme) with their layers, in printed order.

    `country` keeps only the units of one country (ISO alpha-3): what that country contributes. `everyone`, the
    countries that take part, spares a query where at hand.
    """
    rows = judged(kept_indicators(view), view.as_at)
    if codes is not None:
        rows = rows.filter(target__in=codes)
    targets: dict[Target, list[Indicator]] = defaultdict(list)
    for row in rows:
        targets[row.target].append(row)
    required, wording = in_force(view)
    everyone = participants(view) if everyone is None else everyone
    claims = claim_rows(view, list(targets), country)
    return [
        TargetProgress(
            target=target,
            wording=wording.get(target.pk, target),
            norm=tuple(indicators),
            judgement=indicators[0].judgement or "",
            judged_on=indicators[0].judged_on,
            indicators=tuple(
                count(
                    Rule(indicator.pk, indicator.counts, required.get(indicator.pk, indicator.required)),
                    claims[indicator.pk],
                    view.as_at,
                    everyone,
                )
                for indicator in indicators
            ),
        )
        for target, indicators in targets.items()
    ]


def judged(indicators: QuerySet[Indicator], day: date) -> QuerySet[Indicator]:
    """Indicators with the newest judgement of their target by that day, in the same query."""
    newest = Judgement.objects.as_at(day).filter(target=OuterRef("target")).order_by("-judged_on", "-pk")
    return indicators.annotate(
        judgement=Subquery(newest.values("verdict")[:1]), judged_on=Subquery(newest.values("judged_on")[:1])
    )


@dataclass(frozen=True)
class Prospect:
    """What one more claim would do: the layer in which its unit stands already (empty: in none), the units reported or
    verified now and then, and the number needed."""

    stands: str
    now: int
    then: int
    required: int


def prospects(wanted: Iterable[tuple[Indicator, str, str | None]], view: View) -> dict[tuple[str, str], Prospect]:
    """`{("VI.T1.1", "MOZ"): Prospect}` for claims that could be made: indicator, unit and its country. Three queries."""
    wanted = list(wanted)
    required, _wording = in_force(view)
    everyone = participants(view)
    claims = claim_rows(view, [indicator.target for indicator, _unit, _country in wanted])
    found = {}
    for indicator, unit, country in wanted:
        rule = Rule(indicator.pk, indicator.counts, required.get(indicator.pk, indicator.required))
        rows = claims[indicator.pk]
        before = count(rule, rows, view.as_at, everyone)
        after = count(rule, [*rows, ClaimRow(unit, view.as_at, False, True, country)], view.as_at, everyone)
        found[indicator.pk, unit] = Prospect(
            stands=next((known.layer for known in before.units if known.unit == unit), ""),
            now=before.verified + before.reported,
            then=after.verified + after.reported,
            required=before.required,
        )
    return found


def in_force(view: View) -> tuple[dict[str, int | None], dict[str, TargetRevision]]:
    """Thresholds by indicator and wordings by target, where a revision had changed them by that day."""
    required, wording = {}, {}
    for revision in TargetRevision.objects.as_at(view.as_at):
        if revision.indicator_id:
            required[revision.indicator_id] = revision.required
        if revision.rewords:
            wording[revision.target_id] = revision
    return required, wording


def participants(view: View) -> frozenset[str]:
    """The countries that "all countries" means: those that take part, of the body's members on that day."""
    return frozenset(kept_countries(view, Country.objects.participating()).values_list("pk", flat=True))


def claim_rows(view: View, targets: list[Target], country: str = "") -> dict[str, list[ClaimRow]]:
    """What counts, by indicator, with a row for all claims that stand alike on that day. One query."""
    claims = counted_claims(view).filter(indicator__target__in=targets)
    if country:
        claims = claims.filter(of_country(country))
    alike = claims.order_by().annotate(
        came_true=Case(When(achieved_on__lte=view.as_at, then=Value(view.as_at)), output_field=DateField()),
        verified=Q(verification=Claim.Verification.VERIFIED),
        submitted=Q(activity__review__in=(Activity.Review.SUBMITTED, Activity.Review.VERIFIED)),
    )
    alike = alike.values_list("indicator", "unit", "came_true", "verified", "submitted", "country")
    rows: dict[str, list[ClaimRow]] = defaultdict(list)
    for indicator, *row in alike.annotate(claims=Count("pk")):
        rows[indicator].append(ClaimRow(*row))
    return rows

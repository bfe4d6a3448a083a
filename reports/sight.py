"""What one reader may see of activities, claims and the units that they count, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils import timezone

from indicators.revisions import concerning, targets_now
from reports import rules
from reports.activity.state import with_state
from reports.bodies import body_word
from reports.charts import Titled
from reports.models import (
    Activity,
    ActivityQuerySet,
    Adoption,
    BorderRegion,
    Claim,
    ClaimQuerySet,
    Country,
    Finding,
    LaterFact,
    LaterFactQuerySet,
    OpenReview,
    OpenReviewQuerySet,
    Remark,
    RemarkQuerySet,
    with_new_proof,
    with_proof,
    with_proof_day,
)
from reports.rules import Standing
from reports.summaries import Gaps, IndicatorUnit, MenuLine, Selection, activities_of, declined_in
from reports.summaries.tracing import Undone
from themes.models import Group
from themes.punctuation import introduced


def read_activities(who: Standing) -> ActivityQuerySet:
    """Visible activities, with `seen_claims`, `seen_evidence`, `seen_facts` and `seen_reviews` cut to what `who` may see."""
    claims = with_findings(with_new_proof(with_proof(rules.visible_claims(who))).with_units().with_agencies())
    evidence = rules.visible_evidence(who).prefetch_related(Prefetch("claims", rules.visible_claims(who)))
    return (
        with_countries(with_state(rules.visible_activities(who)), who)
        .select_related("theme")
        .prefetch_related(
            Prefetch("claims", with_proof_day(claims), to_attr="seen_claims"),
            Prefetch("evidence", evidence, to_attr="seen_evidence"),
            Prefetch("later_facts", seen_facts(who), to_attr="seen_facts"),
            "status_spans",
            Prefetch("open_reviews", open_with_others(who), to_attr="seen_reviews"),
        )
    )


def read_facts(who: Standing) -> LaterFactQuerySet:
    """What was reported later that `who` may see, each with its activity as far as rules ask for it."""
    facts = rules.visible_facts(who).select_related("claim", "decided_for", "activity")
    return facts.prefetch_related("activity__agreements")


def visible_proof(who: Standing, facts: Iterable[LaterFact]) -> set[UUID]:
    """The evidence of what was reported later that `who` may see. One query, where there is any."""
    named = {fact.evidence_id for fact in facts if fact.evidence_id}
    return set(rules.visible_evidence(who).filter(pk__in=named).values_list("pk", flat=True)) if named else set()


def seen_facts(who: Standing) -> LaterFactQuerySet:
    """What was reported later, the newest first."""
    return rules.visible_facts(who).select_related("by", "decided_for", "claim").newest_first()


def with_reasons(rows: Iterable[Adoption], who: Standing) -> list[Adoption]:
    """Answers to the menu with what `who` may read of why: `seen_because`, `seen_withdrawn_because`, `seen_decision_reason`."""
    answers = list(rows)
    for row in answers:
        row.seen_because = row.because if rules.may_read_because(who, row) else ""
        row.seen_withdrawn_because = row.withdrawn_because if who.takes_part else ""
        row.seen_decision_reason = row.decision_reason if who.takes_part else ""
    return answers


def with_reasons_of_menu(lines: list[MenuLine], who: Standing) -> list[MenuLine]:
    """The same of each line's answer, and of what was not accepted in its place."""
    both = (answer for line in lines for answer in (line.answer, line.not_accepted) if answer)
    with_reasons(both, who)
    return lines


def undone_actions(gaps: Gaps, who: Standing, selection: Selection, country: str = "") -> list[Undone]:
    """The actions that nobody carries out, with why countries do not take them up, as far as `who` may read it. One query."""
    declined = declined_in(selection, country)
    for rows in declined.values():
        with_reasons(rows, who)
    return [
        replace(gap, reasons=tuple(row for row in declined.get(gap.row.pk, ()) if row.country_id in gap.declined))
        for gap in gaps.actions
    ]


def with_evidence(activities: ActivityQuerySet, who: Standing) -> ActivityQuerySet:
    """With `seen_evidence`: what `who` may see of it. One query."""
    return activities.prefetch_related(Prefetch("evidence", rules.visible_evidence(who), to_attr="seen_evidence"))


def with_standing_facts(activities: ActivityQuerySet) -> ActivityQuerySet:
    """With `standing_facts`, what was reported later and neither refused nor withdrawn: for those who may edit them. One query."""
    facts = LaterFact.objects.standing().select_related("claim")
    return activities.prefetch_related(Prefetch("later_facts", facts, to_attr="standing_facts"))


def with_countries(activities: ActivityQuerySet, who: Standing) -> ActivityQuerySet:
    """With `seen_countries`: those that `who` may know of. One query."""
    return activities.prefetch_related(seen_agreements(who))


def seen_agreements(who: Standing) -> Prefetch:
    agreements = rules.visible_agreements(who).select_related("country", "cleared_by")
    return Prefetch("agreements", agreements, to_attr="seen_agreements")


def with_lists(who: Standing, activities: Iterable[Activity]) -> None:
    """Give activities that have been read what a line of a list shows of them: `seen_countries`, and their actions. Two queries,
    if there are any."""
    prefetch_related_objects(list(activities), seen_agreements(who), "actions")


def with_findings(claims: ClaimQuerySet) -> ClaimQuerySet:
    return claims.prefetch_related(Prefetch("findings", Finding.objects.select_related("agency", "by")))


def with_ends(claims: ClaimQuerySet, who: Standing) -> ClaimQuerySet:
    """With `seen_ends`: what was reported of their end that `who` may see. One query."""
    return claims.prefetch_related(Prefetch("ends", rules.visible_facts(who), to_attr="seen_ends"))


def with_objections(who: Standing, claims: list[Claim], inside: bool) -> list[Claim]:
    """Those for a border, each with the `seen_objections` that stand, for those who see inside and those who objected, and the
    countries for which this reader may object, its `objectors`. No query where there is none, else three or four."""
    at_borders = [claim for claim in claims if claim.border_region_id]
    prefetch_related_objects(at_borders, "border_region__countries", "objections__country", "objections__by")
    for claim in at_borders:
        standing = [row for row in claim.objections.all() if row.withdrawn_at is None]
        claim.seen_objections = [row for row in standing if inside or rules.may_speak_for(who, row.country_id)]
        may = rules.may_object(who, claim) - {row.country_id for row in standing}
        countries = claim.border_region.countries.all() if claim.border_region else ()
        claim.objectors = [row for row in countries if row.pk in may]
    return claims


def open_with_others(who: Standing) -> OpenReviewQuerySet:
    """Who else has an activity open for review now: for those who see inside it."""
    reviews = OpenReview.objects.still_open(timezone.now()).exclude(reviewer=who.person)
    return reviews.select_related("reviewer", "agency")


def readable_remarks(who: Standing, remarks: Iterable[Remark]) -> list[Remark]:
    """Without the text of replies that are others'. Of `visible_remarks`, with in whose name they were answered."""
    remarks = list(remarks)
    for remark in remarks:
        if remark.reply and not rules.may_read_reply(who, remark):
            remark.reply, remark.is_withheld = "", True
    return remarks


def visible_remarks(who: Standing) -> RemarkQuerySet:
    """With what `readable_remarks` reads."""
    return rules.visible_remarks(who).select_related(
        "author", "replied_by", "reply_of_country", "reply_of_organisation"
    )


def with_revisions(claims: Iterable[Claim], day: date) -> list[Claim]:
    """Claims with what had been revised by a day of the target of each: its `target` then and the `revisions` in words.
    Of claims `with_units`. One query, if there are claims."""
    claims = list(claims)
    named = {claim.indicator.target_id: claim.indicator.target for claim in claims}
    targets = {row.code: row for row in targets_now(named.values(), day)}
    revisions = {code: row.revisions for code, row in targets.items()}
    for claim in claims:
        claim.target = targets[claim.indicator.target_id]
        claim.revisions = concerning(revisions[claim.indicator.target_id], claim.indicator_id)
    return claims


ACTIVITY = 36  # signs of the name of a unit that is an activity


def unit_labels(who: Standing, units: set[str]) -> dict[str, tuple[str, str]]:
    """`{unit: (its name, its address)}`, in the reader's language; an activity that they may not see stays unnamed."""
    if not units:
        return {}
    countries = {country.pk: country for country in Country.objects.all()}
    named = {unit.partition("/")[2] for unit in units} - {""}
    sectors = {group.pk: group for group in Group.objects.filter(pk__in=named)} if named else {}
    places = {unit for unit in units if len(unit) != ACTIVITY and unit.partition("/")[0] not in countries}
    regions = BorderRegion.objects.filter(pk__in=places) if places else ()
    labels = {code: (body_word(code), "") for code in places}
    labels |= {region.pk: (region.name, region.get_absolute_url()) for region in regions}
    for unit in units:
        code, _slash, sector = unit.partition("/")
        if code in countries:
            country = countries[code]
            name = introduced(country, sectors[sector].title) if sector else str(country)
            labels[unit] = (name, country.get_absolute_url())
    return labels | (activity_labels(who, units) if any(len(unit) == ACTIVITY for unit in units) else {})


@dataclass(frozen=True)
class Named:
    """The activities by which a unit moved, as one reader may open them; how many more of them, and how many others."""

    activities: list[Activity]
    more: int
    hidden: int


NOBODYS = Named([], 0, 0)


def named_activities(
    who: Standing, units: set[IndicatorUnit], selection: Selection, since: date, only: Q | None = None
) -> dict[IndicatorUnit, Named]:
    """By which activities these units moved. Two queries; without units none."""
    if not units:
        return {}
    visible = rules.visible_activities(who)
    behind = activities_of(units, selection, since, visible, only=only)
    seen = visible.in_bulk({pk for one in behind.values() for pk in one.named})
    return {
        unit: Named([seen[pk] for pk in one.named if pk in seen], one.more, one.hidden) for unit, one in behind.items()
    }


def activity_labels(who: Standing, units: set[str]) -> dict[str, tuple[str, str]]:
    ids = Claim.objects.filter(unit__in=units, indicator__counts="activities").values("activity")
    visible = rules.visible_activities(who).filter(pk__in=ids)
    seen = {str(row.pk): (Titled(str(row), row.language), row.get_absolute_url()) for row in visible}
    return {unit: seen.get(unit, ("", "")) for unit in units if len(unit) == ACTIVITY}

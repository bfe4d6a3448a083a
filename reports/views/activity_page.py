"""Everything that the page of one activity shows: for those who read it, decide on it, ask and answer."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Indicator
from indicators.progress import EXPECTED, LAYERS
from reports import rules
from reports.activity.state import activity_state
from reports.agencies import awaits
from reports.agreements import on_page
from reports.attained import results_words
from reports.desk import doubted
from reports.duplicates import alike
from reports.forms.agreements import DeclineForm, LetterForm, ObjectionForm
from reports.forms.later import DecideFactForm
from reports.forms.preparing import HandBackForm
from reports.forms.review import RemarkForm, ReplyForm, TakeBackForm
from reports.models import Activity, Change, Claim, Evidence, LaterFact, Membership, Merge, Organisation, Remark, Word
from reports.next_steps import NextSteps, next_steps
from reports.queue import proved_anew, undecided
from reports.rules import Standing
from reports.sight import read_activities, readable_remarks, visible_remarks, with_objections, with_revisions
from reports.summaries import Selection, results_of
from reports.verified import is_proof, verified_claim
from reports.wording import remark_subject
from reports.workflow.judging import decider
from reports.workflow.preparing import uncleared
from reports.workflow.review import missing as missing_of
from themes.folding import fold
from themes.models import Recommendation

MOST_ACHIEVED = 2  # sentences of what it achieved
MOST_NAMED = 3  # pieces of evidence, and partners, before the page says all of them


def read_context(request: HttpRequest, pk: UUID) -> dict:
    """Everything that the page of one activity shows to this reader; 404 for what they may not see."""
    who = rules.standing(request.user)
    row = get_object_or_404(read_activities(who), pk=pk)
    may_edit, may_review = rules.may_edit(who, row), rules.may_review(who, row)
    inside = rules.may_see_inside(who, row)
    remarks = read_remarks(who, row)
    selection = Selection()
    results = results_of(row.seen_claims, selection)
    context = {
        "activity": row,
        "sentence": results_words([*results.values()], selection.as_at),
        "recommendations": Recommendation.objects.filter(actions__activities=row).distinct(),
        "claims": with_objections(
            who, with_awaited(who, row, with_revisions(row.seen_claims, who.today()), inside), inside=inside
        ),
        "objection_form": ObjectionForm(),
        "own_countries": who.countries,
        "evidence": row.seen_evidence,
        "inside": inside,
        "may_edit": may_edit,
        "may_review": may_review and row.review == Activity.Review.SUBMITTED,
        "may_merge": may_review and not row.is_draft,
        "may_remark": rules.may_remark(who),
        "may_submit": row.is_unfinished and rules.may_submit(who, row),
        "may_take_back": may_review and row.review == Activity.Review.VERIFIED,
        "may_decide_claims": (may_review or rules.may_find(who, row)) and row.is_handed_in,
        "remarks": remarks,
        "is_asked": any(not remark.resolved_at for remark in remarks),
        "may_answer": any(remark.may_be_answered for remark in remarks),
        "remark_form": RemarkForm(claims=row.seen_claims),
        "reply_form": ReplyForm(),
        "take_back_form": TakeBackForm(),
    }
    context |= inside_context(who, row, inside=inside) | agreement_context(who, row) | {"gone_up": gone_up_of(who, row)}
    context |= later_context(who, row, may_edit=may_edit) | counting_context(row, row.seen_claims, results)
    context |= preparing_context(who, row) if row.is_unfinished else {}
    context["sent"] = "sent" in request.GET and inside and just_sent(who, row)
    is_next = context["may_submit"] or context.get("may_hand_on")
    return context | (steps_to_submit(who, row) if is_next else {})


def counting_context(row: Activity, claims: list[Claim], results: dict[UUID, tuple[str, str]]) -> dict:
    """Of each target for which it counts a claim, that which was verified first, with its best layer by `results` of
    `results_of`; what proves it, and who carries it out. Of claims `with_revisions` and `verified_by`. No query."""
    of_target = {claim.target.code: claim for claim in sorted(claims, key=lambda claim: claim.verified_by is not None)}
    best = dict(sorted(results.values(), key=lambda result: LAYERS.index(result[1]), reverse=True))
    proof = [piece for piece in row.seen_evidence if not piece.is_of_fact]
    return {
        "achieved": achieved_by(claims, results),
        "counting": [(claim, best[code]) for code, claim in of_target.items() if code in best],
        "proof": proof[:MOST_NAMED],
        "more_proof": len(proof[MOST_NAMED:]),
        "parts": parts_of(row)[: MOST_NAMED + 1],
    }


def achieved_by(claims: Iterable[Claim], results: Mapping[UUID, tuple[str, str]]) -> list[tuple[str, bool]]:
    """The sentence of each indicator for which a claim counts, and whether it is only expected; of many none, since each claim
    has its own below, and none of a sector, of which the sentence says more than one. By `results` of `results_of`. No query."""
    whole = [claim for claim in claims if claim.pk in results and claim.indicator.counts != Indicator.Counts.SECTORS]
    counting = [(claim.indicator.text, results[claim.pk][1]) for claim in whole]
    sentences = {text: layer == EXPECTED for text, layer in sorted(counting, key=lambda one: -LAYERS.index(one[1]))}
    return list(sentences.items()) if len(sentences) <= MOST_ACHIEVED else []


def parts_of(row: Activity) -> list[tuple[Organisation, str]]:
    """Who leads it, then its partners, each once with its roles. Prefetch its partners. No query."""
    parts = {row.lead: [_("lead organization")]} if row.lead else {}
    for partner in row.partners.all():
        parts.setdefault(partner.organisation, []).append(partner.get_role_display())
    return [(organisation, ", ".join(roles)) for organisation, roles in parts.items()]


def inside_context(who: Standing, row: Activity, *, inside: bool) -> dict:
    """What of it is open, pending and doubted, for those who see inside."""
    return {
        "open_reviews": row.seen_reviews if inside else [],
        "undecided": undecided(row, row.seen_claims) if inside else [],
        "proved_anew": proved_anew(row, row.seen_claims) if inside else [],
        "doubted": doubted_claims(row) if inside else [],
        "alike": alike(who, row) if inside else None,
        "returned": last_return(row) if inside and row.review == Activity.Review.RETURNED else None,
    }


def last_return(row: Activity) -> Change | None:
    """Who returned it and when, with the name of the `agency` for which they reviewed it then. One query."""
    day = OuterRef("at__date")
    held = Membership.objects.filter(role=Membership.Role.WORKING_GROUP, person=OuterRef("by"), since__lte=day)
    agency = held.filter(Q(until=None) | Q(until__gt=day)).order_by("-since").values("organisation__name")[:1]
    return Change.objects.of(row).filter(verb="activity.returned").annotate(agency=Subquery(agency)).first()


def later_context(who: Standing, row: Activity, *, may_edit: bool) -> dict:
    """What was reported since: of each whether this reader may see its proof, decide on it, withdraw it. Two queries at most."""
    decides = row.is_handed_in and any(rules.may_decide_fact(who, fact) for fact in row.seen_facts)
    deciding = decider(who.person) if decides and who.person else None
    pieces: dict[UUID | None, Evidence] = {piece.pk: piece for piece in row.seen_evidence}
    claims: dict[UUID | None, Claim] = {claim.pk: claim for claim in row.seen_claims}
    for fact in row.seen_facts:
        fact.proof = pieces.get(fact.evidence_id)
        fact.claim = claims.get(fact.claim_id)
        if deciding and fact.review != LaterFact.Review.WITHDRAWN:
            fact.may_be_decided = not deciding.fact_problem(fact, row, row.seen_claims)
        fact.form = DecideFactForm(auto_id=f"fact-{fact.pk}-%s") if fact.may_be_decided else None
        fact.may_be_withdrawn = fact.is_undecided and rules.may_withdraw_fact(who, fact)
    ends = {fact.claim_id: fact for fact in row.seen_facts if fact.claim_id and fact.is_undecided}
    for claim in row.seen_claims:
        claim.end_reported = None if claim.ended_on else ends.get(claim.pk)
        has_no_end = claim.ended_on is None and claim.pk not in ends
        claim.may_end = claim.indicator.is_state and claim.achieved_on is not None and has_no_end
    return {
        "facts": row.seen_facts,
        "may_report_later": may_edit and not row.is_draft,
        "spans": [span for span in row.status_spans.all() if span.since],
    }


def just_sent(who: Standing, row: Activity) -> NextSteps | None:
    """What comes next, where it was submitted or handed on by those who record it."""
    is_sent = row.review == Activity.Review.SUBMITTED or (row.is_unfinished and row.ready_at)
    is_theirs = rules.may_edit(who, row) or row.created_by == who.person
    return next_steps(who, row, timezone.now()) if is_sent and is_theirs else None


def gone_up_of(who: Standing, row: Activity) -> list[Merge]:
    """The merges in which something that was recorded for an organisation of this reader's went up in it. One query, for a
    contributor."""
    if not who.appointments:
        return []
    merges = Merge.objects.standing().filter(kept=row.pk, organisations__in=who.organisations)
    return list(merges.distinct())


def preparing_context(who: Standing, row: Activity) -> dict:
    """What stands between this reader and its being submitted. One query, for a focal point."""
    asked = rules.asked_to_clear(row)
    lacking = list(uncleared(who, row)) if rules.may_submit(who, row) else []
    return {
        "may_hand_on": rules.may_hand_on(who, row),
        "is_prepared": rules.is_prepared(who, row),
        "may_discard": rules.may_discard(who, row),
        "to_clear": [one for one in asked if rules.may_clear(who, one.country_id)],
        "uncleared": lacking,
        "clearance_asked": asked,
        "may_ask_clearance": any(one not in asked for one in lacking),
        "hand_back_form": HandBackForm(countries=row.country_codes()) if rules.may_hand_back(who, row) else None,
    }


def agreement_context(who: Standing, row: Activity) -> dict:
    """What the countries that it names say of it, and what this reader may say or record of that. No query."""
    rows = sorted(row.seen_agreements, key=lambda one: fold(one.country.name))
    clearances = {one.country_id for one in rows if one.is_cleared and rules.may_see_clearance(who, one.country_id)}
    is_plain = len(rows) < 2 and all(one.word == Word.AGREED and not one.letter_on for one in rows) and not clearances
    without_word = [one.country for one in rows if one.word != Word.AGREED]
    may_record = rules.may_record_letters(who) and row.scope != Activity.Scope.REGIONAL and without_word
    return {
        "agreements": [] if is_plain or row.scope == Activity.Scope.REGIONAL else rows,
        "clearances": clearances,
        "to_compare": {one.pk for one in rows if one.letter_on and rules.may_compare_letter(who, one)},
        "asked": [(line, DeclineForm(claims=line.claims)) for line in on_page(who, row)],
        "letter_form": LetterForm(pieces=row.seen_evidence, countries=without_word) if may_record else None,
    }


def with_awaited(who: Standing, row: Activity, claims: list[Claim], inside: bool) -> list[Claim]:
    """Each with its `proof` that this reader sees, what it was `verified_by` and, for those who see inside, whose word it
    `awaits`. No query."""
    for claim in claims:
        claim.proof = [one for one in row.seen_evidence if is_proof(one, claim)]
        claim.verified_by = verified_claim(claim, claim.proof)
        claim.awaits = awaits(claim, row) if inside else []
        claim.may_be_changed = rules.may_change_claim(who, row, claim)
    return claims


def doubted_claims(row: Activity) -> list[Claim]:
    """Those to which the country has to answer. One query."""
    pks = set(doubted(row.claims.all()).values_list("pk", flat=True))
    return [claim for claim in row.seen_claims if claim.pk in pks]


def read_remarks(who: Standing, row: Activity) -> list[Remark]:
    """The questions on an activity, the open ones first, each with what it is `about`, in words. Prefetch its agreements."""
    remarks = list(visible_remarks(who).filter(activity=row).select_related("claim", "organisation"))
    remarks.sort(key=lambda remark: remark.resolved_at is not None)
    for remark in remarks:
        remark.activity, remark.about = row, remark_subject(remark)
        remark.may_be_answered = not remark.resolved_at and rules.may_reply(who, remark)
    return readable_remarks(who, remarks)


def steps_to_submit(who: Standing, row: Activity) -> dict:
    """What is missing, with the address of the field that settles it, and advice that does not stop anybody."""
    edit = reverse("activity_edit", args=[row.pk])
    missing = [
        (
            message,
            "#agreements"
            if field == "letter"
            else f"{edit}#id_{field}{'_0' if field in ('countries', 'actions') else ''}",
        )
        for field, problems in missing_of(who, row, activity_state(row)).items()
        for message in problems
    ]
    unproved = [claim for claim in row.seen_claims if claim.achieved_on and not claim.is_proved]
    return {"missing": missing, "unproved": unproved, "unclaimed": not row.seen_claims}


def render_activity(request: HttpRequest, row: Activity, **more) -> HttpResponse:
    """The page with what could not be taken: a form with what was typed still in it, or what is `refused`."""
    context = read_context(request, row.pk) | more
    for fact in context["facts"] if "decide_fact" in more else ():
        pk, form = more["decide_fact"]
        fact.form = form if fact.pk == pk else fact.form
    return render(request, "reports/activities/detail.html", context, status=422)

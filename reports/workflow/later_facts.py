"""What happened after an activity was recorded: a later status, the end of a result, a progress note; reported beside what
stands, reviewed by itself, and withdrawn until it is decided."""

from collections.abc import Collection
from typing import Any, NotRequired, TypedDict
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import rules
from reports.activity.funding import currency_problem
from reports.models import Activity, Change, Claim, Evidence, LaterFact, User
from reports.workflow.activities import locked
from reports.workflow.claims import claims_to_decide, close_review
from reports.workflow.evidence import add_evidence
from reports.workflow.histories import status_problems
from reports.workflow.judging import decider
from reports.workflow.mailing import mail_focal_points
from reports.workflow.outcomes import NotAllowed, WrongState
from reports.workflow.statuses import (
    LaterStatus,
    add_fact,
    develop,
    lay_day,
    log_fact,
    may_follow,
    report_later,
    take_effect,
)
from reports.workflow.transactions import one_transaction, unused
from themes.folding import visible_text

VERIFIED, REFUSED, REPORTED = LaterFact.Review.VERIFIED, LaterFact.Review.REFUSED, LaterFact.Review.REPORTED


class Numbers(TypedDict):
    """Of the time of a note: people trained, and money spent in a currency of ISO 4217."""

    participants_women: NotRequired[int | None]
    participants_men: NotRequired[int | None]
    amount_spent: NotRequired[Any]
    currency: NotRequired[str]


@one_transaction
def report_status(
    *, by: User, pk: UUID, status: str, since: str, reason: str = "", via: str = Change.Via.PAGE
) -> LaterFact:
    """Say that a submitted activity has had a status since a day, as far as it is known (`2016-05`). Raises NotAllowed,
    WrongState or ValidationError (`status`, `status_since`, `status_reason`)."""
    activity = open_for_later(pk, by)
    if status not in Activity.Status.values:
        raise ValidationError({"status": [_("Choose the status.")]})
    return report_later(activity, LaterStatus(status, since, reason), by=by, via=via)


@one_transaction
def report_end(
    *,
    by: User,
    pk: UUID,
    since: str,
    reason: str,
    evidence: UUID | None = None,
    url: str = "",
    citation: str = "",
    via: str = Change.Via.PAGE,
) -> LaterFact:
    """Say of the claim `pk` that it is no longer so since a day, why, and by which piece of evidence of its activity, or new
    link or citation, that is proved. Raises NotAllowed, WrongState or ValidationError (`since`, `reason`, `evidence`)."""
    activity = open_for_later(Claim.objects.values_list("activity_id", flat=True).get(pk=pk), by)
    claim = Claim.objects.with_units().get(pk=pk)
    if not rules.may_change_claim(rules.standing(by), activity, claim):
        raise NotAllowed(_("Only the country for which this result is claimed can say that it is no longer so."))
    fact = LaterFact(activity=activity, kind=LaterFact.Kind.END, claim=claim, language=activity.language)
    fact.text = visible_text(reason)
    refuse_if(lay_day(fact, since, "since") or end_problems(fact, claim))
    fact.evidence = proof(activity, evidence, url, citation, by=by, via=via, claims=[claim.pk])
    return add_fact(fact, by=by, via=via)


def end_problems(fact: LaterFact, claim: Claim, ends: Collection[LaterFact] | None = None) -> dict[str, list[str]]:
    """What stands against the end of a claim, in words. One query, unless the `ends` of it that stand are given."""
    if not claim.indicator.is_state:
        return {"since": [cannot_lapse(claim)]}
    if not claim.achieved_on or claim.verification == Claim.Verification.REFUSED:
        message = _("%(claim)s is not recorded as achieved, so it cannot be reported as no longer so.")
        return {"since": [message % {"claim": claim.named}]}
    if not (fact.day and claim.achieved and may_follow(fact.day, claim.achieved)):
        return {"since": [_("The end must be after the day on which it was achieved. Correct one of them.")]}
    if claim.ends.standing().exists() if ends is None else ends:
        return {"since": [_("An end is already reported for this result. Withdraw that entry first.")]}
    return {} if fact.text else {"reason": [_("Explain why it is no longer so.")]}


def cannot_lapse(claim: Claim) -> str:
    message = _("%(claim)s counts an event: what has taken place cannot be reported as no longer so.")
    return message % {"claim": claim.named}


@one_transaction
def add_note(
    *,
    by: User,
    pk: UUID,
    on: str,
    text: str,
    language: str = "",
    evidence: UUID | None = None,
    url: str = "",
    citation: str = "",
    numbers: Numbers | None = None,
    key: UUID | None = None,
    via: str = Change.Via.PAGE,
) -> LaterFact:
    """Add a progress note: what happened on a day, or in a month or year, with the `numbers` of that time, which are parts of
    the activity's own and are not counted beside them. `key` is the id that it gets; a note sent twice adds one. Raises
    NotAllowed, WrongState or ValidationError (`since`, `text`, and the numbers by name)."""
    activity = open_for_later(pk, by)
    own = unused(key, LaterFact)
    if key and own is None and (known := activity.later_facts.filter(pk=key).first()):
        return known
    fact = LaterFact(activity=activity, kind=LaterFact.Kind.NOTE, language=language or activity.language)
    fact.text = visible_text(text)
    for name, value in (numbers or {}).items():
        setattr(fact, name, value)
    fact.currency, fact.pk = fact.currency.upper(), own or fact.pk
    refuse_if(lay_day(fact, on, "since") | note_problems(fact))
    fact.evidence = proof(activity, evidence, url, citation, by=by, via=via)
    return same_note(fact, by) or add_fact(fact, by=by, via=via)


def same_note(fact: LaterFact, by: User) -> LaterFact | None:
    """The very same of the same person, if it stands already: a form that was gone back to and sent again adds nothing."""
    names = (
        "since",
        "since_known",
        "text",
        "participants_women",
        "participants_men",
        "amount_spent",
        "currency",
        "evidence",
    )
    notes = LaterFact.objects.notes().standing().filter(activity=fact.activity, by=by)
    return notes.filter(**{name: getattr(fact, name) for name in names}).first()


def note_problems(fact: LaterFact) -> dict[str, list[str]]:
    problems = {} if fact.text else {"text": [_("Write what happened.")]}
    if problem := currency_problem(fact.currency, is_needed=fact.amount_spent is not None):
        problems["currency"] = [problem]
    return problems


@one_transaction
def decide_fact(*, by: User, pk: UUID, review: str, reason: str = "", via: str = Change.Via.PAGE) -> LaterFact:
    """Verify or refuse what was reported later or, with `reported`, take that decision back; a refusal and a decision taken
    back have a reason, and no end is verified without evidence. Raises NotAllowed, WrongState or ValidationError (`review`,
    `reason`)."""
    activity, fact = locked_fact(pk)
    deciding = decider(by)
    claims = claims_to_decide(activity)
    if problem := deciding.fact_problem(fact, activity, claims):
        raise NotAllowed(problem)
    if not activity.is_handed_in or fact.review == LaterFact.Review.WITHDRAWN:
        raise WrongState(_("You can decide only on an entry for a submitted activity that has not been withdrawn."))
    refuse_if(undecidable_fact(fact, review, visible_text(reason)))
    if fact.review == review:
        return fact
    before = {"fact_review": str(fact.review), "reason": fact.decision_reason}
    is_open = review == REPORTED
    fact.review, fact.decision_reason = review, "" if is_open else visible_text(reason)
    fact.decided_by, fact.decided_at = (None, None) if is_open else (by, timezone.now())
    fact.decided_for = None if is_open else rules.agency_of(deciding.who)
    fact.save()
    develop(fact)
    verb = {VERIFIED: "verified", REFUSED: "refused", REPORTED: "reopened"}[LaterFact.Review(review)]
    log_fact(fact, verb, before, by=by, via=via, reason=visible_text(reason))
    take_effect(activity, by=by, via=via)
    close_review(activity)
    mail_decided(activity, fact, by=by, via=via, reason=visible_text(reason))
    return fact


def undecidable_fact(fact: LaterFact, review: str, reason: str) -> dict[str, list[str]]:
    if review not in (VERIFIED, REFUSED, REPORTED):
        return {"review": [_("Choose verified, refused or reported.")]}
    if review == VERIFIED and fact.kind == LaterFact.Kind.END and not fact.evidence_id:
        return {"review": [_("There is no evidence of this end. Ask for evidence, or leave it reported.")]}
    if review == REFUSED and not reason:
        return {"reason": [_("Explain why it is refused.")]}
    if review == REPORTED and not fact.is_undecided and not reason:
        return {"reason": [_("Explain why the decision is withdrawn.")]}
    return contradicted(fact) if fact.review == REFUSED and review != REFUSED else {}


def contradicted(fact: LaterFact) -> dict[str, list[str]]:
    """What was refused is to stand after all: what was reported or corrected in the meantime may stand against it."""
    if fact.kind == LaterFact.Kind.STATUS:
        problems = status_problems(fact)
    elif fact.claim is None:
        return {}
    elif fact.claim.ends.standing().exists():
        return {
            "review": [_("Another end is reported for this result. Decide on that one, or have it withdrawn first.")]
        }
    else:
        problems = end_problems(fact, fact.claim)
    return {"review": [message for messages in problems.values() for message in messages]} if problems else {}


def mail_decided(activity: Activity, fact: LaterFact, *, by: User, via: str, reason: str) -> None:
    """Of a refusal, or a decision taken back, those who stand for the activity hear why."""
    if fact.review == VERIFIED:
        return
    template = "later_refused" if fact.review == REFUSED else "taken_back"
    mail_focal_points(activity, template, by=by, via=via, occasion=f"{fact.pk} {timezone.now()}", text=reason)


@one_transaction
def withdraw_fact(*, by: User, pk: UUID, via: str = Change.Via.PAGE) -> LaterFact:
    """Withdraw what was reported later and is not decided; the history keeps it. Raises NotAllowed or WrongState."""
    activity, fact = locked_fact(pk)
    if not rules.may_withdraw_fact(rules.standing(by), fact):
        raise NotAllowed(
            _(
                "You may withdraw only what your own country or organization reported. Ask those who reported this to withdraw it."
            )
        )
    if fact.review == LaterFact.Review.WITHDRAWN:
        return fact
    if not fact.is_undecided:
        raise WrongState(_("The working group has decided on this. Ask it to take its decision back first."))
    fact.review = LaterFact.Review.WITHDRAWN
    fact.save(update_fields=["review"])
    develop(fact)
    log_fact(fact, "withdrawn", {"fact_review": str(REPORTED)}, by=by, via=via)
    take_effect(activity, by=by, via=via)
    close_review(activity)
    return fact


def open_for_later(pk: UUID, by: User) -> Activity:
    """The row, held, of what was submitted and is this person's to write. Raises NotAllowed, WrongState."""
    activity = locked(pk)
    if not rules.may_edit(rules.standing(by), activity):
        raise NotAllowed(_("You may edit activities of your own country only."))
    if activity.is_draft:
        raise WrongState(
            _("This is a draft: edit it directly. Later developments can be reported once it has been submitted.")
        )
    return activity


def locked_fact(pk: UUID) -> tuple[Activity, LaterFact]:
    activity = locked(LaterFact.objects.values_list("activity_id", flat=True).get(pk=pk))
    fact = LaterFact.objects.select_related("claim__indicator", "by").get(pk=pk)
    fact.activity = activity
    return activity, fact


def proof(
    activity: Activity,
    chosen: UUID | None,
    url: str,
    citation: str,
    *,
    by: User,
    via: str,
    **about: Any,
) -> Evidence | None:
    """A piece of the activity's evidence, as far as the person sees it, or a link or citation that is added to it and proves this
    alone. Raises ValidationError (`evidence`)."""
    if url or citation:
        kind = Evidence.Kind.LINK if url else Evidence.Kind.CITATION
        about |= {"kind": kind, "url": url, "citation": citation, "is_of_fact": True}
        return add_evidence(by=by, pk=activity.pk, via=via, **about)
    seen = rules.visible_evidence(rules.standing(by)).filter(activity=activity)
    piece = seen.filter(pk=chosen).first() if chosen else None
    if chosen and piece is None:
        raise ValidationError({"evidence": [_("Choose from the evidence of this activity.")]})
    return piece


def refuse_if(problems: dict[str, list[str]]) -> None:
    if problems:
        raise ValidationError(problems)

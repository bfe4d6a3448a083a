"""From a draft to a verified activity, and back where a decision did not hold."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import activity_mail, rules
from reports.activity import checks
from reports.activity.state import State, activity_state, with_state
from reports.agencies import awaits
from reports.models import OPEN_FOR, Activity, Change, Claim, Finding, OpenReview, Remark, User, awaiting_review
from reports.rules import Standing
from reports.workflow.activities import locked
from reports.workflow.batches import Batch
from reports.workflow.claims import (
    Decision,
    claims_to_decide,
    decide,
    log_decision,
    log_finding,
    mark,
    to_decide,
    undecidable,
)
from reports.workflow.history import append, step_of
from reports.workflow.judging import Decider, decider
from reports.workflow.laying import UNSIGNED
from reports.workflow.mailing import mail_asked, mail_focal_points
from reports.workflow.outcomes import NotAllowed, StaleVersion, WrongState
from reports.workflow.pen import Pen
from reports.workflow.preparing import require_begun, require_cleared
from reports.workflow.remarks import asked_of, save_question
from reports.workflow.statuses import take_effect, verify_reported
from reports.workflow.transactions import one_transaction
from reports.workflow.words import Voice, answer_own, ask, report
from themes.folding import visible_text


@one_transaction
def submit_activity(*, by: User, pk: UUID, via: str = Change.Via.PAGE, decision: str = "") -> Activity:
    """Hand a draft or returned activity to the working group, and ask the other countries that it names for their word.

    `decision` is that by which all agreed to a past that is loaded: it stands for their report too.
    Raises NotAllowed, WrongState, or ValidationError naming each field in which something is missing.
    """
    batch, activity = Batch(by=by, via=via), locked(pk)
    hand_in(batch, activity, activity_state(activity), decision)
    batch.write()
    return activity


def hand_in(batch: Batch, activity: Activity, state: State, decision: str = "") -> None:
    """`submit_activity` in a batch, of a row `with_state`, or one that is begun in it: nothing is saved yet."""
    who, pen = batch.who, batch.pen_of(activity)
    if rules.may_hand_on(who, activity):
        raise NotAllowed(_("The focal point of your country submits it: hand it on when it is ready."))
    if not rules.may_submit(who, activity):
        raise NotAllowed(_("You may submit activities of your own country only."))
    require_begun(activity)
    incomplete = missing(who, activity, state)
    if incomplete:
        raise ValidationError(incomplete)
    voice = batch.voice(decision)
    if not decision:
        require_cleared(who, activity)
    answer_own(activity, voice, pen)
    activity.ready_at, activity.handed_back = None, ""
    move(activity, Activity.Review.SUBMITTED, by=batch.by, via=batch.via, verb="submitted", voice=voice, pen=pen)
    asked = ask(activity, voice.now, pen)
    pen.letters.append(partial(mail_asked, activity, asked, by=batch.by, via=batch.via))


def missing(who: Standing, activity: Activity, state: State) -> checks.Messages:
    """What is still needed before this person can submit an activity that says this, by field."""
    incomplete = checks.missing(state)
    if rules.needs_letter(who, activity):
        incomplete["letter"] = [
            _(
                "Record the letter by which the country reports this activity. What an agency does itself, a contributor of "
                "its office records."
            )
        ]
    return incomplete


@one_transaction
def open_for_review(*, by: User, pk: UUID) -> OpenReview | None:
    """Say that a reviewer has open what awaits review, so that its country is told; an hour later it is forgotten.

    None where nothing of it awaits any more, or it is not this person who reviews it. It is nobody's record, so the
    change log does not hear of it.
    """
    activity, who, now = awaiting_review(Activity.objects.filter(pk=pk)).first(), rules.standing(by), timezone.now()
    if activity is None or not rules.may_review(who, activity):
        return None
    OpenReview.objects.filter(seen_at__lte=now - OPEN_FOR).delete()
    seen = {"agency": who.agency, "seen_at": now}
    opened, _made = OpenReview.objects.update_or_create(
        activity=activity, reviewer=by, defaults=seen, create_defaults=seen | {"since": now}
    )
    return opened


@one_transaction
def verify_activity(
    *,
    by: User,
    pk: UUID,
    version: int | None = None,
    decisions: dict[UUID, Decision] | None = None,
    via: str = Change.Via.PAGE,
) -> Activity:
    """Accept a submitted activity and decide on its claims.

    `decisions` is `{claim id: {"verification": "verified" | "refused" | "pending", "finding": "why"}}`; a claim that is
    not named is verified if it has been achieved, as far as the reviewer may: one that awaits the other agency stays
    pending. `version`, where given, is the one that the reviewer read. Raises
    NotAllowed, WrongState, StaleVersion, or ValidationError (no evidence, no reason, an agency that finds otherwise).
    """
    activity, deciding = locked(pk), decider(by)
    require_reviewable(deciding.who, activity, version)
    claims = claims_to_decide(activity)
    if problem := deciding.verify_problem(activity, claims):
        raise NotAllowed(problem)
    for claim in claims:
        decision = chosen_decision(claim, activity, deciding, (decisions or {}).get(claim.pk))
        if decision:
            decide(claim, activity, deciding, by=by, via=via, **decision)
        claim.awaits = awaits(claim, activity)
    move(activity, Activity.Review.VERIFIED, by=by, via=via, verb="verified")
    verify_reported([activity], by=by, via=via, agency=rules.agency_of(deciding.who))
    mail_focal_points(activity, "verified", by=by, via=via, occasion=activity.version, claims=claims)
    return activity


@dataclass(frozen=True)
class Several:
    """What became of the activities chosen: those verified, and the others with what stands against it, in words."""

    verified: list[Activity]
    refused: list[tuple[Activity, str]]


@one_transaction
def verify_several(*, by: User, chosen: dict[UUID, int], via: str = Change.Via.PAGE) -> Several:
    """Accept several submitted activities, each with every claim that has been achieved: `{id: version that was read}`.

    Each keeps its own checks; one that cannot be verified stays as it is and does not hold up the others. The
    number of queries is constant but for the rows of the change log and the mail: one to each focal point.
    """
    now = timezone.now()
    deciding = decider(by, now)
    rows = with_state(Activity.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(chosen)))
    claims = Prefetch("claims", to_decide(Claim.objects.all()), to_attr="claims_to_decide")
    several = Several(verified=[], refused=[])
    for row in rows.order_by("submitted_at", "pk").prefetch_related(claims):
        problem = verification_problem(deciding, row, chosen[row.pk])
        if problem:
            several.refused.append((row, problem))
        else:
            several.verified.append(row)
    for activity in several.verified:
        activity.review, activity.version = Activity.Review.VERIFIED, activity.version + 1
        activity.verified_at = activity.updated_at = now
    decided, agreed = decide_several(several.verified, deciding, by=by, now=now)
    save_verified(several.verified, [claim for claim, _before in decided], agreed)
    for finding in agreed:
        log_finding(finding.claim.activity, finding, {}, by=by, via=via)
    for claim, before in decided:
        log_decision(claim, before, by=by, via=via, reason=claim.decision_reason)
    submitted = Activity.Review.SUBMITTED
    append([step_moved(one, submitted, by=by, via=via, verb="verified") for one in several.verified])
    verify_reported(several.verified, by=by, via=via, agency=rules.agency_of(deciding.who))
    if via in (Change.Via.PAGE, Change.Via.API):
        activity_mail.about_verified(several.verified, by=by)
    return several


def decide_several(
    activities: list[Activity], deciding: Decider, *, by: User, now: datetime
) -> tuple[list[tuple[Claim, dict[str, Any]]], list[Finding]]:
    """The claims that the person verifies, each with what stood there before, and their agency's agreement where the other's
    word is awaited too; written on the rows, not saved yet."""
    decided, agreed = [], []
    for activity in activities:
        for claim in activity.claims_to_decide:
            decision = chosen_decision(claim, activity, deciding)
            if decision is None or claim.verification == Claim.Verification.VERIFIED:
                claim.awaits = awaits(claim, activity)
                continue
            agreed += [one for one in [deciding.agreement(claim, activity)] if one]
            if deciding.is_last_word(claim, activity):
                signed = deciding.signature(claim, activity)
                decided.append((claim, mark(claim, by=by, at=now, signed=signed, **decision) or {}))
            else:
                claim.awaits = sorted(deciding.judges(claim, activity).missing_beside(rules.agency_code(deciding.who)))
    return decided, agreed


DECISION = ("verification", "decision_reason", "decided_by", "decided_at", "updated_at", *UNSIGNED)


def save_verified(activities: list[Activity], claims: list[Claim], agreed: list[Finding]) -> None:
    Finding.objects.bulk_create(agreed)
    Activity.objects.bulk_update(activities, ["review", "version", "verified_at", "updated_at"])
    Claim.objects.bulk_update(claims, DECISION)
    OpenReview.objects.filter(activity__in=activities).delete()


def verification_problem(deciding: Decider, activity: Activity, version: int) -> str:
    """Why an activity cannot be verified with its claims as they stand; empty when it can. No query."""
    try:
        require_reviewable(deciding.who, activity, version)
    except (NotAllowed, WrongState) as refusal:
        return str(refusal)
    except StaleVersion:
        return _("The activity was changed while you were reading the list.")
    if problem := deciding.verify_problem(activity, activity.claims_to_decide):
        return problem
    decisions = ((claim, chosen_decision(claim, activity, deciding)) for claim in activity.claims_to_decide)
    problems = [undecidable(claim, **decision) for claim, decision in decisions if decision]
    return " ".join(message for problem in problems for messages in problem.values() for message in messages)


def chosen_decision(
    claim: Claim, activity: Activity, deciding: Decider, chosen: Decision | None = None
) -> Decision | None:
    """What the reviewer chose, else what is usual; None where it is not theirs to decide and they leave it as it stands.
    Raises NotAllowed."""
    if chosen and chosen["verification"] != claim.verification:
        if problem := deciding.problem(claim, activity, chosen["verification"]):
            raise NotAllowed(problem)
        return chosen
    return (chosen or usual_decision(claim)) if deciding.may_decide(claim, activity) else None


def usual_decision(claim: Claim) -> Decision | None:
    """Where nobody says otherwise: what has been achieved is verified; what was refused, or is only expected, stays as
    it is, undecided here (None)."""
    if claim.verification == Claim.Verification.REFUSED or not claim.achieved_on:
        return None
    return {"verification": Claim.Verification.VERIFIED, "finding": ""}


def require_reviewable(who: Standing, activity: Activity, version: int | None = None) -> None:
    """Raises NotAllowed, WrongState or StaleVersion."""
    if not rules.may_review(who, activity):
        raise NotAllowed(_("Only a member of the working group who did not enter the activity can verify it."))
    if activity.review != Activity.Review.SUBMITTED:
        raise WrongState(_("Only a submitted activity can be verified."))
    if version is not None and version != activity.version:
        raise StaleVersion(activity, version)


@one_transaction
def return_activity(*, by: User, pk: UUID, remark: str, via: str = Change.Via.PAGE) -> Activity:
    """Send a submitted activity back with a remark. Raises NotAllowed, WrongState or ValidationError (`remark`)."""
    activity = locked(pk)
    if not rules.may_review(rules.standing(by), activity):
        raise NotAllowed(_("Only a member of the working group who did not enter the activity can return it."))
    if activity.review != Activity.Review.SUBMITTED:
        raise WrongState(_("Only a submitted activity can be returned."))
    if not visible_text(remark):
        raise ValidationError({"remark": [_("Explain what should be corrected or added.")]})
    question = Remark(activity=activity, author=by, text=visible_text(remark))
    save_question(question)
    said = {"of": asked_of(question)}
    move(activity, Activity.Review.RETURNED, by=by, via=via, verb="returned", reason=question.text, said=said)
    mail_focal_points(
        activity, "returned", by=by, via=via, occasion=activity.version, text=question.text, remark=question
    )
    return activity


@one_transaction
def take_back(*, by: User, pk: UUID, reason: str, via: str = Change.Via.PAGE) -> Activity:
    """Take the verification of an activity back: it and its verified claims are to be checked again.

    What was refused stays refused: that is taken back claim by claim. Raises NotAllowed, WrongState or ValidationError
    (`reason`).
    """
    activity, deciding = locked(pk), decider(by)
    if not rules.may_review(deciding.who, activity):
        raise NotAllowed(
            _("Only a member of the working group who did not enter the activity can withdraw a decision on it.")
        )
    if activity.review != Activity.Review.VERIFIED:
        raise WrongState(_("Only a verified activity can have its verification withdrawn."))
    if not visible_text(reason):
        raise ValidationError({"reason": [_("Explain why the decision is withdrawn.")]})
    for claim in to_decide(activity.claims.filter(verification=Claim.Verification.VERIFIED)):
        pending = Claim.Verification.PENDING
        decide(claim, activity, deciding, by=by, via=via, verification=pending, finding=reason)
    move(activity, Activity.Review.SUBMITTED, by=by, via=via, verb="taken_back", reason=visible_text(reason))
    take_effect(activity, by=by, via=via)
    mail_focal_points(activity, "taken_back", by=by, via=via, occasion=activity.version, text=visible_text(reason))
    return activity


def move(
    activity: Activity,
    to: str,
    *,
    by: User,
    via: str,
    verb: str,
    reason: str = "",
    voice: Voice | None = None,
    said: State | None = None,
    pen: Pen | None = None,
) -> Activity:
    """With a `voice` it is a report too; the log keeps what is `said` beside. It is saved, unless a `pen` is given."""
    before, own = activity.review, pen or Pen()
    activity.review = to
    activity.version += 1
    if to == Activity.Review.SUBMITTED:
        activity.submitted_at = timezone.now()
    if voice:
        report(activity, voice, own)
    if to == Activity.Review.VERIFIED:
        activity.verified_at = timezone.now()
    own.save(activity)
    if not activity._state.adding:
        own.clear(OpenReview, "activity", activity.pk)
    own.log.append(step_moved(activity, before, by=by, via=via, verb=verb, reason=reason, said=said))
    if pen is None:
        own.write()
    return activity


def step_moved(
    activity: Activity, before: str, *, by: User, via: str, verb: str, reason: str = "", said: State | None = None
) -> Change:
    review = {"review": str(activity.review)} | (said or {})
    return step_of(activity, by=by, via=via, verb=verb, before={"review": str(before)}, after=review, reason=reason)

"""From a draft to a verified activity, and what is said on the way."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import checks, notices, rules
from reports.models import Activity, Change, Claim, Mail, Remark, User
from reports.state import activity_state
from reports.workflow.activities import UNDECIDED, locked, log_step
from reports.workflow.outcomes import NotAllowed, NotNow, StaleVersion


@transaction.atomic
def submit_activity(*, by: User, pk: UUID, via: str = Change.Via.PAGE) -> Activity:
    """Hand a draft or returned activity to the working group.

    Raises NotAllowed, NotNow, or ValidationError naming each field in which something is missing.
    """
    activity = locked(pk)
    if not rules.may_edit(rules.standing(by), activity):
        raise NotAllowed(_("You may submit activities of your own country only."))
    if activity.review not in (Activity.Review.DRAFT, Activity.Review.RETURNED):
        raise NotNow(_("This activity has been submitted already."))
    state = activity_state(activity)
    incomplete = checks.missing(state)
    if incomplete:
        raise ValidationError(incomplete)
    return move(activity, Activity.Review.SUBMITTED, by=by, via=via, verb="submitted")


@transaction.atomic
def verify_activity(
    *,
    by: User,
    pk: UUID,
    version: int | None = None,
    decisions: dict[UUID, dict[str, str]] | None = None,
    via: str = Change.Via.PAGE,
) -> Activity:
    """Accept a submitted activity and decide on its claims.

    `decisions` is `{claim id: {"verification": "verified" | "refused" | "pending", "finding": "why"}}`; a claim that is
    not named is verified if it has come true. `version`, where given, is the one that the reviewer read. Raises
    NotAllowed, NotNow, StaleVersion, or ValidationError (a claim without evidence, a refusal without a reason).
    """
    activity = locked(pk)
    if not rules.may_review(rules.standing(by), activity):
        raise NotAllowed(_("Activities are verified by the working group, and by somebody who did not enter them."))
    if activity.review != Activity.Review.SUBMITTED:
        raise NotNow(_("Only a submitted activity can be verified."))
    if version is not None and version != activity.version:
        raise StaleVersion(activity)
    decisions = decisions or {}
    for claim in activity.claims.select_related("activity"):
        default = Claim.Verification.VERIFIED if claim.achieved_on else Claim.Verification.PENDING
        if claim.verification == Claim.Verification.REFUSED:
            default = Claim.Verification.REFUSED
        decision = decisions.get(claim.pk, {"verification": default, "finding": claim.finding})
        decide(claim, by=by, via=via, **decision)
    move(activity, Activity.Review.VERIFIED, by=by, via=via, verb="verified")
    tell(activity, "verified", by=by, via=via, occasion=activity.version)
    return activity


@transaction.atomic
def return_activity(*, by: User, pk: UUID, remark: str, via: str = Change.Via.PAGE) -> Activity:
    """Send a submitted activity back with a remark. Raises NotAllowed, NotNow or ValidationError (`remark`)."""
    activity = locked(pk)
    if not rules.may_review(rules.standing(by), activity):
        raise NotAllowed(_("Activities are returned by the working group, and by somebody who did not enter them."))
    if activity.review != Activity.Review.SUBMITTED:
        raise NotNow(_("Only a submitted activity can be returned."))
    if not remark.strip():
        raise ValidationError({"remark": [_("Say what should be corrected or added.")]})
    Remark.objects.create(activity=activity, author=by, text=remark.strip())
    move(activity, Activity.Review.RETURNED, by=by, via=via, verb="returned", reason=remark.strip())
    tell(activity, "returned", by=by, via=via, occasion=activity.version, text=remark.strip())
    return activity


@transaction.atomic
def decide_claim(*, by: User, pk: UUID, verification: str, finding: str = "", via: str = Change.Via.PAGE) -> Claim:
    """Verify or refuse one claim of a submitted or verified activity, or take the decision back ("pending").

    Raises NotAllowed, NotNow or ValidationError (`verification`, `finding`).
    """
    activity = locked(Claim.objects.values_list("activity_id", flat=True).get(pk=pk))
    if not rules.may_review(rules.standing(by), activity):
        raise NotAllowed(_("Claims are decided by the working group, and by somebody who did not enter them."))
    if activity.review not in (Activity.Review.SUBMITTED, Activity.Review.VERIFIED):
        raise NotNow(_("A claim is decided once its activity has been submitted."))
    claim = Claim.objects.get(pk=pk)
    decide(claim, by=by, via=via, verification=verification, finding=finding)
    return claim


def decide(claim: Claim, *, by: User, via: str, verification: str, finding: str = "") -> None:
    """Check and save one decision, and log it if it is a new one."""
    finding = finding.strip()
    problem = undecidable(claim, verification, finding)
    if problem:
        raise ValidationError(problem)
    before = {"verification": claim.verification, "finding": claim.finding}
    after = {"verification": str(verification), "finding": finding}
    if before == after:
        return
    if verification == Claim.Verification.PENDING:
        for name, value in UNDECIDED.items():
            setattr(claim, name, value)
        claim.finding = finding
    else:
        claim.verification, claim.finding = verification, finding
        claim.decided_by, claim.decided_at = by, timezone.now()
    claim.save()
    named = {"claim": str(claim.pk), "indicator": claim.indicator_id, "unit": claim.unit}
    verb = {"verified": "claim_verified", "refused": "claim_refused"}.get(verification, "claim_reopened")
    log_step(claim.activity, by=by, via=via, verb=verb, before=named | before, after=named | after, reason=finding)


def undecidable(claim: Claim, verification: str, finding: str) -> dict[str, list[str]]:
    """Why this decision cannot be taken, by field; empty when it can. One query."""
    name = f"{claim.indicator_id} {claim.unit}"
    if verification not in Claim.Verification.values:
        return {"verification": [_("Choose verified, refused or pending.")]}
    if verification == Claim.Verification.REFUSED and not finding:
        return {"finding": [_("%(claim)s: say why the claim is refused.") % {"claim": name}]}
    if verification != Claim.Verification.VERIFIED:
        return {}
    if not claim.achieved_on:
        return {"verification": [_("%(claim)s: it has no date yet, so it is only expected.") % {"claim": name}]}
    if not claim.evidence().exists():
        return {
            "verification": [
                _("%(claim)s: it has no evidence. Ask for some, or leave the claim unchecked.") % {"claim": name}
            ]
        }
    return {}


def move(activity: Activity, to: str, *, by: User, via: str, verb: str, reason: str = "") -> Activity:
    before = {"review": activity.review}
    activity.review = to
    activity.version += 1
    if to == Activity.Review.SUBMITTED:
        activity.submitted_at = timezone.now()
        activity.confirmed_on = timezone.localdate()
    if to == Activity.Review.VERIFIED:
        activity.verified_at = timezone.now()
    activity.save()
    log_step(activity, by=by, via=via, verb=verb, before=before, after={"review": str(to)}, reason=reason)
    return activity


@transaction.atomic
def add_remark(*, by: User, pk: UUID, text: str, claim: UUID | None = None, via: str = Change.Via.PAGE) -> Remark:
    """Ask about an activity or one of its claims. Raises NotAllowed or ValidationError (`text`, `claim`)."""
    activity = locked(pk)
    if not rules.standing(by).is_working_group:
        raise NotAllowed(_("Remarks are made by the working group."))
    if not text.strip():
        raise ValidationError({"text": [_("Write the remark.")]})
    if claim and not activity.claims.filter(pk=claim).exists():
        raise ValidationError({"claim": [_("This claim belongs to another activity.")]})
    remark = Remark.objects.create(activity=activity, claim_id=claim, author=by, text=text.strip())
    log_remark(remark, by=by, via=via, verb="remark_made", after={"text": remark.text})
    tell(activity, "asked", by=by, via=via, occasion=remark.pk, text=remark.text)
    return remark


@transaction.atomic
def reply_to_remark(*, by: User, pk: UUID, reply: str, via: str = Change.Via.PAGE) -> Remark:
    """Answer a remark that is still open. Raises NotAllowed, NotNow or ValidationError (`reply`)."""
    remark = Remark.objects.select_for_update(of=("self",)).select_related("activity").get(pk=pk)
    if not rules.may_edit(rules.standing(by), remark.activity):
        raise NotAllowed(_("A remark is answered by those who may change the activity."))
    if remark.resolved_at:
        raise NotNow(_("This remark has been resolved already."))
    if not reply.strip():
        raise ValidationError({"reply": [_("Write the reply.")]})
    before = {"reply": remark.reply}
    remark.reply, remark.replied_by, remark.replied_at = reply.strip(), by, timezone.now()
    remark.save()
    log_remark(remark, by=by, via=via, verb="remark_answered", before=before, after={"reply": remark.reply})
    return remark


@transaction.atomic
def resolve_remark(*, by: User, pk: UUID, via: str = Change.Via.PAGE) -> Remark:
    """Close a remark. Raises NotAllowed or NotNow."""
    remark = Remark.objects.select_for_update(of=("self",)).select_related("activity").get(pk=pk)
    if not rules.standing(by).is_working_group:
        raise NotAllowed(_("Remarks are resolved by the working group."))
    if remark.resolved_at:
        raise NotNow(_("This remark has been resolved already."))
    remark.resolved_by, remark.resolved_at = by, timezone.now()
    remark.save()
    log_remark(remark, by=by, via=via, verb="remark_resolved", after={"text": remark.text})
    return remark


def tell(activity: Activity, template: str, *, by: User, via: str, occasion: Any, text: str = "") -> None:
    """Mail the focal points what a person did; what a command or an import does, nobody waits for."""
    if via in (Change.Via.PAGE, Change.Via.API):
        kind = Mail.Kind.VERIFIED if template == "verified" else Mail.Kind.RETURNED
        notices.about_activity(activity, template=template, kind=kind, occasion=occasion, by=by, text=text)


def log_remark(remark: Remark, *, by: User, via: str, verb: str, after: dict, before: dict | None = None) -> None:
    named = {"remark": str(remark.pk)}
    log_step(remark.activity, by=by, via=via, verb=verb, before=named | (before or {}), after=named | after)

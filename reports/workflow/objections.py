"""A neighbour's objection to what others claim for a border that is its own too."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import rules
from reports.models import Activity, Change, Claim, Objection, User
from reports.workflow.activities import locked
from reports.workflow.claims import log_decision, naming, require_decidable, to_decide, undo
from reports.workflow.history import record
from reports.workflow.mailing import mail_focal_points
from reports.workflow.outcomes import NotAllowed, WrongState
from reports.workflow.transactions import one_transaction
from themes.folding import visible_text


@one_transaction
def object_to_claim(*, by: User, pk: UUID, country: str, reasons: str, via: str = Change.Via.PAGE) -> Objection:
    """Say for a country that what is claimed for a border of its own is not so: until that is withdrawn, or both agencies have
    answered it by a finding, the claim stays reported. Raises NotAllowed, WrongState or ValidationError (`reasons`)."""
    activity, claim = asked_about(pk, by, country)
    require_decidable(activity)
    if claim.objections.standing().filter(country=country).exists():
        raise WrongState(_("Your country has already objected to this claim."))
    reasons = visible_text(reasons)
    if not reasons:
        raise ValidationError({"reasons": [_("Give the reasons for the objection.")]})
    objection = Objection(claim=claim, country_id=country, reasons=reasons, by=by, at=timezone.now())
    objection.save()
    undone = undo(claim) if claim.verification == Claim.Verification.VERIFIED else None
    log(objection, activity, by=by, via=via, verb="claim_objected", reason=reasons)
    if undone:
        log_decision(claim, undone, by=by, via=via, reason=reasons)
    text = f"{objection.country}: {reasons}"
    mail_focal_points(activity, "doubted", by=by, via=via, occasion=f"objection {objection.pk}", text=text)
    return objection


@one_transaction
def withdraw_objection(*, by: User, pk: UUID, country: str, via: str = Change.Via.PAGE) -> Objection:
    """Say that the country no longer objects: the claim may be verified. Raises NotAllowed or WrongState."""
    activity, claim = asked_about(pk, by, country)
    objection = claim.objections.standing().filter(country=country).first()
    if objection is None:
        raise WrongState(_("Your country has no objection to this claim."))
    objection.withdrawn_by, objection.withdrawn_at = by, timezone.now()
    objection.save()
    log(objection, activity, by=by, via=via, verb="objection_withdrawn")
    return objection


def asked_about(pk: UUID, by: User, country: str) -> tuple[Activity, Claim]:
    activity = locked(Claim.objects.values_list("activity_id", flat=True).get(pk=pk))
    claim = to_decide(activity.claims.select_related("border_region")).get(pk=pk)
    if country not in rules.may_object(rules.standing(by), claim):
        raise NotAllowed(_("Only a focal point of a country on the border region can object to the claim."))
    return activity, claim


def log(objection: Objection, activity: Activity, *, by: User, via: str, verb: str, reason: str = "") -> None:
    named = naming(objection.claim)
    record(
        by=by,
        via=via,
        verb=f"activity.{verb}",
        subject="activity",
        subject_id=activity.pk,
        country=objection.country_id,
        reason=reason,
        before=named,
        after=named,
    )

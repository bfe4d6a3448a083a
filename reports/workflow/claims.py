"""What is found of a claim: each agency's finding, and the decision."""

from datetime import datetime
from typing import NotRequired, TypedDict
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import rules
from reports.models import (
    Activity,
    Change,
    Claim,
    ClaimQuerySet,
    Finding,
    OpenReview,
    User,
    awaiting_review,
    contradicting,
    with_new_proof,
    with_proof,
)
from reports.workflow.activities import UNDECIDED, locked, log_step, mail_focal_points
from reports.workflow.outcomes import NotAllowed, WrongState
from reports.workflow.transactions import one_transaction
from themes.folding import visible_text


@one_transaction
def record_finding(*, by: User, pk: UUID, verdict: str, reasons: str = "", via: str = Change.Via.PAGE) -> Finding:
    """Say what the person's agency finds of a claim, in place of what it found before; a doubt or refusal has reasons.

    A decision that the finding goes against is undone: where the agencies differ, the claim stays reported. Raises
    NotAllowed, WrongState or ValidationError (`verdict`, `reasons`).
    """
    activity, who = locked(Claim.objects.values_list("activity_id", flat=True).get(pk=pk)), rules.standing(by)
    agency = who.agency if rules.may_find(who, activity) else None
    if agency is None:
        raise NotAllowed(_("You may record findings only for your own agency, on claims that you did not enter."))
    require_decidable(activity)
    if verdict not in Finding.Verdict.values:
        raise ValidationError({"verdict": [_("Choose agree, doubt or refuse.")]})
    if verdict != Finding.Verdict.AGREE and not visible_text(reasons):
        raise ValidationError({"reasons": [_("Give the reasons for the doubt or refusal.")]})
    claim = to_decide(activity.claims.all()).get(pk=pk)
    former = next((row for row in claim.findings.all() if row.agency_id == agency.pk), None)
    finding = former or Finding(claim=claim, agency=agency)
    before = {"verdict": finding.verdict, "reasons": finding.reasons} if former else {}
    after = {"verdict": str(verdict), "reasons": visible_text(reasons)}
    if before == after:
        return finding
    finding.verdict, finding.reasons, finding.by, finding.at = *after.values(), by, timezone.now()
    finding.save()
    undone = undo(claim) if contradicting([finding], claim.verification) else None
    named = naming(claim) | {"agency": agency.name}
    log_step(activity, by=by, via=via, verb="claim_finding", before=named | before, after=named | after)
    if undone:
        log_decision(claim, undone, by=by, via=via, reason=finding.reasons)
    if verdict != Finding.Verdict.AGREE:
        mail_focal_points(
            activity,
            "doubted",
            by=by,
            via=via,
            occasion=f"{finding.pk} {finding.at}",
            text=f"{claim}: {finding.reasons}",
        )
    return finding


@one_transaction
def decide_claim(*, by: User, pk: UUID, verification: str, finding: str = "", via: str = Change.Via.PAGE) -> Claim:
    """Verify or refuse one claim of a submitted or verified activity, or ("pending") take the decision back.

    A refusal has a reason, and so has a decision taken back; no decision goes against an agency's finding. Raises
    NotAllowed, WrongState or ValidationError (`verification`, `finding`).
    """
    activity = locked(Claim.objects.values_list("activity_id", flat=True).get(pk=pk))
    if not rules.may_review(rules.standing(by), activity):
        raise NotAllowed(_("Only a member of the working group who did not enter the claim can decide on it."))
    require_decidable(activity)
    claim = to_decide(activity.claims.all()).get(pk=pk)
    was_decided = claim.verification != Claim.Verification.PENDING
    is_new = decide(claim, by=by, via=via, verification=verification, finding=finding)
    if not awaiting_review(Activity.objects.filter(pk=activity.pk)).exists():
        OpenReview.objects.filter(activity=activity).delete()
    occasion = f"{pk} {claim.updated_at}"
    if is_new and verification != Claim.Verification.PENDING:
        mail_focal_points(activity, "decided", by=by, via=via, occasion=occasion, claims=[claim])
    elif was_decided and verification == Claim.Verification.PENDING:
        mail_focal_points(activity, "taken_back", by=by, via=via, occasion=occasion, text=f"{claim}: {finding}")
    return claim


def require_decidable(activity: Activity) -> None:
    if not activity.is_handed_in:
        raise WrongState(_("No decision can be made on a claim until its activity has been submitted."))


def to_decide(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Claims with what a decision on them asks for: is there evidence, also since a refusal; what do the agencies find?"""
    findings = Prefetch("findings", Finding.objects.select_related("agency"))
    return with_new_proof(with_proof(claims)).prefetch_related(findings)


class Decision(TypedDict):
    """`verified`, `refused` or `pending`, and why."""

    verification: str
    finding: NotRequired[str]


def decide(claim: Claim, *, by: User, via: str, verification: str, finding: str = "") -> bool:
    """Check and save one decision on a claim of `to_decide`, and log it if it is a new one: other than the last, or taken
    with evidence that came after it. Was it new?"""
    problem = undecidable(claim, verification, finding)
    if problem:
        raise ValidationError(problem)
    anew = claim.is_proved_anew
    before = mark(claim, by=by, verification=verification, finding=finding, at=timezone.now(), anew=anew)
    if before:
        claim.save()
        log_decision(claim, before, by=by, via=via, reason=visible_text(finding))
    return before is not None


def undecidable(claim: Claim, verification: str, finding: str = "") -> dict[str, list[str]]:
    """Why this decision cannot be taken, by field; empty when it can. For a claim of `to_decide`; no query."""
    is_pending, is_decided = (
        verification == Claim.Verification.PENDING,
        claim.verification != Claim.Verification.PENDING,
    )
    if verification not in Claim.Verification.values:
        return {"verification": [_("Choose verified, refused or pending.")]}
    if not visible_text(finding) and verification == Claim.Verification.REFUSED:
        return {"finding": [_("%(claim)s: explain why the claim is refused.") % {"claim": claim}]}
    if not visible_text(finding) and is_pending and is_decided:
        return {"finding": [_("%(claim)s: explain why the decision is withdrawn.") % {"claim": claim}]}
    if verification == Claim.Verification.VERIFIED and not claim.achieved_on:
        return {
            "verification": [
                _("%(claim)s: the claim has no date yet, so it is only expected and cannot be verified.")
                % {"claim": claim}
            ]
        }
    if verification == Claim.Verification.VERIFIED and not claim.is_proved:
        message = _("%(claim)s: there is no evidence. Ask for evidence, or leave the claim pending.")
        return {"verification": [message % {"claim": claim}]}
    contrary = contradicting(claim.findings.all(), verification)
    if contrary:
        message = _(
            "%(claim)s: the decision contradicts a finding (%(finding)s). The claim keeps the status “reported” "
            "until the difference is resolved."
        )
        return {"verification": [message % {"claim": claim, "finding": "; ".join(str(row) for row in contrary)}]}
    return {}


def mark(
    claim: Claim, *, by: User, verification: str, finding: str = "", at: datetime, anew: bool = False
) -> dict[str, str] | None:
    """Write a decision on the row, not saved yet. Answers what stood there before, or None if nothing changes; `anew`:
    the same decision once more is a decision too."""
    before = decision_on(claim)
    if before == {"verification": str(verification), "finding": visible_text(finding)} and not anew:
        return None
    claim.verification, claim.decision_reason, claim.updated_at = verification, visible_text(finding), at
    is_pending = verification == Claim.Verification.PENDING
    claim.decided_by, claim.decided_at = (None, None) if is_pending else (by, at)
    return before


def undo(claim: Claim) -> dict[str, str]:
    """The claim is as good as never decided. Answers what stood there before."""
    before = decision_on(claim)
    for name, value in UNDECIDED.items():
        setattr(claim, name, value)
    claim.save()
    return before


def decision_on(claim: Claim) -> dict[str, str]:
    return {"verification": str(claim.verification), "finding": claim.decision_reason}


def naming(claim: Claim) -> dict[str, str]:
    return {"claim": str(claim.pk), "indicator": claim.indicator_id, "unit": claim.unit}


def log_decision(claim: Claim, before: dict[str, str], *, by: User, via: str, reason: str = "") -> None:
    verbs = {"verified": "claim_verified", "refused": "claim_refused", "pending": "claim_reopened"}
    named, after = naming(claim), decision_on(claim)
    log_step(
        claim.activity,
        by=by,
        via=via,
        verb=verbs[after["verification"]],
        before=named | before,
        after=named | after,
        reason=reason,
    )

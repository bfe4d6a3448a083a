"""What is found of a claim: each agency's finding, and the decision."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NotRequired, TypedDict
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
    Organisation,
    User,
    awaiting_review,
    contradicting,
    unanswered,
    with_new_proof,
    with_proof,
    with_proof_day,
)
from reports.workflow.activities import locked
from reports.workflow.history import log_step
from reports.workflow.judging import Decider, decider
from reports.workflow.laying import UNDECIDED, UNSIGNED
from reports.workflow.mailing import mail_focal_points
from reports.workflow.outcomes import NotAllowed, WrongState
from reports.workflow.statuses import settle_facts, verify_reported
from reports.workflow.transactions import one_transaction
from themes.folding import visible_text
from themes.prepared import Prepared

Signed = dict[str, Organisation | None]


@one_transaction
def record_finding(*, by: User, pk: UUID, verdict: str, reasons: str = "", via: str = Change.Via.PAGE) -> Finding:
    """Say what the person's agency finds of a claim, in place of what it found before; a doubt or refusal has reasons.

    A decision that the finding goes against is undone: where the agencies differ, the claim stays reported. Where both lead
    or implement, the agreement of the second verifies the claim. Raises NotAllowed, WrongState or ValidationError
    (`verdict`, `reasons`).
    """
    activity, deciding = locked(Claim.objects.values_list("activity_id", flat=True).get(pk=pk)), decider(by)
    agency = rules.agency_of(deciding.who) if rules.may_find(deciding.who, activity) else None
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
    needed = deciding.judges(claim, activity).needed
    undone = undo(claim) if contradicting([finding], claim.verification, needed) else None
    log_finding(activity, finding, before, by=by, via=via)
    if undone:
        log_decision(claim, undone, by=by, via=via, reason=finding.reasons)
    if verdict == Finding.Verdict.AGREE:
        complete(activity, to_decide(activity.claims.all()).get(pk=pk), deciding, by=by, via=via)
    else:
        text, occasion = f"{claim}: {finding.reasons}", f"{finding.pk} {finding.at}"
        mail_focal_points(activity, "doubted", by=by, via=via, occasion=occasion, text=text)
    return finding


def complete(activity: Activity, claim: Claim, deciding: Decider, *, by: User, via: str) -> None:
    """Where both agencies lead or implement and now both agreed, the claim is verified, if it can be."""
    verified = Claim.Verification.VERIFIED
    hearing = deciding.judges(claim, activity)
    is_theirs = hearing.is_joint and rules.agency_code(deciding.who) in hearing.needed
    if (
        is_theirs
        and deciding.is_last_word(claim, activity)
        and claim.verification == Claim.Verification.PENDING
        and not undecidable(claim, verified)
    ):
        decide(claim, activity, deciding, by=by, via=via, verification=verified)
        settle_facts(activity)
        close_review(activity)
        occasion = f"{claim.pk} {claim.updated_at}"
        mail_focal_points(activity, "decided", by=by, via=via, occasion=occasion, claims=[claim])


@one_transaction
def decide_claim(*, by: User, pk: UUID, verification: str, finding: str = "", via: str = Change.Via.PAGE) -> Claim:
    """Verify or refuse one claim of a submitted or verified activity, or ("pending") take the decision back.

    A refusal has a reason, and so has a decision taken back; no decision goes against an agency's finding. Where both
    agencies lead or implement, the first one's "verified" is its agreement, and the claim awaits the other. Raises
    NotAllowed, WrongState or ValidationError (`verification`, `finding`).
    """
    activity, deciding = locked(Claim.objects.values_list("activity_id", flat=True).get(pk=pk)), decider(by)
    claim = to_decide(activity.claims.all()).get(pk=pk)
    if problem := deciding.problem(claim, activity, verification):
        raise NotAllowed(problem)
    require_decidable(activity)
    was_decided = claim.verification != Claim.Verification.PENDING
    is_new = decide(claim, activity, deciding, by=by, via=via, verification=verification, finding=finding)
    if is_new:
        settle_facts(activity)
    if is_new and verification == Claim.Verification.VERIFIED and activity.review == Activity.Review.VERIFIED:
        verify_reported([activity], by=by, via=via, agency=rules.agency_of(deciding.who), claim=claim)
    close_review(activity)
    occasion = f"{pk} {claim.updated_at}"
    if is_new and verification != Claim.Verification.PENDING:
        mail_focal_points(activity, "decided", by=by, via=via, occasion=occasion, claims=[claim])
    elif was_decided and verification == Claim.Verification.PENDING:
        mail_focal_points(activity, "taken_back", by=by, via=via, occasion=occasion, text=f"{claim}: {finding}")
    return claim


def close_review(activity: Activity) -> None:
    """Where nothing of it awaits a decision any more, nobody has it open for review. Two queries at most."""
    if not awaiting_review(Activity.objects.filter(pk=activity.pk)).exists():
        OpenReview.objects.filter(activity=activity).delete()


def require_decidable(activity: Activity) -> None:
    if not activity.is_handed_in:
        raise WrongState(_("No decision can be made on a claim until its activity has been submitted."))


def to_decide(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Claims with what a decision on them asks for: is there evidence, also since a refusal; what do the agencies find?"""
    findings = Prefetch("findings", Finding.objects.select_related("agency"))
    return with_proof_day(with_new_proof(with_proof(claims.with_agencies()))).prefetch_related(findings)


def claims_to_decide(activity: Activity) -> list[Claim]:
    """All of one activity, with the same."""
    claims: list[Claim] = TO_DECIDE.rows(activity.pk)
    for claim in claims:
        claim.activity = activity
    return claims


def of_activity(pk: UUID) -> ClaimQuerySet:
    return to_decide(Claim.objects.filter(activity=pk))


TO_DECIDE = Prepared(of_activity, UUID(int=0))


class Decision(TypedDict):
    """`verified`, `refused` or `pending`, and why."""

    verification: str
    finding: NotRequired[str]


def decide(
    claim: Claim,
    activity: Activity,
    deciding: Decider,
    *,
    by: User,
    via: str,
    verification: str,
    finding: str = "",
) -> bool:
    """Check and save one decision on a claim of `to_decide`, and log it if it is a new one: other than the last, or taken
    with evidence that came after it. Was it new? Of two agencies whose word is needed, the first only agrees. What follows
    from that for what was reported later the caller settles, once for all claims."""
    problem = undecidable(claim, verification, finding, deciding.judges(claim, activity).needed)
    if problem:
        raise ValidationError(problem)
    if verification == Claim.Verification.VERIFIED and claim.verification != verification:
        agreement = deciding.agreement(claim, activity)
        if agreement:
            agreement.save()
            claim.__dict__.pop("_prefetched_objects_cache", None)  # its findings, one more now
            log_finding(activity, agreement, {}, by=by, via=via)
        if not deciding.is_last_word(claim, activity):
            return False
    if verification == Claim.Verification.PENDING and claim.verification == Claim.Verification.VERIFIED:
        claim.findings.filter(agency=rules.agency_of(deciding.who), verdict=Finding.Verdict.AGREE).delete()
    anew = claim.is_proved_anew
    signed = signed_by(claim, activity, deciding, verification)
    before = mark(claim, by=by, verification=verification, finding=finding, at=timezone.now(), signed=signed, anew=anew)
    if before:
        claim.save()
        log_decision(claim, before, by=by, via=via, reason=visible_text(finding))
    return before is not None


def signed_by(claim: Claim, activity: Activity, deciding: Decider, verification: str) -> Signed:
    """For which agencies a decision is taken; one that is taken back is nobody's."""
    if verification == Claim.Verification.VERIFIED:
        return deciding.signature(claim, activity)
    is_refused = verification == Claim.Verification.REFUSED
    return UNSIGNED | ({"decided_for": rules.agency_of(deciding.who)} if is_refused else {})


def undecidable(
    claim: Claim, verification: str, finding: str = "", needed: Collection[str] = frozenset()
) -> dict[str, list[str]]:
    """Why this decision cannot be taken, by field; empty when it can. For a claim of `to_decide`; no query but for a
    border."""
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
        message = _("%(claim)s: the claim has no date yet, so it is only expected and cannot be verified.")
        return {"verification": [message % {"claim": claim}]}
    if verification == Claim.Verification.VERIFIED and not claim.is_proved:
        message = _("%(claim)s: there is no evidence. Ask for evidence, or leave the claim pending.")
        return {"verification": [message % {"claim": claim}]}
    contrary = contradicting(claim.findings.all(), verification, needed)
    if contrary:
        message = _(
            "%(claim)s: the decision contradicts a finding (%(finding)s). The claim keeps the status “reported” "
            "until the difference is resolved."
        )
        return {"verification": [message % {"claim": claim, "finding": "; ".join(str(row) for row in contrary)}]}
    objecting = unanswered(claim) if verification == Claim.Verification.VERIFIED else []
    if objecting:
        message = _(
            "%(claim)s: %(countries)s objects. The claim keeps the status “reported” until the objection is withdrawn or both "
            "agencies have answered it by a finding."
        )
        countries = "; ".join(str(row.country) for row in objecting)
        return {"verification": [message % {"claim": claim, "countries": countries}]}
    return {}


def mark(
    claim: Claim, *, by: User, verification: str, finding: str = "", at: datetime, signed: Signed, anew: bool = False
) -> dict[str, Any] | None:
    """Write a decision on the row, not saved yet. Answers what stood there before, or None if nothing changes; `anew`:
    the same decision once more is a decision too."""
    before = decision_on(claim)
    is_same = claim.verification == verification and claim.decision_reason == visible_text(finding)
    if is_same and not anew:
        return None
    claim.verification, claim.decision_reason, claim.updated_at = verification, visible_text(finding), at
    is_pending = verification == Claim.Verification.PENDING
    claim.decided_by, claim.decided_at = (None, None) if is_pending else (by, at)
    for name, agency in signed.items():
        setattr(claim, name, agency)
    return before


def undo(claim: Claim) -> dict[str, Any]:
    """The claim is as good as never decided. Answers what stood there before."""
    before = decision_on(claim)
    for name, value in UNDECIDED.items():
        setattr(claim, name, value)
    claim.save()
    settle_facts(claim.activity)
    return before


def decision_on(claim: Claim) -> dict[str, Any]:
    """With the agencies in whose name it was taken, where there are any."""
    gave = [one.name for one in (claim.decided_for, claim.decided_with) if one]
    agencies = {"agency": "; ".join(gave)} if gave else {}
    absent = {"in_place_of": claim.in_place_of.name} if claim.in_place_of else {}
    return {"verification": str(claim.verification), "finding": claim.decision_reason} | agencies | absent


def naming(claim: Claim) -> dict[str, str]:
    return {"claim": str(claim.pk), "indicator": claim.indicator_id, "unit": claim.unit}


def log_finding(activity: Activity, finding: Finding, before: dict[str, str], *, by: User, via: str) -> None:
    named = naming(finding.claim) | {"agency": finding.agency.name}
    after = {"verdict": str(finding.verdict), "reasons": finding.reasons}
    log_step(activity, by=by, via=via, verb="claim_finding", before=named | before, after=named | after)


def log_decision(claim: Claim, before: dict[str, Any], *, by: User, via: str, reason: str = "") -> None:
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

"""What the API sends of an activity, its claims, evidence and agreements, as plain values."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.urls import reverse

from reports import rules
from reports.activity.funding import ONE_AMOUNT, secured
from reports.activity.state import activity_state
from reports.agencies import awaits
from reports.api.days import answered
from reports.api.history import represent_ends, represent_history
from reports.models import Activity, Adoption, Agreement, Claim, Evidence, Finding, OpenReview, User
from reports.rules import Standing
from reports.sight import read_activities, with_reasons
from reports.verified import is_proof, verified_claim
from reports.workflow import Merge


def represent(activity: Activity, who: Standing) -> dict[str, Any]:
    """A row of `read_activities(who)` as this reader gets it. No query."""
    inside = rules.may_see_inside(who, activity)
    state = activity_state(activity)
    fields = state | {
        ONE_AMOUNT: secured(state),
        "id": str(activity.pk),
        **answered("starts_on", activity.start, activity.starts_on),
        **answered("ends_on", activity.end, activity.ends_on),
        **represent_history(activity, inside=inside),
        "review": activity.review,
        "confirmed_on": activity.confirmed_on,
        "recorded_for": activity.recorded_for and activity.recorded_for.name,
        "countries": sorted(row.country_id for row in activity.seen_agreements),
        "agreements": [represent_agreement(row, who) for row in activity.seen_agreements],
        "claims": [
            represent_claim(
                claim, activity, inside=inside, proof=[one for one in activity.seen_evidence if is_proof(one, claim)]
            )
            | represent_ends(claim, activity.seen_facts)
            for claim in activity.seen_claims
        ],
        "evidence": [represent_evidence(piece) for piece in activity.seen_evidence],
        "version": activity.version,
        "created_at": activity.created_at,
        "updated_at": activity.updated_at,
    }
    if not inside:
        return fields
    steps = {"ready_at": activity.ready_at, "handed_back": activity.handed_back}
    return fields | steps | {"open_reviews": [represent_open(row) for row in activity.seen_reviews]}


def represent_agreement(row: Agreement, who: Standing) -> dict[str, Any]:
    fields = {
        "country": row.country_id,
        "agreement": row.word,
        "reason": row.reason,
        "at": row.at,
        "asked_at": row.asked_at,
        "letter_on": row.letter_on,
    }
    if not rules.may_see_clearance(who, row.country_id):
        return fields
    stands = row.is_cleared
    return fields | {
        "clearance_asked_at": row.clearance_asked_at,
        "cleared_at": row.cleared_at if stands else None,
        "cleared_by": row.cleared_by.username if stands and row.cleared_by else None,
    }


def represent_open(row: OpenReview) -> dict[str, Any]:
    return {"by": row.reviewer.username, "agency": row.agency and row.agency.name, "since": row.since}


def represent_claim(
    claim: Claim, activity: Activity, *, inside: bool, proof: Iterable[Evidence] = ()
) -> dict[str, Any]:
    """`unit` names the unit as the figures do; the findings are for the country and the working group. The activity as
    `awaits` reads it."""
    verified = verified_claim(claim, proof)
    fields = {
        "id": str(claim.pk),
        "activity": str(claim.activity_id),
        "indicator": claim.indicator_id,
        "unit": claim.unit,
        "country": claim.country_id,
        "sector": claim.sector_id,
        "border_region": claim.border_region_id,
        "body": claim.body_id,
        **answered("achieved_on", claim.achieved, claim.achieved_on),
        "agreement": claim.word,
        "verification": claim.verification,
        "verified": verified and verified.plain(),
    }
    if not inside:
        return fields
    findings = [represent_finding(finding) for finding in claim.findings.all()]
    decision = {"finding": claim.decision_reason, "findings": findings, "is_disputed": claim.is_disputed}
    return fields | decision | {"awaits": awaits(claim, activity)}


def represent_finding(finding: Finding) -> dict[str, Any]:
    return {
        "agency": finding.agency.name,
        "verdict": finding.verdict,
        "reasons": finding.reasons,
        "by": finding.by.username,
        "at": finding.at,
    }


def represent_evidence(piece: Evidence) -> dict[str, Any]:
    return {
        "id": str(piece.pk),
        "kind": piece.kind,
        "title": piece.title,
        "url": piece.url,
        "citation": piece.citation,
        "file_name": piece.file_name,
        "content_type": piece.content_type,
        "size": piece.size,
        "dated": piece.dated,
        "confidentiality": piece.confidentiality,
        "claims": [str(claim.pk) for claim in piece.claims.all()],
        "download": reverse("evidence_file", args=[piece.pk]) if piece.file else None,
        "preview": reverse("evidence_preview", args=[piece.pk]) if piece.preview else None,
    }


def represent_adoption(adoption: Adoption, who: Standing) -> dict[str, Any]:
    """With the reasons that the reader may read."""
    with_reasons([adoption], who)
    names = ("priority", "lead_ministry", "needs_funding", "version")
    days = answered("starts_on", adoption.start, adoption.starts_on)
    days |= answered("ends_on", adoption.end, adoption.ends_on)
    return (
        {
            "id": str(adoption.pk),
            "country": adoption.country_id,
            "position": adoption.position,
            "action": adoption.action_id,
            "theme": adoption.theme_code,
            "title": adoption.title,
            "language": adoption.language,
        }
        | days
        | {name: getattr(adoption, name) for name in names}
        | represent_answer(adoption)
    )


def represent_answer(adoption: Adoption) -> dict[str, Any]:
    """What of an answer is not the plan's: of `reports.sight.with_reasons`."""
    return {
        "answer": adoption.answer,
        **answered("adopted_on", adoption.stands_from, adoption.adopted_on),
        **answered("withdrawn_on", adoption.withdrawn, adoption.withdrawn_on),
        "withdrawn_because": adoption.seen_withdrawn_because,
        "because": adoption.seen_because,
        "is_because_public": adoption.is_because_public,
        **answered("in_place_since", adoption.in_place, adoption.in_place_since),
        "proof_url": adoption.proof_url,
        "proof_citation": adoption.proof_citation,
        "verification": adoption.verification,
        "decision_reason": adoption.seen_decision_reason,
        "decided_at": adoption.decided_at,
    }


def represent_current(row: Model, user: User) -> dict[str, Any]:
    """The activity or adoption as it stands, for whoever was told that theirs is stale."""
    who = rules.standing(user)
    if isinstance(row, Adoption):
        return represent_adoption(row, who)
    return represent(read_activities(who).get(pk=row.pk), who)


def represent_merge(merge: Merge) -> dict[str, list[str]]:
    """Which fields only the caller changed, only others, and both: all three ways from the version that was read."""
    sides = {"yours": merge.yours, "others": merge.others, "both": merge.both}
    return {side: [name.removesuffix("_id") for name in names] for side, names in sides.items()}

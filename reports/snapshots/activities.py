"""The annex: the activities on which the figures rest, with their claims and what proves them."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import QuerySet

from indicators.progress import ClaimRow, layer_of
from reports import rules
from reports.models import Activity, Claim, Evidence
from reports.reading import read_activities
from reports.rules import Standing
from reports.state import activity_state
from reports.summaries import View, counted_claims
from reports.summaries.activities import counted_activities

LEFT_OUT = ("external_id", "claims")  # a partner's own key says nothing here; claims are told with their layer
IN_FORCE = (Activity.Review.SUBMITTED, Activity.Review.VERIFIED)


def activities(who: Standing, view: View) -> list[dict[str, Any]]:
    """In order of their ids: those that `who` may see with everything that they may see of it, the others bare.

    A constant number of queries.
    """
    seen = [full(row, view.as_at) for row in read_activities(who).filter(pk__in=counted_activities(view).values("pk"))]
    others = counted_activities(view).exclude(pk__in=rules.visible_activities(who).values("pk"))
    return sorted([*seen, *bare(others, view)], key=lambda row: row["id"])


def full(row: Activity, day: date) -> dict[str, Any]:
    state = {name: value for name, value in activity_state(row).items() if name not in LEFT_OUT}
    return state | {
        "id": str(row.pk),
        "bare": False,
        "review": row.review,
        "claims": [claim_line(claim, row.review, day) for claim in row.seen_claims],
        "evidence": [evidence_line(piece) for piece in row.seen_evidence],
    }


def claim_line(claim: Claim, review: str, day: date) -> dict[str, Any]:
    return {
        "id": str(claim.pk),
        "indicator": claim.indicator_id,
        "unit": claim.unit,
        "achieved_on": claim.achieved_on and claim.achieved_on.isoformat(),
        "verification": claim.verification,
        "layer": layer(claim, review, day),
    }


def layer(claim: Claim, review: str, day: date) -> str:
    is_verified = claim.verification == Claim.Verification.VERIFIED
    return layer_of(ClaimRow(claim.unit, claim.achieved_on, is_verified, review in IN_FORCE), day)


def evidence_line(piece: Evidence) -> dict[str, Any]:
    """What it is, not the file itself; its hash says which file was meant."""
    names = ("kind", "title", "url", "citation", "file_name", "content_type", "size", "sha256", "confidentiality")
    return {name: getattr(piece, name) for name in names} | {
        "dated": piece.dated and piece.dated.isoformat(),
        "claims": sorted(str(claim.pk) for claim in piece.claims.all()),
    }


def bare(others: QuerySet[Activity], view: View) -> list[dict[str, Any]]:
    """What the figures say anyway of activities whose text is not for this reader. Two queries."""
    counted = defaultdict(list)
    for claim in (
        counted_claims(view).filter(activity__in=others).select_related("activity").order_by("indicator", "unit")
    ):
        line = {
            "indicator": claim.indicator_id,
            "unit": claim.unit,
            "layer": layer(claim, claim.activity.review, view.as_at),
        }
        counted[claim.activity_id].append(line)
    return [
        {"id": str(pk), "bare": True, "scope": scope, "claims": counted[pk]}
        for pk, scope in others.values_list("pk", "scope")
    ]

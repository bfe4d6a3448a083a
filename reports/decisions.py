"""What was decided of claims, as a message keeps it and in the words in which its reader gets it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from reports.models import Claim
from themes.punctuation import introduced


def plain(claims: Iterable[Claim]) -> list[dict[str, str]]:
    """What was decided of each claim, as plain values; `in_words` makes a reader's words of them."""
    return [
        {"pk": str(claim.pk), "name": str(claim), "decision": str(claim.verification), "reason": claim.finding}
        for claim in claims
    ]


def in_words(claims: list[dict[str, str]]) -> list[dict[str, Any]]:
    """What was decided, each decision with its claims: what was verified first. One query if there are claims."""
    known = Claim.objects.with_units().in_bulk([row["pk"] for row in claims]) if claims else {}
    for row in claims:
        claim = known.get(UUID(row["pk"]))
        row["words"] = introduced(f"{claim.indicator_id} {claim.label}", claim.indicator.text) if claim else row["name"]
    kinds = (Claim.Verification.VERIFIED, Claim.Verification.REFUSED, Claim.Verification.PENDING)
    groups = ({"kind": str(kind), "claims": [row for row in claims if row["decision"] == kind]} for kind in kinds)
    return [group for group in groups if group["claims"]]

"""What was decided of claims, as a message keeps it and in the words in which its reader gets it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from reports.attained import awaits_words, verifier_words
from reports.models import Claim
from themes.punctuation import introduced


def plain(claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """What was decided of each claim `with_agencies`, as plain values; `in_words` makes a reader's words of them."""
    return [
        {
            "pk": str(claim.pk),
            "name": str(claim),
            "decision": str(claim.verification),
            "reason": claim.decision_reason,
            "agencies": [one.name for one in (claim.decided_for, claim.decided_with) if one],
            "in_place_of": claim.in_place_of.name if claim.in_place_of else "",
            "awaits": list(claim.awaits),
        }
        for claim in claims
    ]


def in_words(parts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parts of a message, each with its `decisions` on its `claims`. One query if there are claims."""
    parts = list(parts)
    pks = {row["pk"] for part in parts for row in part.get("claims", ())}
    known = Claim.objects.with_units().in_bulk(pks) if pks else {}
    return [part | {"decisions": grouped(part.get("claims", ()), known)} for part in parts]


def grouped(claims: Iterable[dict[str, Any]], known: dict[UUID, Claim]) -> list[dict[str, Any]]:
    """Each decision with its claims, as `words`: what was verified first."""
    worded = [
        row | {"words": words_of(row, known.get(UUID(row["pk"]))), "agency": agency_of(row), "awaited": awaited_of(row)}
        for row in claims
    ]
    kinds = (Claim.Verification.VERIFIED, Claim.Verification.REFUSED, Claim.Verification.PENDING)
    groups = ({"kind": str(kind), "claims": [row for row in worded if row["decision"] == kind]} for kind in kinds)
    return [group for group in groups if group["claims"]]


def agency_of(row: dict[str, Any]) -> str:
    """By which agency it was decided; empty where none is kept."""
    return verifier_words(row["agencies"], row["in_place_of"]) if row.get("agencies") else ""


def awaited_of(row: dict[str, Any]) -> str:
    return awaits_words(row.get("awaits", ()))


def words_of(row: dict[str, Any], claim: Claim | None) -> str:
    """The name that was kept, of a claim that is gone since."""
    return introduced(claim.named, claim.indicator.text) if claim else row["name"]

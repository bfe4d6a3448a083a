"""The whole document of one edition, in its two parts."""

from operator import itemgetter
from typing import Any

from django.utils import timezone

from reports import rules
from reports.canonical import sha256_of
from reports.models import Snapshot
from reports.rules import Standing
from reports.snapshots import practice
from reports.snapshots.activities import activities
from reports.snapshots.figures import figures
from reports.snapshots.norm import plan
from reports.summaries import Selection, region_view

FORMAT = "dar-es-salaam-plan-of-action/snapshot/2"


def contents(snapshot: Snapshot) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the participants may read and what the public may, for an edition not yet saved.

    The same rows and the same edition give equal documents, whatever the language of who asks. A constant number of
    queries.
    """
    selection = Selection(as_at=snapshot.as_at, taken_on=timezone.localdate(snapshot.taken_at))
    shared = for_everybody(snapshot, selection)
    return (
        sealed(shared | for_readers(snapshot, selection, "participants", rules.PARTICIPANT)),
        sealed(shared | for_readers(snapshot, selection, "public", rules.PUBLIC)),
    )


def for_everybody(snapshot: Snapshot, selection: Selection) -> dict[str, Any]:
    """What is the same for all readers."""
    region = region_view(selection)
    return {
        "format": FORMAT,
        "plan": plan(region.targets),
        "figures": figures(selection, region),
        "countries": practice.countries(selection.as_at),
        "bodies": practice.bodies(),
        "border_regions": practice.border_regions(),
        "adoptions": practice.adoptions(rules.PUBLIC, selection.as_at),
        "judgements": practice.assessments(selection.as_at),
        "narrative": practice.narrative(snapshot.round),
        "late_reports": practice.late_reports(snapshot),
    }


def for_readers(snapshot: Snapshot, selection: Selection, audience: str, who: Standing) -> dict[str, Any]:
    """What only some of them may read, or read whole."""
    return {
        "snapshot": heading(snapshot, audience),
        "reports": practice.reports(snapshot.round, names=audience == "participants"),
        "answers": practice.other_answers(who, selection.as_at),
        "activities": activities(who, selection),
    }


def sealed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with a seal in place of each id of an activity that its readers may not see, the same in every
    edition: what a figure counts can be told apart and followed, and not be found."""
    seals = {row["id"]: seal_of(row["id"]) for row in document["activities"] if row["bare"]}
    rows = sorted(replaced(document["activities"], seals), key=itemgetter("id"))
    return document | {"figures": replaced(document["figures"], seals), "activities": rows}


def seal_of(name: str) -> str:
    return f"unpublished-{sha256_of(name)[:16]}"


def replaced(part: Any, names: dict[str, str]) -> Any:
    """A part of a document with other texts for those that are named, wherever they stand as values."""
    if isinstance(part, dict):
        return {name: replaced(value, names) for name, value in part.items()}
    if isinstance(part, list):
        return [replaced(value, names) for value in part]
    return names.get(part, part) if isinstance(part, str) else part


def heading(snapshot: Snapshot, audience: str) -> dict[str, Any]:
    row, replaced = snapshot.round, snapshot.replaces
    return {
        "round": row.title,
        **{f"round_{name}": value for name, value in row.languages().items()},
        "opens_on": row.opens_on.isoformat(),
        "closes_on": row.closes_on.isoformat(),
        "as_at": snapshot.as_at.isoformat(),
        "edition": snapshot.edition,
        "taken_at": practice.moment(snapshot.taken_at),
        "replaces": (replaced.sha256 if audience == "participants" else replaced.public_sha256) if replaced else None,
        "why": snapshot.why,
        **snapshot.languages(),
        "audience": audience,
    }

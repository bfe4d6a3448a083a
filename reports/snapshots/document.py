"""The whole document of one edition, in its two parts."""

from typing import Any

from django.utils import timezone

from reports import rules
from reports.models import Snapshot
from reports.snapshots import practice
from reports.snapshots.activities import activities
from reports.snapshots.figures import figures
from reports.snapshots.norm import plan
from reports.summaries import View, region_view

FORMAT = "dar-es-salaam-plan-of-action/snapshot/2"


def contents(snapshot: Snapshot) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the participants may read and what the public may, for an edition not yet saved.

    The same rows and the same edition give equal documents, whatever the language of who asks. A constant number of
    queries.
    """
    view = View(as_at=snapshot.as_at, taken_on=timezone.localdate(snapshot.taken_at))
    region = region_view(view)
    row = snapshot.round
    shared = {
        "format": FORMAT,
        "plan": plan(region.targets),
        "figures": figures(view, region),
        "countries": practice.countries(view.as_at),
        "bodies": practice.bodies(),
        "border_regions": practice.border_regions(),
        "adoptions": practice.adoptions(rules.PUBLIC, view.as_at),
        "judgements": practice.judgements(view.as_at),
        "narrative": practice.narrative(row),
    }
    return (
        shared
        | {
            "snapshot": heading(snapshot, "participants"),
            "reports": practice.reports(row, names=True),
            "activities": activities(rules.PARTICIPANT, view),
        },
        shared
        | {
            "snapshot": heading(snapshot, "public"),
            "reports": practice.reports(row, names=False),
            "activities": activities(rules.PUBLIC, view),
        },
    )


def heading(snapshot: Snapshot, audience: str) -> dict[str, Any]:
    row, replaced = snapshot.round, snapshot.replaces
    return {
        "round": row.title,
        "opens_on": row.opens_on.isoformat(),
        "closes_on": row.closes_on.isoformat(),
        "as_at": snapshot.as_at.isoformat(),
        "edition": snapshot.edition,
        "taken_at": practice.moment(snapshot.taken_at),
        "replaces": (replaced.sha256 if audience == "participants" else replaced.public_sha256) if replaced else None,
        "why": snapshot.why,
        "audience": audience,
    }

"""What awaits review, and since when: kept with every write, so that nobody has to look for it."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from reports.models import Activity, Claim, LaterFact, Queued, awaiting_decision, proof_of_claim
from themes.prepared import Prepared

NEVER = datetime(1, 1, 1, tzinfo=UTC)  # before every decision


def refresh_queue(activities: Collection[UUID]) -> None:
    """One query where nothing of it changes."""
    changed = {pk: since for pk, since, kept in waits(activities) if since != kept}
    if gone := [pk for pk, since in changed.items() if since is None]:
        Queued.objects.filter(pk__in=gone).delete()
    Queued.objects.bulk_create(
        (Queued(activity_id=pk, since=since) for pk, since in changed.items() if since),
        update_conflicts=True,
        unique_fields=["activity"],
        update_fields=["since"],
    )


def waits(activities: Collection[UUID]) -> Iterator[tuple[UUID, datetime | None, datetime | None]]:
    """Of each since when it waits, and what is kept of that; None: it does not. One query."""
    rows = MOMENTS_OF_ONE.rows(*activities) if len(activities) == 1 else moments(*activities)
    for pk, review, *moments_of_it, kept in rows:
        submitted, later = moments_of_it[:1], moments_of_it[1:]
        asked = (
            submitted if review == Activity.Review.SUBMITTED else later if review == Activity.Review.VERIFIED else []
        )
        yield pk, min((moment for moment in asked if moment), default=None), kept


def moments(*activities: UUID) -> QuerySet[Activity, Any]:
    """Of each how it stands, since when it may wait, for which of three reasons, and what is kept."""
    newer = proof_of_claim().filter(created_at__gt=Coalesce(OuterRef("decided_at"), Value(NEVER)))
    proved_at = Subquery(newer.order_by("created_at").values("created_at")[:1])
    undecided = awaiting_decision(Claim.objects.filter(activity=OuterRef("pk")))
    claims = undecided.annotate(since=Greatest("updated_at", proved_at)).order_by("since")
    facts = LaterFact.objects.filter(activity=OuterRef("pk"), review=LaterFact.Review.REPORTED).order_by("at")
    rows = Activity.objects.filter(pk__in=activities).order_by()
    rows = rows.annotate(
        claimed=Subquery(claims.values("since")[:1]),
        reported=Subquery(facts.values("at")[:1]),
        kept=F("queued__since"),
    )
    return rows.values_list("pk", "review", "submitted_at", "claimed", "reported", "kept")


MOMENTS_OF_ONE = Prepared(moments, UUID(int=0))

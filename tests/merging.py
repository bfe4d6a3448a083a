"""What tests of merging share: two records of one event, and how they are merged."""

from reports import workflow
from tests.base import submitted, verified


def merge(by, kept, gone, **more):
    return workflow.merge_activities(by=by, pk=kept.pk, other=gone.pk, **more)


def recorded_twice(cast):
    """A meeting that Amina recorded and Nadia verified, and once more as UNHCR's office wrote it, not verified yet."""
    kept = verified(cast["amina"], cast["nadia"], external_id="A1")
    gone = submitted(
        cast["amina"],
        title="Réunion nationale",
        lead="UNHCR",
        summary="Another text.",
        place="Maputo",
        external_id="B1",
        identifiers=[{"system": "moz-home", "identifier": "17"}],
        partners=[{"organisation": "IOM", "role": "funding"}],
    )
    return kept, gone

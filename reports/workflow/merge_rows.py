"""What both activities of a merge were, as plain rows from which they can be made again."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import Any

from django.core.serializers import deserialize, serialize
from django.db.models import Model

from reports.activity.state import State
from reports.models import Activity, AnotherEvent, Finding, Objection
from reports.workflow.merging_facts import as_recorded

# Everything that names an activity or a claim, by its relation; whoever adds one says here what becomes of it.
MOVED = (
    "later_facts",
    "agreements",
    "partners",
    "funding_lines",
    "claims",
    "identifiers",
    "evidence",
    "remarks",
    "confirmations",
)
FORGOTTEN = ("open_reviews", "status_spans")  # the spans are made anew
OF_CLAIMS = ("findings", "objections", "remarks", "named_evidence", "ends")
WHOSE = (
    *("of_country", "of_organisation", "countries", "organisation"),
    *("is_of_fact", "reply_of_country", "reply_of_organisation"),
)


def rows_of(activity: Activity) -> list[State]:
    """An activity and everything that hangs on it, as plain rows from which it can be made again."""
    hanging: list[Model] = [row for name in MOVED for row in getattr(activity, name).all()]
    hanging += AnotherEvent.objects.about([activity.pk])
    of_claims = [Finding.objects.filter(claim__activity=activity), Objection.objects.filter(claim__activity=activity)]
    fresh = Activity.objects.get(pk=activity.pk)
    rows = serialize("python", [fresh, *hanging, *chain.from_iterable(of_claims)])
    return [row | {"fields": {name: exact(value) for name, value in row["fields"].items()}} for row in rows]


def exact(value: Any) -> Any:
    """A moment to its last digit, which JSON would lose."""
    return value.isoformat() if isinstance(value, datetime) else value


def make_again(rows: Iterable[State], now: dict[str, State]) -> None:
    """Rows as they were, under the ids that they had; what a merge from before did not keep of one, as it stands now."""
    whole = [row | {"fields": now.get(str(row["pk"]), {}) | as_recorded(row["fields"])} for row in rows]
    for row in deserialize("python", whole, ignorenonexistent=True):
        row.save()


def given_now(kept: Activity) -> dict[str, State]:
    """By the id of its evidence, questions and later facts: whose they are, and who was asked; and what the evidence proves."""
    rows = serialize("python", [*kept.evidence.all(), *kept.remarks.all(), *kept.later_facts.all()])
    return {str(row["pk"]): {name: value for name, value in row["fields"].items() if name in WHOSE} for row in rows}

"""What the API sends of the history of an activity: the spans of its status, and what was reported later."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from reports import rules
from reports.activity.state import plain
from reports.api.days import HOW_KNOWN, answered
from reports.api.personal_data import WithWarnings
from reports.models import Activity, Claim, LaterFact
from reports.rules import Standing
from reports.sight import visible_proof

Row = dict[str, Any]


class StatusSpanOutput(serializers.Serializer):
    """A status from a day to another, which is no longer included; null: always, and until now."""

    status = serializers.ChoiceField(choices=Activity.Status.choices)
    since = serializers.DateField(allow_null=True)
    since_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)
    until = serializers.DateField(allow_null=True)
    until_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)


class EndReportedOutput(serializers.Serializer):
    """The end of a result that is reported and awaits review."""

    id = serializers.UUIDField(help_text="Of the later fact.")
    since = serializers.DateField(help_text="The day that counts.")
    since_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)
    reason = serializers.CharField()


@extend_schema_serializer(component_name="LaterFact")
class LaterFactOutput(WithWarnings):
    """What happened after an activity was recorded: reported beside what stands, and reviewed by itself."""

    id = serializers.UUIDField()
    activity = serializers.UUIDField()
    kind = serializers.ChoiceField(
        choices=LaterFact.Kind.choices,
        help_text="`status`: a status from a day on; `end`: the day since when a result is no longer so; `note`: a progress note.",
    )
    claim = serializers.UUIDField(allow_null=True, help_text="Of an end.")
    indicator = serializers.CharField(allow_null=True)
    unit = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(choices=Activity.Status.choices, allow_null=True)
    since = serializers.DateField(help_text="The day that counts; of a note, the day on which it happened.")
    since_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)
    text = serializers.CharField(allow_blank=True, help_text="What happened, or the reason.")
    language = serializers.CharField()
    evidence = serializers.UUIDField(allow_null=True, help_text="Null too if the caller may not see it.")
    participants_women = serializers.IntegerField(allow_null=True)
    participants_men = serializers.IntegerField(allow_null=True)
    amount_spent = serializers.CharField(allow_null=True, help_text="With two decimal places.")
    currency = serializers.CharField(allow_blank=True)
    reported_at = serializers.DateTimeField()
    review = serializers.ChoiceField(
        choices=LaterFact.Review.choices,
        help_text="What is `reported` is for participants only; what was `refused` or `withdrawn`, for the country and the "
        "working group only.",
    )
    decided_on = serializers.DateTimeField(allow_null=True)
    decided_for = serializers.CharField(allow_null=True, help_text="The agency in whose name it was decided.")
    decision_reason = serializers.CharField(
        required=False, help_text="Why it was refused. For the country and the working group only."
    )


def represent_history(activity: Activity, *, inside: bool) -> Row:
    """Of a row of `reports.sight.read_activities`. No query."""
    seen = {piece.pk for piece in activity.seen_evidence}
    return {
        **answered("status_since", activity.since, activity.status_since),
        "begun_on": activity.begun_on,
        "status_history": [
            {"status": span.status}
            | answered("since", span.first, span.since)
            | answered("until", span.end, span.until)
            for span in activity.status_spans.all()
        ],
        "later_facts": [represent_fact(fact, seen, inside=inside) for fact in activity.seen_facts],
    }


def represent_ends(claim: Claim, facts: Collection[LaterFact]) -> Row:
    """Since when the result is no longer so, and what of that is reported among `facts` and awaits review."""
    reported = (fact for fact in facts if fact.claim_id == claim.pk and fact.is_undecided)
    return {
        **answered("ended_on", claim.ended, claim.ended_on),
        "end_reported": next((represent_end(fact) for fact in reported), None),
    }


def represent_end(fact: LaterFact) -> Row:
    return {"id": str(fact.pk), **since_of(fact), "reason": fact.text}


def since_of(fact: LaterFact) -> Row:
    return answered("since", fact.day, fact.since)


def represent_facts(who: Standing, facts: Collection[LaterFact]) -> list[Row]:
    """Each as this reader gets it, with its `activity` and the agreements of that. One query, where there is evidence."""
    seen = visible_proof(who, facts)
    return [represent_fact(fact, seen, inside=rules.may_see_inside(who, fact.activity)) for fact in facts]


def represent_fact(fact: LaterFact, seen: Collection[UUID], *, inside: bool) -> Row:
    """With its `claim` and `decided_for`; `seen` is the evidence that the reader may see."""
    fields = {
        "id": str(fact.pk),
        "activity": str(fact.activity_id),
        "kind": fact.kind,
        "claim": fact.claim_id and str(fact.claim_id),
        "indicator": fact.claim and fact.claim.indicator_id,
        "unit": fact.claim and fact.claim.unit,
        "status": fact.status or None,
        **since_of(fact),
        "text": fact.text,
        "language": fact.language,
        "evidence": str(fact.evidence_id) if fact.evidence_id in seen else None,
        "participants_women": fact.participants_women,
        "participants_men": fact.participants_men,
        "amount_spent": plain(fact.amount_spent),
        "currency": fact.currency,
        "reported_at": fact.at,
        "review": fact.review,
        "decided_on": fact.decided_at,
        "decided_for": fact.decided_for and fact.decided_for.name,
    }
    return fields | ({"decision_reason": fact.decision_reason} if inside else {})

"""From when until when something was so, as `progress/` tells it of targets and of the units that they count."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rest_framework import serializers

from indicators.attainment import Attainment
from indicators.progress import IndicatorProgress
from reports.api.behind import Claims
from reports.api.days import AS_KNOWN, HOW_KNOWN, answered
from reports.asked import uuid_of

THEIR_CLAIMS = "Claims to which the caller has access, of each unit at most 20, the latest of those verified first; all of them: `claims/?indicator=&unit=`."


class LapsedOutput(serializers.Serializer):
    unit = serializers.CharField(
        allow_null=True, help_text="Null for an activity to which the caller does not have access."
    )
    layer = serializers.ChoiceField(
        choices=["verified", "reported", "expected"], help_text="The one in which it stood."
    )
    ended_on = serializers.DateField()
    ended_on_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)
    claims = serializers.ListField(child=serializers.UUIDField(), help_text=THEIR_CLAIMS)


class SpanOutput(serializers.Serializer):
    """From its first day to the day as at which it is met no longer."""

    first = serializers.DateField()
    first_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)
    end = serializers.DateField(allow_null=True)
    end_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)


def when_met(attainment: Attainment) -> dict:
    return {
        "attainment": attainment.state,
        "met_by_deadline": attainment.by_deadline,
        **dated("met_since", attainment.since, attainment.begun),
        **dated("not_met_since", attainment.ended, attainment.ceased),
        "earlier_spans": [
            dated("first", span.first, attainment.begun) | dated("end", span.end, attainment.ceased)
            for span in attainment.earlier
        ],
        "deadline": attainment.deadline,
        "revised_deadline": attainment.revised,
        "met_by_revised_deadline": attainment.by_revised,
    }


def dated(name: str, day: date | None, known: Mapping[date, str]) -> dict[str, Any]:
    return {name: day, name + AS_KNOWN: known.get(day) if day else None}


def named(unit: str, claims: list[str]) -> str | None:
    """A unit that is an activity is named to those who see it: then they see its claim too."""
    return unit if claims or not uuid_of(unit) else None


def lapsed(indicator: IndicatorProgress, ended: Claims) -> list[dict[str, Any]]:
    """What counted and does no longer, with those of its claims that the caller may see."""
    return [
        {"unit": named(one.unit, claim_ids), "layer": one.layer, "claims": claim_ids}
        | answered("ended_on", one.ended, one.ended_on)
        for one in indicator.lapsed
        for claim_ids in [ended.get((indicator.code, one.unit), [])]
    ]

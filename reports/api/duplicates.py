"""Likely duplicates of an activity: in the answers to its writes, as a list, and the word that they are other events."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from reports import rules, workflow
from reports.api.activity import Strict
from reports.api.personal_data import ReasonOutput, WarnsOfPersonalData
from reports.api.viewsets import SignedIn, WorkViewSet
from reports.duplicates import Duplicate, duplicates_of, with_compared
from reports.models import Activity, Change
from reports.rules import Standing

WARNED = ("create", "update", "partial_update", "submit", "verify")  # the steps whose answers name likely duplicates


class AnotherEventInput(Strict):
    activity = serializers.UUIDField(help_text="The other activity.")


class DuplicateOutput(serializers.Serializer):
    activity = serializers.UUIDField()
    title = serializers.CharField()
    review = serializers.ChoiceField(choices=Activity.Review.choices)
    reasons = ReasonOutput(many=True)


def warnings_of(who: Standing, activity: Activity) -> dict[str, Any]:
    """What an answer says beside the activity: `{"warnings": [...]}`, or nothing."""
    alike = duplicates_of(who, [activity]).get(activity.pk, [])
    warnings = [
        {
            "field": "activity",
            "kind": "duplicate",
            "passage": str(one.activity),
            "activity": str(one.activity.pk),
            "reasons": written_reasons(one),
        }
        for one in alike
    ]
    return {"warnings": warnings} if warnings else {}


def written_reasons(duplicate: Duplicate) -> list[dict[str, str]]:
    return [{"sign": reason.sign, "text": reason.text} for reason in duplicate.reasons]


# A comment, for a docstring would be the description of every operation below it that has none.
# The part of the routes of activities that is about their likely duplicates.
class WithDuplicates(WarnsOfPersonalData, WorkViewSet):
    @extend_schema(responses=DuplicateOutput(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def duplicates(self, request: Request, pk: UUID) -> Response:
        """Activities that appear to record the same event, the most alike first, with the reasons. For those who may edit
        the activity and the working group; drafts of others are never compared.
        """
        who = rules.standing(request.user)
        row = with_compared(rules.visible_activities(who), who).get(pk=pk)
        if not rules.may_tell_apart(who, row):
            raise workflow.NotAllowed(
                _("Only those who may edit the activity, and the working group, see its likely duplicates.")
            )
        alike = duplicates_of(who, [row]).get(row.pk, [])
        return Response(
            [
                {
                    "activity": str(one.activity.pk),
                    "title": one.activity.title,
                    "review": one.activity.review,
                    "reasons": written_reasons(one),
                }
                for one in alike
            ]
        )

    @extend_schema(request=AnotherEventInput, responses={204: None})
    @action(detail=True, methods=["post"], url_path="another-event")
    def another_event(self, request: SignedIn, pk: UUID) -> Response:
        """Mark another activity as another event: the two are no longer named as likely duplicates, to anybody."""
        other = self.given(AnotherEventInput)["activity"]
        workflow.say_another_event(by=request.user, pk=pk, other=other, via=Change.Via.API)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses={204: None}, parameters=[OpenApiParameter("activity", UUID, required=True)])
    @another_event.mapping.delete
    def withdraw_another_event(self, request: SignedIn, pk: UUID) -> Response:
        """Withdraw the mark; `?activity=` names the other activity."""
        named = AnotherEventInput(data=request.query_params.dict())
        named.is_valid(raise_exception=True)
        other = named.validated_data["activity"]
        workflow.withdraw_another_event(by=request.user, pk=pk, other=other, via=Change.Via.API)
        return Response(status=status.HTTP_204_NO_CONTENT)

"""Drafts on their way to the working group over the API: handed on and back, and cleared for a country."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from reports import workflow
from reports.api.activity import ActivityOutput, Number, Strict, long_text
from reports.api.agreements import AgreementRoutes
from reports.api.personal_data import WithWarnings
from reports.api.viewsets import SignedIn
from reports.models import Change

API = Change.Via.API


class HandBackInput(Strict):
    missing = long_text(help_text="What should be corrected or added.")


class HandedBackOutput(WithWarnings):
    """The draft is then again that of whoever handed it on, and perhaps not for the caller to read."""

    id = serializers.UUIDField()
    handed_back = serializers.CharField()


class ClearInput(Strict):
    version = Number(required=False, help_text="The version that was read: an outdated one is answered with 409.")


# A comment, for a docstring would be the description of every operation below it that has none.
# The routes of what is prepared and cleared, of `ActivityViewSet`.
class PreparingRoutes(AgreementRoutes):
    @extend_schema(request=None, responses=ActivityOutput)
    @action(detail=True, methods=["post"], url_path="hand-on")
    def hand_on(self, request: SignedIn, pk: UUID) -> Response:
        """Hand a draft on, as a contributor of a country's institution: the focal point submits it, or hands it back."""
        self.seen(pk)
        workflow.hand_on(by=request.user, pk=pk, via=API)
        return self.answer(pk)

    @extend_schema(request=HandBackInput, responses=HandedBackOutput)
    @action(detail=True, methods=["post"], url_path="hand-back")
    def hand_back(self, request: SignedIn, pk: UUID) -> Response:
        """Say what is missing: as a focal point to the institution that prepared the draft, as a clearing officer who was asked
        to the focal point."""
        self.seen(pk)
        activity = workflow.hand_back(by=request.user, pk=pk, via=API, **self.given(HandBackInput))
        return Response({"id": str(activity.pk), "handed_back": activity.handed_back})

    @extend_schema(request=None, responses=ActivityOutput)
    @action(detail=True, methods=["post"], url_path="ask-clearance")
    def ask_clearance(self, request: SignedIn, pk: UUID) -> Response:
        """Ask the clearing officer of the country, where it has one, to clear what is to be submitted."""
        self.seen(pk)
        workflow.ask_clearance(by=request.user, pk=pk, via=API)
        return self.answer(pk)

    @extend_schema(request=ClearInput, responses=ActivityOutput)
    @action(detail=True, methods=["post"])
    def clear(self, request: SignedIn, pk: UUID) -> Response:
        """Clear, as a clearing officer of the country who was asked, what its focal point is to submit. It holds until what
        counts in the activity changes."""
        self.seen(pk)
        workflow.clear_activity(by=request.user, pk=pk, via=API, **self.given(ClearInput))
        return self.answer(pk)

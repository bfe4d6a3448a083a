"""A country's word over the API: agree, decline, and what a country reports by letter."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from reports import limits, workflow
from reports.api.activity import ActivityOutput, Day, Number, Strict, long_text
from reports.api.personal_data import WarnsOfPersonalData
from reports.api.viewsets import SignedIn, WorkViewSet
from reports.models import Change

API = Change.Via.API


def claim_ids(help_text: str) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.UUIDField(), required=False, max_length=limits.CLAIMS, default=list, help_text=help_text
    )


class CountryInput(Strict):
    country = serializers.CharField(max_length=limits.CODE, help_text="ISO 3166-1 alpha-3 code, for example MWI.")


class AgreeInput(CountryInput):
    version = Number(required=False, help_text="The version that was read: an outdated one is answered with 409.")
    without = claim_ids("Claims for the country that are left out: they go on awaiting its word.")


class DeclineInput(CountryInput):
    reason = long_text()
    only = claim_ids("Claims for the country; if none is given, the activity with everything claimed for the country.")
    version = Number(required=False)


class LetterInput(CountryInput):
    evidence = serializers.UUIDField(help_text="The letter, among the evidence of the activity: a file or a link.")
    letter_on = Day(required=False, allow_null=True, default=None, help_text="If not given, the date of the evidence.")


# A comment, for a docstring would be the description of every operation below it that has none.
# The routes of a country's word, of `ActivityViewSet`.
class AgreementRoutes(WarnsOfPersonalData, WorkViewSet):
    @extend_schema(request=AgreeInput, responses=ActivityOutput)
    @action(detail=True, methods=["post"])
    def agree(self, request: SignedIn, pk: UUID) -> Response:
        """Agree, as a focal point of the country, to the activity and to every claim for the country but those left out."""
        self.seen(pk)
        workflow.agree(by=request.user, pk=pk, via=API, **self.given(AgreeInput))
        return self.answer(pk)

    @extend_schema(request=DeclineInput, responses=ActivityOutput)
    @action(detail=True, methods=["post"])
    def decline(self, request: SignedIn, pk: UUID) -> Response:
        """Decline for the country, with a reason: nothing of what is declined counts there any more, for any date."""
        self.seen(pk)
        workflow.decline(by=request.user, pk=pk, via=API, **self.given(DeclineInput))
        return self.answer(pk)

    @extend_schema(request=LetterInput, responses=ActivityOutput)
    @action(detail=True, methods=["post"])
    def letter(self, request: SignedIn, pk: UUID) -> Response:
        """Record, as a member of the working group, the letter by which a country reports the activity or agrees to it."""
        self.seen(pk)
        workflow.record_letter(by=request.user, pk=pk, via=API, **self.given(LetterInput))
        return self.answer(pk)

    @extend_schema(request=CountryInput, responses=ActivityOutput)
    @action(detail=True, methods=["post"], url_path="compare-letter")
    def compare_letter(self, request: SignedIn, pk: UUID) -> Response:
        """Confirm, as a second member of the working group, that the letter says what was recorded: the country agrees."""
        self.seen(pk)
        workflow.compare_letter(by=request.user, pk=pk, via=API, **self.given(CountryInput))
        return self.answer(pk)

    def seen(self, pk: UUID) -> None:
        raise NotImplementedError

    def answer(self, pk: UUID, code: int = 200) -> Response:
        raise NotImplementedError

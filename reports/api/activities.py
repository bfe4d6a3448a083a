"""`activities/`: list, read, write, and the steps of the review."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from reports import limits, rules, workflow
from reports.activity.joining import BOTH, OTHER, THIS
from reports.api.activity import (
    ActivityInput,
    ActivityOutput,
    EvidenceOutput,
    Number,
    Strict,
    UploadInput,
    long_text,
    up_to,
)
from reports.api.days import with_days_of
from reports.api.duplicates import WARNED, WithDuplicates, warnings_of
from reports.api.parsing import PlainJSON, PlainMultiPart
from reports.api.preparing import PreparingRoutes
from reports.api.representing import represent, represent_evidence
from reports.api.viewsets import SignedIn
from reports.desk import reports_ready
from reports.filters import ActivityFilter
from reports.models import Activity, Change, Claim, Merge
from reports.sight import read_activities

API = Change.Via.API


class DecisionInput(Strict):
    id = serializers.UUIDField()
    verification = serializers.ChoiceField(choices=Claim.Verification.choices)
    finding = long_text(required=False, allow_blank=True, default="")


class VerifyInput(Strict):
    version = Number(required=False)
    claims = up_to(limits.CLAIMS, DecisionInput)


class ReportDueOutput(serializers.Serializer):
    round = serializers.IntegerField()
    country = serializers.CharField()
    address = serializers.CharField(help_text="GET lists what is outstanding; POST declares the report complete.")


class ConfirmedOutput(ActivityOutput):
    reports = ReportDueOutput(
        many=True, help_text="Everything in the country is confirmed: the report can be submitted."
    )


class ReturnInput(Strict):
    remark = long_text()


class TakeBackInput(Strict):
    reason = long_text()


class MergeInput(Strict):
    """What stays where the two say different things: `choices` by the name of the row (`title`, `summary`, `dates`,
    `funding`, ...) or of the claim (`II.T3.1 *`): `this`, `other` or, for a text, `both`. Without a choice the fuller one
    stays; two dates of the same result always want one."""

    other = serializers.UUIDField(help_text="The activity that is merged away.")
    version = Number(required=False)
    other_version = Number(required=False)
    choices = serializers.DictField(child=serializers.ChoiceField(choices=[THIS, OTHER, BOTH]), required=False)


class UndoMergeInput(Strict):
    other = serializers.UUIDField(help_text="The activity that was merged away.")


class EvidenceName(serializers.Serializer):
    id = serializers.UUIDField()


class ActivityViewSet(PreparingRoutes, WithDuplicates):
    queryset = Activity.objects.none()
    filterset_class = ActivityFilter

    def query_names(self):
        names = {"remove_evidence": ("id",), "withdraw_another_event": ("activity",)}
        return names.get(self.action) or super().query_names()

    def answer(self, pk: Any, code: int = status.HTTP_200_OK) -> Response:
        """With its likely duplicates, where the step is one that could still keep them from being counted twice."""
        who = rules.standing(self.request.user)
        row = read_activities(who).get(pk=pk)
        warnings = warnings_of(who, row) if self.action in WARNED else {}
        return Response(represent(row, who) | warnings, status=code)

    def seen(self, pk: Any) -> None:
        """404 for what this caller may not even see."""
        rules.visible_activities(rules.standing(self.request.user)).only("pk").get(pk=pk)

    @extend_schema(responses=ActivityOutput(many=True), filters=True)
    def list(self, request: Request) -> Response:
        who = rules.standing(request.user)
        return self.page_of(read_activities(who).newest_first(), lambda rows: [represent(row, who) for row in rows])

    @extend_schema(responses=ActivityOutput)
    def retrieve(self, request: Request, pk: UUID) -> Response:
        return self.answer(pk)

    @extend_schema(request=ActivityInput, responses={201: ActivityOutput})
    @workflow.one_transaction
    def create(self, request: SignedIn) -> Response:
        values, evidence, _version = parts_of(self.given(ActivityInput))
        values = with_days_of(values)
        activity = workflow.create_activity(by=request.user, values=values, via=API)
        add_all(request, activity.pk, evidence)
        return self.answer(activity.pk, status.HTTP_201_CREATED)

    @extend_schema(request=ActivityInput, responses=ActivityOutput)
    @workflow.one_transaction
    def partial_update(self, request: SignedIn, pk: UUID) -> Response:
        """Update the given fields of the activity; `version` is required, and an outdated one is answered with 409."""
        self.seen(pk)
        values, evidence, version = parts_of(self.given(ActivityInput))
        if version is None:
            raise serializers.ValidationError({"version": [_("Send the version number that you last read.")]})
        values = with_days_of(values, pk, version)
        workflow.update_activity(by=request.user, pk=pk, version=version, values=values, via=API)
        add_all(request, pk, evidence)
        return self.answer(pk)

    @extend_schema(request=ActivityInput, responses=ActivityOutput)
    def update(self, request: SignedIn, pk: UUID) -> Response:
        return self.partial_update(request, pk)

    @extend_schema(responses={204: None})
    def destroy(self, request: SignedIn, pk: UUID) -> Response:
        """Discard a draft; what has been submitted is cancelled instead."""
        self.seen(pk)
        workflow.discard_draft(by=request.user, pk=pk, via=API)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses=ActivityOutput)
    @action(detail=True, methods=["post"])
    def submit(self, request: SignedIn, pk: UUID) -> Response:
        self.seen(pk)
        workflow.submit_activity(by=request.user, pk=pk, via=API)
        return self.answer(pk)

    @extend_schema(request=VerifyInput, responses=ActivityOutput)
    @action(detail=True, methods=["post"])
    def verify(self, request: SignedIn, pk: UUID) -> Response:
        """Verify the activity and each dated claim, except those decided otherwise in `claims`."""
        self.seen(pk)
        given = self.given(VerifyInput)
        decisions: dict[UUID, workflow.Decision] = {
            row["id"]: {"verification": row["verification"], "finding": row["finding"]}
            for row in given.get("claims", [])
        }
        version = given.get("version")
        workflow.verify_activity(by=request.user, pk=pk, version=version, decisions=decisions, via=API)
        return self.answer(pk)

    @extend_schema(request=ReturnInput, responses=ActivityOutput)
    @action(detail=True, methods=["post"], url_path="return")
    def return_(self, request: SignedIn, pk: UUID) -> Response:
        self.seen(pk)
        workflow.return_activity(by=request.user, pk=pk, via=API, **self.given(ReturnInput))
        return self.answer(pk)

    @extend_schema(request=TakeBackInput, responses=ActivityOutput)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: SignedIn, pk: UUID) -> Response:
        """Withdraw the verification, with a reason: the activity and its verified claims are awaiting review again."""
        self.seen(pk)
        workflow.take_back(by=request.user, pk=pk, via=API, **self.given(TakeBackInput))
        return self.answer(pk)

    @extend_schema(request=MergeInput, responses=ActivityOutput)
    @action(detail=True, methods=["post"])
    def merge(self, request: SignedIn, pk: UUID) -> Response:
        """Let `other`, a second record of the same event, go up in this activity. Its address then leads here, and requests
        that write to it are answered with 409."""
        self.seen(pk)
        given = self.given(MergeInput)
        if not Merge.objects.standing().filter(gone=given["other"]).exists():
            self.seen(given["other"])
        workflow.merge_activities(by=request.user, pk=pk, via=API, **given)
        return self.answer(pk)

    @extend_schema(request=UndoMergeInput, responses=ActivityOutput)
    @action(detail=True, methods=["post"], url_path="undo-merge")
    def undo_merge(self, request: SignedIn, pk: UUID) -> Response:
        """Make two activities of one again, each as it was; only as long as nobody has changed it since."""
        self.seen(pk)
        other = self.given(UndoMergeInput)["other"]
        merge = Merge.objects.standing().get(kept=pk, gone=other)
        workflow.undo_merge(by=request.user, pk=merge.pk, via=API)
        return self.answer(pk)

    @extend_schema(request=None, responses=ConfirmedOutput)
    @action(detail=True, methods=["post"])
    def confirm(self, request: SignedIn, pk: UUID) -> Response:
        """Confirm that the activity is unchanged. Once all activities of a country are confirmed and an open round
        awaits its report, the response names the report that can be submitted.
        """
        self.seen(pk)
        workflow.confirm_unchanged(by=request.user, pks=[pk], via=API)
        response = self.answer(pk)
        response.data["reports"] = [
            {
                "round": report.round.pk,
                "country": report.country.pk,
                "address": reverse("api-round-report", args=[report.round.pk, report.country.pk]),
            }
            for report in reports_ready(rules.standing(request.user), timezone.now())
        ]
        return response

    @extend_schema(request=UploadInput, responses={200: EvidenceOutput, 201: EvidenceOutput})
    @action(detail=True, methods=["post"], parser_classes=[PlainJSON, PlainMultiPart])
    def evidence(self, request: SignedIn, pk: UUID) -> Response:
        """Add one file, link or citation; 200 means that an identical one already exists and nothing was added."""
        self.seen(pk)
        piece = workflow.add_evidence(by=request.user, pk=pk, via=API, **with_kind(self.given(UploadInput)))
        notes = piece.notes()
        done = status.HTTP_200_OK if piece.sent_again_as else status.HTTP_201_CREATED
        return Response(represent_evidence(piece) | ({"notes": notes} if notes else {}), status=done)

    @extend_schema(request=None, responses={204: None}, parameters=[OpenApiParameter("id", UUID, required=True)])
    @evidence.mapping.delete
    def remove_evidence(self, request: SignedIn, pk: UUID) -> Response:
        """`?id=` names the piece of evidence to remove."""
        named = EvidenceName(data=request.query_params.dict())
        named.is_valid(raise_exception=True)
        named_piece = named.validated_data["id"]
        piece = rules.visible_evidence(rules.standing(request.user)).get(activity=pk, pk=named_piece)
        workflow.remove_evidence(by=request.user, pk=piece.pk, via=API)
        return Response(status=status.HTTP_204_NO_CONTENT)


def parts_of(values: dict) -> tuple[dict, list[dict], int | None]:
    """A body as (values for a verb, new evidence, version)."""
    evidence = [piece for piece in values.pop("evidence", []) if "id" not in piece]
    if len(evidence) > limits.EVIDENCE_AT_ONCE:
        message = _("Add at most %(most)d pieces of evidence at once.") % {"most": limits.EVIDENCE_AT_ONCE}
        raise serializers.ValidationError({"evidence": [message]})
    return values, evidence, values.pop("version", None)


def add_all(request: SignedIn, pk: Any, evidence: list[dict]) -> None:
    for piece in evidence:
        workflow.add_evidence(by=request.user, pk=pk, via=API, **with_kind(piece))


def with_kind(piece: dict) -> dict:
    """The kind follows from what was given, where it was not said."""
    kind = "file" if piece.get("file") else "link" if piece.get("url") else "citation"
    return {"kind": kind} | {name: value for name, value in piece.items() if name != "id"}

"""`remarks/`: questions and answers between the working group and those whom it asked."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from reports import rules, workflow
from reports.activity.state import REMARKABLE
from reports.api.activity import Strict, long_text
from reports.api.personal_data import WarnsOfPersonalData, WithWarnings
from reports.api.viewsets import SignedIn, WorkViewSet
from reports.models import Change, Remark
from reports.sight import readable_remarks, visible_remarks

API = Change.Via.API


class RemarkInput(Strict):
    activity = serializers.UUIDField()
    claim = serializers.UUIDField(required=False, allow_null=True)
    field = serializers.ChoiceField(choices=REMARKABLE, required=False, allow_blank=True, default="")
    text = long_text()


class ReplyInput(Strict):
    reply = long_text()


class RemarkOutput(WithWarnings, serializers.ModelSerializer):
    author = serializers.CharField(source="author.username")
    reply = serializers.CharField(
        help_text="Empty for a caller of another country or organization than the one that answered."
    )
    replied_by = serializers.SerializerMethodField()
    reply_of_country = serializers.CharField(
        source="reply_of_country_id", allow_null=True, help_text="The country in whose name the question was answered."
    )
    reply_of_organisation = serializers.CharField(
        source="reply_of_organisation.name",
        default=None,
        allow_null=True,
        help_text="The organization in whose name the question was answered.",
    )

    class Meta:
        model = Remark
        fields = (
            "id",
            "activity",
            "claim",
            "field",
            "text",
            "author",
            "created_at",
            "reply",
            "replied_by",
            "reply_of_country",
            "reply_of_organisation",
            "replied_at",
            "resolved_at",
            "warnings",
        )

    def get_replied_by(self, remark: Remark) -> str | None:
        return remark.replied_by.username if remark.replied_by and not remark.is_withheld else None


class RemarkFilter(filters.FilterSet):
    activity = filters.UUIDFilter(field_name="activity")

    class Meta:
        model = Remark
        fields = ()


class RemarkViewSet(WarnsOfPersonalData, WorkViewSet):
    queryset = Remark.objects.none()
    filterset_class = RemarkFilter

    def visible(self):
        return visible_remarks(rules.standing(self.request.user))

    def represented(self, rows: Iterable[Remark]) -> list[dict[str, Any]]:
        remarks = readable_remarks(rules.standing(self.request.user), rows)
        return [*RemarkOutput(remarks, many=True).data]

    def answer(self, pk, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.represented([self.visible().get(pk=pk)])[0], status=code)

    @extend_schema(responses=RemarkOutput(many=True), filters=True)
    def list(self, request: Request) -> Response:
        return self.page_of(self.visible(), self.represented)

    @extend_schema(responses=RemarkOutput)
    def retrieve(self, request: Request, pk: UUID) -> Response:
        return self.answer(pk)

    @extend_schema(request=RemarkInput, responses={201: RemarkOutput})
    def create(self, request: SignedIn) -> Response:
        values = self.given(RemarkInput)
        rules.visible_activities(rules.standing(request.user)).only("pk").get(pk=values["activity"])
        remark = workflow.add_remark(
            by=request.user,
            pk=values["activity"],
            text=values["text"],
            claim=values.get("claim"),
            field=values["field"],
            via=API,
        )
        return self.answer(remark.pk, status.HTTP_201_CREATED)

    @extend_schema(request=ReplyInput, responses=RemarkOutput)
    @action(detail=True, methods=["post"])
    def reply(self, request: SignedIn, pk: UUID) -> Response:
        self.visible().get(pk=pk)
        workflow.reply_to_remark(by=request.user, pk=pk, via=API, **self.given(ReplyInput))
        return self.answer(pk)

    @extend_schema(request=None, responses=RemarkOutput)
    @action(detail=True, methods=["post"])
    def resolve(self, request: SignedIn, pk: UUID) -> Response:
        self.visible().get(pk=pk)
        workflow.resolve_remark(by=request.user, pk=pk, via=API)
        return self.answer(pk)

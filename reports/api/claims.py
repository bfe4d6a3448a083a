"""`claims/`: each is part of its activity, and is written with it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from indicators.models import Target
from reports import limits, rules, workflow
from reports.activity.state import activity_state, day_of
from reports.activity.units import ITSELF
from reports.agencies import with_judges
from reports.api.activity import ClaimInput, ClaimOutput, Number, Strict, long_text
from reports.api.days import KnownDayField, known_input, with_day_of_claim
from reports.api.history import represent_ends
from reports.api.personal_data import WarnsOfPersonalData
from reports.api.representing import represent_claim
from reports.api.viewsets import SignedIn, WorkViewSet
from reports.filters import CodeFilter
from reports.models import Activity, Change, Claim, Finding
from reports.rules import Standing
from reports.sight import with_ends, with_findings, with_objections
from reports.verified import proof_of
from reports.workflow.activities import locked

API = Change.Via.API


class ClaimFilter(filters.FilterSet):
    """An activity that the caller may not see has no claims, as one that is not there."""

    activity = filters.UUIDFilter(field_name="activity")
    target = CodeFilter(field_name="indicator__target", queryset=Target.objects.all())

    class Meta:
        model = Claim
        fields = ("indicator", "unit", "country", "verification")


class NewClaimInput(ClaimInput):
    ignored = ClaimInput.ignored - {"activity"}
    activity = serializers.UUIDField()
    version = Number(required=False, help_text="The version of the activity.")


class ClaimDateInput(Strict):
    achieved_on = KnownDayField(required=True)
    achieved_on_known = known_input()
    version = Number(required=False, help_text="The version of the activity.")


class DecideInput(Strict):
    verification = serializers.ChoiceField(choices=Claim.Verification.choices)
    finding = long_text(required=False, allow_blank=True, default="")


class ObjectionInput(Strict):
    country = serializers.CharField(max_length=limits.CODE, help_text="ISO 3166-1 alpha-3 code, for example MWI.")
    reasons = long_text()


class ObjectingCountryInput(Strict):
    country = serializers.CharField(max_length=limits.CODE)


class FindingInput(Strict):
    verdict = serializers.ChoiceField(choices=Finding.Verdict.choices)
    reasons = long_text(required=False, allow_blank=True, default="")


Rows = list[dict[str, Any]]


class ClaimViewSet(WarnsOfPersonalData, WorkViewSet):
    queryset = Claim.objects.none()
    filterset_class = ClaimFilter

    def visible(self):
        claims = rules.visible_claims(rules.standing(self.request.user))
        return with_judges(with_ends(with_findings(claims).with_agencies(), rules.standing(self.request.user)))

    def answer(self, claim: Claim, code: int = status.HTTP_200_OK) -> Response:
        who = rules.standing(self.request.user)
        return Response(represented(who, [claim])[0], status=code)

    @extend_schema(responses=ClaimOutput(many=True), filters=True)
    def list(self, request: Request) -> Response:
        who = rules.standing(request.user)
        claims = self.visible().select_related("activity").prefetch_related("activity__agreements")

        return self.page_of(claims.order_by("indicator", "unit", "pk"), partial(represented, who))

    @extend_schema(responses=ClaimOutput)
    def retrieve(self, request: Request, pk: UUID) -> Response:
        return self.answer(self.visible().select_related("activity").get(pk=pk))

    @extend_schema(request=NewClaimInput, responses={201: ClaimOutput})
    @workflow.one_transaction
    def create(self, request: SignedIn) -> Response:
        values = self.given(NewClaimInput)
        rules.visible_activities(rules.standing(request.user)).only("pk").get(pk=values["activity"])
        activity = locked(values["activity"])
        before = activity_state(activity)["claims"]
        days = ("achieved_on", "achieved_on_known")
        given = {name: values[name] for name in ("indicator", "unit", *days) if name in values}
        new = with_day_of_claim(given)
        own = ITSELF if new["unit"] == str(activity.pk) else new["unit"]
        if (new["indicator"], own) in {(claim["indicator"], claim["unit"]) for claim in before}:
            raise serializers.ValidationError({"unit": [_("This activity already has this claim.")]})
        standing = set(activity.claims.values_list("pk", flat=True))
        self.rewrite(request, activity, [*before, new], values.get("version"))
        made = self.visible().filter(activity=activity).exclude(pk__in=standing).select_related("activity").get()
        return self.answer(made, status.HTTP_201_CREATED)

    @extend_schema(request=ClaimDateInput, responses=ClaimOutput)
    @workflow.one_transaction
    def partial_update(self, request: SignedIn, pk: UUID) -> Response:
        given = self.given(ClaimDateInput)
        activity, claim, others = self.parts(pk)
        version = given.pop("version", None)
        self.rewrite(
            request,
            activity,
            [*others, in_state(claim) | with_day_of_claim(given, claim.achieved, claim.achieved_on)],
            version,
        )
        return self.answer(self.visible().select_related("activity").get(pk=pk))

    @extend_schema(responses={204: None})
    @workflow.one_transaction
    def destroy(self, request: SignedIn, pk: UUID) -> Response:
        activity, _claim, others = self.parts(pk)
        self.rewrite(request, activity, others, None)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=DecideInput, responses=ClaimOutput)
    @action(detail=True, methods=["post"])
    def decide(self, request: SignedIn, pk: UUID) -> Response:
        """Verify or refuse one claim, or withdraw the decision; a refusal or withdrawal needs a reason in `finding`."""
        self.visible().get(pk=pk)
        workflow.decide_claim(by=request.user, pk=pk, via=API, **self.given(DecideInput))
        return self.answer(self.visible().select_related("activity").get(pk=pk))

    @extend_schema(request=FindingInput, responses=ClaimOutput)
    @action(detail=True, methods=["post"], url_path="finding")
    def record_finding(self, request: SignedIn, pk: UUID) -> Response:
        """Record the finding of the caller's agency on the claim; where agencies differ, the claim stays “reported”."""
        self.visible().get(pk=pk)
        workflow.record_finding(by=request.user, pk=pk, via=API, **self.given(FindingInput))
        return self.answer(self.visible().select_related("activity").get(pk=pk))

    @extend_schema(request=ObjectionInput, responses=ClaimOutput)
    @action(detail=True, methods=["post"], url_path="object")
    def object_to(self, request: SignedIn, pk: UUID) -> Response:
        """Object, as a focal point of a country on the border region, to what is claimed for it: the claim stays “reported”
        until the objection is withdrawn or both agencies have answered it by a finding."""
        self.visible().get(pk=pk)
        workflow.object_to_claim(by=request.user, pk=pk, via=API, **self.given(ObjectionInput))
        return self.answer(self.visible().select_related("activity").get(pk=pk))

    @extend_schema(request=ObjectingCountryInput, responses=ClaimOutput)
    @action(detail=True, methods=["post"], url_path="withdraw-objection")
    def withdraw_objection(self, request: SignedIn, pk: UUID) -> Response:
        """Withdraw the objection of one's own country."""
        self.visible().get(pk=pk)
        workflow.withdraw_objection(by=request.user, pk=pk, via=API, **self.given(ObjectingCountryInput))
        return self.answer(self.visible().select_related("activity").get(pk=pk))

    def parts(self, pk: UUID) -> tuple[Activity, Claim, Rows]:
        """The activity, held until the transaction ends, its claim `pk`, and its other claims as values."""
        activity = locked(self.visible().get(pk=pk).activity_id)
        claim = activity.claims.get(pk=pk)  # unless somebody was quicker
        own = in_state(claim)
        others = [
            row
            for row in activity_state(activity)["claims"]
            if (row["indicator"], row["unit"]) != (own["indicator"], own["unit"])
        ]
        return activity, claim, others

    def rewrite(self, request: SignedIn, activity: Activity, claims: Rows, version: int | None) -> None:
        workflow.update_activity(
            by=request.user,
            pk=activity.pk,
            version=activity.version if version is None else version,
            values={"claims": claims},
            via=API,
        )


def represented(who: Standing, claims: Iterable[Claim]) -> Rows:
    """Each as this reader gets it. One query."""
    claims = list(claims)
    proof = proof_of(who, claims)
    rows = []
    for claim in with_objections(who, claims, inside=True):
        inside = rules.may_see_inside(who, claim.activity)
        row = represent_claim(claim, claim.activity, inside=inside, proof=proof[claim.pk])
        row |= represent_ends(claim, claim.seen_ends)
        rows.append(row | {"objections": represent_objections(who, claim, inside=inside)})
    return rows


def represent_objections(who: Standing, claim: Claim, *, inside: bool) -> Rows:
    """Those of neighbours that stand, for those who see inside and those who objected."""
    seen = getattr(claim, "seen_objections", ())
    return [
        {"country": row.country_id, "reasons": row.reasons, "at": row.at}
        for row in seen
        if inside or rules.may_speak_for(who, row.country_id)
    ]


def in_state(claim: Claim) -> dict:
    unit = ITSELF if claim.unit == str(claim.activity_id) else claim.unit
    return {"indicator": claim.indicator_id, "unit": unit, "achieved_on": day_of(claim)}

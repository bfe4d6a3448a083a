"""`later-facts/`: what happened after an activity was recorded, reported beside what stands and reviewed by itself."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import exceptions
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from reports import limits, rules, workflow
from reports.api.activity import Number, Strict, long_text
from reports.api.days import KnownDayField
from reports.api.history import LaterFactOutput, represent_facts
from reports.api.personal_data import WarnsOfPersonalData
from reports.api.preparing import PreparingRoutes
from reports.api.viewsets import SignedIn, WorkViewSet
from reports.models import Activity, Change, LaterFact
from reports.sight import read_facts

API = Change.Via.API
STATUS, END, NOTE = LaterFact.Kind.STATUS, LaterFact.Kind.END, LaterFact.Kind.NOTE
NUMBERS = ("participants_women", "participants_men", "amount_spent", "currency")
# By kind: what has to be given, and what may be.
FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    STATUS: (("status", "since"), ("reason",)),
    END: (("claim", "since"), ("reason", "evidence")),
    NOTE: (("on", "text"), ("language", "evidence", *NUMBERS)),
}
# What the verbs call otherwise.
CALLED = {
    STATUS: {"status_since": "since", "status_reason": "reason"},
    END: {},
    NOTE: {"since": "on"},
}


class LaterFactInput(Strict):
    """Of the kind `status`: `status`, `since` and, of a suspension or cancellation, `reason`. Of an `end`: `claim`, `since`,
    `reason` and the `evidence`. Of a `note`: `on`, `text` and what else there is to say."""

    kind = serializers.ChoiceField(choices=LaterFact.Kind.choices)
    status = serializers.ChoiceField(choices=Activity.Status.choices, required=False)
    claim = serializers.UUIDField(required=False, help_text="The claim whose result is no longer so.")
    since = KnownDayField()
    reason = long_text(required=False, allow_blank=True)
    on = KnownDayField()
    text = long_text(required=False, allow_blank=True, help_text="What happened.")
    language = serializers.ChoiceField(
        choices=settings.LANGUAGES, required=False, help_text="If not given, the language of the activity."
    )
    evidence = serializers.UUIDField(
        required=False, allow_null=True, help_text="A piece of evidence of the activity. No end is verified without it."
    )
    participants_women = Number(required=False, allow_null=True)
    participants_men = Number(required=False, allow_null=True)
    amount_spent = serializers.DecimalField(*limits.AMOUNT, min_value=0, required=False, allow_null=True)
    currency = serializers.CharField(max_length=3, required=False, allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        needed, free = FIELDS[attrs["kind"]]
        others = attrs.keys() - {"kind", *needed, *free}
        problems = {name: [_("This field does not belong to this kind. Leave it out.")] for name in sorted(others)}
        problems |= {name: [str(self.fields[name].error_messages["required"])] for name in needed if name not in attrs}
        if problems:
            raise serializers.ValidationError(problems)
        return attrs


class ReasonInput(Strict):
    reason = long_text()


class LaterFactFilter(filters.FilterSet):
    """An activity that the caller may not see has no later facts, as one that is not there."""

    activity = filters.UUIDFilter(field_name="activity")

    class Meta:
        model = LaterFact
        fields = ("kind", "review")


# A comment, for a docstring would be the description of every operation below it that has none.
# The routes of what is reported later of one activity, of `ActivityViewSet`.
class LaterFactRoutes(PreparingRoutes):
    @extend_schema(methods=["GET"], responses=LaterFactOutput(many=True))
    @extend_schema(methods=["POST"], request=LaterFactInput, responses={201: LaterFactOutput})
    @action(detail=True, methods=["get", "post"], url_path="later-facts", filterset_class=None)
    def later_facts(self, request: SignedIn, pk: UUID) -> Response:
        """What was reported later, the newest first; and report, of what was submitted, a status from a day on, the end of a
        result or a progress note. It is reviewed by itself; until then what stood stands."""
        self.seen(pk)
        who = rules.standing(request.user)
        if request.method == "GET":
            facts = read_facts(who).filter(activity=pk).newest_first()
            return self.page_of(facts, lambda rows: represent_facts(who, rows))
        fact = report(request, pk, self.given(LaterFactInput))
        [answer] = represent_facts(who, [read_facts(who).get(pk=fact.pk)])
        return Response(answer, status=status.HTTP_201_CREATED)


def report(request: SignedIn, pk: UUID, given: dict[str, Any]) -> LaterFact:
    """Raises as the verbs do, by the names of the fields that were sent."""
    kind = given.pop("kind")
    given |= {name: given[name] or "" for name in ("since", "on") if name in given}
    if kind == END:
        return workflow.report_end(
            by=request.user, pk=claim_of(request, pk, given.pop("claim")), via=API, **reasoned(given)
        )
    try:
        if kind == STATUS:
            return workflow.report_status(by=request.user, pk=pk, via=API, **given)
        numbers: Any = {name: given.pop(name) for name in NUMBERS if name in given}
        return workflow.add_note(by=request.user, pk=pk, numbers=numbers, via=API, **given)
    except exceptions.ValidationError as refusal:
        problems = refusal.message_dict
        raise exceptions.ValidationError({CALLED[kind].get(name, name): problems[name] for name in problems}) from None


def reasoned(given: dict[str, Any]) -> dict[str, Any]:
    return {"reason": ""} | given


def claim_of(request: SignedIn, activity: UUID, pk: UUID) -> UUID:
    """One of this activity that the caller may see. Raises ValidationError (`claim`)."""
    if not rules.visible_claims(rules.standing(request.user)).filter(activity=activity, pk=pk).exists():
        raise exceptions.ValidationError({"claim": [_("This claim belongs to another activity.")]})
    return pk


class LaterFactViewSet(WarnsOfPersonalData, WorkViewSet):
    queryset = LaterFact.objects.none()
    filterset_class = LaterFactFilter

    def visible(self):
        return read_facts(rules.standing(self.request.user))

    def answer(self, pk: UUID) -> Response:
        who = rules.standing(self.request.user)
        return Response(represent_facts(who, [self.visible().get(pk=pk)])[0])

    @extend_schema(responses=LaterFactOutput(many=True), filters=True)
    def list(self, request: Request) -> Response:
        who = rules.standing(request.user)
        return self.page_of(self.visible().newest_first(), lambda rows: represent_facts(who, rows))

    @extend_schema(responses=LaterFactOutput)
    def retrieve(self, request: Request, pk: UUID) -> Response:
        return self.answer(pk)

    @extend_schema(request=None, responses=LaterFactOutput)
    @action(detail=True, methods=["post"])
    def verify(self, request: SignedIn, pk: UUID) -> Response:
        """Verify what was reported later: from then on figures heed it. No end is verified without evidence."""
        return self.decided(request, pk, LaterFact.Review.VERIFIED)

    @extend_schema(request=ReasonInput, responses=LaterFactOutput)
    @action(detail=True, methods=["post"])
    def refuse(self, request: SignedIn, pk: UUID) -> Response:
        """Refuse it, with a reason: what stood stands."""
        return self.decided(request, pk, LaterFact.Review.REFUSED, **self.given(ReasonInput))

    @extend_schema(request=ReasonInput, responses=LaterFactOutput)
    @action(detail=True, methods=["post"])
    def reopen(self, request: SignedIn, pk: UUID) -> Response:
        """Withdraw the decision, with a reason: it is reported again, and awaits review."""
        return self.decided(request, pk, LaterFact.Review.REPORTED, **self.given(ReasonInput))

    @extend_schema(request=None, responses=LaterFactOutput)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: SignedIn, pk: UUID) -> Response:
        """Withdraw what one's own country or organization reported and nobody has decided on; the history keeps it."""
        self.visible().get(pk=pk)
        workflow.withdraw_fact(by=request.user, pk=pk, via=API)
        return self.answer(pk)

    def decided(self, request: SignedIn, pk: UUID, review: str, reason: str = "") -> Response:
        self.visible().get(pk=pk)
        workflow.decide_fact(by=request.user, pk=pk, review=review, reason=reason, via=API)
        return self.answer(pk)

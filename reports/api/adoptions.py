"""`adoptions/`: what each country has taken from the menu, and what else it answers to an action of it."""

from uuid import UUID

from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from reports import limits, rules, workflow
from reports.api.activity import Link, Number, Strict, long_text
from reports.api.days import (
    HOW_KNOWN,
    HOW_KNOWN_TO_END,
    HOW_WITHDRAWN,
    OF_ADOPTION,
    KnownDayField,
    days_of,
    known_input,
    with_days,
)
from reports.api.personal_data import WarnsOfPersonalData, WithWarnings
from reports.api.representing import represent_adoption
from reports.api.viewsets import SignedIn, WorkViewSet
from reports.filters import CodeFilter, DayFilter, YesNoFilter
from reports.models import Adoption, Change, Country
from reports.workflow.adoptions import OWN_FIELDS, require_writer
from reports.workflow.answering import ANSWER_FIELDS
from themes.models import Action, Theme

API = Change.Via.API
ANY = "any"
USUAL = ("priority", "needs_funding")  # of every row, whatever its answer


class AdoptionFilter(filters.FilterSet):
    """Adopted actions that have not been withdrawn, unless another `answer` (`any`: all) or another day (`as_at`: those in
    force on it) is asked for."""

    theme = CodeFilter(queryset=Theme.objects.all(), method="in_theme")
    needs_funding = YesNoFilter()
    answer = filters.ChoiceFilter(choices=[*Adoption.Answer.choices, (ANY, _lazy("any answer"))], method="shown_below")
    as_at = DayFilter(method="shown_below")

    class Meta:
        model = Adoption
        fields = ("country", "action", "priority", "verification")

    def in_theme(self, adoptions, name, value):
        return adoptions.filter(Q(action__group__theme=value) | Q(theme=value))

    def shown_below(self, adoptions, name, value):
        return adoptions

    def filter_queryset(self, queryset):
        rows, chosen = super().filter_queryset(queryset), self.form.cleaned_data
        rows = rows.as_at(chosen["as_at"]) if chosen["as_at"] else rows.current()
        answer = chosen["answer"] or Adoption.Answer.ADOPTED
        return rows if answer == ANY else rows.filter(answer=answer)


class AdoptionInput(Strict):
    ignored = frozenset(
        (
            "id",
            "position",
            "warnings",
            "withdrawn_on",
            "withdrawn_on_known",
            "withdrawn_because",
            "verification",
            "decision_reason",
            "decided_at",
        )
    )
    country = serializers.CharField(max_length=limits.CODE, required=False)
    action = serializers.CharField(
        max_length=limits.CODE, required=False, allow_null=True, help_text="Null for an action outside the menu."
    )
    theme = serializers.CharField(
        max_length=limits.CODE, required=False, help_text="Only for actions outside the menu."
    )
    title = serializers.CharField(
        max_length=limits.TITLE, required=False, allow_blank=True, help_text="Only for an action outside the menu."
    )
    language = serializers.CharField(
        max_length=limits.CODE, required=False, allow_blank=True, help_text="Language of the title."
    )
    priority = serializers.ChoiceField(choices=Adoption.Priority.choices, required=False)
    adopted_on: serializers.Field = KnownDayField(allow_null=False, allow_blank=False)
    adopted_on_known: serializers.Field = known_input()
    lead_ministry = serializers.CharField(max_length=limits.NAME, required=False, allow_blank=True)
    starts_on: serializers.Field = KnownDayField()
    starts_on_known: serializers.Field = known_input()
    ends_on: serializers.Field = KnownDayField()
    ends_on_known: serializers.Field = known_input()
    needs_funding = serializers.BooleanField(required=False)
    answer = serializers.ChoiceField(
        choices=Adoption.Answer.choices,
        required=False,
        help_text="`adopted` if omitted; that of an own action always is.",
    )
    in_place_since: serializers.Field = KnownDayField()
    in_place_since_known: serializers.Field = known_input()
    proof_url = Link(required=False, allow_blank=True, help_text="Of what is in place: this or the citation.")
    proof_citation = long_text(required=False, allow_blank=True)
    because = long_text(
        required=False, allow_blank=True, help_text="Of what is not taken up: why; read by participants."
    )
    is_because_public = serializers.BooleanField(required=False, help_text="Everybody may read why.")
    version = Number(required=False, help_text="Required when changing an adoption.")


class AdoptionOutput(WithWarnings, AdoptionInput):
    id = serializers.UUIDField()
    adopted_on = serializers.DateField(help_text="The day from which the answer counts, whichever it is.")
    adopted_on_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)
    starts_on = serializers.DateField(allow_null=True, help_text="The day that counts.")
    starts_on_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)
    ends_on = serializers.DateField(allow_null=True, help_text="The day that counts.")
    ends_on_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)
    in_place_since = serializers.DateField(allow_null=True, help_text="The day that counts; `adopted_on` is the same.")
    in_place_since_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)
    position = serializers.IntegerField(help_text="Position of the action in the country's plan.")
    withdrawn_on = serializers.DateField(allow_null=True, help_text=HOW_WITHDRAWN)
    withdrawn_on_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN_TO_END)
    withdrawn_because = serializers.CharField(allow_blank=True, help_text="For participants.")
    verification = serializers.ChoiceField(
        choices=Adoption.Verification.choices, help_text="Of what is in place: the working group's word."
    )
    decision_reason = serializers.CharField(allow_blank=True, help_text="For participants.")
    decided_at = serializers.DateTimeField(allow_null=True)


class WithdrawInput(Strict):
    withdrawn_on = KnownDayField(
        allow_null=False,
        allow_blank=False,
        help_text="The first day on which it no longer stands, or the month or the year of it; today if omitted.",
    )
    withdrawn_on_known = known_input()
    withdrawn_because = long_text(required=False, allow_blank=True, default="")
    version = Number(required=False)


class AnswerDecisionInput(Strict):
    verification = serializers.ChoiceField(choices=Adoption.Verification.choices)
    reason = long_text(required=False, allow_blank=True, default="")
    version = Number(required=False)


class AdoptionViewSet(WarnsOfPersonalData, WorkViewSet):
    queryset = Adoption.objects.none()
    filterset_class = AdoptionFilter

    def visible(self):
        return rules.visible_adoptions(rules.standing(self.request.user))

    def answer(self, row: Adoption, code: int = status.HTTP_200_OK) -> Response:
        return Response(represent_adoption(row, rules.standing(self.request.user)), status=code)

    @extend_schema(responses=AdoptionOutput(many=True), filters=True)
    def list(self, request: Request) -> Response:
        who = rules.standing(request.user)
        return self.page_of(self.visible(), lambda rows: [represent_adoption(row, who) for row in rows])

    @extend_schema(responses=AdoptionOutput)
    def retrieve(self, request: Request, pk: UUID) -> Response:
        """Also one that was withdrawn: `withdrawn_on` says from which day on it no longer stands."""
        return self.answer(self.visible().get(pk=pk))

    @extend_schema(request=AdoptionInput, responses={201: AdoptionOutput})
    @workflow.one_transaction
    def create(self, request: SignedIn) -> Response:
        values = self.given(AdoptionInput)
        country, action = values.pop("country", None), values.pop("action", None)
        require_known("country", Country, country)
        if action is None:
            row = workflow.plan_own_action(by=request.user, country=country, values=own(with_days(values, {})), via=API)
            return self.answer(row, status.HTTP_201_CREATED)
        require_known("action", Action, action)
        require_writer(request.user, country)  # who adopts the same at the same moment comes after
        answer = values.pop("answer", Adoption.Answer.ADOPTED)
        current = Adoption.objects.current().filter(country=country, action=action).first()
        if current:
            message = _(
                "The country has already answered this action: “%(answer)s”. Edit that answer (%(id)s) instead."
            )
            raise workflow.WrongState(message % {"answer": current.get_answer_display(), "id": current.pk})
        who = {"by": request.user, "country": country, "action": action, "via": API}
        row = workflow.answer_action(answer=answer, values=of_the_menu(with_days(values, {}), action, answer), **who)
        return self.answer(row, status.HTTP_201_CREATED)

    @extend_schema(request=AdoptionInput, responses=AdoptionOutput)
    def partial_update(self, request: SignedIn, pk: UUID) -> Response:
        row = self.visible().current().get(pk=pk)
        values = self.given(AdoptionInput)
        if "version" not in values:
            raise serializers.ValidationError({"version": [_("Send the version number that you last read.")]})
        for name in ("country", "action"):
            if values.pop(name, getattr(row, f"{name}_id")) != getattr(row, f"{name}_id"):
                raise serializers.ValidationError(
                    {name: [_("The country and the action of an adoption cannot be changed.")]}
                )
        version, values = values["version"], with_days(values, days_of(row, OF_ADOPTION))
        who = {"by": request.user, "country": row.country_id, "version": version, "via": API}
        if row.action_id:
            answer = values.pop("answer", row.answer)
            values = of_the_menu(values, row.action_id, answer)
            row = workflow.answer_action(action=row.action_id, answer=answer, values=values, **who)
        else:
            row = workflow.plan_own_action(pk=row.pk, values=own(values), **who)
        return self.answer(row)

    @extend_schema(responses={204: None})
    def destroy(self, request: SignedIn, pk: UUID) -> Response:
        """Withdraw it as of today: it stood until then, and still does as at an earlier day."""
        workflow.withdraw_adoption(by=request.user, pk=pk, via=API)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=WithdrawInput, responses=AdoptionOutput)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: SignedIn, pk: UUID) -> Response:
        """Withdraw it from a day on, with the reason."""
        given = with_days(self.given(WithdrawInput), {})
        on, because = given.get("withdrawn_on"), given["withdrawn_because"]
        version = given.get("version")
        return self.answer(
            workflow.withdraw_adoption(by=request.user, pk=pk, on=on, because=because, version=version, via=API)
        )

    @extend_schema(request=AnswerDecisionInput, responses=AdoptionOutput)
    @action(detail=True, methods=["post"])
    def decide(self, request: SignedIn, pk: UUID) -> Response:
        """Verify or refuse that an action is in place, or withdraw the decision; the last two need a `reason`."""
        return self.answer(workflow.decide_answer(by=request.user, pk=pk, via=API, **self.given(AnswerDecisionInput)))


def require_known(name: str, model: type[Model], code: str | None) -> None:
    if code is None:
        raise serializers.ValidationError({name: [_("This field is required.")]})
    if not model._default_manager.filter(pk=code).exists():
        raise serializers.ValidationError({name: [_("No entry has this code.")]})


def own(values: dict) -> dict:
    """The values of a country's own action, as its verb wants them."""
    values.pop("version", None)
    if values.pop("answer", Adoption.Answer.ADOPTED) != Adoption.Answer.ADOPTED:
        raise serializers.ValidationError({"answer": [_("An action outside the menu can only be adopted.")]})
    if "theme" in values:
        require_known("theme", Theme, values["theme"])
        values["theme_id"] = values.pop("theme")
    return fitting(values, Adoption.Answer.ADOPTED, OWN_FIELDS)


def of_the_menu(values: dict, action: str, answer: str) -> dict:
    """The values of an answer to an action: its theme, title and language are the menu's."""
    values.pop("version", None)
    for name, usual in (("theme", action.partition(".")[0]), ("title", ""), ("language", "")):
        if values.pop(name, usual) != usual:
            raise serializers.ValidationError({name: [_("This value follows from the action. Leave it out.")]})
    return fitting(values, answer)


def fitting(values: dict, answer: str, more: tuple[str, ...] = ()) -> dict:
    """Without what is empty and belongs to another answer: a row is sent back as it was read."""
    fields = (*ANSWER_FIELDS[answer], *more)
    if answer == Adoption.Answer.IN_PLACE:
        values.pop("adopted_on", None)  # follows from the day since which it is in place
    if alien := [name for name, value in values.items() if name not in fields and value and name not in USUAL]:
        message = _("This field does not belong to the answer “%(answer)s”. Leave it out.")
        words = {"answer": Adoption.Answer(answer).label}
        raise serializers.ValidationError({name: [message % words] for name in alien})
    return {name: value for name, value in values.items() if name in fields}

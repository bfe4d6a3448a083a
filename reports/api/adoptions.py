"""`adoptions/`: what each country has taken from the menu."""

from uuid import UUID

from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from reports import limits, rules, workflow
from reports.api.activity import Day, Number, Strict
from reports.api.days import HOW_KNOWN, KnownDayField, days_of, known_input, with_days
from reports.api.personal_data import WarnsOfPersonalData, WithWarnings
from reports.api.representing import represent_adoption
from reports.api.viewsets import SignedIn, WorkViewSet
from reports.filters import CodeFilter, YesNoFilter
from reports.models import Adoption, Change, Country
from reports.workflow.adoptions import require_writer
from themes.models import Action, Theme

API = Change.Via.API


class AdoptionFilter(filters.FilterSet):
    theme = CodeFilter(queryset=Theme.objects.all(), method="in_theme")
    needs_funding = YesNoFilter()

    class Meta:
        model = Adoption
        fields = ("country", "action", "priority")

    def in_theme(self, adoptions, name, value):
        return adoptions.filter(Q(action__group__theme=value) | Q(theme=value))


class AdoptionInput(Strict):
    ignored = frozenset(("id", "position", "warnings"))
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
    adopted_on = Day(required=False)
    lead_ministry = serializers.CharField(max_length=limits.NAME, required=False, allow_blank=True)
    starts_on: serializers.Field = KnownDayField()
    starts_on_known: serializers.Field = known_input()
    ends_on: serializers.Field = KnownDayField()
    ends_on_known: serializers.Field = known_input()
    needs_funding = serializers.BooleanField(required=False)
    version = Number(required=False, help_text="Required when changing an adoption.")


class AdoptionOutput(WithWarnings, AdoptionInput):
    id = serializers.UUIDField()
    starts_on = serializers.DateField(allow_null=True, help_text="The day that counts.")
    starts_on_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)
    ends_on = serializers.DateField(allow_null=True, help_text="The day that counts.")
    ends_on_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)
    position = serializers.IntegerField(help_text="Position of the action in the country's plan.")


class AdoptionViewSet(WarnsOfPersonalData, WorkViewSet):
    queryset = Adoption.objects.none()
    filterset_class = AdoptionFilter

    def visible(self):
        return rules.visible_adoptions(rules.standing(self.request.user))

    @extend_schema(responses=AdoptionOutput(many=True), filters=True)
    def list(self, request: Request) -> Response:
        return self.page_of(self.visible(), lambda rows: [represent_adoption(row) for row in rows])

    @extend_schema(responses=AdoptionOutput)
    def retrieve(self, request: Request, pk: UUID) -> Response:
        return Response(represent_adoption(self.visible().get(pk=pk)))

    @extend_schema(request=AdoptionInput, responses={201: AdoptionOutput})
    @workflow.one_transaction
    def create(self, request: SignedIn) -> Response:
        values = self.given(AdoptionInput)
        country, action = values.pop("country", None), values.pop("action", None)
        require_known("country", Country, country)
        if action is None:
            row = workflow.plan_own_action(by=request.user, country=country, values=own(with_days(values, {})), via=API)
            return Response(represent_adoption(row), status=status.HTTP_201_CREATED)
        require_known("action", Action, action)
        require_writer(request.user, country)  # who adopts the same at the same moment comes after
        if Adoption.objects.filter(country=country, action=action).exists():
            raise workflow.WrongState(_("The country has already adopted this action: edit that adoption instead."))
        row = workflow.adopt_action(
            by=request.user,
            country=country,
            action=action,
            values=of_the_menu(with_days(values, {}), action),
            via=API,
        )
        return Response(represent_adoption(row), status=status.HTTP_201_CREATED)

    @extend_schema(request=AdoptionInput, responses=AdoptionOutput)
    def partial_update(self, request: SignedIn, pk: UUID) -> Response:
        row = self.visible().get(pk=pk)
        values = self.given(AdoptionInput)
        if "version" not in values:
            raise serializers.ValidationError({"version": [_("Send the version number that you last read.")]})
        for name in ("country", "action"):
            if values.pop(name, getattr(row, f"{name}_id")) != getattr(row, f"{name}_id"):
                raise serializers.ValidationError(
                    {name: [_("The country and the action of an adoption cannot be changed.")]}
                )
        version, values = values["version"], with_days(values, days_of(row))
        who = {"by": request.user, "country": row.country_id, "version": version, "via": API}
        if row.action_id:
            values = of_the_menu(values, row.action_id)
            row = workflow.adopt_action(action=row.action_id, values=values, **who)
        else:
            row = workflow.plan_own_action(pk=row.pk, values=own(values), **who)
        return Response(represent_adoption(row))

    @extend_schema(responses={204: None})
    def destroy(self, request: SignedIn, pk: UUID) -> Response:
        workflow.withdraw_adoption(by=request.user, pk=pk, via=API)
        return Response(status=status.HTTP_204_NO_CONTENT)


def require_known(name: str, model: type[Model], code: str | None) -> None:
    if code is None:
        raise serializers.ValidationError({name: [_("This field is required.")]})
    if not model._default_manager.filter(pk=code).exists():
        raise serializers.ValidationError({name: [_("No entry has this code.")]})


def own(values: dict) -> dict:
    """The values of a country's own action, as its verb wants them."""
    values.pop("version", None)
    if "theme" in values:
        require_known("theme", Theme, values["theme"])
        values["theme_id"] = values.pop("theme")
    return values


def of_the_menu(values: dict, action: str) -> dict:
    """The values of an adopted action: its theme, title and language are the menu's."""
    values.pop("version", None)
    for name, usual in (("theme", action.partition(".")[0]), ("title", ""), ("language", "")):
        if values.pop(name, usual) != usual:
            raise serializers.ValidationError({name: [_("This value follows from the action. Leave it out.")]})
    return values

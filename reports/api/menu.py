"""`countries/MOZ/menu/`: what a country answers to each action of the menu."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from reports import rules
from reports.api.adoptions import AdoptionOutput
from reports.api.progress import unread
from reports.api.representing import represent_adoption
from reports.forms.selection import SelectionForm
from reports.models import Country
from reports.rules import Standing
from reports.summaries import MenuLine, menu_of
from reports.summaries.activities import ANSWERS, NOTHING, STATES
from themes.asking import require_changed, require_known

ANSWERED = (*ANSWERS, NOTHING)


class MenuLineOutput(serializers.Serializer):
    action = serializers.CharField()
    answer = serializers.ChoiceField(choices=ANSWERED, help_text="In force on that date; `nothing`: no answer yet.")
    state = serializers.ChoiceField(choices=STATES, help_text="With what is done: an activity ranks above any answer.")
    activities = serializers.IntegerField()
    given = AdoptionOutput(
        allow_null=True, help_text="The answer itself; one that the working group did not accept counts as `nothing`."
    )
    not_accepted = AdoptionOutput(
        allow_null=True, help_text="What had replaced it, until the working group refused that: `given` applies again."
    )
    former = AdoptionOutput(
        allow_null=True,
        help_text="The last answer that stood before, with `withdrawn_on`, the day from which it does not; null if there was none.",
    )


class MenuOutput(serializers.Serializer):
    country = serializers.CharField()
    as_at = serializers.DateField()
    results = MenuLineOutput(many=True)


@extend_schema(
    operation_id="countries_menu",
    parameters=[
        OpenApiParameter("as_at", str, description="A date, for example 2012-12-31; today if omitted."),
        OpenApiParameter("theme", str),
    ],
    responses=MenuOutput,
)
@api_view(["GET"])
def country_menu(request: Request, code: str) -> Response:
    """The answer of a country to each of the 58 actions, as at a date; send answers to `adoptions/`."""
    require_changed(request)
    form = SelectionForm(request.query_params, only=("as_at", "theme"))
    require_known(request, {*form.fields})
    if not form.is_valid():
        raise unread(form)
    country, selection = Country.objects.get(pk=code), form.selection()
    who = rules.standing(request.user)
    lines = [represented(line, who) for line in menu_of(country.pk, selection)]
    return Response({"country": country.pk, "as_at": selection.as_at, "results": lines})


def represented(line: MenuLine, who: Standing) -> dict[str, Any]:
    return {
        "action": line.action.pk,
        "answer": line.state,
        "state": line.cell.state,
        "activities": line.cell.activities,
        "given": represent_adoption(line.answer, who) if line.answer else None,
        "not_accepted": represent_adoption(line.not_accepted, who) if line.not_accepted else None,
        "former": represent_adoption(line.former, who) if line.former else None,
    }

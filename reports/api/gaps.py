"""`progress/gaps/`: what nobody carries out, claims or pays for, and who says so with a reason."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from reports import rules
from reports.api.progress import SELECTION, unread
from reports.forms.selection import GapsForm
from reports.sight import undone_actions
from reports.summaries import gaps
from reports.summaries.activities import STATES
from reports.summaries.tracing import CARRIED_OUT, Undone
from themes.asking import require_changed, require_known

UNDONE_STATES = tuple(state for state in STATES if state not in CARRIED_OUT)


class DeclinedOutput(serializers.Serializer):
    country = serializers.CharField()
    because = serializers.CharField(allow_blank=True, help_text="As far as the caller may read it.")


class UndoneInOutput(serializers.Serializer):
    country = serializers.CharField()
    state = serializers.ChoiceField(choices=UNDONE_STATES)


class UndoneOutput(serializers.Serializer):
    code = serializers.CharField()
    state = serializers.ChoiceField(choices=UNDONE_STATES, help_text="The best one of any country.")
    places = serializers.ListField(
        child=serializers.CharField(), help_text="Countries that plan it, have adopted it, or in which it is in place."
    )
    countries = UndoneInOutput(many=True, help_text="The same countries, each with its own state, the best first.")
    is_regional = serializers.BooleanField(help_text="Nevertheless carried out through regional activities.")
    in_place = serializers.ListField(child=serializers.CharField(), help_text="Countries in which it is in place.")
    not_taken_up = DeclinedOutput(many=True, help_text="Countries that do not take it up; all others are silent.")


class GapsOutput(serializers.Serializer):
    as_at = serializers.DateField()
    recommendations = UndoneOutput(many=True)
    actions = UndoneOutput(many=True)
    targets = serializers.ListField(child=serializers.CharField(), help_text="Targets for which nothing is claimed.")
    activities = serializers.ListField(
        child=serializers.UUIDField(), help_text="Published activities, planned or in progress, with a funding gap."
    )


@extend_schema(parameters=[*SELECTION[:3], OpenApiParameter("country", str)], responses=GapsOutput)
@api_view(["GET"])
def gaps_progress(request: Request) -> Response:
    """Gaps: what is not carried out, claimed or funded by any country, or by the given country."""
    require_changed(request)
    form = GapsForm(request.query_params)
    require_known(request, {*form.fields} - {"gap"})
    if not form.is_valid():
        raise unread(form)
    selection = form.selection()
    gap_lists = gaps(selection, form.chosen("country"))
    actions = undone_actions(gap_lists, rules.standing(request.user), selection, form.chosen("country"))
    return Response(
        {
            "as_at": selection.as_at,
            "recommendations": [undone(gap) for gap in gap_lists.recommendations],
            "actions": [undone(gap) for gap in actions],
            "targets": [target.code for target in gap_lists.targets],
            "activities": [str(pk) for pk in gap_lists.money.newest_first().values_list("pk", flat=True)],
        }
    )


def undone(gap: Undone) -> dict:
    return {
        "code": gap.row.pk,
        "state": gap.state,
        "places": gap.places,
        "countries": [{"country": place, "state": state} for place, state in gap.states],
        "is_regional": gap.is_regional,
        "in_place": gap.in_place,
        "not_taken_up": [{"country": row.country_id, "because": row.seen_because} for row in gap.reasons],
    }

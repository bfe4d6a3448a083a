"""`progress/`: the figures, the same as on the pages."""

from collections import defaultdict
from collections.abc import Iterable
from operator import itemgetter

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from indicators.progress import IndicatorProgress
from reports import rules
from reports.forms.view import GapsForm, ViewForm
from reports.summaries import (
    CountryLine,
    TargetProgress,
    View,
    counted_claims,
    country_view,
    gaps,
    kept_recommendations,
    matrix_by_recommendation,
    never_reported,
    region_view,
    target_progress,
)
from reports.summaries.tracing import Undone

ASKED = [
    OpenApiParameter("as_at", str, description="A day, for example 2012-12-31; today if left out."),
    OpenApiParameter("body", str, description="A regional body: its members on that day."),
    OpenApiParameter("theme", str),
    OpenApiParameter("status", str, description="Only activities of this status."),
]


class UnitOutput(serializers.Serializer):
    unit = serializers.CharField()
    layer = serializers.ChoiceField(choices=["verified", "reported", "expected"])
    claims = serializers.ListField(child=serializers.UUIDField(), help_text="Those that the caller may see.")


class IndicatorOutput(serializers.Serializer):
    code = serializers.CharField()
    required = serializers.IntegerField()
    verified = serializers.IntegerField()
    reported = serializers.IntegerField()
    expected = serializers.IntegerField()
    units = UnitOutput(many=True)


class ProgressOutput(serializers.Serializer):
    code = serializers.CharField()
    met = serializers.BooleanField()
    indicators = IndicatorOutput(many=True)


class ProgressListOutput(serializers.Serializer):
    """All targets of the view, on one page."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ProgressOutput(many=True)


class CountryProgressOutput(serializers.Serializer):
    country = serializers.CharField()
    as_at = serializers.DateField()
    activities = serializers.DictField(child=serializers.IntegerField())
    actions = serializers.DictField(help_text="By action: state, activities, adopted.")
    targets = ProgressOutput(many=True)
    last_report = serializers.DateField(allow_null=True)


class PlaceOutput(serializers.Serializer):
    place = serializers.CharField(help_text="A country's code, or `regional` for regional work.")
    state = serializers.ChoiceField(choices=["verified", "reported", "expected", "adopted"])
    activities = serializers.IntegerField()
    adopted = serializers.BooleanField()


class RecommendationProgressOutput(serializers.Serializer):
    code = serializers.CharField()
    actions = serializers.ListField(child=serializers.CharField())
    places = PlaceOutput(many=True, help_text="Those that record something; a country left out records nothing.")


class ScorecardOutput(serializers.Serializer):
    """All recommendations of the view, on one page."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    never_reported = serializers.ListField(
        child=serializers.CharField(), help_text="Participating countries that had not reported by the day."
    )
    results = RecommendationProgressOutput(many=True)


class UndoneOutput(serializers.Serializer):
    code = serializers.CharField()
    state = serializers.ChoiceField(choices=["expected", "adopted", "nothing"])
    places = serializers.ListField(child=serializers.CharField(), help_text="The countries that record that much.")
    is_regional = serializers.BooleanField(help_text="Regional work carries it out all the same.")


class GapsOutput(serializers.Serializer):
    as_at = serializers.DateField()
    recommendations = UndoneOutput(many=True)
    actions = UndoneOutput(many=True)
    targets = serializers.ListField(child=serializers.CharField(), help_text="Those for which nothing is claimed.")
    activities = serializers.ListField(
        child=serializers.UUIDField(), help_text="Published and planned, without the money that they need."
    )


class RegionProgressOutput(serializers.Serializer):
    as_at = serializers.DateField()
    targets_met = serializers.IntegerField()
    activities = serializers.DictField(child=serializers.IntegerField())
    targets = ProgressOutput(many=True)
    countries = serializers.ListField(child=serializers.DictField())
    silent = serializers.ListField(
        child=serializers.CharField(), help_text="Participating countries that had not reported by the day."
    )
    untaken = serializers.ListField(child=serializers.CharField())


@extend_schema(parameters=ASKED, responses=ProgressListOutput)
@api_view(["GET"])
def targets_progress(request: Request) -> Response:
    """The targets with their three layers: each distinct unit once, in its best layer."""
    view = asked(request)
    rows = shown(request, view, target_progress(view))
    return Response({"count": len(rows), "next": None, "previous": None, "results": rows})


@extend_schema(parameters=[ASKED[0], *ASKED[2:]], responses=CountryProgressOutput)
@api_view(["GET"])
def country_progress(request: Request, code: str) -> Response:
    """What one country does: the menu, its activities, the targets to which it contributes."""
    view = asked(request)
    figures = country_view(code, view)
    return Response(
        {
            "country": code,
            "as_at": view.as_at,
            "activities": figures.totals,
            "actions": {
                action: {"state": cell.state, "activities": cell.activities, "adopted": cell.adopted}
                for action, cell in sorted(figures.actions.items())
            },
            "targets": shown(request, view, figures.targets),
            "last_report": figures.last_report,
        }
    )


@extend_schema(parameters=ASKED, responses=RegionProgressOutput)
@api_view(["GET"])
def region_progress(request: Request) -> Response:
    """The region's page as data."""
    view = asked(request)
    figures = region_view(view)
    return Response(
        {
            "as_at": view.as_at,
            "targets_met": figures.met,
            "activities": figures.totals,
            "targets": shown(request, view, figures.targets),
            "countries": [country_line(line) for line in figures.countries],
            "silent": [country.pk for country in figures.silent],
            "untaken": [action.pk for action in figures.untaken],
        }
    )


@extend_schema(parameters=ASKED, responses=ScorecardOutput)
@api_view(["GET"])
def recommendations_progress(request: Request) -> Response:
    """The scorecard: each recommendation by country, in the best state of the actions that carry it out."""
    view = asked(request)
    places = defaultdict(list)
    for (place, code), cell in sorted(matrix_by_recommendation(view).items(), key=itemgetter(0)):
        places[code].append(
            {"place": place, "state": cell.state, "activities": cell.activities, "adopted": cell.adopted}
        )
    rows = [
        {"code": row.pk, "actions": [action.pk for action in row.actions.all()], "places": places[row.pk]}
        for row in kept_recommendations(view).prefetch_related("actions")
    ]
    silent = [country.pk for country in never_reported(view)]
    return Response({"count": len(rows), "next": None, "previous": None, "never_reported": silent, "results": rows})


@extend_schema(parameters=[*ASKED[:3], OpenApiParameter("country", str)], responses=GapsOutput)
@api_view(["GET"])
def gaps_progress(request: Request) -> Response:
    """What no country, or not this one, carries out, claims or has the money for."""
    form = GapsForm(request.query_params)
    if not form.is_valid():
        raise serializers.ValidationError(form.errors)
    view = form.view()
    found = gaps(view, form.said("country"))
    return Response(
        {
            "as_at": view.as_at,
            "recommendations": [undone(gap) for gap in found.recommendations],
            "actions": [undone(gap) for gap in found.actions],
            "targets": [target.pk for target in found.targets],
            "activities": [str(pk) for pk in found.money.newest_first().values_list("pk", flat=True)],
        }
    )


def undone(gap: Undone) -> dict:
    return {"code": gap.row.pk, "state": gap.state, "places": gap.places, "is_regional": gap.is_regional}


def asked(request: Request) -> View:
    """The view of the query; what cannot be read is an error here, not left out as on a page."""
    form = ViewForm(request.query_params)
    if not form.is_valid():
        raise serializers.ValidationError(form.errors)
    return form.view()


def country_line(line: CountryLine) -> dict:
    return {
        "code": line.country.pk,
        "participation": line.country.participation,
        "actions": line.states,
        "activities": line.activities,
        "last_report": line.last_report,
    }


def shown(request: Request, view: View, targets: Iterable[TargetProgress]) -> list[dict]:
    """Targets as data, naming only the claims that this caller may see. One query."""
    targets = list(targets)
    mine = rules.visible_claims(rules.standing(request.user)).filter(
        indicator__target__in=[row.code for row in targets]
    )
    rows = counted_claims(view).filter(pk__in=mine).order_by("created_at", "pk").values_list("pk", "indicator", "unit")
    claims: dict[tuple[str, str], list[str]] = defaultdict(list)
    for pk, indicator, unit in rows:
        claims[indicator, unit].append(str(pk))
    return [
        {
            "code": target.code,
            "met": target.met,
            "indicators": [represent(indicator, claims) for indicator in target.indicators],
        }
        for target in targets
    ]


def represent(indicator: IndicatorProgress, claims: dict[tuple[str, str], list[str]]) -> dict:
    return {
        "code": indicator.code,
        "required": indicator.required,
        "verified": indicator.verified,
        "reported": indicator.reported,
        "expected": indicator.expected,
        "units": [
            {"unit": unit.unit, "layer": unit.layer, "claims": claims.get((indicator.code, unit.unit), [])}
            for unit in indicator.units
        ],
    }

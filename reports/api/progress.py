"""`progress/`: the figures, the same as on the pages."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from operator import itemgetter
from typing import Any

from django.forms import BaseForm
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from indicators.api import IS_STATE, RevisionSerializer
from indicators.attainment import BY_DEADLINE, LATE, NO_LONGER, NOT_MET
from indicators.models import Indicator
from indicators.progress import IndicatorProgress
from indicators.revisions import plain_revision
from reports import rules
from reports.api.activity import VerifiedOutput
from reports.api.behind import Claims, claims_behind
from reports.api.days import HOW_KNOWN
from reports.api.spans import THEIR_CLAIMS, LapsedOutput, SpanOutput, lapsed, named, when_met
from reports.forms.selection import SelectionForm
from reports.models import Assessment
from reports.summaries import (
    CountryLine,
    InForce,
    Selection,
    TargetProgress,
    country_view,
    in_force,
    kept_recommendations,
    matrix_by_recommendation,
    never_reported,
    region_view,
    target_progress,
    with_activities,
)
from reports.summaries.activities import NOTHING, STATES
from reports.verified import Verified, verified_units
from themes.asking import OF_A_PAGE, Pages, require_changed, require_known
from themes.translating import texts_of

SELECTION = [
    OpenApiParameter("as_at", str, description="A date, for example 2012-12-31; today if omitted."),
    OpenApiParameter("body", str, description="A regional body: its members on that date."),
    OpenApiParameter("theme", str),
    OpenApiParameter("status", str, description="Only activities with this status."),
]

MET = "Targets met as at that date."
MET_BY_DEADLINE = "Targets met by the printed deadline: a separate count, since some of them may no longer be met."
RECORDED_STATES = tuple(state for state in STATES if state != NOTHING)


class UnitOutput(serializers.Serializer):
    unit = serializers.CharField(
        allow_null=True, help_text="Null for an activity to which the caller does not have access."
    )
    layer = serializers.ChoiceField(choices=["verified", "reported", "expected"])
    claims = serializers.ListField(child=serializers.UUIDField(), help_text=THEIR_CLAIMS)
    claims_counted = serializers.IntegerField(help_text="The number of all claims behind the unit.")
    verified = VerifiedOutput(allow_null=True, help_text="Null unless the unit is verified.")


class IndicatorOutput(serializers.Serializer):
    code = serializers.CharField()
    is_state = serializers.BooleanField(help_text=IS_STATE)
    required: Any = serializers.IntegerField(
        allow_null=True, help_text="`null`: every participating country, and none was participating on that date."
    )
    verified = serializers.IntegerField()
    reported = serializers.IntegerField()
    expected = serializers.IntegerField()
    units = UnitOutput(
        many=True,
        help_text=(
            "Of an indicator that counts activities, the latest 20 of those that count; `verified`, `reported` and `expected` "
            "are the numbers of all. All claims: `claims/?indicator=`."
        ),
    )
    lapsed = LapsedOutput(
        many=True,
        help_text="Units that were counted by that date and are counted no longer; of activities the latest 20.",
    )


class ProgressOutput(serializers.Serializer):
    code = serializers.CharField()
    title = serializers.DictField(child=serializers.CharField(), help_text="As in force on that date.")
    met = serializers.BooleanField()
    attainment = serializers.ChoiceField(
        choices=[BY_DEADLINE, LATE, NO_LONGER, NOT_MET],
        help_text=(
            "`by_deadline`: met by the deadline; `late`: met later; `no_longer`: met before but no longer, whether it had been "
            "met by the deadline (`met_by_deadline`) or after it."
        ),
    )
    met_by_deadline = serializers.BooleanField(
        help_text="As at the printed deadline, under the wording in force then; for an earlier date: so far."
    )
    met_since = serializers.DateField(
        allow_null=True, help_text="The date since which the target has been met without interruption."
    )
    met_since_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)
    not_met_since = serializers.DateField(allow_null=True, help_text="For a target that was met and is so no longer.")
    not_met_since_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)
    earlier_spans = SpanOutput(
        many=True, help_text="When the target was met before, in order; that in which it is met now is not among them."
    )
    deadline = serializers.DateField(help_text="As printed.")
    revised_deadline = serializers.DateField(allow_null=True)
    met_by_revised_deadline = serializers.BooleanField(
        allow_null=True, help_text="`null`: there is no revised deadline, or it has not yet passed."
    )
    assessment = serializers.ChoiceField(choices=["", *Assessment.Verdict.values])
    assessed_on = serializers.DateField(allow_null=True)
    revisions = RevisionSerializer(many=True, help_text="Revisions in force on that date, oldest first.")
    indicators = IndicatorOutput(many=True)


class ProgressListOutput(serializers.Serializer):
    """All targets of the selection, on one page unless smaller ones are asked for."""

    count = serializers.IntegerField()
    met = serializers.IntegerField(help_text=MET)
    met_by_deadline = serializers.IntegerField(help_text=MET_BY_DEADLINE)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ProgressOutput(many=True)


class CountryProgressOutput(serializers.Serializer):
    country = serializers.CharField()
    as_at = serializers.DateField()
    activities = serializers.DictField(child=serializers.IntegerField())
    actions = serializers.DictField(help_text="By action: state, activities, answer, adopted.")
    targets = ProgressOutput(many=True)
    last_report = serializers.DateField(allow_null=True)


class PlaceOutput(serializers.Serializer):
    place = serializers.CharField(help_text="A country code, or `regional` for regional activities.")
    state = serializers.ChoiceField(choices=RECORDED_STATES)
    activities = serializers.IntegerField()
    answer = serializers.CharField(allow_blank=True, help_text="What the country answers, whatever is done.")
    adopted = serializers.BooleanField()


class RecommendationProgressOutput(serializers.Serializer):
    code = serializers.CharField()
    actions = serializers.ListField(child=serializers.CharField())
    places = PlaceOutput(
        many=True, help_text="Places with something recorded; a country that is not listed has nothing recorded."
    )


class ScorecardOutput(serializers.Serializer):
    """All recommendations of the selection, on one page unless smaller ones are asked for."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    never_reported = serializers.ListField(
        child=serializers.CharField(), help_text="Participating countries that had not reported by that date."
    )
    results = RecommendationProgressOutput(many=True)


class RegionProgressOutput(serializers.Serializer):
    as_at = serializers.DateField()
    targets_met = serializers.IntegerField(help_text=MET)
    targets_met_by_deadline = serializers.IntegerField(help_text=MET_BY_DEADLINE)
    activities = serializers.DictField(child=serializers.IntegerField())
    targets = ProgressOutput(many=True)
    countries = serializers.ListField(child=serializers.DictField())
    silent = serializers.ListField(
        child=serializers.CharField(), help_text="Participating countries that had not reported by that date."
    )
    untaken = serializers.ListField(child=serializers.CharField())


PAGING = [OpenApiParameter(name, int) for name in OF_A_PAGE]


@extend_schema(parameters=[*SELECTION, *PAGING], responses=ProgressListOutput)
@api_view(["GET"])
def targets_progress(request: Request) -> Response:
    """The targets with their three layers: each distinct unit counted once, in its highest layer."""
    norm = in_force(selection_of(request, OF_A_PAGE))
    rows = represent_targets(request, norm, target_progress(norm.selection, norm=norm))
    totals = {name: sum(row[name] for row in rows) for name in ("met", "met_by_deadline")}
    return page_of(request, rows, totals)


@extend_schema(parameters=[SELECTION[0], *SELECTION[2:]], responses=CountryProgressOutput)
@api_view(["GET"])
def country_progress(request: Request, code: str) -> Response:
    """What one country is doing: the menu, its activities and the targets to which it contributes."""
    selection = selection_of(request)
    figures = country_view(code, selection)
    return Response(
        {
            "country": code,
            "as_at": selection.as_at,
            "activities": figures.totals,
            "actions": {
                action: {
                    "state": cell.state,
                    "activities": cell.activities,
                    "answer": cell.answer,
                    "adopted": cell.adopted,
                }
                for action, cell in sorted(figures.actions.items())
            },
            "targets": represent_targets(request, figures.norm, figures.targets, code),
            "last_report": figures.last_report,
        }
    )


@extend_schema(parameters=SELECTION, responses=RegionProgressOutput)
@api_view(["GET"])
def region_progress(request: Request) -> Response:
    """The data of the region page."""
    selection = selection_of(request)
    figures = region_view(selection)
    return Response(
        {
            "as_at": selection.as_at,
            "targets_met": figures.met,
            "targets_met_by_deadline": figures.met_by_deadline,
            "activities": figures.totals,
            "targets": represent_targets(request, figures.norm, figures.targets),
            "countries": [country_line(line) for line in figures.countries],
            "silent": [country.pk for country in figures.silent],
            "untaken": [action.pk for action in figures.untaken],
        }
    )


@extend_schema(parameters=[*SELECTION, *PAGING], responses=ScorecardOutput)
@api_view(["GET"])
def recommendations_progress(request: Request) -> Response:
    """The scorecard: each recommendation by country, in the most advanced state of the actions that carry it out."""
    selection = selection_of(request, OF_A_PAGE)
    places = defaultdict(list)
    for (place, code), cell in sorted(matrix_by_recommendation(selection).items(), key=itemgetter(0)):
        places[code].append(
            {
                "place": place,
                "state": cell.state,
                "activities": cell.activities,
                "answer": cell.answer,
                "adopted": cell.adopted,
            }
        )
    rows = [
        {"code": row.pk, "actions": [action.pk for action in row.actions.all()], "places": places[row.pk]}
        for row in kept_recommendations(selection).prefetch_related("actions")
    ]
    silent = [country.pk for country in never_reported(selection)]
    return page_of(request, rows, {"never_reported": silent})


def page_of(request: Request, rows: list[dict], totals: dict) -> Response:
    """All of them, unless the caller asks for smaller pages; `totals` are those of all."""
    pages = Pages()
    shown = pages.paginate_queryset(rows, request)
    links = {"next": pages.get_next_link(), "previous": pages.get_previous_link()}
    return Response({"count": len(rows), **totals, **links, "results": shown})


def selection_of(request: Request, names: Collection[str] = ()) -> Selection:
    """The selection of the query; what cannot be read is an error here, not left out as on a page."""
    require_changed(request)
    form = SelectionForm(request.query_params)
    require_known(request, {*form.fields, *names})
    if not form.is_valid():
        raise unread(form)
    return form.selection()


def unread(form: BaseForm) -> serializers.ValidationError:
    """What could not be read of a query, by its parameters."""
    return serializers.ValidationError({name: [str(one) for one in messages] for name, messages in form.errors.items()})


def country_line(line: CountryLine) -> dict:
    return {
        "code": line.country.pk,
        "participation": line.country.participation,
        "actions": line.states,
        "activities": line.activities,
        "last_report": line.last_report,
    }


def represent_targets(
    request: Request, norm: InForce, targets: Iterable[TargetProgress], country: str = ""
) -> list[dict]:
    """Targets as data (of one country, where they are its own), naming only the claims and the evidence that this caller may see. Five queries."""
    targets, who = with_activities(targets, norm, country), rules.standing(request.user)
    verified = verified_units(who, norm.selection, [row for target in targets for row in target.counted])
    claims, ended = claims_behind(who, norm.selection, targets)
    return [
        {
            "code": target.code,
            "title": texts_of(target.titling, "title"),
            "met": target.met,
            **when_met(target.attainment),
            "assessment": target.assessment,
            "assessed_on": target.assessed_on,
            "revisions": [plain_revision(one) for one in target.revised],
            "indicators": [represent(norm, counted, claims, ended, verified) for norm, counted in target.counted],
        }
        for target in targets
    ]


def represent(
    norm: Indicator,
    indicator: IndicatorProgress,
    claims: Claims,
    ended: Claims,
    verified: dict[tuple[str, str], Verified],
) -> dict:
    return {
        "is_state": norm.is_state,
        "code": indicator.code,
        "required": indicator.required,
        "verified": indicator.verified,
        "reported": indicator.reported,
        "expected": indicator.expected,
        "units": [
            {
                "unit": named(unit.unit, claim_ids),
                "layer": unit.layer,
                "claims": claim_ids,
                "claims_counted": unit.claims,
                "verified": known and known.plain(),
            }
            for unit in indicator.units
            for claim_ids in [claims.get((indicator.code, unit.unit), [])]
            for known in [verified.get((indicator.code, unit.unit))]
        ],
        "lapsed": lapsed(indicator, ended),
    }

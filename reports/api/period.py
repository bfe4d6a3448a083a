"""`…/period/`: the period report of a country, a regional body or an organization. It is not final."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from reports import rules
from reports.api.days import HOW_KNOWN, HOW_KNOWN_TO_END, HOW_WITHDRAWN, answered
from reports.forms.period import PeriodForm
from reports.models import Activity, Adoption, Country, LaterFact, RegionalBody
from reports.period import Place, period_report
from reports.summaries.period import Listed, PeriodReport, Sums, Unit
from themes.asking import require_changed, require_known

DAYS = [
    OpenApiParameter("from", str, description="The first day, for example 2012-01-01; if both are omitted, 1 January."),
    OpenApiParameter("to", str, description="The last day, included; not in the future. If both are omitted, today."),
]
GIVEN = ["adopted", "in_place", "in_place_verified", "not_taken_up"]
IN_ALL = "How many there are in all; `results` holds at most twenty."


class StepOutput(serializers.Serializer):
    status = serializers.ChoiceField(choices=Activity.Status.choices)
    since = serializers.CharField(help_text="As far as it is known: 2012-05-03, 2012-05 or 2012.")
    resumed = serializers.BooleanField(help_text="In progress again after a suspension.")


class PeriodActivityOutput(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()
    language = serializers.CharField()
    countries = serializers.ListField(child=serializers.CharField())
    review = serializers.ChoiceField(choices=Activity.Review.choices)
    statuses = StepOutput(many=True, help_text="Those that began in the period.")


class ActivitiesOutput(serializers.Serializer):
    total = serializers.IntegerField(help_text=IN_ALL)
    results = PeriodActivityOutput(many=True)


class MovedOutput(serializers.Serializer):
    indicator = serializers.CharField()
    unit = serializers.CharField(
        allow_null=True, help_text="Null for an activity to which the caller does not have access."
    )
    before = serializers.CharField(help_text="On the day before the period: a layer, or `lapsed`.")
    after = serializers.CharField(help_text="On its last day; `lapsed`: no longer so.")
    activities = serializers.ListField(child=serializers.UUIDField())
    more_activities = serializers.IntegerField(help_text="How many more there are than those named.")
    has_hidden_activities = serializers.BooleanField(
        help_text="Whether there are others, to which the caller does not have access."
    )


class CountedOutput(serializers.Serializer):
    total = serializers.IntegerField(help_text=IN_ALL)
    by_layer = serializers.DictField(child=serializers.IntegerField())
    results = MovedOutput(many=True)


class NoteOutput(serializers.Serializer):
    id = serializers.UUIDField()
    activity = serializers.UUIDField()
    on = serializers.CharField(help_text="As far as it is known: 2012-05-03, 2012-05 or 2012.")
    text = serializers.CharField()
    language = serializers.CharField()
    participants_women = serializers.IntegerField(allow_null=True)
    participants_men = serializers.IntegerField(allow_null=True)
    amount_spent = serializers.CharField(allow_null=True, help_text="With two decimal places.")
    currency = serializers.CharField()


class NotesOutput(serializers.Serializer):
    """Numbers are parts of what their activities have, never added to it; the sums are of all notes, not only those listed."""

    total = serializers.IntegerField(help_text=IN_ALL)
    participants_women = serializers.IntegerField()
    participants_men = serializers.IntegerField()
    spent = serializers.DictField(child=serializers.CharField(help_text="With two decimal places."))
    results = NoteOutput(many=True)


class PeriodAnswerOutput(serializers.Serializer):
    country = serializers.CharField()
    action = serializers.CharField(allow_null=True)
    title = serializers.CharField()
    answer = serializers.ChoiceField(choices=GIVEN)
    adopted_on = serializers.DateField(help_text="The day from which the answer counts.")
    adopted_on_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)
    in_place_since = serializers.DateField(allow_null=True, help_text="The day that counts.")
    in_place_since_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN)


class AnswersOutput(serializers.Serializer):
    total = serializers.IntegerField(help_text=IN_ALL)
    results = PeriodAnswerOutput(many=True)


class WithdrawalOutput(PeriodAnswerOutput):
    answer = serializers.ChoiceField(choices=Adoption.Answer.choices)
    withdrawn_on = serializers.DateField(help_text=HOW_WITHDRAWN)
    withdrawn_on_known = serializers.CharField(allow_null=True, help_text=HOW_KNOWN_TO_END)
    withdrawn_because = serializers.CharField(allow_blank=True, help_text="For participants.")


class WithdrawalsOutput(serializers.Serializer):
    total = serializers.IntegerField(help_text=IN_ALL)
    results = WithdrawalOutput(many=True)


class PeriodOutput(serializers.Serializer):
    first = serializers.DateField()
    last = serializers.DateField()
    made_on = serializers.DateField()
    final = serializers.BooleanField(help_text="Always false: only the edition of a closed round is final.")
    begun = ActivitiesOutput()
    went_on = ActivitiesOutput(help_text="Begun before the period and in progress on its last day.")
    ended = ActivitiesOutput(help_text="Completed, suspended or cancelled in the period, and still so on its last day.")
    counted = CountedOutput(help_text="The units that changed layer in the period.")
    notes_verified = NotesOutput()
    notes_reported = NotesOutput(help_text="Not verified yet; for participants.")
    answers = AnswersOutput(allow_null=True, help_text="Answers to the menu; null for an organization.")
    withdrawals = WithdrawalsOutput(
        allow_null=True,
        help_text="Withdrawn in the period, with no other answer in their place; null for an organization.",
    )


@extend_schema(parameters=DAYS, responses=PeriodOutput)
@api_view(["GET"])
def country_period(request: Request, code: str) -> Response:
    """What began, went on, ended and was counted in a country between two days, both included. It is not final."""
    return answer(request, Country.objects.get(pk=code))


@extend_schema(parameters=DAYS, responses=PeriodOutput)
@api_view(["GET"])
def body_period(request: Request, code: str) -> Response:
    """The same of a regional body: of its members on the last day, and of its own work."""
    return answer(request, RegionalBody.objects.get(pk=code))


@extend_schema(parameters=DAYS, responses=PeriodOutput)
@api_view(["GET"])
def organisation_period(request: Request, pk: int) -> Response:
    """The same of what an organization leads or has a part in, as far as the caller may see it."""
    return answer(request, rules.visible_organisations(rules.standing(request.user)).get(pk=pk))


def answer(request: Request, place: Place) -> Response:
    require_changed(request)
    require_known(request, ("from", "to"))
    form = PeriodForm(request.query_params)
    period = form.period()
    if period is None:
        raise serializers.ValidationError(
            {name: [str(one) for one in problems] for name, problems in form.errors.items()}
        )
    return Response(represent(period_report(rules.standing(request.user), place, period)))


def represent(report: PeriodReport) -> dict[str, Any]:
    activities = {
        name: {"total": listed.total, "results": [represent_activity(row, report) for row in listed.rows]}
        for name, listed in report.lists
    }
    return {
        "first": report.period.first,
        "last": report.period.last,
        "made_on": report.made_on,
        "final": False,
        **activities,
        "counted": {
            "total": report.counted.total,
            "by_layer": report.counts,
            "results": [represent_unit(unit) for unit in report.counted.rows],
        },
        "notes_verified": represent_notes(report.verified_notes, report.sums.get("verified", Sums())),
        "notes_reported": represent_notes(report.reported_notes, report.sums.get("reported", Sums())),
        "answers": represent_answers(report.answers) if report.answers else None,
        "withdrawals": represent_withdrawals(report.withdrawals) if report.withdrawals else None,
    }


def represent_activity(row: Activity, report: PeriodReport) -> dict[str, Any]:
    steps = report.steps.get(row.pk, ())
    return {
        "id": str(row.pk),
        "title": row.title,
        "language": row.language,
        "countries": [country.pk for country in row.seen_countries],
        "review": row.review,
        "statuses": [{"status": step.status, "since": step.day.known, "resumed": step.is_resumed} for step in steps],
    }


def represent_unit(unit: Unit) -> dict[str, Any]:
    return {
        "indicator": unit.movement.indicator.pk,
        "unit": unit.unit if unit.name else None,
        "before": unit.before,
        "after": unit.after,
        "activities": [str(row.pk) for row in unit.activities],
        "more_activities": unit.more,
        "has_hidden_activities": bool(unit.hidden),
    }


def represent_notes(listed: Listed, sums: Sums) -> dict[str, Any]:
    notes: Iterable[LaterFact] = listed.rows
    return {
        "total": listed.total,
        "participants_women": sums.women,
        "participants_men": sums.men,
        "spent": {currency: f"{amount:.2f}" for currency, amount in sums.spent.items()},
        "results": [
            {
                "id": str(note.pk),
                "activity": str(note.activity_id),
                "on": note.known,
                "text": note.text,
                "language": note.language,
                "participants_women": note.participants_women,
                "participants_men": note.participants_men,
                "amount_spent": note.amount_spent if note.amount_spent is None else f"{note.amount_spent:.2f}",
                "currency": note.currency,
            }
            for note in notes
        ],
    }


def represent_withdrawals(listed: Listed) -> dict[str, Any]:
    results = [
        represent_given(row)
        | {
            "answer": row.answer,
            **answered("withdrawn_on", row.withdrawn, row.withdrawn_on),
            "withdrawn_because": row.seen_withdrawn_because,
        }
        for row in listed.rows
    ]
    return {"total": listed.total, "results": results}


def represent_given(row: Adoption) -> dict[str, Any]:
    return {
        "country": row.country_id,
        "action": row.action_id,
        "title": row.title,
        "answer": row.state,
        **answered("adopted_on", row.stands_from, row.adopted_on),
        **answered("in_place_since", row.in_place, row.in_place_since),
    }


def represent_answers(listed: Listed) -> dict[str, Any]:
    return {
        "total": listed.total,
        "results": [represent_given(row) for row in listed.rows],
    }

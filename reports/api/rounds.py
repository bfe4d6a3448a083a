"""`rounds/`: who is asked by when, who has reported, and how a country's program says that its report is complete."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from reports import rules, workflow
from reports.api.activity import Strict, long_text
from reports.api.agreements import CountryInput
from reports.api.viewsets import SignedIn, WorkViewSet
from reports.desk import Open, open_in
from reports.models import Activity, Change, Country, ReportClearance, Round
from reports.summaries import Answer, answers_of, asked_in, asked_rounds
from themes.fields import Language, Translations
from themes.zones import zone_name

ZONE = "Where the day ends last, for example `Luanda, UTC+1`."


class AnswerOutput(serializers.Serializer):
    country = serializers.CharField()
    closes_on = serializers.DateField(help_text="The last day for this country.")
    closes_at = serializers.DateTimeField(help_text="The time at which that day ends in the country.")
    time_zones = serializers.ListField(
        child=serializers.CharField(),
        help_text="IANA names; where there are several, midnight in the last of them applies.",
    )
    completed_at = serializers.DateTimeField(
        allow_null=True, help_text="When the country first declared its report complete."
    )
    on_time = serializers.BooleanField(allow_null=True, help_text="By the closing date, in the country's local time.")
    after_closing = serializers.BooleanField(
        allow_null=True,
        help_text=(
            "Late, and the round had already been closed: its editions do not hold the report, the edition of the next "
            "round lists it."
        ),
    )
    nothing_changed = serializers.BooleanField(allow_null=True)
    said_again_at = serializers.DateTimeField(
        allow_null=True, help_text="When the country last repeated the declaration."
    )
    completed_by = serializers.CharField(required=False, allow_null=True, help_text="For participants only.")


class RoundOutput(serializers.Serializer):
    id = serializers.IntegerField()
    title = serializers.CharField()
    language = Language()
    translations = Translations()
    opens_on = serializers.DateField()
    closes_on = serializers.DateField(help_text="For every country that was not given more time, in its local time.")
    closes_at = serializers.DateTimeField(
        help_text="The time at which the closing day ends in the last country to reach midnight."
    )
    closes_by_the_clocks_of = serializers.CharField(help_text=ZONE)
    as_at = serializers.DateField()
    is_open = serializers.BooleanField(help_text="Open for at least one country.")
    is_closed = serializers.BooleanField(help_text="The round is closed and its results are frozen.")
    reports = AnswerOutput(many=True, help_text="The reports of all participating countries.")


class NamedOutput(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()


class QuestionOutput(serializers.Serializer):
    id = serializers.UUIDField()
    activity = serializers.UUIDField()
    text = serializers.CharField()


class OpenOutput(serializers.Serializer):
    """What is outstanding, at most fifty of each kind. It does not prevent the report from being submitted."""

    drafts = NamedOutput(many=True)
    returned = NamedOutput(many=True)
    questions = QuestionOutput(many=True)
    unconfirmed = NamedOutput(
        many=True, help_text="Activities that may have changed and have not been confirmed since the round opened."
    )


class ClearanceFields(serializers.Serializer):
    clearance_asked_at = serializers.DateTimeField(
        allow_null=True, help_text="When the clearing officer of the country was asked to clear the report."
    )
    cleared_at = serializers.DateTimeField(
        allow_null=True, help_text="It holds until what counts in one of the country's activities changes."
    )
    cleared_by = serializers.CharField(allow_null=True)
    handed_back = serializers.CharField(help_text="What the clearing officer says is missing; empty: nothing was said.")


class ReportOutput(AnswerOutput, ClearanceFields):
    round = serializers.IntegerField()
    is_open = serializers.BooleanField(help_text="Whether the reporting period is open in the country.")
    is_accepted_as_late = serializers.BooleanField(
        help_text="The period is over, or the round closed: the report can still be declared complete, and will be late."
    )
    open = OpenOutput()


class ReportInput(Strict):
    nothing_changed = serializers.BooleanField(
        default=False, help_text="Nothing has changed since the country's last report."
    )


class ReportBackInput(CountryInput):
    missing = long_text(help_text="What should be corrected or added.")


class ClearanceOutput(ClearanceFields):
    round = serializers.IntegerField()
    country = serializers.CharField()


class RoundViewSet(WorkViewSet):
    queryset = Round.objects.none()
    lookup_value_regex = "[0-9]{1,9}"

    @extend_schema(responses=RoundOutput(many=True))
    def list(self, request: Request) -> Response:
        return self.page_of(asked_rounds(), lambda rows: represented(rows, request))

    @extend_schema(responses=RoundOutput)
    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(represented([asked_rounds().get(pk=pk)], request)[0])

    @extend_schema(methods=["GET"], responses=ReportOutput)
    @extend_schema(methods=["POST"], request=ReportInput, responses={201: ReportOutput})
    @action(detail=True, methods=["get", "post"], url_path="reports/(?P<country>[A-Z]{3})")
    def report(self, request: SignedIn, pk: str, country: str) -> Response:
        """What is outstanding in a country's report; POST declares it complete. For those who may write for the country.

        The first declaration is kept and decides whether the country is on time or late. It may be repeated while the
        round is open. Once the round is over or closed, a country that has not reported still may: the report is late,
        closed editions stay as they are, and the edition of the next round lists it.
        """
        row = asked_rounds().get(pk=pk)
        reporting = Country.objects.participating(row.as_at).get(pk=country)
        if not rules.may_write_for(rules.standing(request.user), country):
            raise PermissionDenied
        if request.method == "GET":
            return Response(represent_report(row, reporting))
        given = self.given(ReportInput)
        workflow.complete_report(by=request.user, pk=row.pk, country=country, via=Change.Via.API, **given)
        answer = represent_report(asked_rounds().get(pk=pk), reporting)
        return Response(answer, status=status.HTTP_201_CREATED)

    @extend_schema(request=CountryInput, responses=ClearanceOutput)
    @action(detail=True, methods=["post"], url_path="ask-clearance")
    def ask_clearance(self, request: SignedIn, pk: str) -> Response:
        """Ask, as a focal point, the clearing officer of the country, where it has one, to clear its report."""
        return self.cleared(pk, partial(workflow.ask_report_clearance, by=request.user))

    @extend_schema(request=CountryInput, responses=ClearanceOutput)
    @action(detail=True, methods=["post"])
    def clear(self, request: SignedIn, pk: str) -> Response:
        """Clear, as a clearing officer of the country who was asked, its report: then it can be declared complete."""
        return self.cleared(pk, partial(workflow.clear_report, by=request.user))

    @extend_schema(request=ReportBackInput, responses=ClearanceOutput)
    @action(detail=True, methods=["post"], url_path="hand-back")
    def hand_back(self, request: SignedIn, pk: str) -> Response:
        """Say, as a clearing officer of the country who was asked, what is missing in its report."""
        given = self.given(ReportBackInput)
        verb = partial(workflow.hand_report_back, by=request.user, missing=given["missing"])
        return self.cleared(pk, verb, given["country"])

    def cleared(self, pk: str, verb: Callable[..., ReportClearance], country: str = "") -> Response:
        row = asked_rounds().get(pk=pk)
        given = {"country": country} if country else self.given(CountryInput)
        reporting = Country.objects.participating(row.as_at).get(pk=given["country"])
        clearance = verb(pk=row.pk, country=reporting.pk, via=Change.Via.API)
        named = {"round": row.pk, "country": reporting.pk}
        return Response(named | represent_clearance(clearance))


def represented(rows: Iterable[Round], request: Request) -> list[dict[str, Any]]:
    names = rules.may_see_participants_part(rules.standing(request.user))
    rows, countries = list(rows), list(Country.objects.all())
    taking_part = asked_in(rows)
    return [
        represent_round(row, [country for country in countries if country.pk in taking_part[row.pk]], names=names)
        for row in rows
    ]


def represent_round(row: Round, countries: list[Country], *, names: bool) -> dict[str, Any]:
    """Of one of `asked_rounds`."""
    answers, now = answers_of(row, countries), timezone.now()
    closes_at = row.closes_at(answer.country for answer in answers)
    return {
        "id": row.pk,
        "title": row.title,
        **row.languages(),
        "opens_on": row.opens_on,
        "closes_on": row.closes_on,
        "closes_at": closes_at,
        "closes_by_the_clocks_of": zone_name(closes_at),
        "as_at": row.as_at,
        "is_open": any(answer.is_open(now) for answer in answers),
        "is_closed": row.is_closed,
        "reports": [represent_answer(answer, names=names) for answer in answers],
    }


def represent_answer(answer: Answer, *, names: bool) -> dict[str, Any]:
    report, zone = answer.report, answer.closes_at.tzinfo
    fields = {
        "country": answer.country.pk,
        "closes_on": answer.closes_on,
        "closes_at": answer.closes_at,
        "time_zones": answer.country.zone_names,
        "completed_at": report and report.completed_at.astimezone(zone),
        "on_time": answer.on_time if report else None,
        "after_closing": report and report.after_closing,
        "nothing_changed": report and report.nothing_changed,
        "said_again_at": answer.latest.completed_at.astimezone(zone)
        if answer.latest and answer.said_again_on
        else None,
    }
    return fields | ({"completed_by": report and report.completed_by.get_full_name()} if names else {})


def represent_report(row: Round, country: Country) -> dict[str, Any]:
    now = timezone.now()
    (answer,) = answers_of(row, [country])
    clearance = (
        ReportClearance.objects.select_related("cleared_by", "country").filter(round=row, country=country).first()
    )
    return represent_answer(answer, names=True) | {
        "round": row.pk,
        "is_open": answer.is_open(now),
        "is_accepted_as_late": answer.is_accepted_as_late(now),
        "open": represent_open(open_in(country, row, now)),
        **represent_clearance(clearance),
    }


def represent_clearance(clearance: ReportClearance | None) -> dict[str, Any]:
    """Of one that holds: what counts has not changed since."""
    stands = clearance is not None and workflow.is_report_cleared(clearance, clearance.country)
    return {
        "clearance_asked_at": clearance and clearance.asked_at,
        "cleared_at": clearance.cleared_at if clearance and stands else None,
        "cleared_by": clearance.cleared_by.username if clearance and stands and clearance.cleared_by else None,
        "handed_back": clearance.handed_back if clearance else "",
    }


def represent_open(left: Open) -> dict[str, Any]:
    return {
        "drafts": named(left.drafts),
        "returned": named(left.returned),
        "questions": [
            {"id": str(remark.pk), "activity": str(remark.activity_id), "text": remark.text}
            for remark in left.questions
        ],
        "unconfirmed": named(left.unconfirmed),
    }


def named(activities: list[Activity]) -> list[dict[str, str]]:
    return [{"id": str(activity.pk), "title": str(activity)} for activity in activities]

"""`progress/funding/` and `progress/underfunded/`: whose money there is, and what is missing, for donors' programs."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from reports import rules
from reports.api.progress import PAGING, page_of, unread
from reports.forms.funding import FundingForm, SourcesForm
from reports.sight import with_countries
from reports.summaries import (
    committed_in_others,
    currency_totals,
    funding_totals,
    money_lacking,
    published_lines,
    underfunded_activities,
)
from themes.asking import OF_A_PAGE, Pages, require_changed, require_known

PLACE = OpenApiParameter(
    "country",
    str,
    description="An ISO code, `several` (what two or more countries agreed to, which stands under none) or `regional`.",
)
NARROWING = [PLACE, OpenApiParameter("theme", str)]
WHOSE = [OpenApiParameter("year", int), OpenApiParameter("funder", int, description="The `id` of an organization.")]


class Amounts(serializers.Serializer):
    currency = serializers.CharField()
    committed = serializers.DecimalField(16, 2, allow_null=True, help_text="Null if no line says so.")
    spent = serializers.DecimalField(16, 2, allow_null=True, help_text="The same.")


class CurrencyTotalOutput(Amounts):
    lacking = serializers.DecimalField(
        16,
        2,
        allow_null=True,
        help_text="What underfunded activities lack in this currency; null with `year` or `funder`.",
    )


class SourceOutput(Amounts):
    funder = serializers.IntegerField(allow_null=True, help_text="Null for money whose funder is not stated.")
    funder_name = serializers.CharField(allow_blank=True)
    year = serializers.IntegerField(allow_null=True)
    place = serializers.CharField(help_text="A country, `several` or `regional`.")
    activities = serializers.IntegerField()


class SourcesOutput(serializers.Serializer):
    count = serializers.IntegerField()
    totals = CurrencyTotalOutput(many=True, help_text="Of all pages. Currencies are never converted.")
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = SourceOutput(many=True)


class LackingOutput(serializers.Serializer):
    currency = serializers.CharField()
    lacking = serializers.DecimalField(16, 2)


class OtherCommitment(serializers.Serializer):
    currency = serializers.CharField()
    committed = serializers.DecimalField(16, 2)


class UnderfundedOutput(LackingOutput):
    id = serializers.UUIDField()
    title = serializers.CharField()
    scope = serializers.CharField()
    countries = serializers.ListField(child=serializers.CharField())
    status = serializers.CharField()
    amount_needed = serializers.DecimalField(16, 2)
    committed = serializers.DecimalField(
        16, 2, allow_null=True, help_text="In the same currency; null if no line says so."
    )
    other_commitments = OtherCommitment(
        many=True, help_text="In other currencies: not converted, and not subtracted from what is lacking."
    )


class UnderfundedListOutput(serializers.Serializer):
    count = serializers.IntegerField()
    totals = LackingOutput(many=True, help_text="Of all pages. Currencies are never converted.")
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = UnderfundedOutput(many=True)


def text(amount: Any) -> str | None:
    return None if amount is None else f"{amount:.2f}"


@extend_schema(parameters=[*NARROWING, *WHOSE, *PAGING], responses=SourcesOutput)
@api_view(["GET"])
def funding_by_source(request: Request) -> Response:
    """What was committed and spent for published activities, by funder, year, place and currency."""
    form = SourcesForm(request.query_params, who=rules.standing(request.user))
    chosen = chosen_of(request, form)
    place, theme, year, funder = (chosen[name] for name in ("country", "theme", "year", "funder"))
    money = published_lines(place, theme, year, funder and funder.pk)
    underfunded = underfunded_activities(place, theme)
    totals = currency_totals(money, None if year or funder else underfunded)
    rows = [
        {
            "funder": row.funder,
            "funder_name": row.funder_name,
            "year": row.year,
            "place": row.place,
            "currency": row.currency,
            "committed": text(row.committed),
            "spent": text(row.spent),
            "activities": row.activities,
        }
        for row in funding_totals(money, in_detail=True)
    ]
    named = [
        {
            "currency": row.currency,
            "committed": text(row.committed),
            "spent": text(row.spent),
            "lacking": text(row.lacking),
        }
        for row in totals
    ]
    return page_of(request, rows, {"totals": named})


@extend_schema(parameters=[*NARROWING, *PAGING], responses=UnderfundedListOutput)
@api_view(["GET"])
def underfunded(request: Request) -> Response:
    """Published activities, planned or in progress, with less committed than they need in that currency."""
    activities = underfunded_activities(**chosen_of(request, FundingForm(request.query_params)))
    pages = Pages()
    named = with_countries(activities, rules.PUBLIC).prefetch_related("funding_lines")
    shown = pages.paginate_queryset(named.newest_first(), request)
    rows = [
        {
            "id": str(row.pk),
            "title": row.title,
            "scope": row.scope,
            "countries": sorted(one.country_id for one in row.seen_agreements),
            "status": row.status,
            "amount_needed": text(row.amount_needed),
            "committed": text(row.committed),
            "lacking": text(row.lacking),
            "currency": row.currency,
            "other_commitments": [
                {"currency": one.currency, "committed": text(one.committed)} for one in committed_in_others(row)
            ],
        }
        for row in shown
    ]
    totals = [{"currency": currency, "lacking": text(amount)} for currency, amount in money_lacking(activities)]
    response = pages.get_paginated_response(rows)
    response.data["totals"] = totals
    return response


def chosen_of(request: Request, form: FundingForm) -> dict[str, Any]:
    """What the query asks for; what cannot be read is an error here, not left out as on a page."""
    require_changed(request)
    require_known(request, {*form.fields, *OF_A_PAGE})
    if not form.is_valid():
        raise unread(form)
    return form.chosen_values()

"""The funding lines of an activity, as a program sends them."""

from typing import Any

from django.utils.functional import lazy
from rest_framework import serializers

from reports import limits
from reports.activity.funding import not_a_year
from reports.api.strict import Strict

AMOUNT: dict[str, Any] = {"min_value": 0, "required": False, "allow_null": True}
ONE_AMOUNT: dict[str, Any] = {
    "min_value": 0,
    "help_text": "The sum of `funding_lines` committed in `currency`; null if there is none. An amount that is sent replaces the "
    "one line without a funder and a year. It is refused where there are several lines or a funder's, unless it is their sum. "
    "With `currency` alone, that one line follows the currency.",
}


class FundingLineInput(Strict):
    """`committed`, `spent` or both. Amounts are never converted, and only those in the currency of `amount_needed` count
    towards it."""

    funder = serializers.CharField(
        max_length=limits.NAME,
        required=False,
        allow_blank=True,
        default="",
        help_text="The name of an organization; empty if it is not known.",
    )
    year = serializers.IntegerField(
        min_value=limits.FIRST_FUNDING_YEAR,
        max_value=limits.LAST_FUNDING_YEAR,
        required=False,
        allow_null=True,
        default=None,
        error_messages={"invalid": lazy(not_a_year, str)()},
        help_text="The year for which the money is; null if it is not known.",
    )
    currency = serializers.CharField(max_length=limits.NAME, help_text="ISO 4217 code, for example USD.")
    committed = serializers.DecimalField(*limits.AMOUNT, **AMOUNT)
    spent = serializers.DecimalField(*limits.AMOUNT, **AMOUNT)

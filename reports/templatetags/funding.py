"""The money of one activity, added up for its page."""

from django import template

from reports.models import Activity
from reports.summaries import ActivityMoney, CurrencyTotal, committed_in_others, money_of

register = template.Library()


@register.simple_tag
def funding_of(activity: Activity) -> ActivityMoney:
    """Of `with_state`: no query."""
    return money_of(activity)


@register.filter
def other_commitments(activity: Activity) -> list[CurrencyTotal]:
    """Of an activity with its `funding_lines`: no query."""
    return committed_in_others(activity)

"""The money of one activity, added up for its page."""

from django import template

from reports.models import Activity
from reports.summaries import ActivityMoney, money_of

register = template.Library()


@register.simple_tag
def funding_of(activity: Activity) -> ActivityMoney:
    """Of `with_state`: no query."""
    return money_of(activity)

"""Django's `date` filter, on every page and in every mail, with the days that a language writes in its own way."""

from django import template
from django.template import defaultfilters

from themes import dates

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def date(value: object, name: str | None = None) -> str:
    """`{{ day|date:"DATE_FORMAT" }}`, in the reader's language."""
    return defaultfilters.date(value, dates.form(value, name))

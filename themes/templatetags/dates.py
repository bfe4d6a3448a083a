"""Django's `date` filter, on every page and in every mail, with the days that a language writes in its own way."""

from datetime import date as day
from datetime import datetime

from django import template
from django.template import defaultfilters

from themes import dates
from themes.zones import zone_name

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def date(value: day | str | None, name: str | None = None) -> str:
    """`{{ day|date:"DATE_FORMAT" }}`, in the reader's language; a time with its zone; "c" for `<time datetime="">`."""
    if name == dates.MACHINE and isinstance(value, day):
        return dates.machine(value)
    return dates.with_zone(defaultfilters.date(value, dates.form(value, name)), value, name)


@register.filter(is_safe=False)
def zone(moment: datetime) -> str:
    """Of a moment on the clock of some place: `{{ closes_at|zone }}` is "Maputo, UTC+2", whoever reads it."""
    return zone_name(moment)

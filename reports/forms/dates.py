"""A day as people type it, whole or as far as it is known."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports import limits
from reports.activity.checks import HOW_TO_DATE
from themes.folding import visible_text
from themes.known_days import UnreadableDay, parse

FIRST, LAST = date(limits.FIRST_YEAR, 1, 1), date(limits.LAST_YEAR, 12, 31)

MOST_LETTERS = 40
CALENDAR = gettext_lazy("Choose the day from a calendar")
HOW_MUCH = gettext_lazy(
    "Year-month-day, for example 2012-06-30; if you know only the month or the year: 2012-06, 2012."
)


def validate_day(day: date) -> None:
    """Raises ValidationError for a day that nobody means, and beyond which calendars end."""
    if not FIRST <= day <= LAST:
        message = _("Enter a date between the years %(first)d and %(last)d.")
        raise ValidationError(message % {"first": FIRST.year, "last": LAST.year})


def read_known(text: str) -> str:
    """`2016`, `2016-05` or `2016-05-03` of what was typed. Raises ValidationError."""
    try:
        day = parse(text)
    except UnreadableDay:
        raise ValidationError(str(HOW_TO_DATE), code="invalid") from None
    validate_day(day.first)
    return day.known


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs={"min": FIRST, "max": LAST} | (attrs or {}), format="%Y-%m-%d")


class DayField(forms.DateField):
    """Written in one way whatever the reader's language, so that nobody has to guess: browsers send it so too."""

    widget = DateInput
    input_formats = ("%Y-%m-%d",)
    default_validators = [validate_day]
    default_error_messages = {"invalid": gettext_lazy("Enter the date as year-month-day, for example 2012-06-30.")}


class KnownDayInput(forms.TextInput):
    """Plain text: the date fields of browsers take no year alone. A script lays a calendar beside it."""

    def __init__(self, attrs=None):
        usual = {"class": "known-day", "maxlength": MOST_LETTERS, "autocomplete": "off", "data-calendar": CALENDAR}
        super().__init__(attrs=usual | (attrs or {}))


class KnownDayField(forms.Field):
    """Cleans to the text that is known, or to None."""

    widget = KnownDayInput

    def __init__(self, *, help_text=HOW_MUCH, **more):
        super().__init__(help_text=help_text, **more)

    def clean(self, value):
        text = visible_text(str(value or ""))
        return read_known(text) if text else super().clean(None)

"""A day as people type it."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports import limits

FIRST, LAST = date(limits.FIRST_YEAR, 1, 1), date(limits.LAST_YEAR, 12, 31)


def validate_day(day: date) -> None:
    """Raises ValidationError for a day that nobody means, and beyond which calendars end."""
    if not FIRST <= day <= LAST:
        message = _("Enter a date between the years %(first)d and %(last)d.")
        raise ValidationError(message % {"first": FIRST.year, "last": LAST.year})


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

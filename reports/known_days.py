"""A day that is known to its year or month only: it counts from the last day of it, and is shown as it was known."""

import calendar
import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports import limits
from themes.dates import date_format

KNOWN = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?)?")


def read_known_day(text: str) -> tuple[date, str]:
    """`("2016-05-31", "2016-05")` of `2016-05`; of a whole day the day and nothing. Raises ValidationError."""
    parts = KNOWN.fullmatch(text.strip())
    message = _("Enter a year, a month or a day, for example 1995, 1995-06 or 1995-06-30.")
    if not parts:
        raise ValidationError(message)
    year, month = int(parts["year"]), int(parts["month"] or 12)
    if not limits.FIRST_YEAR <= year <= limits.LAST_YEAR or not 1 <= month <= 12:
        raise ValidationError(message)
    last = calendar.monthrange(year, month)[1]
    day = int(parts["day"] or last)
    if not 1 <= day <= last:
        raise ValidationError(
            _("There is no such day in the calendar. Enter it as year-month-day, for example 1995-06-30.")
        )
    return date(year, month, day), "" if parts["day"] else text.strip()


def known_day_words(day: date | None, known: str = "") -> str:
    """As it was known: `1995`, `June 1995` or `30 June 1995`."""
    if day is None:
        return ""
    if not known:
        return date_format(day)
    return known if len(known) == len("1995") else date_format(day, "YEAR_MONTH_FORMAT")

"""Dates in words, as the reader's language writes them: the one place where that is decided."""

from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import get_language

from themes.zones import zone_name

CONFERENCE = date(2010, 9, 7)  # the Plan was adopted at Dar es Salaam "les 6 et 7 septembre 2010"
FIRST = {"fr": r"j\e\r"}  # "1er mars": an ordinal on the first of a month, which no format of Django's can say
TIMES = ("DATETIME_FORMAT", "SHORT_DATETIME_FORMAT", "TIME_FORMAT")
MACHINE = "c"


def date_format(value: date, name: str = "DATE_FORMAT") -> str:
    """The day, or day and time, in one of the forms that Django names, in the language now active."""
    return with_zone(formats.date_format(value, form(value, name)), value, name)


def form(value: object, name: str | None) -> str | None:
    """The form of this name for this day: itself, or with the ordinal where the language has one."""
    ordinal = FIRST.get(get_language() or "")
    if ordinal and getattr(value, "day", None) == 1:
        return formats.get_format(name or "DATE_FORMAT").replace("j", ordinal)
    return name


def with_zone(written: str, value: object, name: str | None) -> str:
    """A time says where its clock stands: "14:05 (Maputo, UTC+2)"."""
    if isinstance(value, datetime) and timezone.is_aware(value) and name in TIMES:
        return f"{written} ({zone_name(value)})"
    return written


def machine(value: date) -> str:
    """As the attribute of a `<time>` and a program want it: to the second at most, with its offset."""
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()

"""Dates in words, as the reader's language writes them: the one place where that is decided."""

from datetime import date

from django.utils import formats
from django.utils.translation import get_language

CONFERENCE = date(2010, 9, 7)  # the Plan was adopted at Dar es Salaam "les 6 et 7 septembre 2010"
FIRST = {"fr": r"j\e\r"}  # "1er mars": an ordinal on the first of a month, which no format of Django's can say


def date_format(value: date, name: str = "DATE_FORMAT") -> str:
    """The day, or day and time, in one of the forms that Django names, in the language now active."""
    return formats.date_format(value, form(value, name))


def form(value: object, name: str | None) -> str | None:
    """The form of this name for this day: itself, or with the ordinal where the language has one."""
    ordinal = FIRST.get(get_language() or "")
    if ordinal and getattr(value, "day", None) == 1:
        return formats.get_format(name or "DATE_FORMAT").replace("j", ordinal)
    return name

"""The words of deadlines: whether and when a target was met, and how many were."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.attainment import BY_DEADLINE, LATE, NO_LONGER, NOT_MET, Attainment
from themes.dates import date_format
from themes.punctuation import semicolon


def met_words(attainment: Attainment) -> str:
    """By the deadline, that is the printed one, late and since when, not, or no longer."""
    if attainment.since and attainment.state == LATE:
        return _("Met late, on %(day)s") % {"day": date_format(attainment.since)}
    return {
        BY_DEADLINE: _("Met by the deadline"),
        NO_LONGER: _("Met by the deadline, but no longer met"),
        NOT_MET: _("Not met"),
    }[attainment.state]


def revised_deadline_words(attainment: Attainment) -> str:
    """What stands beside it where a decision has set another deadline; empty where none has."""
    if attainment.revised is None:
        return ""
    day = {"day": date_format(attainment.revised)}
    extended = attainment.revised > attainment.deadline
    message = _("deadline extended to %(day)s") if extended else _("deadline brought forward to %(day)s")
    if attainment.by_revised is None:
        return message % day
    then = _("met by that date") if attainment.by_revised else _("not met by that date")
    return _("%(deadline)s: %(then)s") % {"deadline": message % day, "then": then}


def all_met_words(attainment: Attainment) -> str:
    """Both, for a file and a printed page."""
    parts = (met_words(attainment), revised_deadline_words(attainment))
    return f"{semicolon()} ".join(part for part in parts if part)


def since_words(attainment: Attainment) -> str:
    """Since when it is met, or is not any more; empty where it never was."""
    if attainment.since:
        return _("Has been met since %(day)s") % {"day": date_format(attainment.since)}
    return _("No longer met since %(day)s") % {"day": date_format(attainment.ended)} if attainment.ended else ""


def count_words(by_deadline: int, met: int, targets: int, day: date, deadline: date) -> str:
    """How many of so many targets are met as at the day of the figures, and where that is later, how many were by the
    deadline: two counts, and neither is a part of the other, since one met by the deadline may no longer be."""
    figures = {"by": by_deadline, "met": met, "n": targets, "day": date_format(day)}
    if day <= deadline:
        message = ngettext(
            "%(met)s of %(n)s target met as at %(day)s", "%(met)s of %(n)s targets met as at %(day)s", targets
        )
        return message % figures
    message = ngettext(
        "%(by)s of %(n)s target met by the deadline; %(met)s met as at %(day)s",
        "%(by)s of %(n)s targets met by the deadline; %(met)s met as at %(day)s",
        targets,
    )
    return message % figures


def no_number() -> str:
    """Where every participating country is needed and none takes part on the day."""
    return _("no figure yet: no country was participating on the date shown")

"""A button that stands alone: its verb is done, or the next page says why not."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy

from reports.models import Activity, Word
from reports.workflow import WrongState

Written = TypeVar("Written")
SUBMITTED = gettext_lazy(
    "Submitted. The working group will review the activity; any questions will appear on this page."
)
HANDED_ON = gettext_lazy(
    "Handed on. The focal point has been informed by e-mail and will submit the activity or hand it back."
)


def said_submitted(row: Activity) -> str:
    """What is said after submitting; of what others are asked about, that too. One query."""
    awaited = row.agreements.filter(word=Word.AWAITED).select_related("country")
    countries = ", ".join(sorted(str(one.country) for one in awaited))
    if not countries:
        return str(SUBMITTED)
    message = gettext(
        "Submitted. It is included in the figures once agreed to by: %(countries)s; the working group will review it."
    )
    return message % {"countries": countries}


def pressed(request: HttpRequest, verb: Callable[[], Written]) -> Written | None:
    """What the verb wrote; None where the row was in no state for it."""
    try:
        return verb()
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return None

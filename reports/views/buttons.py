"""A button that stands alone: its verb is done, or the next page says why not."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest

from reports.workflow import WrongState

Written = TypeVar("Written")


def pressed(request: HttpRequest, verb: Callable[[], Written]) -> Written | None:
    """What the verb wrote; None where the row was in no state for it."""
    try:
        return verb()
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return None

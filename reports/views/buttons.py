"""A button that stands alone: its verb is done, or the next page says why not."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from reports.models import Activity
from reports.workflow import WrongState

Written = TypeVar("Written")


def sent(row: Activity) -> HttpResponse:
    """To its page, which says what happened and what comes next."""
    return redirect(f"{row.get_absolute_url()}?sent")


def pressed(request: HttpRequest, verb: Callable[[], Written]) -> Written | None:
    """What the verb wrote; None where the row was in no state for it."""
    try:
        return verb()
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return None

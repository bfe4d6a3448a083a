"""A verb's refusal, laid on the form that asked for it."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.core.exceptions import ValidationError

from reports.workflow import WrongState

Written = TypeVar("Written")


def accepted(form: forms.BaseForm, verb: Callable[[], Written]) -> Written | None:
    """What the verb wrote. None for a form that is not valid, and where the verb refuses: the refusal is on the form."""
    if not form.is_valid():
        return None
    try:
        return verb()
    except (ValidationError, WrongState) as refusal:
        add_refusal(form, refusal)
        return None


def add_refusal(form: forms.BaseForm, refusal: ValidationError | WrongState) -> None:
    """At the form's own fields; what has no field there at the top."""
    if isinstance(refusal, WrongState):
        form.add_error(None, str(refusal))
        return
    by_field = refusal.message_dict if hasattr(refusal, "error_dict") else {None: refusal.messages}
    for field, messages in by_field.items():
        form.add_error(field if field in form.fields else None, messages)


def http_status(form: forms.BaseForm) -> int:
    """422 for a form with errors, 200 for one that is only shown."""
    return 422 if form.errors else 200

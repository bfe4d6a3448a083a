"""Keeping what is typed until it is saved. It is nobody's record yet, so the change log does not hear of it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports import limits
from reports.models import UnsavedForm, User
from reports.workflow.transactions import one_transaction


@one_transaction
def keep_unsaved(*, by: User, key: str, path: str, title: str, fields: str) -> UnsavedForm:
    """Keep the fields of one form of this person, in place of what was kept before; the oldest beyond 50 give way.

    Raises ValidationError for more than 200,000 characters.
    """
    if len(fields) > limits.UNSAVED_CHARACTERS or len(key) > limits.LABEL or len(path) > limits.TITLE:
        raise ValidationError(_("The text is too long to be kept automatically. Save the form instead."))
    typed, _made = UnsavedForm.objects.update_or_create(
        person=by, key=key, defaults={"path": path, "title": title[: limits.TITLE], "fields": fields}
    )
    beyond = list(UnsavedForm.objects.filter(person=by).values_list("pk", flat=True)[limits.UNSAVED_FORMS :])
    UnsavedForm.objects.filter(pk__in=beyond).delete()
    return typed


def forget_unsaved(*, by: User, key: str) -> None:
    """The form was saved, or the person does not want it any more."""
    UnsavedForm.objects.filter(person=by, key=key).delete()

"""Of two activities that look like one event: that they are not, said and taken back."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports import workflow
from reports.asked import uuid_of
from reports.models import Activity, AnotherEvent
from reports.views.doors import SignedIn, visible_activity


@login_required
@require_POST
def another_event(request: SignedIn, pk: UUID) -> HttpResponse:
    """`other`: the id of the activity that is another event."""
    message = _("Marked as another event. The two activities will no longer be shown as likely duplicates.")
    return said(request, pk, workflow.say_another_event, message)


@login_required
@require_POST
def another_event_withdraw(request: SignedIn, pk: UUID) -> HttpResponse:
    message = _("The two activities are no longer marked as different events.")
    return said(request, pk, workflow.withdraw_another_event, message)


def said(request: SignedIn, pk: UUID, verb: Callable[..., object], message: str) -> HttpResponse:
    """Back to the activity, or to the page of the decision; what is gone meanwhile is told there."""
    row = visible_activity(request, pk)
    other = uuid_of(request.POST.get("other", ""))
    try:
        if other is None or other == pk:
            raise Activity.DoesNotExist
        verb(by=request.user, pk=pk, other=other)
    except (Activity.DoesNotExist, AnotherEvent.DoesNotExist):
        messages.error(request, _("The other activity is no longer among the likely duplicates. Nothing was changed."))
    else:
        messages.success(request, message)
    return redirect("activity_verify", pk) if "review" in request.POST else redirect(row)

"""Before an activity or a report is submitted: handed on by an institution, cleared by a clearing officer, or handed back."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports import rules, workflow
from reports.asked import number_of
from reports.forms.preparing import HandBackForm
from reports.forms.refusals import accepted
from reports.models import Activity, Country, Round
from reports.views.activity_page import render_activity
from reports.views.buttons import pressed, sent
from reports.views.doors import SignedIn, require, visible_activity


def done(request: SignedIn, row: Activity, verb: Callable[[], Activity], message: str) -> HttpResponse:
    """The page again, with what the button did, or with what is still missing."""
    try:
        if pressed(request, verb):
            messages.success(request, message)
    except ValidationError as refusal:
        return render_activity(request, row, refused=refusal.message_dict)
    return redirect(row)


@login_required
@require_POST
def activity_hand_on(request: SignedIn, pk: UUID) -> HttpResponse:
    row = visible_activity(request, pk)
    try:
        handed = pressed(request, lambda: workflow.hand_on(by=request.user, pk=pk))
    except ValidationError as refusal:
        return render_activity(request, row, refused=refusal.message_dict)
    return sent(handed) if handed else redirect(row)


@login_required
@require_POST
def activity_hand_back(request: SignedIn, pk: UUID) -> HttpResponse:
    row = visible_activity(request, pk)
    form = HandBackForm(request.POST, countries=row.country_codes())

    def hand_back():
        return pressed(request, lambda: workflow.hand_back(by=request.user, pk=pk, **form.typed()))

    if accepted(form, hand_back):
        messages.success(request, _("Handed back, with your remark."))
        return redirect("desk")
    if form.errors:
        return render_activity(request, row, hand_back_form=form)
    return redirect(row)


@login_required
@require_POST
def activity_ask_clearance(request: SignedIn, pk: UUID) -> HttpResponse:
    message = _("The clearing officer has been asked by e-mail.")
    row = visible_activity(request, pk)
    return done(request, row, lambda: workflow.ask_clearance(by=request.user, pk=pk), message)


@login_required
@require_POST
def activity_clear(request: SignedIn, pk: UUID) -> HttpResponse:
    """What the page showed: what was changed meanwhile is read again first."""
    row, version = visible_activity(request, pk), number_of(request.POST.get("version", ""))
    message = _("Cleared. The focal point has been informed by e-mail and can submit the activity.")
    try:
        return done(request, row, lambda: workflow.clear_activity(by=request.user, pk=pk, version=version), message)
    except workflow.StaleVersion:
        messages.error(request, _("The activity was changed while you were reading it. Read it again, then decide."))
        return redirect(row)


@login_required
@require_POST
def report_ask_clearance(request: SignedIn, pk: int, code: str) -> HttpResponse:
    get_object_or_404(Round, pk=pk)
    country = get_object_or_404(Country, pk=code)
    if pressed(request, lambda: workflow.ask_report_clearance(by=request.user, pk=pk, country=country.pk)):
        messages.success(request, _("The clearing officer has been asked by e-mail."))
    return redirect("round_report", pk, code)


@login_required
@require_POST
def report_clear(request: SignedIn, pk: int, code: str) -> HttpResponse:
    require(request, lambda who: rules.may_clear(who, code))
    row, country = get_object_or_404(Round, pk=pk), get_object_or_404(Country, pk=code)
    if pressed(request, lambda: workflow.clear_report(by=request.user, pk=pk, country=country.pk)):
        message = _(
            "The report of %(country)s for “%(round)s” is cleared. The focal point has been informed by e-mail."
        )
        messages.success(request, message % {"country": country, "round": row})
    return redirect("desk")

"""Questions of the working group, and the answers to them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports import workflow
from reports.forms.refusals import accepted
from reports.forms.review import RemarkForm, ReplyForm
from reports.views.activity_page import render_activity
from reports.views.buttons import pressed
from reports.views.doors import SignedIn, visible_activity, visible_remark


@login_required
@require_POST
def remark_add(request: SignedIn, pk) -> HttpResponse:
    row = visible_activity(request, pk)
    form = RemarkForm(request.POST, claims=row.claims.with_units(), countries=row.country_codes())

    def add():
        return workflow.add_remark(by=request.user, pk=pk, text=form.cleaned_data["text"], **form.subject())

    if accepted(form, add):
        messages.success(request, _("Your question or remark has been saved."))
        return redirect(row)
    return render_activity(request, row, remark_form=form)


@login_required
@require_POST
def remark_reply(request: SignedIn, pk) -> HttpResponse:
    remark = visible_remark(request, pk)
    form = ReplyForm(request.POST, countries=remark.activity.country_codes())
    if not form.is_valid():
        return render_activity(request, remark.activity, reply_form=form, answered=remark.pk)
    if pressed(request, lambda: workflow.reply_to_remark(by=request.user, pk=pk, reply=form.cleaned_data["reply"])):
        messages.success(request, _("Your reply has been saved."))
    return redirect(remark.activity)


@login_required
@require_POST
def remark_resolve(request: SignedIn, pk) -> HttpResponse:
    remark = visible_remark(request, pk)
    pressed(request, lambda: workflow.resolve_remark(by=request.user, pk=pk))
    return redirect(remark.activity)

"""Questions of the working group, and the answers to them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports import rules, workflow
from reports.forms.review import RemarkForm, ReplyForm
from reports.models import Activity
from reports.views.activities import read_context


@login_required
@require_POST
def remark_add(request: HttpRequest, pk) -> HttpResponse:
    row = get_object_or_404(rules.visible_activities(rules.standing(request.user)), pk=pk)
    form = RemarkForm(request.POST, claims=row.claims.all(), countries=row.country_codes())
    if not form.is_valid():
        return again(request, row, remark_form=form)
    workflow.add_remark(by=request.user, pk=pk, text=form.cleaned_data["text"], **form.subject())
    messages.success(request, _("Your remark is saved."))
    return redirect(row)


@login_required
@require_POST
def remark_reply(request: HttpRequest, pk) -> HttpResponse:
    remark = get_object_or_404(rules.visible_remarks(rules.standing(request.user)).select_related("activity"), pk=pk)
    form = ReplyForm(request.POST, countries=remark.activity.country_codes())
    if not form.is_valid():
        return again(request, remark.activity, reply_form=form, answered=remark.pk)
    try:
        workflow.reply_to_remark(by=request.user, pk=pk, reply=form.cleaned_data["reply"])
    except workflow.NotNow as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your reply is saved."))
    return redirect(remark.activity)


@login_required
@require_POST
def remark_resolve(request: HttpRequest, pk) -> HttpResponse:
    remark = get_object_or_404(rules.visible_remarks(rules.standing(request.user)).select_related("activity"), pk=pk)
    try:
        workflow.resolve_remark(by=request.user, pk=pk)
    except workflow.NotNow as refusal:
        messages.error(request, str(refusal))
    return redirect(remark.activity)


def again(request: HttpRequest, row: Activity, **forms) -> HttpResponse:
    """The activity's page with the form that could not be taken, and what was typed still in it."""
    context = read_context(request, row.pk) | forms
    return render(request, "reports/activities/detail.html", context, status=422)

"""The working group's desk: the queue, the decision, the questions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports import exports, rules, workflow
from reports.exports import lists
from reports.forms.review import RemarkForm, ReplyForm, ReturnForm, VerifyForm
from reports.models import Activity, with_proof
from reports.pages import SIZE
from reports.views.activities import read_context


@login_required
def review(request: HttpRequest) -> HttpResponse:
    """What waits, oldest first; what the reader entered is for a colleague."""
    who = rules.standing(request.user)
    if not who.is_working_group:
        raise PermissionDenied
    waiting = rules.visible_activities(who).awaiting_review().order_by("submitted_at", "id")
    rows = waiting.select_related("lead", "created_by").prefetch_related("countries", "actions", "claims")
    if exports.asked(request):
        every = rows.iterator(chunk_size=lists.CHUNK)
        table = exports.Table.of(request, "review", _("Review"), lists.queue_columns(), every)
        return exports.download(request, table)
    context = {"rows": rows[: 4 * SIZE], "count": waiting.count(), "shown": 4 * SIZE}
    return render(request, "reports/review/queue.html", context)


@login_required
def activity_verify(request: HttpRequest, pk) -> HttpResponse:
    who = rules.standing(request.user)
    row = get_object_or_404(rules.visible_activities(who), pk=pk)
    if not rules.may_review(who, row):
        raise PermissionDenied
    claims = list(with_proof(row.claims.with_units()))
    form = VerifyForm(request.POST or None, claims=claims, initial={"version": row.version})
    if form.is_valid():
        try:
            workflow.verify_activity(
                by=request.user, pk=pk, version=form.cleaned_data["version"], decisions=form.decisions()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        except workflow.NotNow as refusal:
            form.add_error(None, str(refusal))
        except workflow.StaleVersion:
            form.add_error(None, _("The activity was changed while you read it. Read it again, then decide."))
        else:
            messages.success(request, _("Verified."))
            return redirect(row)
    return decision_page(request, pk, status=422 if form.errors else 200, verify_form=form)


@login_required
def activity_return(request: HttpRequest, pk) -> HttpResponse:
    who = rules.standing(request.user)
    row = get_object_or_404(rules.visible_activities(who), pk=pk)
    if not rules.may_review(who, row):
        raise PermissionDenied
    form = ReturnForm(request.POST or None)
    if form.is_valid():
        try:
            workflow.return_activity(by=request.user, pk=pk, remark=form.cleaned_data["remark"])
        except workflow.NotNow as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Returned with your remark."))
            return redirect(row)
    return decision_page(request, pk, status=422 if form.errors else 200, return_form=form)


def decision_page(request: HttpRequest, pk, *, status: int, **forms) -> HttpResponse:
    context = read_context(request, pk)
    claims = list(context["claims"])
    context["verify_form"] = VerifyForm(claims=claims, initial={"version": context["activity"].version})
    context["return_form"] = ReturnForm()
    return render(request, "reports/review/decide.html", context | forms, status=status)


@login_required
@require_POST
def claim_decide(request: HttpRequest, pk) -> HttpResponse:
    """Take back or change the decision on one claim."""
    claim = get_object_or_404(rules.visible_claims(rules.standing(request.user)), pk=pk)
    try:
        workflow.decide_claim(
            by=request.user,
            pk=pk,
            verification=request.POST.get("verification", ""),
            finding=request.POST.get("finding", ""),
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    except workflow.NotNow as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your decision is saved."))
    return redirect("activity", claim.activity_id)


@login_required
@require_POST
def remark_add(request: HttpRequest, pk) -> HttpResponse:
    row = get_object_or_404(rules.visible_activities(rules.standing(request.user)), pk=pk)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return again(request, row, remark_form=form)
    workflow.add_remark(by=request.user, pk=pk, text=form.cleaned_data["text"])
    messages.success(request, _("Your remark is saved."))
    return redirect(row)


@login_required
@require_POST
def remark_reply(request: HttpRequest, pk) -> HttpResponse:
    remark = get_object_or_404(rules.visible_remarks(rules.standing(request.user)).select_related("activity"), pk=pk)
    form = ReplyForm(request.POST)
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


def again(request: HttpRequest, row: Activity, **told) -> HttpResponse:
    """The activity's page with the form that could not be taken, and what was typed still in it."""
    context = read_context(request, row.pk) | told
    return render(request, "reports/activities/detail.html", context, status=422)

"""The pages of activities: list, read, record, change, submit, confirm, discard."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from reports import exports, rules, workflow
from reports.activity import checks
from reports.activity.state import activity_state
from reports.asked import uuids_of
from reports.desk import complete_but_unsaid, doubted, to_be_confirmed
from reports.exports import lists
from reports.filters import ActivityFilter
from reports.forms.review import RemarkForm, ReplyForm, TakeBackForm
from reports.models import Activity, Change, Claim, Remark
from reports.pages import page_of
from reports.queue import proved_anew, undecided
from reports.reading import read_activities, with_revisions
from reports.rules import Standing
from reports.wording import told_about, told_change
from reports.workflow.claims import DECIDABLE
from themes.models import Recommendation


def activities(request: HttpRequest) -> HttpResponse:
    who = rules.standing(request.user)
    visible = rules.visible_activities(who).select_related("lead").prefetch_related("countries", "actions")
    found = ActivityFilter(request.GET, visible)
    if exports.asked(request, found):
        rows = found.qs.newest_first().iterator(chunk_size=lists.CHUNK)
        told = exports.told_filters(found.form)
        table = exports.Table.of(request, "activities", _("Activities"), lists.activity_columns(), rows, told)
        return exports.download(request, table)
    page = page_of(found.qs if found.is_valid() else visible.none(), request)
    editable = set(
        rules.editable_activities(who).filter(pk__in=[row.pk for row in page.rows]).values_list("pk", flat=True)
    )
    context = {
        "filter": found,
        "page": page,
        "editable": editable,
        "may_record": rules.may_record(who),
        "behind": behind_the_figure(found),
    }
    return render(request, "reports/activities/list.html", context)


def behind_the_figure(found: ActivityFilter) -> dict[str, int] | None:
    """How many activities a figure counts, and how many of them this reader may open."""
    if not found.is_valid() or not found.is_of_figures:
        return None
    everything = ActivityFilter(found.data, Activity.objects.all())
    return {"counted": everything.qs.count(), "shown": found.qs.count()}


def activity(request: HttpRequest, pk) -> HttpResponse:
    """A reviewer who opens what awaits review has it open, on this page as on that of the decision."""
    context = read_context(request, pk)
    if context["may_review"] or context["undecided"] or context["proved_anew"]:
        workflow.open_for_review(by=request.user, pk=pk)
    return render(request, "reports/activities/detail.html", context)


@login_required
@require_POST
def activity_submit(request: HttpRequest, pk) -> HttpResponse:
    get_object_or_404(rules.visible_activities(rules.standing(request.user)), pk=pk)
    try:
        row = workflow.submit_activity(by=request.user, pk=pk)
    except ValidationError as refusal:
        context = read_context(request, pk) | {"refused": refusal.message_dict}
        return render(request, "reports/activities/detail.html", context, status=422)
    except workflow.NotNow as refusal:
        messages.error(request, str(refusal))
        return redirect("activity", pk)
    messages.success(request, _("Submitted. The working group will check it; you will find its questions here."))
    return redirect(row)


@login_required
@require_POST
def activity_discard(request: HttpRequest, pk) -> HttpResponse:
    get_object_or_404(rules.visible_activities(rules.standing(request.user)), pk=pk)
    try:
        workflow.discard_draft(by=request.user, pk=pk)
    except workflow.NotNow as refusal:
        messages.error(request, str(refusal))
        return redirect("activity", pk)
    messages.success(request, _("The draft has been discarded."))
    return redirect("activities")


@login_required
@require_POST
def activities_confirm(request: HttpRequest) -> HttpResponse:
    """Those ticked, or with `all` every one on the desk's list; from the `desk`, back to it. Once everything of a country
    is confirmed and a round wants its report, to the page on which that is complete."""
    who = rules.standing(request.user)
    if "all" in request.POST:
        chosen = to_be_confirmed(who, timezone.now())
    else:
        chosen = rules.visible_activities(who).filter(pk__in=uuids_of(request.POST.getlist("activity")))
    confirmed = workflow.confirm_unchanged(by=request.user, pks=[row.pk for row in chosen])
    if confirmed:
        said = ngettext(
            "%(n)d activity confirmed as unchanged.",
            "%(n)d activities confirmed as unchanged.",
            len(confirmed),
        )
        messages.success(request, said % {"n": len(confirmed)})
    else:
        messages.error(request, _("Tick the activities that stand unchanged, then confirm."))
    complete = complete_but_unsaid(who, timezone.now()) if confirmed else []
    if complete:
        address = reverse("round_report", args=[complete[0].round.pk, complete[0].country.pk])
        return redirect(f"{address}?unchanged=1")
    if "desk" in request.POST:
        return redirect("desk")
    return redirect(confirmed[0] if len(confirmed) == 1 else reverse("activities"))


def activity_history(request: HttpRequest, pk) -> HttpResponse:
    who = rules.standing(request.user)
    row = get_object_or_404(rules.visible_activities(who).prefetch_related("countries"), pk=pk)
    if not rules.may_see_inside(who, row):
        raise PermissionDenied
    page = page_of(Change.objects.of(row), request, order=("-id",))
    changes = [(change, told_change(change)) for change in page.rows]
    return render(request, "reports/activities/history.html", {"activity": row, "changes": changes, "page": page})


def read_context(request: HttpRequest, pk) -> dict:
    """Everything that the page of one activity shows to this reader; 404 for what they may not see."""
    who = rules.standing(request.user)
    row = get_object_or_404(read_activities(who), pk=pk)
    may_edit, may_review = rules.may_edit(who, row), rules.may_review(who, row)
    inside = rules.may_see_inside(who, row)
    remarks = read_remarks(who, row) if inside else []
    context = {
        "activity": row,
        "recommendations": Recommendation.objects.filter(actions__activities=row).distinct(),
        "claims": with_revisions(row.seen_claims, who.today()),
        "evidence": row.seen_evidence,
        "inside": inside,
        "may_edit": may_edit,
        "may_review": may_review and row.review == Activity.Review.SUBMITTED,
        "may_remark": who.is_working_group,
        "may_submit": may_edit and row.review in (Activity.Review.DRAFT, Activity.Review.RETURNED),
        "may_take_back": may_review and row.review == Activity.Review.VERIFIED,
        "may_decide_claims": may_review and row.review in DECIDABLE,
        "remarks": remarks,
        "is_asked": any(not remark.resolved_at for remark in remarks),
        "open_reviews": row.seen_reviews if inside else [],
        "undecided": undecided(row, row.seen_claims) if inside else [],
        "proved_anew": proved_anew(row, row.seen_claims) if inside else [],
        "doubted": doubted_claims(row) if inside else [],
        "remark_form": RemarkForm(claims=row.seen_claims),
        "reply_form": ReplyForm(),
        "take_back_form": TakeBackForm(),
    }
    return context | (steps_to_submit(row) if context["may_submit"] else {})


def doubted_claims(row: Activity) -> list[Claim]:
    """Those to which the country has to answer. One query."""
    found = set(doubted(row.claims.all()).values_list("pk", flat=True))
    return [claim for claim in row.seen_claims if claim.pk in found]


def read_remarks(who: Standing, row: Activity) -> list[Remark]:
    """The questions on an activity, each with what it is `about`, in words."""
    remarks = list(rules.visible_remarks(who).filter(activity=row).select_related("author", "replied_by", "claim"))
    for remark in remarks:
        remark.about = told_about(remark)
    return remarks


def steps_to_submit(row: Activity) -> dict:
    """What is missing, with the address of the field that settles it, and advice that does not stop anybody."""
    edit = reverse("activity_edit", args=[row.pk])
    missing = [
        (message, f"{edit}#id_{field}{'_0' if field in ('countries', 'actions') else ''}")
        for field, found in checks.missing(activity_state(row)).items()
        for message in found
    ]
    unproved = [claim for claim in row.seen_claims if claim.achieved_on and not claim.is_proved]
    return {"missing": missing, "unproved": unproved, "unclaimed": not row.seen_claims}


def tell(form, refusal: ValidationError) -> None:
    """A verb's refusal at the form's own fields; what has no field there is told at the top."""
    for field, said in refusal.message_dict.items():
        form.add_error(field if field in form.fields else None, said)

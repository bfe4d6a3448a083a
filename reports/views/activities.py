"""The pages of activities: list, read, record, change, submit, confirm, discard."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from reports import exports, rules, workflow
from reports.asked import uuids_of
from reports.desk import reports_ready, to_be_confirmed
from reports.exports import lists
from reports.filters import ActivityFilter
from reports.log import history_of
from reports.models import Activity, Change, Merge
from reports.pages import page_of
from reports.rules import Standing
from reports.sight import with_countries
from reports.summaries import with_committed
from reports.views.activity_page import read_context, render_activity
from reports.views.buttons import pressed, sent
from reports.views.doors import SignedIn, tell_merged_away, visible_activity
from reports.wording import change_words, verb_name


def activities(request: HttpRequest) -> HttpResponseBase:
    who = rules.standing(request.user)
    visible = with_countries(rules.visible_activities(who), who).select_related("lead", "recorded_for")
    visible = visible.prefetch_related("actions")
    filterset = ActivityFilter(request.GET, visible, request=request)
    if exports.requested_format(request, filterset):
        rows = with_committed(filterset.qs).newest_first().iterator(chunk_size=lists.CHUNK)
        filters = exports.filters_of(filterset.form)
        table = exports.Table.of(request, "activities", _("Activities"), lists.activity_columns(), rows, filters)
        return exports.download(request, table)
    page = page_of(filterset.qs if filterset.is_valid() else visible.none(), request)
    editable = set(
        rules.editable_activities(who).filter(pk__in=[row.pk for row in page.rows]).values_list("pk", flat=True)
    )
    context = {
        "filter": filterset,
        "page": page,
        "editable": editable,
        "may_record": rules.may_record(who),
        "behind": behind_the_figure(filterset),
    }
    return render(request, "reports/activities/list.html", context)


def behind_the_figure(filterset: ActivityFilter) -> dict[str, int] | None:
    """How many activities a figure counts, and how many of them this reader may open."""
    if not filterset.is_valid() or not filterset.is_of_figures:
        return None
    everything = ActivityFilter(filterset.data, Activity.objects.all())
    return {"counted": everything.qs.count(), "shown": filterset.qs.count()}


def activity(request: HttpRequest, pk) -> HttpResponse:
    """A reviewer who opens what awaits review has it open, on this page as on that of the decision."""
    context = read_context(request, pk)
    person = rules.standing(request.user).person
    if person and (context["may_review"] or context["undecided"] or context["proved_anew"]):
        workflow.open_for_review(by=person, pk=pk)
    return render(request, "reports/activities/detail.html", context)


@login_required
@require_POST
def activity_submit(request: SignedIn, pk) -> HttpResponse:
    row = visible_activity(request, pk)
    try:
        submitted = pressed(request, lambda: workflow.submit_activity(by=request.user, pk=pk))
    except ValidationError as refusal:
        return render_activity(request, row, refused=refusal.message_dict)
    return sent(submitted) if submitted else redirect(row)


@login_required
@require_POST
def activity_discard(request: SignedIn, pk) -> HttpResponse:
    row = visible_activity(request, pk)
    if not pressed(request, lambda: workflow.discard_draft(by=request.user, pk=pk)):
        return redirect(row)
    messages.success(request, _("The draft has been discarded."))
    return redirect("activities")


@login_required
@require_POST
def activities_confirm(request: SignedIn) -> HttpResponse:
    """Those ticked, or with `all` every one on the desk's list; from the `desk`, back to it. Once everything of a country
    is confirmed and a round wants its report, to the page on which that is complete."""
    who = rules.standing(request.user)
    chosen: Iterable[Activity]
    if "all" in request.POST:
        chosen = to_be_confirmed(who, timezone.now())
    else:
        named = uuids_of(request.POST.getlist("activity"))
        chosen = rules.visible_activities(who).filter(pk__in=named)
        if len(chosen) < len(named):
            tell_merged_away(request, named)
    confirmed = workflow.confirm_unchanged(by=request.user, pks=[row.pk for row in chosen])
    if confirmed:
        message = ngettext(
            "%(n)d activity confirmed as unchanged.",
            "%(n)d activities confirmed as unchanged.",
            len(confirmed),
        )
        messages.success(request, message % {"n": len(confirmed)})
    else:
        messages.error(request, _("Tick the activities that are unchanged, then confirm."))
    complete = reports_ready(who, timezone.now()) if confirmed else []
    if complete:
        address = reverse("round_report", args=[complete[0].round.pk, complete[0].country.pk])
        return redirect(f"{address}?unchanged=1")
    if "desk" in request.POST:
        return redirect("desk")
    return redirect(confirmed[0] if len(confirmed) == 1 else reverse("activities"))


def words_for(who: Standing, change: Change) -> dict:
    """For those who see inside, all but what was restricted to others."""
    if rules.may_read_given(who, change):
        return change_words(change)
    return {"verb": verb_name(change.verb), "rows": [], "is_closed": True}


def activity_history(request: HttpRequest, pk) -> HttpResponse:
    who = rules.standing(request.user)
    row = get_object_or_404(rules.visible_activities(who).prefetch_related("agreements"), pk=pk)
    if not rules.may_see_inside(who, row):
        raise PermissionDenied
    page = page_of(history_of(who, row), request, order=("-id",))
    changes = [(change, words_for(who, change)) for change in page.rows]
    context = {"activity": row, "changes": changes, "page": page, "merges": Merge.objects.filter(kept=row.pk)}
    return render(request, "reports/activities/history.html", context)

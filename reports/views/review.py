"""The working group's desk: the queue and the decision."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from reports import exports, rules, workflow
from reports.agencies import awaits, read_partners, with_judges
from reports.agreements import letters_to_compare, silent
from reports.asked import versions_of
from reports.exports import lists
from reports.forms.refusals import accepted, http_status
from reports.forms.review import QueueForm, ReturnForm, TakeBackForm, VerifyForm
from reports.models import Activity, Claim
from reports.pages import SIZE, address
from reports.queue import IMPORTANCE, activities_at, differing, in_place, lines, places
from reports.sight import with_findings, with_lists
from reports.since_decision import changed_since_decision
from reports.views.activity_page import read_context, render_activity
from reports.views.doors import SignedIn, require, reviewable_activity, tell_merged_away, visible_activity
from reports.workflow.claims import to_decide
from reports.workflow.judging import decider


@login_required
def review(request: HttpRequest) -> HttpResponseBase:
    """What waits, in the order that `?order=` asks for; what the reader entered is for a colleague."""
    who = require(request, rules.may_read_queue)
    form = QueueForm(request.GET)
    filters = form.cleaned_data if form.is_valid() else {}
    order = filters.get("order") or IMPORTANCE
    queued = places(who, order, timezone.now(), filters.get("country"))
    if exports.requested_format(request, form):
        rows = activities_at(who, queued)
        table = exports.Table.of(request, "review", _("Review"), lists.queue_columns(), rows, exports.filters_of(form))
        return exports.download(request, table)
    letters, waiting = letters_to_compare(who), silent(timezone.now())
    with_lists(who, (row.activity for row in (*letters, *waiting)))
    page = Paginator(queued, SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "lines": lines(who, page),
        "page": page,
        "order": order,
        "previous_url": address(request, page=str(page.number - 1)) if page.has_previous() else "",
        "next_url": address(request, page=str(page.number + 1)) if page.has_next() else "",
        "differing": differing(who),
        "in_place": in_place(who, filters.get("country")),
        "letters": letters,
        "silent": waiting,
    }
    return render(request, "reports/review/queue.html", context)


@login_required
@require_POST
def review_verify(request: SignedIn) -> HttpResponse:
    """Verify those ticked: each names the activity and the version that the list showed."""
    who = require(request, rules.may_read_queue)
    ticked = versions_of(request.POST.getlist("activity"))
    seen = rules.visible_activities(who).filter(pk__in=ticked).values_list("pk", flat=True)
    if len(seen) < len(ticked):
        tell_merged_away(request, ticked)
    several = workflow.verify_several(by=request.user, chosen={pk: ticked[pk] for pk in seen})
    if several.verified:
        n = len(several.verified)
        messages.success(request, ngettext("%(n)d activity verified.", "%(n)d activities verified.", n) % {"n": n})
    for activity, problem in several.refused:
        message = _("Not verified: %(activity)s. %(problem)s")
        messages.error(request, message % {"activity": activity, "problem": problem})
    if not ticked:
        messages.error(request, _("Tick the activities to be verified."))
    form = QueueForm(request.POST)
    kept = {name: form.data[name] for name in form.cleaned_data if form.data.get(name)} if form.is_valid() else {}
    return redirect(f"{reverse('review')}?{urlencode(kept)}")


@login_required
def activity_verify(request: SignedIn, pk) -> HttpResponse:
    row = reviewable_activity(request, pk)
    if request.method == "GET" and row.review != Activity.Review.SUBMITTED:
        return redirect(row)
    claims, deciding = list(to_decide(row.claims.with_units())), decider(request.user)
    form = VerifyForm(
        request.POST or None,
        claims=claims,
        activity=read_partners(row),
        deciding=deciding,
        initial={"version": row.version},
        countries=row.country_codes(),
    )

    def verify():
        version = form.cleaned_data["version"]
        return workflow.verify_activity(by=request.user, pk=pk, version=version, decisions=form.decisions())

    try:
        verified = accepted(form, verify)
    except workflow.StaleVersion:
        form.add_error(None, _("The activity was changed while you were reading it. Read it again, then decide."))
    else:
        if verified:
            messages.success(request, verified_message(row.pk))
            return redirect(row)
    return decision_page(request, pk, status=http_status(form), verify_form=form)


def verified_message(pk: UUID) -> str:
    """That it is, and of how many claims the other agency's word is awaited."""
    claims = Claim.objects.filter(activity=pk, verification=Claim.Verification.PENDING, achieved_on__isnull=False)
    n = sum(bool(awaits(claim, claim.activity)) for claim in with_judges(with_findings(claims)))
    if not n:
        return _("Verified.")
    return ngettext(
        "Verified. %(n)d claim still awaits the decision of an agency.",
        "Verified. %(n)d claims still await the decision of an agency.",
        n,
    ) % {"n": n}


@login_required
def activity_return(request: SignedIn, pk) -> HttpResponse:
    row = reviewable_activity(request, pk)
    form = ReturnForm(request.POST or None, countries=row.country_codes())
    if accepted(form, lambda: workflow.return_activity(by=request.user, pk=pk, remark=form.cleaned_data["remark"])):
        messages.success(request, _("The activity has been returned with your remark."))
        return redirect(row)
    return decision_page(request, pk, status=http_status(form), return_form=form)


@login_required
@require_POST
def activity_take_back(request: SignedIn, pk) -> HttpResponse:
    row = visible_activity(request, pk)
    form = TakeBackForm(request.POST, countries=row.country_codes())
    if accepted(form, lambda: workflow.take_back(by=request.user, pk=pk, reason=form.cleaned_data["reason"])):
        messages.success(request, _("Verification withdrawn: the activity is awaiting review again."))
        return redirect(row)
    return render_activity(request, row, take_back_form=form)


def decision_page(request: SignedIn, pk, *, status: int, **forms) -> HttpResponse:
    """What was changed since the last decision, the activity and the forms; its country is told that it is open."""
    context = read_context(request, pk)
    row = context["activity"]
    workflow.open_for_review(by=request.user, pk=pk)
    context["comparison"] = changed_since_decision(row)
    if "verify_form" not in forms:
        forms["verify_form"] = VerifyForm(
            claims=list(context["claims"]),
            activity=row,
            deciding=decider(request.user),
            initial={"version": row.version},
        )
    context["return_form"] = ReturnForm()
    context["problem"] = decider(request.user).verify_problem(read_partners(row), to_decide(row.claims.all()))
    return render(request, "reports/review/decide.html", context | forms, status=status)

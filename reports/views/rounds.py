"""Reporting rounds: who is asked by when, who has answered, and how a round is closed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from reports import exports, rules, workflow
from reports.exports import lists
from reports.forms.rounds import ExtensionForm, RoundForm
from reports.models import Country, CountryReport, Round, Snapshot
from reports.snapshots import contents
from reports.summaries import answers, asked_in
from reports.views.activities import tell


def rounds(request: HttpRequest) -> HttpResponse:
    who = rules.standing(request.user)
    own = list(Country.objects.filter(pk__in=who.countries)) if who.countries else []
    said = {
        (report.round_id, report.country_id): report
        for report in CountryReport.objects.filter(country__in=own).select_related("completed_by")
    }
    closed = {}
    for snapshot in rules.visible_snapshots(who).without_contents().order_by("edition"):
        closed[snapshot.round_id] = snapshot
    is_closed = Exists(Snapshot.objects.filter(round=OuterRef("pk")))
    announced = Round.objects.annotate(reported=Count("reports"), is_closed=is_closed).order_by("-closes_on", "-pk")
    announced = list(announced.prefetch_related("extensions"))
    asked = asked_in(announced)
    rows = [
        {
            "round": row,
            "own": [
                (one, said.get((row.pk, one.pk))) for one in own if one.pk in asked[row.pk] and may_answer(row, one)
            ],
            "newest": closed.get(row.pk),
            "asked": len(asked[row.pk]),
        }
        for row in announced
    ]
    may_run = rules.may_run_rounds(who)
    if exports.asked(request):
        columns = lists.round_columns(may_run)
        return exports.download(
            request, exports.Table.of(request, "rounds", _("Reporting rounds"), columns, answer_lines())
        )
    context = {"rounds": rows, "may_run": may_run}
    return render(request, "reports/rounds/rounds.html", context)


def answer_lines() -> list[tuple]:
    """`(round, country asked, its report or None, its extension or None)`, the newest round first."""
    rounds = list(Round.objects.prefetch_related("reports", "extensions"))
    countries, asked = list(Country.objects.all()), asked_in(rounds)
    lines = []
    for row in rounds:
        reports = {report.country_id: report for report in row.reports.all()}
        more_time = {extension.country_id: extension for extension in row.extensions.all()}
        lines += [
            (row, one, reports.get(one.pk), more_time.get(one.pk)) for one in countries if one.pk in asked[row.pk]
        ]
    return lines


def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Every participating country: complete or not, when, by whom, on time or not."""
    who = rules.standing(request.user)
    row = get_object_or_404(Round.objects.prefetch_related("extensions"), pk=pk)
    rows = answers(row)
    is_closed = row.snapshots.exists()
    today = timezone.localdate()
    open_for = [] if is_closed else [one for one in rows if row.opens_on <= today <= one.closes_on]
    context = {
        "round": row,
        "answers": rows,
        "complete": sum(answer.report is not None for answer in rows),
        "on_time": sum(answer.on_time for answer in rows),
        "own": [(one.country, one.report) for one in open_for if one.country.pk in who.countries],
        "is_closed": is_closed,
        "is_open": bool(open_for),
        "snapshots": rules.visible_snapshots(who).without_contents().filter(round=row).order_by("-edition"),
        "may_run": rules.may_run_rounds(who),
        "names": rules.may_see_participants_part(who),
    }
    return render(request, "reports/rounds/round.html", context)


def may_answer(row: Round, country: Country) -> bool:
    """Is the round, annotated with `is_closed`, open for a country?"""
    return not row.is_closed and row.opens_on <= timezone.localdate() <= row.closes_for(country.pk)


@login_required
def round_new(request: HttpRequest) -> HttpResponse:
    require_runner(request)
    form = RoundForm(request.POST or None)
    if form.is_valid():
        try:
            workflow.open_round(by=request.user, **form.typed())
        except ValidationError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The round is announced."))
            return redirect("rounds")
    return render(request, "reports/rounds/new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def round_extend(request: HttpRequest, pk: int) -> HttpResponse:
    require_runner(request)
    row = get_object_or_404(Round, pk=pk)
    form = ExtensionForm(request.POST or None, initial={"country": request.GET.get("country")}, as_at=row.as_at)
    if form.is_valid():
        country = form.cleaned_data["country"]
        try:
            workflow.extend_round(by=request.user, pk=pk, **(form.typed() | {"country": country.pk}))
        except ValidationError as refusal:
            tell(form, refusal)
        except workflow.NotNow as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(country)s has more time; its focal points are told.") % {"country": country})
            return redirect(row)
    context = {"form": form, "round": row}
    return render(request, "reports/rounds/extend.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def round_remind(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Round, pk=pk)
    try:
        told = workflow.remind_countries(by=request.user, pk=pk)
    except workflow.NotNow as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext("%(n)d person is written to.", "%(n)d people are written to.", len(told)) % {"n": len(told)}
        hint = _("Those who had a reminder in the last two days, or want none, get no other.")
        messages.success(request, f"{said} {hint}")
    return redirect(row)


@login_required
def round_close(request: HttpRequest, pk: int) -> HttpResponse:
    """What closing does, and the button that does it, or why it cannot be done today."""
    require_runner(request)
    row = get_object_or_404(Round.objects.prefetch_related("extensions"), pk=pk)
    if request.method == "POST":
        try:
            snapshot = workflow.close_round(by=request.user, pk=pk, contents=contents)
        except workflow.NotNow as refusal:
            messages.error(request, str(refusal))
            return redirect(row)
        messages.success(request, _("The round is closed; its results are frozen."))
        return redirect(snapshot)
    missing = [answer.country for answer in answers(row) if answer.report is None]
    context = {"round": row, "missing": missing, "refusal": workflow.not_to_be_closed(row)}
    return render(request, "reports/rounds/close.html", context)


@login_required
@require_POST
def round_report(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Round, pk=pk)
    try:
        workflow.complete_report(
            by=request.user,
            pk=pk,
            country=request.POST.get("country", ""),
            nothing_changed=bool(request.POST.get("nothing_changed")),
        )
    except workflow.NotNow as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your country's report for this round is complete. Thank you."))
    return redirect(row)


def require_runner(request: HttpRequest) -> None:
    if not rules.may_run_rounds(rules.standing(request.user)):
        raise PermissionDenied

"""Reporting rounds: who is asked by when, and who has answered."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports import exports, rules, workflow
from reports.exports import lists
from reports.forms.rounds import ExtensionForm, RoundForm
from reports.models import Country, Round
from reports.views.activities import tell


def rounds(request: HttpRequest) -> HttpResponse:
    who = rules.standing(request.user)
    today = timezone.localdate()
    participants = list(Country.objects.participating())
    rows = []
    for row in Round.objects.prefetch_related("reports", "extensions"):
        reports = {report.country_id: report for report in row.reports.all()}
        more_time = {extension.country_id: extension for extension in row.extensions.all()}
        rows.append(
            {
                "round": row,
                "reported": len(reports),
                "countries": [
                    (country, reports.get(country.pk), more_time.get(country.pk)) for country in participants
                ],
                "answers": [country for country in participants if may_answer(who, row, country.pk, today)],
            }
        )
    may_run = rules.may_run_rounds(who)
    if exports.asked(request):
        lines = [(row["round"], *country) for row in rows for country in row["countries"]]
        table = exports.Table.of(request, "rounds", _("Reporting rounds"), lists.round_columns(may_run), lines)
        return exports.download(request, table)
    context = {"rounds": rows, "may_run": may_run}
    return render(request, "reports/rounds/rounds.html", context)


def may_answer(who: rules.Standing, row: Round, country: str, today: date) -> bool:
    return country in who.countries and row.opens_on <= today <= row.closes_for(country)


@login_required
def round_new(request: HttpRequest) -> HttpResponse:
    if not rules.may_run_rounds(rules.standing(request.user)):
        raise PermissionDenied
    form = RoundForm(request.POST or None)
    if form.is_valid():
        try:
            workflow.open_round(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The round is announced."))
            return redirect("rounds")
    return render(request, "reports/rounds/new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def round_extend(request: HttpRequest, pk: int) -> HttpResponse:
    if not rules.may_run_rounds(rules.standing(request.user)):
        raise PermissionDenied
    row = get_object_or_404(Round, pk=pk)
    form = ExtensionForm(request.POST or None, initial={"country": request.GET.get("country")})
    if form.is_valid():
        country = form.cleaned_data["country"]
        try:
            workflow.extend_round(by=request.user, pk=pk, **(form.cleaned_data | {"country": country.pk}))
        except ValidationError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("%(country)s has more time; its focal points are told.") % {"country": country})
            return redirect("rounds")
    context = {"form": form, "round": row}
    return render(request, "reports/rounds/extend.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def round_report(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(Round, pk=pk)
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
    return redirect("rounds")

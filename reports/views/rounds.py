"""Reporting rounds: who is asked by when, who has answered, and how a round is closed."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, OuterRef, Prefetch
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from reports import exports, rules, workflow
from reports.desk import open_in
from reports.exports import lists
from reports.forms.preparing import HandBackForm
from reports.forms.refusals import accepted, http_status
from reports.forms.rounds import ExtensionForm, RoundForm, RoundTitleForm
from reports.forms.selection import asked_selection
from reports.models import Activity, Country, CountryReport, Membership, ReportClearance, Round, Snapshot
from reports.snapshots import contents
from reports.summaries import (
    OPEN,
    OVER,
    Answer,
    answers,
    answers_of,
    asked_in,
    asked_rounds,
    complete_of,
    late_of,
    on_time_of,
)
from reports.views.buttons import pressed
from reports.views.doors import SignedIn, require


def rounds(request: HttpRequest) -> HttpResponseBase:
    who, now = rules.standing(request.user), timezone.now()
    everyone = Country.objects.in_bulk()
    reports = CountryReport.objects.filter(country__in=who.countries).select_related("completed_by")
    closed = {}
    for snapshot in rules.visible_snapshots(who).without_contents().order_by("edition"):
        closed[snapshot.round_id] = snapshot
    is_closed = Exists(Snapshot.objects.filter(round=OuterRef("pk")))
    rounds = Round.objects.annotate(reported=Count("reports__country", distinct=True), is_closed=is_closed)
    newest_first = rounds.order_by("-closes_on", "-pk")
    announced = list(newest_first.prefetch_related(Prefetch("reports", reports), "extensions"))
    taking_part = asked_in(announced)
    rows = []
    for row in announced:
        participants = [country for pk, country in everyone.items() if pk in taking_part[row.pk]]
        own = answers_of(row, [country for country in participants if country.pk in who.countries])
        rows.append(
            {
                "round": row,
                "own": [one for one in own if one.is_open(now)],
                "late": [one for one in own if one.is_accepted_as_late(now)],
                "newest": closed.get(row.pk),
                "closes_at": row.closes_at(participants),
                "participants": len(participants),
            }
        )
    may_run = rules.may_run_rounds(who)
    if exports.requested_format(request):
        columns = lists.round_columns(may_run)
        return exports.download(
            request, exports.Table.of(request, "rounds", _("Reporting rounds"), columns, answer_lines())
        )
    return render(request, "reports/rounds/rounds.html", {"rounds": rows, "may_run": may_run})


def answer_lines() -> list[Answer]:
    """What every country that was asked said for every round, the newest round first."""
    countries, rounds = list(Country.objects.all()), list(asked_rounds())
    taking_part = asked_in(rounds)
    return [
        answer
        for row in rounds
        for answer in answers_of(row, [country for country in countries if country.pk in taking_part[row.pk]])
    ]


def round_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every participating country: complete or not, when, by whom, on time or not."""
    who = rules.standing(request.user)
    row, now = get_object_or_404(asked_rounds(), pk=pk), timezone.now()
    rows = answers_of(row, Country.objects.participating(row.as_at))
    form, selection, _tail = asked_selection(request, "body")
    members = (
        set(Country.objects.members_of(selection.body, row.as_at).values_list("pk", flat=True))
        if selection.body
        else None
    )
    listed = [one for one in rows if members is None or one.country.pk in members]
    if exports.requested_format(request, form):
        columns, filters = lists.round_columns(rules.may_run_rounds(who)), exports.filters_of(form)
        return exports.download(request, exports.Table.of(request, f"round-{pk}", str(row), columns, listed, filters))
    open_for = [one for one in rows if one.is_open(now)]
    context = {
        "round": row,
        "form": form,
        "body": selection.body,
        "answers": listed,
        "complete": complete_of(listed),
        "on_time": on_time_of(listed),
        "late_reports": late_of(listed),
        "own": [one for one in open_for if one.country.pk in who.countries],
        "late": [one for one in rows if one.country.pk in who.countries and one.is_accepted_as_late(now)],
        "is_closed": row.is_closed,
        "is_open": bool(open_for),
        "closes_at": row.closes_at(one.country for one in rows),
        "snapshots": rules.visible_snapshots(who).without_contents().filter(round=row).order_by("-edition"),
        "may_run": rules.may_run_rounds(who),
        "names": rules.may_see_participants_part(who),
    }
    return render(request, "reports/rounds/round.html", context)


@login_required
def round_new(request: SignedIn) -> HttpResponse:
    require(request, rules.may_run_rounds)
    form = RoundForm(request.POST or None)
    if accepted(form, lambda: workflow.open_round(by=request.user, **form.typed())):
        messages.success(request, _("The round has been announced."))
        return redirect("rounds")
    return render(request, "reports/rounds/new.html", {"form": form}, status=http_status(form))


@login_required
def round_translate(request: SignedIn, pk: int) -> HttpResponse:
    require(request, rules.may_run_rounds)
    row = get_object_or_404(Round, pk=pk)
    form = RoundTitleForm(request.POST or None, initial=RoundTitleForm.first(row))
    if accepted(form, lambda: workflow.translate_round(by=request.user, pk=pk, **form.changes())):
        messages.success(request, _("The title has been saved."))
        return redirect(row)
    if form.errors:
        form.show_saved(row)
    return render(request, "reports/rounds/translate.html", {"form": form, "round": row}, status=http_status(form))


@login_required
def round_extend(request: SignedIn, pk: int) -> HttpResponse:
    require(request, rules.may_run_rounds)
    row = get_object_or_404(Round, pk=pk)
    form = ExtensionForm(request.POST or None, initial={"country": request.GET.get("country")}, as_at=row.as_at)

    def extend():
        typed = form.typed()
        return workflow.extend_round(by=request.user, pk=pk, **(typed | {"country": typed["country"].pk}))

    if extension := accepted(form, extend):
        message = _("%(country)s has been given more time; its focal points have been informed.")
        messages.success(request, message % {"country": extension.country})
        return redirect(row)
    context = {"form": form, "round": row, "closes_at": row.closes_at(Country.objects.participating(row.as_at))}
    return render(request, "reports/rounds/extend.html", context, status=http_status(form))


@login_required
@require_POST
def round_remind(request: SignedIn, pk: int) -> HttpResponse:
    row = get_object_or_404(Round, pk=pk)
    notified = pressed(request, lambda: workflow.remind_countries(by=request.user, pk=pk))
    if notified is not None:
        message = ngettext(
            "%(n)d person will receive an e-mail.", "%(n)d people will receive an e-mail.", len(notified)
        ) % {"n": len(notified)}
        hint = _(
            "Those who received an e-mail about the round in the last two days, or have unsubscribed, will not receive "
            "another one."
        )
        messages.success(request, f"{message} {hint}")
    return redirect(row)


@login_required
def round_close(request: SignedIn, pk: int) -> HttpResponse:
    """What closing does, and the button that does it, or why it cannot be done today."""
    require(request, rules.may_run_rounds)
    row = get_object_or_404(Round.objects.prefetch_related("reports", "extensions"), pk=pk)
    if request.method == "POST":
        snapshot = pressed(request, lambda: workflow.close_round(by=request.user, pk=pk, contents=contents))
        if snapshot:
            messages.success(request, _("The round has been closed; its results are frozen."))
        return redirect(snapshot or row)
    missing = [answer.country for answer in answers(row) if answer.report is None]
    context = {"round": row, "missing": missing, "refusal": workflow.not_to_be_closed(row)}
    return render(request, "reports/rounds/close.html", context)


@login_required
def round_report(request: SignedIn, pk: int, code: str) -> HttpResponse:
    """A country's report: what is still open in it, and the button by which it is complete; for a clearing officer, by which it
    is cleared.

    `?unchanged=1`: everything has just been confirmed as unchanged.
    """
    row = get_object_or_404(asked_rounds(), pk=pk)
    country = get_object_or_404(Country.objects.participating(row.as_at), pk=code)
    if request.method == "POST":
        require(request, lambda who: rules.may_write_for(who, code))
        return complete(request, row, country)
    require(request, lambda who: rules.may_write_for(who, code) or rules.may_clear(who, code))
    return report_page(request, row, country)


def report_page(request: SignedIn, row: Round, country: Country, **more: Any) -> HttpResponse:
    """With what could not be taken, where there is any."""
    who, now = rules.standing(request.user), timezone.now()
    answer = answers_of(row, [country])[0]
    state, is_late = answer.state(now), answer.is_accepted_as_late(now)
    context = {
        "may_report": rules.may_write_for(who, country.pk),
        "may_clear": rules.may_clear(who, country.pk),
        "hand_back_form": HandBackForm(countries=[country.pk]),
        "round": row,
        "answer": answer,
        "state": state,
        "is_late": is_late,
        "asked_for_time": working_group(now) if state == OVER and not answer.report else [],
        "left": open_in(country, row, now),
        "unchanged": "unchanged" in request.GET,
        "sent": "sent" in request.GET and bool(answer.report),
        "awaiting": Activity.objects.agreed_by(country.pk).filter(review=Activity.Review.SUBMITTED).count(),
        "clearing": workflow.awaited_clearance(row, country) if state == OPEN or is_late else None,
        "cleared": ReportClearance.objects.filter(round=row, country=country, cleared_at__isnull=False)
        .select_related("cleared_by")
        .first(),
    }
    status = 422 if more else 200
    return render(request, "reports/rounds/report.html", context | more, status=status)


@login_required
@require_POST
def report_hand_back(request: SignedIn, pk: int, code: str) -> HttpResponse:
    require(request, lambda who: rules.may_clear(who, code))
    row = get_object_or_404(asked_rounds(), pk=pk)
    country = get_object_or_404(Country.objects.participating(row.as_at), pk=code)
    form = HandBackForm(request.POST, countries=[code])

    def hand_back() -> ReportClearance | None:
        return pressed(request, lambda: workflow.hand_report_back(by=request.user, pk=pk, country=code, **form.typed()))

    if accepted(form, hand_back):
        messages.success(request, _("Handed back, with your remark."))
        return redirect("desk")
    return (
        report_page(request, row, country, hand_back_form=form) if form.errors else redirect("round_report", pk, code)
    )


def working_group(now: datetime) -> list[Membership]:
    """Who may give a country more time, by name."""
    held = Membership.objects.filter(role=Membership.Role.WORKING_GROUP, person__is_active=True)
    return held.select_related("person").order_by("person__last_name", "person__first_name", "pk").in_force(now)


def complete(request: SignedIn, row: Round, country: Country) -> HttpResponse:
    unchanged = bool(request.POST.get("nothing_changed"))

    def report():
        return workflow.complete_report(by=request.user, pk=row.pk, country=country.pk, nothing_changed=unchanged)

    if not pressed(request, report):
        return redirect(row)
    return redirect(reverse("round_report", args=[row.pk, country.pk], query={"sent": ""}))

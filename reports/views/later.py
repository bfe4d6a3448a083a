"""What happened after an activity was recorded: reported, decided on, withdrawn."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports import rules, workflow
from reports.forms.later import DecideFactForm, EndForm, LaterStatusForm, ProgressNoteForm
from reports.forms.refusals import accepted, http_status
from reports.models import Activity, Claim, LaterFact
from reports.views.activity_page import render_activity
from reports.views.buttons import pressed
from reports.views.doors import SignedIn, editable_activity
from reports.workflow.later_facts import cannot_lapse


@login_required
def activity_status(request: SignedIn, pk: UUID) -> HttpResponse:
    row = editable_activity(request, pk)
    form = LaterStatusForm(request.POST or None, countries=row.country_codes(), initial={"status": row.status})

    def write() -> LaterFact:
        typed = form.typed()
        said = {"status": typed["status"], "since": typed["status_since"], "reason": typed["status_reason"]}
        return workflow.report_status(by=request.user, pk=pk, **said)

    return reported(request, row, form, write, title=_("Report a later status"))


@login_required
def claim_end(request: SignedIn, pk: UUID, claim: UUID) -> HttpResponse:
    row = editable_activity(request, pk)
    chosen = get_object_or_404(Claim.objects.with_units(), activity=row, pk=claim)
    if not chosen.indicator.is_state:
        messages.error(request, cannot_lapse(chosen))
        return redirect(row)
    form = EndForm(request.POST or None, pieces=pieces_of(request, row), countries=row.country_codes())
    return reported(
        request,
        row,
        form,
        lambda: workflow.report_end(by=request.user, pk=chosen.pk, **form.typed()),
        title=_("Report that a result is no longer so"),
        claim=chosen,
    )


@login_required
def note_new(request: SignedIn, pk: UUID) -> HttpResponse:
    row = editable_activity(request, pk)
    first = {"language": request.user.language or row.language, "key": uuid4()}
    form = ProgressNoteForm(
        request.POST or None, pieces=pieces_of(request, row), countries=row.country_codes(), initial=first
    )

    def write() -> LaterFact:
        names = ("text", "language", "evidence", "url", "citation", "key")
        given = {name: form.cleaned_data[name] for name in names}
        return workflow.add_note(by=request.user, pk=pk, on=form.cleaned_data["since"], numbers=form.numbers(), **given)

    return reported(request, row, form, write, title=_("Add a progress note"))


def pieces_of(request: HttpRequest, row: Activity) -> list[Any]:
    return list(rules.visible_evidence(rules.standing(request.user)).filter(activity=row))


def reported(
    request: HttpRequest,
    row: Activity,
    form: Any,
    write: Callable[[], LaterFact],
    *,
    title: str,
    claim: Claim | None = None,
) -> HttpResponse:
    """Write what the form says and go to where it stands on the activity's page, or show the form."""
    if row.is_draft:
        messages.error(
            request,
            _("This is a draft: edit it directly. Later developments can be reported once it has been submitted."),
        )
        return redirect(row)
    if accepted(form, write):
        messages.success(
            request,
            _("Reported. The working group will review it; until then, what was recorded before remains valid."),
        )
        return to_facts(row)
    context = {"activity": row, "form": form, "title": title, "claim": claim}
    return render(request, "reports/activities/later_form.html", context, status=http_status(form))


@login_required
@require_POST
def fact_decide(request: SignedIn, pk: UUID) -> HttpResponse:
    """Verify or refuse what was reported later, or take that decision back."""
    fact = visible_fact(request, pk)
    form = DecideFactForm(request.POST, countries=fact.activity.country_codes())
    if accepted(form, lambda: workflow.decide_fact(by=request.user, pk=pk, **form.typed())):
        messages.success(request, _("Your decision has been saved."))
        return to_facts(fact.activity)
    return render_activity(request, fact.activity, decide_fact=(pk, form))


@login_required
@require_POST
def fact_withdraw(request: SignedIn, pk: UUID) -> HttpResponse:
    fact = visible_fact(request, pk)
    if pressed(request, lambda: workflow.withdraw_fact(by=request.user, pk=pk)):
        messages.success(request, _("Withdrawn. The history keeps what was reported."))
    return to_facts(fact.activity)


def visible_fact(request: HttpRequest, pk: UUID) -> LaterFact:
    facts = rules.visible_facts(rules.standing(request.user)).select_related("activity")
    return get_object_or_404(facts, pk=pk)


def to_facts(row: Activity) -> HttpResponse:
    return redirect(f"{row.get_absolute_url()}#since-then")

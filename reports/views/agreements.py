"""What a country says of an activity that names it: agreed, declined, or by letter."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from reports import rules, workflow
from reports.asked import agreements_of, number_of, uuids_of
from reports.forms.agreements import DeclineForm, LetterForm, ObjectionForm
from reports.forms.refusals import accepted
from reports.models import Claim, Country
from reports.sight import read_activities
from reports.views.activity_page import render_activity
from reports.views.buttons import pressed
from reports.views.doors import SignedIn, require, visible_activity


@login_required
@require_POST
def agreements_give(request: SignedIn) -> HttpResponse:
    """Those ticked at the desk, or one: each names the activity, the country and the version that the list showed."""
    require(request, rules.may_speak_for_any)
    shown = request.POST.get("one") or request.POST.get("all")
    chosen = agreements_of(shown.split() if shown else request.POST.getlist("agreement"))
    several = workflow.agree_several(by=request.user, chosen=seen(request, chosen))
    if several.agreed:
        n = len(several.agreed)
        message = ngettext("Agreed to %(n)d activity.", "Agreed to %(n)d activities.", n)
        messages.success(request, message % {"n": n})
    for activity, problem in several.refused:
        message = _("Not agreed to: %(activity)s. %(problem)s")
        messages.error(request, message % {"activity": activity, "problem": problem})
    if not chosen:
        messages.error(request, _("Tick the activities to which your country agrees."))
    return redirect("desk")


def seen(request: SignedIn, chosen: list[tuple[UUID, str, int]]) -> list[tuple[UUID, str, int]]:
    visible = rules.visible_activities(rules.standing(request.user)).filter(pk__in=[pk for pk, _code, _n in chosen])
    known = set(visible.values_list("pk", flat=True))
    return [row for row in chosen if row[0] in known]


@login_required
@require_POST
def activity_agree(request: SignedIn, pk: UUID, code: str) -> HttpResponse:
    """With the claims ticked; those shown that are not ticked go on awaiting the country's word."""
    row, country = visible_activity(request, pk), spoken_for(request, code)
    shown, ticked = (uuids_of(request.POST.getlist(name)) for name in ("shown", "claim"))
    without = set(shown) - set(ticked)
    version = number_of(request.POST.get("version", ""))
    try:
        agreed = pressed(
            request,
            lambda: workflow.agree(by=request.user, pk=pk, country=code, version=version, without=without),
        )
    except workflow.StaleVersion:
        messages.error(request, _("The activity was changed while you were reading it. Read it again, then decide."))
        return redirect(row)
    if agreed:
        messages.success(request, _("%(country)s has agreed to the activity.") % {"country": country})
    return redirect(row)


@login_required
@require_POST
def activity_decline(request: SignedIn, pk: UUID, code: str) -> HttpResponse:
    row, country = visible_activity(request, pk), spoken_for(request, code)
    claims = Claim.objects.filter(activity=row, country=code).with_units()
    form = DeclineForm(request.POST, claims=claims, countries=[code])

    def decline():
        reason, only = form.cleaned_data["reason"], form.claims()
        return workflow.decline(by=request.user, pk=pk, country=code, reason=reason, only=only)

    if accepted(form, decline):
        message = _("Declined. This no longer adds to the figures of %(country)s.")
        messages.success(request, message % {"country": country})
        return redirect(row)
    return render_activity(request, row, declining=code, decline_form=form)


@login_required
@require_POST
def claim_object(request: SignedIn, pk: UUID, code: str) -> HttpResponse:
    """A neighbour's objection to what is claimed for its border."""
    claim = get_object_or_404(rules.visible_claims(rules.standing(request.user)).select_related("activity"), pk=pk)
    form = ObjectionForm(request.POST, countries=[code])

    def object_to():
        return workflow.object_to_claim(by=request.user, pk=pk, country=code, reasons=form.cleaned_data["reasons"])

    if accepted(form, object_to):
        messages.success(request, _("The objection has been recorded: the claim keeps the status “reported”."))
        return redirect(claim.activity)
    return render_activity(request, claim.activity, objecting=claim.pk, objection_form=form)


@login_required
@require_POST
def objection_withdraw(request: SignedIn, pk: UUID, code: str) -> HttpResponse:
    claim = get_object_or_404(rules.visible_claims(rules.standing(request.user)).select_related("activity"), pk=pk)
    if pressed(request, lambda: workflow.withdraw_objection(by=request.user, pk=pk, country=code)):
        messages.success(request, _("The objection has been withdrawn."))
    return redirect(claim.activity)


def spoken_for(request: SignedIn, code: str) -> Country:
    country = get_object_or_404(Country, pk=code)
    require(request, lambda who: rules.may_speak_for(who, code))
    return country


@login_required
@require_POST
def letter_record(request: SignedIn, pk: UUID) -> HttpResponse:
    row = get_object_or_404(read_activities(rules.standing(request.user)), pk=pk)
    require(request, rules.may_record_letters)
    form = LetterForm(request.POST, pieces=row.seen_evidence, countries=row.seen_countries)
    if accepted(form, lambda: workflow.record_letter(by=request.user, pk=pk, **form.cleaned_data)):
        messages.success(
            request, _("The letter has been recorded. A second person of the working group has to compare it.")
        )
        return redirect(row)
    return render_activity(request, row, letter_form=form)


@login_required
@require_POST
def letter_compare(request: SignedIn, pk: UUID, code: str) -> HttpResponse:
    row, country = visible_activity(request, pk), get_object_or_404(Country, pk=code)
    require(request, rules.may_record_letters)
    if pressed(request, lambda: workflow.compare_letter(by=request.user, pk=pk, country=code)):
        messages.success(
            request, _("The letter is the agreement of %(country)s, and its report.") % {"country": country}
        )
    return redirect(row)

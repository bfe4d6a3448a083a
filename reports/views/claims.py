"""Claims are made in two plain steps, and saved as part of their activity."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from indicators.models import Indicator
from reports import rules, workflow
from reports.forms.claim import ClaimDateForm, ClaimForm, fitting_indicators
from reports.models import Activity, Claim
from reports.state import activity_state, with_state
from reports.units import ITSELF


@login_required
def claim_new(request: HttpRequest, pk) -> HttpResponse:
    row = editable(request, pk)
    state = activity_state(row)
    fitting = fitting_indicators(state)
    indicator = fitting.filter(pk=request.GET.get("indicator", "")).first()
    if indicator is None:
        return render(request, "reports/activities/claim_choose.html", {"activity": row, "indicators": fitting})
    form = ClaimForm(request.POST or None, indicator=indicator, state=state)
    if request.method == "POST" and form.is_valid():
        claim = form.claim()
        others = [known for known in state["claims"] if not same(known, claim)]
        if save_claims(request, row, [*others, claim], form):
            messages.success(request, _("The claim is saved. Add what proves it."))
            return redirect(row)
    context = {"activity": row, "indicator": indicator, "form": form}
    return render(request, "reports/activities/claim_form.html", context, status=422 if form.errors else 200)


@login_required
def claim_edit(request: HttpRequest, pk, claim) -> HttpResponse:
    row = editable(request, pk)
    chosen = get_object_or_404(Claim.objects.with_units(), activity=row, pk=claim)
    form = ClaimDateForm(request.POST or None, initial={"achieved_on": chosen.achieved_on})
    if request.method == "POST" and form.is_valid():
        claims = [
            known | form.cleaned_data if same(known, as_in_state(chosen)) else known
            for known in activity_state(row)["claims"]
        ]
        if save_claims(request, row, claims, form):
            messages.success(request, _("The claim is saved."))
            return redirect(row)
    context = {"activity": row, "claim": chosen, "indicator": chosen.indicator, "form": form}
    return render(request, "reports/activities/claim_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def claim_remove(request: HttpRequest, pk, claim) -> HttpResponse:
    row = editable(request, pk)
    chosen = get_object_or_404(Claim, activity=row, pk=claim)
    left = [known for known in activity_state(row)["claims"] if not same(known, as_in_state(chosen))]
    try:
        workflow.update_activity(by=request.user, pk=row.pk, version=row.version, values={"claims": left})
    except workflow.StaleVersion:
        messages.error(request, _("Someone else has changed this activity just now. Remove the claim once more."))
    else:
        messages.success(request, _("The claim has been removed."))
    return redirect(row)


def editable(request: HttpRequest, pk) -> Activity:
    who = rules.standing(request.user)
    row = get_object_or_404(with_state(rules.visible_activities(who)), pk=pk)
    if not rules.may_edit(who, row):
        raise PermissionDenied
    return row


def save_claims(request: HttpRequest, row: Activity, claims: list[dict], form) -> bool:
    """Save, or tell the refusal at the top of the form."""
    try:
        workflow.update_activity(by=request.user, pk=row.pk, version=row.version, values={"claims": claims})
    except ValidationError as refusal:
        for said in refusal.messages:
            form.add_error(None, said)
        return False
    except workflow.StaleVersion:
        form.add_error(None, _("Somebody changed this activity just now. Save once more."))
        return False
    return True


def same(one: dict, other: dict) -> bool:
    return (one["indicator"], one["unit"]) == (other["indicator"], other["unit"])


def as_in_state(claim: Claim) -> dict[str, str]:
    itself = claim.indicator.counts == Indicator.Counts.ACTIVITIES
    return {"indicator": claim.indicator_id, "unit": ITSELF if itself else claim.unit}

"""Claims are made in two plain steps, and saved as part of their activity."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from indicators.models import Indicator, Target
from indicators.revisions import TargetNow, targets_now
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
        context = {"activity": row, "indicators": list(zip(fitting, targets_of(fitting), strict=True))}
        return render(request, "reports/activities/claim_choose.html", context)
    form = ClaimForm(request.POST or None, indicator=indicator, state=state)
    if request.method == "POST" and form.is_valid():
        claim = form.claim()
        others = [known for known in state["claims"] if not same(known, claim)]
        if save_claims(request, row, [*others, claim], form):
            messages.success(request, _("The claim is saved. Add what proves it."))
            return redirect(row)
    context = {"activity": row, "indicator": indicator, "target": targets_of([indicator])[0], "form": form}
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
    indicator = chosen.indicator
    context = {"activity": row, "claim": chosen, "indicator": indicator, "form": form}
    context["target"] = targets_of([indicator])[0]
    return render(request, "reports/activities/claim_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def claim_remove(request: HttpRequest, pk, claim) -> HttpResponse:
    row = editable(request, pk)
    chosen = get_object_or_404(Claim, activity=row, pk=claim)
    left = [known for known in activity_state(row)["claims"] if not same(known, as_in_state(chosen))]
    workflow.update_activity(by=request.user, pk=row.pk, version=row.version, values={"claims": left})
    messages.success(request, _("The claim has been removed."))
    return redirect(row)


def targets_of(indicators: Iterable[Indicator]) -> list[TargetNow]:
    """The target of each, as it stands today. Two queries."""
    wanted = [indicator.target_id for indicator in indicators]
    found = {row.code: row for row in targets_now(Target.objects.filter(pk__in=wanted), timezone.localdate())}
    return [found[code] for code in wanted]


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

"""One claim of an activity: its day changed, or taken away. Claims are made in the form of the activity."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from indicators.models import Indicator, Target
from indicators.revisions import concerning, targets_now
from reports import workflow
from reports.activity.state import day_of
from reports.activity.units import ITSELF
from reports.forms.claim import ClaimDateForm
from reports.forms.refusals import accepted, http_status
from reports.models import Activity, Claim, latest_day_of
from reports.views.doors import SignedIn, editable_activity

Claims = list[dict]  # as in a state


@login_required
def claim_edit(request: SignedIn, pk, claim) -> HttpResponse:
    row = editable_activity(request, pk)
    chosen = get_object_or_404(Claim.objects.with_units(), activity=row, pk=claim)
    first = {"achieved_on": day_of(chosen)}
    form = ClaimDateForm(request.POST or None, initial=first, latest=latest_day_of(row.countries_named()))
    own = as_in_state(chosen)

    def dated(claims: Claims) -> Claims:
        return [known | form.cleaned_data if same(known, own) else known for known in claims]

    if accepted(form, lambda: change(request, row, dated)):
        messages.success(request, _("The claim has been saved."))
        return redirect(row)
    (target,) = targets_now(Target.objects.filter(pk=chosen.indicator.target_id), timezone.localdate())
    context = {"activity": row, "claim": chosen, "indicator": chosen.indicator, "target": target, "form": form}
    context["revisions"] = concerning(target.revisions, chosen.indicator_id)
    return render(request, "reports/activities/claim_form.html", context, status=http_status(form))


@login_required
@require_POST
def claim_remove(request: SignedIn, pk, claim) -> HttpResponse:
    row = editable_activity(request, pk)
    chosen = get_object_or_404(Claim, activity=row, pk=claim)
    own = as_in_state(chosen)
    try:
        change(request, row, lambda claims: without(claims, own))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The claim has been removed."))
    return redirect(row)


def change(request: SignedIn, row: Activity, how: Callable[[Claims], Claims]) -> Activity:
    return workflow.change_claims(by=request.user, pk=row.pk, change=how)


def without(claims: Claims, claim: dict) -> Claims:
    return [known for known in claims if not same(known, claim)]


def same(one: dict, other: dict) -> bool:
    return (one["indicator"], one["unit"]) == (other["indicator"], other["unit"])


def as_in_state(claim: Claim) -> dict[str, str]:
    itself = claim.indicator.counts == Indicator.Counts.ACTIVITIES
    return {"indicator": claim.indicator_id, "unit": ITSELF if itself else claim.unit}

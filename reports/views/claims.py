"""Claims are made in two plain steps, and saved as part of their activity."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from indicators.models import Indicator, Target
from indicators.revisions import TargetNow, targets_now
from reports import workflow
from reports.activity.state import activity_state
from reports.activity.units import ITSELF
from reports.forms.claim import ClaimDateForm, ClaimForm, fitting_indicators
from reports.forms.refusals import accepted, http_status
from reports.models import Activity, Claim, latest_day_of
from reports.views.doors import editable_activity

Claims = list[dict]  # as in a state


@login_required
def claim_new(request: HttpRequest, pk) -> HttpResponse:
    row = editable_activity(request, pk)
    state = activity_state(row)
    fitting = fitting_indicators(state)
    indicator = fitting.filter(pk=request.GET.get("indicator", "")).first()
    if indicator is None:
        context = {"activity": row, "indicators": list(zip(fitting, targets_of(fitting), strict=True))}
        return render(request, "reports/activities/claim_choose.html", context)
    form = ClaimForm(request.POST or None, indicator=indicator, state=state)

    def added() -> Activity:
        claim = form.claim()
        return change(request, row, lambda claims: [*without(claims, claim), claim])

    if accepted(form, added):
        messages.success(request, _("The claim is saved. Add what proves it."))
        return redirect(row)
    context = {"activity": row, "indicator": indicator, "target": targets_of([indicator])[0], "form": form}
    return render(request, "reports/activities/claim_form.html", context, status=http_status(form))


@login_required
def claim_edit(request: HttpRequest, pk, claim) -> HttpResponse:
    row = editable_activity(request, pk)
    chosen = get_object_or_404(Claim.objects.with_units(), activity=row, pk=claim)
    first = {"achieved_on": chosen.achieved_on}
    form = ClaimDateForm(request.POST or None, initial=first, latest=latest_day_of(row.countries.all()))
    own = as_in_state(chosen)

    def dated(claims: Claims) -> Claims:
        return [known | form.cleaned_data if same(known, own) else known for known in claims]

    if accepted(form, lambda: change(request, row, dated)):
        messages.success(request, _("The claim is saved."))
        return redirect(row)
    indicator = chosen.indicator
    context = {"activity": row, "claim": chosen, "indicator": indicator, "form": form}
    context["target"] = targets_of([indicator])[0]
    return render(request, "reports/activities/claim_form.html", context, status=http_status(form))


@login_required
@require_POST
def claim_remove(request: HttpRequest, pk, claim) -> HttpResponse:
    row = editable_activity(request, pk)
    chosen = get_object_or_404(Claim, activity=row, pk=claim)
    own = as_in_state(chosen)
    change(request, row, lambda claims: without(claims, own))
    messages.success(request, _("The claim has been removed."))
    return redirect(row)


def targets_of(indicators: Iterable[Indicator]) -> list[TargetNow]:
    """The target of each, as it stands today. Two queries."""
    wanted = [indicator.target_id for indicator in indicators]
    found = {row.code: row for row in targets_now(Target.objects.filter(pk__in=wanted), timezone.localdate())}
    return [found[code] for code in wanted]


def change(request: HttpRequest, row: Activity, how: Callable[[Claims], Claims]) -> Activity:
    return workflow.change_claims(by=request.user, pk=row.pk, change=how)


def without(claims: Claims, claim: dict) -> Claims:
    return [known for known in claims if not same(known, claim)]


def same(one: dict, other: dict) -> bool:
    return (one["indicator"], one["unit"]) == (other["indicator"], other["unit"])


def as_in_state(claim: Claim) -> dict[str, str]:
    itself = claim.indicator.counts == Indicator.Counts.ACTIVITIES
    return {"indicator": claim.indicator_id, "unit": ITSELF if itself else claim.unit}

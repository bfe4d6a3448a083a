"""One claim under review: what each agency finds, and the decision."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports import rules, workflow
from reports.agencies import awaits, with_judges
from reports.forms.refusals import accepted, http_status
from reports.forms.review import DecideForm, FindingForm
from reports.models import Claim, with_new_proof, with_proof, with_proof_day
from reports.sight import open_with_others, with_findings, with_revisions
from reports.verified import verified_claim
from reports.views.doors import SignedIn
from reports.workflow.judging import decider


@login_required
def claim_finding(request: SignedIn, pk) -> HttpResponse:
    claim, who = claim_to_review(request, pk), rules.standing(request.user)
    form = FindingForm(request.POST or None, initial=own_finding(claim, who), countries=claim.activity.country_codes())
    if accepted(form, lambda: workflow.record_finding(by=request.user, pk=pk, **form.typed())):
        claim.refresh_from_db()
        is_verified = claim.verification == Claim.Verification.VERIFIED
        complete = _("The finding has been recorded, and with it the claim is verified.")
        messages.success(request, complete if is_verified else _("The finding has been recorded."))
        return redirect("claim_finding", pk)
    return claim_page(request, claim, status=http_status(form), finding_form=form)


@login_required
@require_POST
def claim_decide(request: SignedIn, pk) -> HttpResponse:
    """Verify or refuse one claim, or take the decision back."""
    claim = claim_to_review(request, pk)
    form = DecideForm(request.POST, countries=claim.activity.country_codes())
    if decided := accepted(form, lambda: workflow.decide_claim(by=request.user, pk=pk, **form.typed())):
        message = _("Your decision has been saved.")
        if decided.verification != form.cleaned_data["verification"]:
            message = _("The agreement of your agency has been recorded. The claim now awaits the other agency.")
        messages.success(request, message)
        return redirect("activity", claim.activity_id)
    return claim_page(request, claim, status=422, decide_form=form)


def claim_to_review(request: HttpRequest, pk) -> Claim:
    """404 for what this person may not see, 403 for what they may not review."""
    who = rules.standing(request.user)
    claims = with_proof_day(with_new_proof(with_proof(rules.visible_claims(who)))).with_units().with_agencies()
    claim = get_object_or_404(with_judges(with_findings(claims)).select_related("decided_by"), pk=pk)
    if not (rules.may_review(who, claim.activity) or rules.may_find(who, claim.activity)):
        raise PermissionDenied
    return claim


def own_finding(claim: Claim, who: rules.Standing) -> dict[str, str]:
    """What the person's own agency has found already."""
    own = next((row for row in claim.findings.all() if who.agency and row.agency_id == who.agency.pk), None)
    return {"verdict": own.verdict, "reasons": own.reasons} if own else {}


def claim_page(request: SignedIn, claim: Claim, *, status: int, **forms) -> HttpResponse:
    """One claim with what proves it; its country is told that the activity is open."""
    who = rules.standing(request.user)
    workflow.open_for_review(by=request.user, pk=claim.activity_id)
    proof = rules.visible_evidence(who).filter(activity=claim.activity_id).prefetch_related("claims")
    named = [piece for piece in proof if not piece.claims.all() or claim in piece.claims.all()]
    with_revisions([claim], who.today())
    deciding = decider(request.user)
    claim.verified_by, claim.awaits = verified_claim(claim, named), awaits(claim, claim.activity)
    context = {
        "claim": claim,
        "activity": claim.activity,
        "evidence": named,
        "agency": who.agency if rules.may_find(who, claim.activity) else None,
        "problem": deciding.problem(claim, claim.activity),
        "open_reviews": open_with_others(who).filter(activity=claim.activity_id),
        "finding_form": FindingForm(initial=own_finding(claim, who)),
        "decide_form": DecideForm(initial={"verification": claim.verification}),
    }
    return render(request, "reports/review/claim.html", context | forms, status=status)

"""Evidence: added, taken away, and handed out only to those who may see it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports import rules, workflow
from reports.forms.evidence import EvidenceForm
from reports.models import Evidence
from reports.views.activities import tell


@login_required
def evidence_new(request: HttpRequest, pk) -> HttpResponse:
    who = rules.standing(request.user)
    row = get_object_or_404(rules.visible_activities(who).prefetch_related("countries"), pk=pk)
    if not rules.may_edit(who, row):
        raise PermissionDenied
    claims = list(row.claims.with_units())
    form = EvidenceForm(request.POST or None, request.FILES or None, claims=claims)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.add_evidence(by=request.user, pk=pk, **form.cleaned_data)
        except ValidationError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The evidence is saved."))
            return redirect(row)
    context = {"activity": row, "form": form}
    return render(request, "reports/activities/evidence_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def evidence_remove(request: HttpRequest, pk) -> HttpResponse:
    get_object_or_404(rules.visible_evidence(rules.standing(request.user)), pk=pk)
    activity = workflow.remove_evidence(by=request.user, pk=pk)
    messages.success(request, _("The evidence has been removed."))
    return redirect(activity)


def evidence_file(request: HttpRequest, pk) -> HttpResponse:
    """The file as an attachment, never shown inside a page of ours, whatever it is."""
    visible = rules.visible_evidence(rules.standing(request.user))
    evidence = get_object_or_404(visible, pk=pk, kind=Evidence.Kind.FILE)
    response = FileResponse(
        evidence.file.open("rb"),
        as_attachment=True,
        filename=evidence.file_name,
        content_type=evidence.content_type,
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response

"""Evidence: added, taken away, and handed out only to those who may see it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports import rules, workflow
from reports.forms.evidence import EvidenceForm
from reports.forms.refusals import add_refusal, http_status
from reports.models import Evidence
from reports.tokens import open_to_tokens
from reports.views.doors import SignedIn, editable_activity
from reports.views.files import guarded
from reports.views.pieces import add_pieces, show_notes
from themes.punctuation import introduced


@login_required
def evidence_new(request: SignedIn, pk) -> HttpResponse:
    row = editable_activity(request, pk)
    claims = list(row.claims.with_units())
    form = EvidenceForm(
        request.POST or None,
        request.FILES or None,
        who=rules.standing(request.user),
        claims=claims,
        countries=row.country_codes(),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        added, refused = add_pieces(request.user, pk, typed["files"], typed["links"], typed["citation"], **form.about())
        for name, refusal in refused:
            add_piece_refusal(form, name, refusal)
        show_notes(request, added)
        if not refused:
            if not all(piece.sent_again_as for piece in added):
                messages.success(request, _("The evidence has been saved."))
            return redirect(row)
    context = {"activity": row, "form": form}
    return render(request, "reports/activities/evidence_form.html", context, status=http_status(form))


def add_piece_refusal(form: EvidenceForm, name: str, refusal: ValidationError) -> None:
    """At the field that the piece came from, with its name before it; the rest is told where it belongs."""
    fields = {"file": "files", "url": "links"}
    for field, problems in refusal.message_dict.items():
        if field in fields:
            form.add_error(fields[field], [introduced(name, message) for message in problems])
        else:
            add_refusal(form, ValidationError({field: problems}))


@login_required
@require_POST
def evidence_remove(request: SignedIn, pk) -> HttpResponse:
    get_object_or_404(rules.visible_evidence(rules.standing(request.user)), pk=pk)
    activity = workflow.remove_evidence(by=request.user, pk=pk)
    messages.success(request, _("The evidence has been removed."))
    return redirect(activity)


@open_to_tokens
def evidence_file(request: HttpRequest, pk) -> HttpResponseBase:
    """The file as an attachment, never shown inside a page of ours, whatever it is."""
    evidence = seen_file(request, pk)
    return guarded(
        FileResponse(
            evidence.file.open("rb"),
            as_attachment=True,
            filename=evidence.file_name,
            content_type=evidence.content_type,
        )
    )


@open_to_tokens
def evidence_preview(request: HttpRequest, pk) -> HttpResponseBase:
    """The small picture of its first page: one of our own drawing, for the same readers."""
    evidence = seen_file(request, pk)
    if not evidence.preview:
        raise Http404
    return guarded(FileResponse(evidence.preview.open("rb"), content_type="image/webp"))


def seen_file(request: HttpRequest, pk) -> Evidence:
    visible = rules.visible_evidence(rules.standing(request.user))
    return get_object_or_404(visible, pk=pk, kind=Evidence.Kind.FILE)

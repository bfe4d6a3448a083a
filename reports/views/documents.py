"""The printed report of a snapshot and its country briefs: the reader's own part of it, in a language and a form."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from reports import invented, rules
from reports.documents.forms import TYPES
from reports.documents.ordering import REPORT, Order, ready
from reports.models import Snapshot
from reports.snapshots.frozen import read
from reports.tokens import open_to_tokens
from reports.views.doors import visible_snapshot

AGAIN = 2  # seconds
SAVED = {"docx"}  # what a browser saves and does not show


@open_to_tokens
def snapshot_report(request: HttpRequest, code: str, language: str, form: str) -> HttpResponseBase:
    return document(request, code, REPORT, language, form)


@open_to_tokens
def snapshot_brief(request: HttpRequest, code: str, country: str, language: str, form: str) -> HttpResponseBase:
    return document(request, code, country, language, form)


def document(request: HttpRequest, code: str, subject: str, language: str, form: str) -> HttpResponseBase:
    """The file, or a page that asks for it again by itself while it is being made."""
    row = visible_snapshot(request, code)
    participants = rules.may_see_participants_part(rules.standing(request.user))
    if language not in settings.COMPLETE_LANGUAGES or subject not in subjects(row, participants=participants):
        raise Http404
    order = Order(code, participants, subject, language, form)
    path = order.path(row)
    if not ready(order, path):
        return waiting(request, row, made=False)
    if "waited" in request.GET and form in SAVED:
        return waiting(request, row, made=True)
    file_name = invented.file_name(f"plan-of-action-{row.as_at}-edition-{row.edition}-{path.name}")
    answer = FileResponse(path.open("rb"), as_attachment=form in SAVED, filename=file_name, content_type=TYPES[form])
    answer["Cache-Control"] = "private, no-store"
    return answer


def subjects(row: Snapshot, *, participants: bool) -> set[str]:
    """The whole, and the countries of which the edition has a line."""
    frozen = read(row.pk, participants=participants)
    return {REPORT, *(line["code"] for line in frozen["figures"]["countries"])}


def waiting(request: HttpRequest, row: Snapshot, *, made: bool) -> HttpResponse:
    """A browser that saves a file stays on the page where it was: a last one says that there is nothing to wait for."""
    context = {"snapshot": row, "made": made}
    answer = render(request, "reports/snapshots/waiting.html", context, status=200 if made else 202)
    answer["Refresh"] = f"0; url={request.path}" if made else f"{AGAIN}; url={request.path}?waited"
    return answer

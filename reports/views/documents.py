"""The printed report of a snapshot and its country briefs: the reader's own part of it, in a language and a form."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from reports import invented, rules
from reports.documents import shelf
from reports.documents.brief import UnknownCountry, brief
from reports.documents.forms import FORMS, TYPES
from reports.documents.report import report
from reports.documents.source import Source, source
from reports.models import Snapshot
from reports.tokens import open_to_tokens
from reports.views.doors import visible_snapshot

AGAIN = 2  # seconds
SAVED = {"docx"}  # what a browser saves and does not show


@open_to_tokens
def snapshot_report(request: HttpRequest, code: str, language: str, form: str) -> HttpResponseBase:
    return document(request, code, ("report", "report", language, form), report)


@open_to_tokens
def snapshot_brief(request: HttpRequest, code: str, country: str, language: str, form: str) -> HttpResponseBase:
    try:
        return document(request, code, ("brief", country, language, form), partial(brief, country=country))
    except UnknownCountry as unknown:
        raise Http404 from unknown


def document(
    request: HttpRequest, code: str, kind: tuple[str, str, str, str], saying: Callable[[Source], dict[str, Any]]
) -> HttpResponseBase:
    """The file, or a page that asks for it again by itself while it is being made."""
    template, subject, language, form = kind
    if language not in settings.COMPLETE_LANGUAGES:
        raise Http404
    row = visible_snapshot(request, code)
    participants = rules.may_see_participants_part(rules.standing(request.user))
    name = f"{subject}-{language}.{form}"
    path = shelf.place(row.sha256 if participants else row.public_sha256, name)

    def begin():
        return partial(FORMS[form], template, saying(source(row, participants=participants, language=language)))

    if not shelf.ready(path, begin):
        return waiting(request, row, made=False)
    if "waited" in request.GET and form in SAVED:
        return waiting(request, row, made=True)
    file_name = invented.file_name(f"plan-of-action-{row.as_at}-edition-{row.edition}-{name}")
    answer = FileResponse(path.open("rb"), as_attachment=form in SAVED, filename=file_name, content_type=TYPES[form])
    answer["Cache-Control"] = "private, no-store"
    return answer


def waiting(request: HttpRequest, row: Snapshot, *, made: bool) -> HttpResponse:
    """A browser that saves a file stays on the page where it was: a last one says that there is nothing to wait for."""
    context = {"snapshot": row, "made": made}
    answer = render(request, "reports/snapshots/waiting.html", context, status=200 if made else 202)
    answer["Refresh"] = f"0; url={request.path}" if made else f"{AGAIN}; url={request.path}?waited"
    return answer

"""The printed report of a snapshot and its country briefs: the reader's own part of it, in a language and a form."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from reports import rules
from reports.documents import shelf
from reports.documents.brief import brief
from reports.documents.forms import FORMS, TYPES
from reports.documents.report import report
from reports.documents.source import Source, source
from reports.views.snapshots import visible

AGAIN = 2  # seconds


def snapshot_report(request: HttpRequest, code: str, language: str, form: str) -> HttpResponse:
    return document(request, code, ("report", "report", language, form), report)


def snapshot_brief(request: HttpRequest, code: str, country: str, language: str, form: str) -> HttpResponse:
    try:
        return document(request, code, ("brief", country, language, form), partial(brief, country=country))
    except LookupError as unknown:
        raise Http404 from unknown


def document(
    request: HttpRequest, code: str, kind: tuple[str, str, str, str], saying: Callable[[Source], dict[str, Any]]
) -> HttpResponse:
    """The file, or a page that asks for it again by itself while it is being made."""
    row = visible(request, code)
    participants = rules.may_see_participants_part(rules.standing(request.user))
    template, subject, language, form = kind
    name = f"{subject}-{language}.{form}"
    path = shelf.place(row.sha256 if participants else row.public_sha256, name)

    def begin():
        return partial(FORMS[form], template, saying(source(row, participants=participants, language=language)))

    if not shelf.ready(path, begin):
        answer = render(request, "reports/snapshots/waiting.html", {"snapshot": row}, status=202)
        answer["Refresh"] = str(AGAIN)
        return answer
    file_name = f"plan-of-action-{row.as_at}-edition-{row.edition}-{name}"
    return FileResponse(path.open("rb"), as_attachment=form != "pdf", filename=file_name, content_type=TYPES[form])

"""What proves an activity, taken piece by piece: one that is refused leaves the others."""

from collections.abc import Callable
from time import monotonic
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from reports import limits, rules, workflow
from reports.forms.proof import Sent
from reports.models import Evidence, User


def add_pieces(
    by: User, pk: UUID, sent: Sent, links: list[str], citation: str = "", **about: Any
) -> tuple[list[Evidence], list[tuple[str, ValidationError]]]:
    """Add each piece by itself: those that stand, and `(name, refusal)` of those that cannot be taken."""
    names = dict(rules.visible_uploads(rules.standing(by)).values_list("pk", "file_name"))
    pieces: list[tuple[str, Callable[..., Evidence], dict[str, Any]]] = [
        (file.name or "", workflow.add_evidence, {"kind": "file", "file": file}) for file in sent.files
    ]
    pieces += [(names.get(upload, ""), workflow.attach_upload, {"upload": upload}) for upload in sent.uploads]
    pieces += [("", workflow.add_evidence, {"kind": "link", "url": url}) for url in links]
    if citation:
        pieces.append((citation, workflow.add_evidence, {"kind": "citation", "citation": citation}))
    added, refused, until = [], [], monotonic() + limits.FILES_SECONDS
    for name, verb, given in pieces:
        try:
            if monotonic() > until and {"file", "upload"} & given.keys():  # nothing else takes time
                raise ValidationError({"file": [_("There was not enough time to process this file. Send it again.")]})
            added.append(verb(by=by, pk=pk, **given, **about))
        except ValidationError as refusal:
            refused.append((name or given.get("url", _("File")), refusal))
    return added, refused


def show_notes(request: HttpRequest, added: list[Evidence]) -> None:
    """A file that is signed, a piece that was there already."""
    for note in (note for piece in added for note in piece.notes()):
        messages.warning(request, note)

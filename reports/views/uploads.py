"""Files on their way in, for upload.js: begin one, send what follows, ask how far it has come, give it up.

Answers are JSON: `id`, `size` and `received`, or `reason` in words.
"""

import re
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from reports import limits, rules, workflow
from reports.asked import number_of
from reports.models import FileUpload
from reports.views.doors import SignedIn


@never_cache
@require_POST
def uploads(request: HttpRequest) -> JsonResponse:
    """Begin with `name`, `size` and, where the browser can tell it, `sha256`."""
    if not request.user.is_authenticated:
        return signed_out()
    typed = request.POST
    size, sha256 = number_of(typed.get("size", "")), typed.get("sha256", "")
    if size is None or not re.fullmatch(r"([0-9a-f]{64})?", sha256):
        return refused(_("The file was not specified. Choose the file again."))
    try:
        row = workflow.begin_upload(by=request.user, name=typed.get("name", ""), size=size, sha256=sha256)
    except ValidationError as refusal:
        return refused(" ".join(refusal.messages))
    return JsonResponse(represent_upload(row), status=201)


@never_cache
@require_http_methods(["GET", "POST", "DELETE"])
def upload(request: HttpRequest, pk: UUID) -> JsonResponse:
    """GET says how far it is; POST `?offset=` takes the bytes that follow (409: they do not; go on from `received`)."""
    if not request.user.is_authenticated:
        return signed_out()
    row = get_object_or_404(rules.visible_uploads(rules.standing(request.user)), pk=pk)
    if request.method == "DELETE":
        workflow.drop_upload(by=request.user, pk=pk)
        return JsonResponse({})
    if request.method == "GET":
        return JsonResponse(represent_upload(row))
    offset, length = number_of(request.GET.get("offset", "")), number_of(request.headers.get("Content-Length") or "0")
    if offset is None or length is None or length > limits.CHUNK_BYTES:
        return refused(_("This part does not match the file. Choose the file again."))
    try:
        row = workflow.add_chunk(by=request.user, pk=pk, offset=offset, content=body_of(request))
    except workflow.WrongState:
        row.refresh_from_db()
        return JsonResponse(represent_upload(row), status=409)
    except ValidationError as refusal:
        return refused(" ".join(refusal.messages))
    return JsonResponse(represent_upload(row))


@login_required
@require_POST
def upload_drop(request: SignedIn, pk: UUID) -> HttpResponse:
    """The button of the desk: the file is attached to nothing and not wanted any more."""
    get_object_or_404(rules.visible_uploads(rules.standing(request.user)), pk=pk)
    workflow.drop_upload(by=request.user, pk=pk)
    messages.success(request, _("The file has been deleted."))
    return redirect("desk")


def body_of(request: HttpRequest) -> bytes:
    """What came of the chunk; if the line broke there is nobody left to answer."""
    try:
        return request.body
    except UnreadablePostError:
        return b""


def represent_upload(row: FileUpload) -> dict:
    return {"id": str(row.pk), "size": row.size, "received": row.received}


def refused(reason: str) -> JsonResponse:
    return JsonResponse({"reason": reason}, status=422)


def signed_out() -> JsonResponse:
    reason = _(
        "You are signed out. Sign in again in another window, then choose the file again: the upload will resume."
    )
    return JsonResponse({"reason": reason}, status=401)

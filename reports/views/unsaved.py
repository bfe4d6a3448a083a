"""What is typed, kept while it is typed."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from reports import workflow
from reports.views.doors import SignedIn


@require_POST
def unsaved_keep(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a form's fields: 204, or a problem that says why not (401: signed out; 413: too long)."""
    if not request.user.is_authenticated:
        return JsonResponse({"reason": "signed-out"}, status=401)
    fields = request.POST.copy()
    path, heading = (fields.pop(name, [""])[-1] for name in ("typed_path", "typed_heading"))
    fields.pop("csrfmiddlewaretoken", None)
    try:
        title = fields.get("title") or fields.get("name") or heading
        workflow.keep_unsaved(by=request.user, key=key, path=path, title=title, fields=fields.urlencode())
    except ValidationError as refusal:
        return JsonResponse({"reason": " ".join(refusal.messages)}, status=413)
    return HttpResponse(status=204)


@login_required
@require_POST
def unsaved_forget(request: SignedIn, key: str) -> HttpResponse:
    workflow.forget_unsaved(by=request.user, key=key)
    return redirect("desk")

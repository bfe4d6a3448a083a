import sys
from hashlib import sha256
from urllib.parse import parse_qsl
from uuid import UUID

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.defaults import page_not_found

from actionplan import problems
from actionplan.modules import imported
from actionplan.problems import TITLES, bare_problem
from actionplan.refusals import Refusal, cannot_be_read, drain, known, nothing_there
from reports import errors, rules, workflow
from reports.errors import Numbered
from reports.models import Activity, UnsavedForm
from reports.wording import field_name

BUTTONS = ("csrfmiddlewaretoken", "submit")  # what a form sends beside what was typed
NOT_TYPED = (*BUTTONS, "version", "base", "key", "typed_key", "person", "claims_shown")
SCRIPTS = ("uploads", "upload", "unsaved_keep")  # asked by scripts, which show the `reason`
OFFLINE = ("form", "line", "site", "waiting")  # files go up online alone
MODULES = sorted({each for name in OFFLINE for each in (name, *imported(name))})
SHELL = ("css/site.css", *(f"js/{name}.js" for name in MODULES), "img/mark.svg")


@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root so that it may serve every page. It changes as soon as one of its files does."""
    shell = [static(name) for name in SHELL]
    context = {
        "shell": " ".join(shell),
        "version": sha256("".join(shell).encode()).hexdigest()[:12],
        "line": reverse("line"),
        "pages": reverse("line_pages"),
    }
    return render(request, "worker.js", context, content_type="text/javascript")


def admin_login(request: HttpRequest) -> HttpResponse:
    """To the site's own sign-in, and back; refused to who has signed in already and may not enter."""
    if request.user.is_authenticated and not admin.site.has_permission(request):
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", reverse("admin:index")), reverse("account_login"))


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal in the form of what was asked: a problem of the API, a reason for a script, a page. No query."""
    if request.path.startswith("/api/") or request.headers.get("Authorization"):
        return bare_problem(request, refusal)
    if request.resolver_match and request.resolver_match.url_name in SCRIPTS:
        return JsonResponse({"reason": refusal.detail}, status=refusal.status, headers=refusal.headers)
    if refusal.status == 404:
        return page_not_found(request, Http404())
    context = {"title": TITLES.get(refusal.status, TITLES[400]), "detail": refusal.detail}
    return HttpResponse(render_to_string("refused.html", context), status=refusal.status, headers=refusal.headers)


def in_words(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A bare 401 or 405 with what it says, and with its headers."""
    words = {401: _("Sign in, or send a valid token."), 405: _("This page does not accept this kind of request.")}
    headers = {name: value for name, value in response.items() if name not in ("Content-Type", "Content-Length")}
    return refused(request, Refusal(response.status_code, words[response.status_code], headers))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's own for what cannot be read: a host, a form, an address."""
    drain(request)
    return refused(request, known(exception) or cannot_be_read())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return bare_problem(request, nothing_there())
    match = request.resolver_match
    stays = workflow.successor(rules.standing(request.user), match.kwargs.get("pk")) if match else None
    return merged_away(request, *stays) if match and stays else page_not_found(request, exception)


def merged_away(request: HttpRequest, kept: Activity, now: UUID) -> HttpResponse:
    """What was merged into another is read there; what was to be written, or was typed and never sent, stands on the page
    that says so."""
    is_read = request.method in ("GET", "HEAD")
    typed = kept_unsaved(request) if is_read else typed_in(request)
    if is_read and not typed:
        match = request.resolver_match
        assert match is not None
        address = reverse(match.view_name, kwargs=match.kwargs | {"pk": now})
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponsePermanentRedirect(address + query, headers={"Cache-Control": "private, no-store"})
    context = {"activity": kept, "fields": typed_words(typed)}
    return render(request, "reports/activities/merged_away.html", context, status=409)


def typed_words(typed: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a form sent, for a person to read: under the names of its fields, without what is empty or was not typed."""
    ticked = {f"day:{value}" for name, value in typed if name == "claims"}
    words = [(name, value) for name, value in typed if value and name not in NOT_TYPED]
    return [(field_name(name), value) for name, value in words if not name.startswith("day:") or name in ticked]


def kept_unsaved(request: HttpRequest) -> list[tuple[str, str]]:
    """What this person once typed into the form of this page and has not sent."""
    if not request.user.is_authenticated:
        return []
    rows = UnsavedForm.objects.filter(person=request.user, path=request.path)
    return [pair for row in rows for pair in parse_qsl(row.fields) if pair[0] not in BUTTONS]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was opened before its person last signed in: what was typed is shown, to be sent once more by hand."""
    return not_taken(request)


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form sent, but for its buttons."""
    return [(name, value) for name, values in request.POST.lists() for value in values if name not in BUTTONS]


def not_taken(request: HttpRequest, first: str = "") -> HttpResponse:
    """A form that was refused before it was read: what was typed is shown, to be sent once more, after a visit to the
    page `first` if one is named.

    Only to the person whose form it was (it says so in `person`); to everybody else the page says what to do.
    """
    own = request.user.is_authenticated and request.POST.get("person") == str(request.user.pk)
    context = {"fields": typed_in(request) if own else [], "submit": "submit" in request.POST, "first": first}
    return render(request, "403_csrf.html", context, status=403)


def server_error(request: Numbered) -> HttpResponse:
    """An error that nobody foresaw: its number, in the reader's language, as a page or as a problem of the API.

    Where not even a view was reached, an exception may still be one that says something.
    """
    error = sys.exc_info()[1] or Exception()
    refusal = known(error)
    if refusal:
        return refused(request, refusal)
    errors.mail_administrators(request, error)
    language = getattr(request, "LANGUAGE_CODE", "") or get_language_from_request(request)
    with translation.override(language):
        if request.path_info.startswith("/api/"):
            return problems.server_error(request)
        return render(None, "500.html", {"number": request.id}, status=500)

import sys
from hashlib import sha256

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_from_request
from django.views.decorators.cache import never_cache

from actionplan import problems
from reports import errors

SHELL = ("css/site.css", "js/site.js", "js/line.js", "js/form.js", "js/waiting.js", "img/mark.svg")


def health(request: HttpRequest) -> HttpResponse:
    """`ok` when the program runs and the database answers: for a monitor."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root so that it may serve every page. It changes as soon as one of its files does."""
    shell = [static(name) for name in SHELL]
    context = {
        "shell": shell,
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


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was opened before its person last signed in: what was typed is shown, to be sent once more by hand."""
    return not_taken(request)


def not_taken(request: HttpRequest, first: str = "") -> HttpResponse:
    """A form that was refused before it was read: what was typed is shown, to be sent once more, after a visit to the
    page `first` if one is named.

    Only to the person whose form it was (it says so in `person`); to everybody else the page says what to do.
    """
    own = request.user.is_authenticated and request.POST.get("person") == str(request.user.pk)
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if own and name not in ("csrfmiddlewaretoken", "submit")
    ]
    context = {"fields": fields, "submit": "submit" in request.POST, "first": first}
    return render(request, "403_csrf.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """An error that nobody foresaw: its number, in the reader's language, as a page or as a problem of the API."""
    errors.tell_administrators(request, sys.exc_info()[1])
    language = getattr(request, "LANGUAGE_CODE", "") or get_language_from_request(request)
    with translation.override(language):
        if request.path_info.startswith("/api/"):
            return problems.server_error(request)
        return render(None, "500.html", {"number": request.id}, status=500)

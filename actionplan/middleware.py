import logging
import re
from contextlib import suppress
from functools import partial

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseNotModified
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode

from actionplan import refusals, views
from actionplan.kept_answers import KeptAnswers
from reports import accounts, citing, exports, freshness, invented, rules, workflow

logger = logging.getLogger(__name__)


class HealthMiddleware:
    """`/health/`: 200 and `ok` while the program runs and the database answers, else 503, for whoever asks.

    A probe comes by plain HTTP, under the machine's own number, past the proxy: nothing of that is asked here. Of the
    database it says no more than whether it answers.
    """

    PATHS = ("/health", "/health/")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info not in self.PATHS:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(("GET", "HEAD"))
        answer, status = ("ok", 200) if database_answers() else ("the database does not answer", 503)
        return HttpResponse(answer, status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError) as error:
        logger.error("The database does not answer a probe", exc_info=error)
        return False
    return True


class RefusalMiddleware:
    """What cannot be read is refused before anybody reads it; what a view lets through is answered in words.

    A refusal without words (a method that a page does not take) gets its page here.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if refusal := refusals.unreadable(request):
            with suppress(DatabaseError, InterfaceError, ValueError):  # then the browser's language has to do
                accounts.speak_to(request, get_user(request))
            refusals.drain(request)
            return views.refused(request, refusals.unreadable(request) or refusal)  # once more, in that language
        response = self.get_response(request)
        if response.status_code in (401, 405) and not response.streaming and not response.content:
            return views.in_words(request, response)
        return response

    def process_exception(self, request, error):
        refusal = refusals.known(error)
        return refusal and views.refused(request, refusal)


class AccountLanguageMiddleware:
    """A signed-in person reads in the language of their account; a shared link opens in the reader's own.

    Django's LocaleMiddleware has chosen by cookie, then by browser; the page varies by both. What is for everybody answers in
    the language that its address asks for (`?language=fr`): for crawlers, cards and citations, no link of ours has one.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            accounts.speak_to(request, request.user)
        except DatabaseError as error:
            refusal = refusals.known(error)
            if refusal is None:
                raise
            return views.refused(request, refusal)
        response = self.get_response(request)
        patch_vary_headers(response, ("Cookie", "Accept-Language", "Authorization"))
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"  # it names this person, or what only they may see
        return response

    def process_view(self, request, view, args, kwargs):
        asked = request.GET.get("language")
        if asked in dict(settings.LANGUAGES) and request.resolver_match.view_name in citing.PASSED_ON:
            translation.activate(asked)
            request.LANGUAGE_CODE = asked


class ReaderZoneMiddleware:
    """Times are told, and "today" is, in the zone of the reader's country; for all others in the site's own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with timezone.override(rules.standing(request.user).zone):
            return self.get_response(request)


class TakenFormMiddleware:
    """What was kept while a form was typed is forgotten once the form is taken: it is answered with a redirect.

    keeping.js sends the name under which it was kept; the cookie tells site.js to forget it on the person's machine too.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == 302 and request.user.is_authenticated:
            key = request.POST.get("typed_key", "")
            if re.fullmatch(r"[\w.-]{1,80}", key, re.ASCII):
                workflow.forget_unsaved(by=request.user, key=key)
                response.set_cookie("taken", key, max_age=3600, samesite="Lax", secure=request.is_secure())
        return response


class FormatMiddleware:
    """Whoever asks a page for a file gets that file or a refusal in words, never the page in its place.

    A page with a filter that cannot be read says so itself, and its status too. What is a file by its address stays one.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        file_format = request.method in ("GET", "HEAD") and request.GET.get("format")
        if file_format and response.status_code in (301, 302) and "?" not in response["Location"]:
            response["Location"] += "?" + urlencode({"format": file_format})  # it is asked where this leads, too
        is_page = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
        if not file_format or not is_page:
            return response
        if exports.unreadable(request):
            response.status_code = 422
            return response
        return views.refused(request, refusals.no_such_file(file_format))


class FreshnessMiddleware:
    """Who asks again for what has not changed is told so (304) before anything is counted: by a mark of all that it depends on.

    What is for everybody may be kept by any cache, a page for a minute and for another while it is asked for anew; what the
    API answers is asked for again each time. Of both this process keeps the latest, for the next one who asks. A page that
    holds a form or a message, or that says itself how it is kept, has no mark, and what a browser is shown in which somebody
    has signed in has none.
    """

    READING = ("GET", "HEAD")
    PAGE = "public, max-age=60, stale-while-revalidate=60"
    ANSWER = "public, no-cache"
    OF_A_TOKEN = "private, no-cache"

    def __init__(self, get_response):
        self.get_response = get_response
        self.answers = KeptAnswers(settings.KEPT_ANSWERS)

    def __call__(self, request):
        response = self.get_response(request)
        is_whole = response.status_code in (200, 304) and not response.has_header("Cache-Control")
        kept = is_whole and request.method in self.READING and self.kept(request, response)
        if kept:
            mark = freshness.mark(request, request.site_now)
            response["Cache-Control"], response["ETag"] = kept, mark
            if request.method == "GET" and kept != self.OF_A_TOKEN:
                self.answers.keep(mark, response)
        return response

    def process_view(self, request, view, args, kwargs):
        """What the mark is of is read before what the answer is made of: the answer may be newer than its mark says, never older."""
        is_of_api, is_open = hasattr(view, "cls"), request.method in self.READING and is_for_everybody(request)
        if not is_of_api and not is_open:
            return None
        request.site_now = freshness.site_now()
        is_unchanged = partial(freshness.is_unchanged, request, request.site_now)
        if is_of_api:
            request.is_unchanged = is_unchanged  # asked once the API knows who asks
            if not is_open or request.headers.keys() & {"Authorization", "If-None-Match"}:
                return None
        elif is_unchanged():
            return HttpResponseNotModified()
        return self.answers.get(freshness.mark(request, request.site_now))

    def kept(self, request, response) -> str:
        """Empty: it has no mark."""
        is_of_api = hasattr(request, "is_unchanged")
        if is_of_api and request.headers.get("Authorization"):
            return self.OF_A_TOKEN
        has_cookie = response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        if has_cookie or not hasattr(request, "site_now") or not is_for_everybody(request):
            return ""
        return self.ANSWER if is_of_api else self.PAGE


def is_for_everybody(request) -> bool:
    """Nobody is signed in, and nothing waits to be said to this visitor."""
    personal = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name)
    return not request.user.is_authenticated and not any(name in request.COOKIES for name in personal)


class DemonstrationMiddleware:
    """What the API answers says in a header that its data are invented, where they are."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path_info.startswith("/api/") and freshness.shows_demonstration(request):
            response[invented.HEADER] = "invented"
        return response


class SecondFactorMiddleware:
    """No page opens to a session that still owes its second factor, but those on which it is given.

    A form that is sent meanwhile is shown once more, so that nothing typed is lost; what a script asks for is refused. The
    API asks for itself (its tokens need no second factor).
    """

    OPEN = {
        *("mfa_activate_totp", "mfa_reauthenticate", "account_reauthenticate", "account_logout"),
        *("account_reset_password_from_key", "set_language", "worker"),
    }

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.resolver_match.view_name in self.OPEN or hasattr(view, "cls"):
            return None
        owed = accounts.lacks_second_factor(request)
        if not owed:
            return None
        page = accounts.owed_page(owed)
        by_script = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
        if by_script or request.method not in ("GET", "HEAD", "OPTIONS"):
            return views.not_taken(request, page)
        return redirect(f"{page}?{urlencode({'next': request.get_full_path()})}")

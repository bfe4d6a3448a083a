import re

from django.conf import settings
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from reports import rules, workflow


class AccountLanguageMiddleware:
    """A signed-in person reads in the language of their account; a shared link opens in the reader's own.

    Django's LocaleMiddleware has chosen by cookie, then by browser; the page varies by both.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.user.language if request.user.is_authenticated else ""
        if chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        response = self.get_response(request)
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        return response


class ReaderZoneMiddleware:
    """Times are told, and "today" is, in the zone of the reader's country; for all others in the site's own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with timezone.override(rules.standing(request.user).zone):
            return self.get_response(request)


class TakenFormMiddleware:
    """What was kept while a form was typed is forgotten once the form is taken: it is answered with a redirect.

    form.js sends the name under which it was kept; the cookie tells site.js to forget it on the person's machine too.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == 302 and request.user.is_authenticated:
            key = request.POST.get("typed_key", "")
            if re.fullmatch(r"[\w.-]{1,80}", key, re.ASCII):
                workflow.forget_typed(by=request.user, key=key)
                response.set_cookie("taken", key, max_age=3600, samesite="Lax", secure=request.is_secure())
        return response

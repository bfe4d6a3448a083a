from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_vary_headers


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

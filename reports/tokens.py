"""How a partner system signs in, and how far its token reaches."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import wraps

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission

from reports import rules
from reports.accounts import lacks_second_factor
from reports.models import ApiToken

logger = logging.getLogger(__name__)
USE_IS_NOTED_EVERY = timedelta(minutes=5)  # so that reading does not become writing


class ScopedTokenAuthentication(TokenAuthentication):
    """`Authorization: Token ...`; notes when the token was last used. Its owner's day and zone hold for the request."""

    def authenticate_credentials(self, token):
        try:
            user, auth = super().authenticate_credentials(token)
        except UnicodeDecodeError:
            raise AuthenticationFailed(_("Invalid token.")) from None
        timezone.activate(rules.standing(user).zone)
        now = timezone.now()
        if auth.last_used_at is None or now - auth.last_used_at > USE_IS_NOTED_EVERY:
            note_use(auth, now)
        return user, auth

    def _cleanup_token(self, auth_token) -> bool:
        """One that has ended is not good; reading takes nothing away, an administrator does."""
        return auth_token.expiry is not None and auth_token.expiry < timezone.now()


def refuse_unknown(request: HttpRequest) -> None:
    """Whoever sends something else than a token is told, and not answered as the public. Raises AuthenticationFailed."""
    if request.META.get("HTTP_AUTHORIZATION", "").strip():
        raise AuthenticationFailed(
            _("This kind of authentication is not supported. Send “Authorization: Token” followed by a token.")
        )


def note_use(token: ApiToken, now: datetime) -> None:
    """Note it if that can be done at once: who reads does not wait, nor fail, for who writes."""
    try:
        with not_waiting(), transaction.atomic():
            free = ApiToken.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).filter(pk=token.pk)
            ApiToken.objects.filter(pk__in=[row.pk for row in free]).update(last_used_at=now)
    except DatabaseError as busy:
        logger.info("The use of a token was not noted: %s", busy)


@contextmanager
def not_waiting() -> Iterator[None]:
    """SQLite says at once that somebody writes; PostgreSQL passes over the row (`skip_locked`)."""
    if connection.vendor != "sqlite":
        yield
        return
    patience = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    try:
        set_patience(0)
        yield
    finally:
        set_patience(patience)


def set_patience(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds:d}")


def open_to_tokens(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A file that the API names is fetched with the same token: 401 for one that is not good."""

    @wraps(view)
    def opened(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        authentication = ScopedTokenAuthentication()
        try:
            authenticated = authentication.authenticate(request)
            if not authenticated and not request.user.is_authenticated:
                refuse_unknown(request)
        except AuthenticationFailed:
            refusal = HttpResponse(status=401)
            refusal["WWW-Authenticate"] = authentication.authenticate_header(request)
            return refusal
        if authenticated:
            request.user = authenticated[0]
        return view(request, *args, **kwargs)

    return opened


class WholeSessionAuthentication(SessionAuthentication):
    """Somebody signed in on the site, with all that their sign-in has to prove: a token is asked for no second factor."""

    def authenticate(self, request):
        authenticated = super().authenticate(request)
        if not authenticated:
            refuse_unknown(request)
        if authenticated and lacks_second_factor(request._request):
            raise PermissionDenied(
                _("Your account requires a second factor. Open any page of the site and follow the instructions.")
            )
        return authenticated


class SessionScheme(OpenApiAuthenticationExtension):
    """How the schema tells of it."""

    target_class = WholeSessionAuthentication
    name = "cookieAuth"

    def get_security_definition(self, auto_schema):
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema tells of it."""

    target_class = ScopedTokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Token <secret>"}


class WithinTokenScope(BasePermission):
    """Anybody may ask (the lists are cut by the rules); writing takes a person, and a token made for writing."""

    message = _("Sign in, or send a token with the scope “write”.")

    def has_permission(self, request, view):
        if request.method in SAFE_METHODS:
            return True
        if not request.user.is_authenticated:
            return False
        return not isinstance(request.auth, ApiToken) or request.auth.scope == ApiToken.Scope.WRITE

"""Browsers in which the owner of an account signed in before: a signed cookie, with a number of its own per account.

It opens nothing. It only says that wrong passwords from elsewhere are no reason to hold this browser up.
"""

from secrets import token_hex

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from reports.limits import ACCOUNTS_A_BROWSER, BROWSER_KNOWN_DAYS
from reports.models import User

COOKIE = "known"
SALT = "known-browser"
KNOWN_FOR = BROWSER_KNOWN_DAYS * 24 * 3600  # seconds


def nonces(request: HttpRequest) -> dict[int, str]:
    """The accounts that this browser knows, with its number for each; the least recent first."""
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return {}
    return {int(pk): nonce for pk, nonce in known}


def remember(request: HttpRequest, response: HttpResponse, person: User) -> None:
    """Keep in the browser that this person signed in; the account that was used longest ago makes room."""
    known = nonces(request)
    nonce = known.pop(person.pk, None) or token_hex(8)
    rows = [*known.items(), (person.pk, nonce)][-ACCOUNTS_A_BROWSER:]
    response.set_cookie(
        COOKIE,
        signing.dumps(rows, salt=SALT),
        max_age=KNOWN_FOR,
        path=reverse("profile"),  # sent along to the pages of the account alone
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def accounts_named(login: str) -> list[int]:
    """The accounts that what was typed may stand for: the same look-up as that of the sign-in itself."""
    login = login.strip()
    by_address = Q(email=login.lower()) | Q(emailaddress__email=login.lower())
    return list(User.objects.filter(Q(username__iexact=login) | by_address).values_list("pk", flat=True).distinct())

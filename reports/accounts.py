"""The sign-in: who is let try, what a session has proved, and which mail goes out about an account."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from reports import account_mail, attempts, known_browsers, rules, workflow
from reports.client_address import client_address
from reports.limits import (
    BROWSER_SECONDS,
    BROWSER_TRIES,
    CONFIRMED_SECONDS,
    PASSWORD_SECONDS,
    PASSWORD_TRIES,
    PLACE_SECONDS,
    PLACE_TRIES,
)
from reports.models import User

FOR_ONE_ACCOUNT = attempts.Limit(PASSWORD_TRIES, PASSWORD_SECONDS)
IN_A_KNOWN_BROWSER = attempts.Limit(BROWSER_TRIES, BROWSER_SECONDS)
FROM_ONE_PLACE = attempts.Limit(PLACE_TRIES, PLACE_SECONDS)


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Nobody registers themselves: an administrator invites. Mail goes out with the site's own, and waits with it."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_passwords": _(
            "Too many attempts. Wait a few minutes, or request an e-mail with a link to choose a new password; "
            "you can then sign in immediately."
        ),
        # by the library, of codes and confirmations: no new password helps there
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes."),
    }

    def is_open_for_signup(self, request):
        return False

    def get_client_ip(self, request):
        return client_address(request)

    def pre_authenticate(self, request, **credentials):
        """Take a try from every bucket that stands for this sign-in, or refuse it."""
        self.taken = []
        for bucket, limit in buckets(request, credentials.get("email") or credentials.get("username") or ""):
            if not attempts.take(bucket, limit):
                raise self.validation_error("too_many_passwords")
            self.taken.append(bucket)

    def authenticate(self, request, **credentials):
        """By the account's own address or name; whatever addresses the library keeps besides stand in nobody's way."""
        named = [credentials.pop(name, "") for name in ("email", "username")]
        owner = User.objects.filter(email__in=[login.strip().lower() for login in named if login]).first()
        login = owner.username if owner else next(filter(None, named), "")
        person = super().authenticate(request, username=login, **credentials)
        for bucket in self.taken if person else ():
            attempts.give_back(bucket)
        return person

    def post_login(self, request, user, **about):
        """The sign-in is through, second factor and all: this browser is known from now on."""
        response = super().post_login(request, user, **about)
        known_browsers.remember(request, response, user)
        return response

    def is_reauthentication_required(self, *, app, **about):
        """Who has just signed in with all that the account asks for is not asked again."""
        records = get_authentication_records(self.request, self.request.user)
        if enrolled_at(self.request.user):
            records = [row for row in records if row["method"] == "mfa"]
        return not records or timezone.now().timestamp() - records[-1]["at"] > CONFIRMED_SECONDS

    def get_reauthentication_methods(self, user):
        """Whoever has a second factor confirms by it: a password alone takes it from nobody."""
        methods = super().get_reauthentication_methods(user)
        by_factor = [row for row in methods if row["url"] == reverse("mfa_reauthenticate")]
        return by_factor or methods

    def get_password_change_redirect_url(self, request):
        return reverse("profile")

    def set_password(self, user, password):
        """Wherever the library changes a password but by a link (see `reports.forms.password`)."""
        workflow.change_password(by=user, password=password)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        account_mail.about_safety(user, template_prefix.rpartition("/")[2])


def buckets(request: HttpRequest, login: str) -> list[tuple[str, attempts.Limit]]:
    """What a sign-in is counted under. Where its owner has signed in before, a browser has tries of its own; all others
    share those of the account, and each address has its own, so that one place cannot try every account.

    Whoever guesses from elsewhere can so use up the tries of strangers only. A name that is nobody's is counted alike.
    """
    accounts = known_browsers.accounts_named(login)
    nonces = known_browsers.nonces(request)
    own = [(f"browser {pk} {nonces[pk]}", IN_A_KNOWN_BROWSER) for pk in accounts if pk in nonces]
    strange = [f"account {pk}" for pk in accounts if pk not in nonces] or ([] if own else [f"name {login.lower()}"])
    place = [(f"place {client_address(request)}", FROM_ONE_PLACE)] if strange else []
    return own + place + [(bucket, FOR_ONE_ACCOUNT) for bucket in strange]


# The second factor ---------------------------------------------------------------------------------------------------


def enrolled_at(user: User) -> float | None:
    """When the person set up the second factor that they have, in seconds since 1970. One query."""
    factor = Authenticator.objects.filter(user=user.pk, type=Authenticator.Type.TOTP).first()
    return factor.created_at.timestamp() if factor else None


def lacks_second_factor(request: HttpRequest) -> str:
    """What this session still owes: `set_up`, `confirm`, or nothing.

    The session counts, not the account: one that began with a password alone, or before the present factor was set up,
    has to confirm it.
    """
    user: Any = request.user
    if not user.is_authenticated or not rules.needs_second_factor(user):
        return ""
    since = enrolled_at(user)
    if since is None:
        return "set_up"
    records = get_authentication_records(request, user)
    return "" if any(row["method"] == "mfa" and row["at"] >= since for row in records) else "confirm"


def owed_page(owed: str) -> str:
    """The page on which a session makes good what it owes."""
    return reverse({"set_up": "mfa_activate_totp", "confirm": "mfa_reauthenticate"}[owed])


def speak_to(request: HttpRequest, person: User | AnonymousUser) -> None:
    """In the language of the account, if it has one."""
    chosen = person.language if person.is_authenticated else ""
    if chosen in dict(settings.LANGUAGES):
        translation.activate(chosen)
        request.LANGUAGE_CODE = chosen

"""Mail about the safety of an account: it is queued, worded and kept waiting as all mail is."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from reports import attempts, notices
from reports.limits import ADDRESS_DAYS, RESET_MAILS, RESET_SECONDS
from reports.models import Mail, User

RESETS = attempts.Limit(RESET_MAILS, RESET_SECONDS)


@transaction.atomic
def about_reset(email: str) -> None:
    """Queue a link with which whoever has this address chooses a new password.

    However often others ask for it, there is a good one: no more are sent only while one waits to go, or so many have
    gone since the person last signed in or changed something, and those still hold. An address that is nobody's gets
    no mail, and is counted alike, so that it takes as long.
    """
    person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        attempts.take(f"reset nobody {email.strip().lower()}", RESETS)
        return
    state = salted_hmac("reset", f"{person.password}{person.last_login}{person.email}").hexdigest()
    if person.mail.unsent().filter(template="password_reset").exists():
        return
    if attempts.take(f"reset {person.pk} {state}", RESETS):
        mail_person(person, "password_reset", {"chooses_password": True, "username": person.username})


def about_safety(person: User, what: str) -> None:
    """Tell the person what was changed: `password_changed`, `totp_activated`, ... (see the template).

    Nobody is told of the first password, which they choose by their invitation.
    """
    if person.last_login:
        mail_person(person, "account_safety", {"what": what, "url": reverse("profile")})


def about_second_factor(person: User, *, by: User | None) -> None:
    mail_person(person, "second_factor_reset", {"by": str(by) if by else "", "url": reverse("mfa_index")})


def about_address_asked(person: User, *, new: str, token: str) -> None:
    """To the new address the link that confirms it, to the present one that this was asked for."""
    link = {"new": new, "url": reverse("address_confirm", args=[token]), "days": ADDRESS_DAYS}
    mail_person(person, "address_confirm", link | {"address": new})
    mail_person(person, "address_asked", {"new": new, "url": reverse("account_change_password")})


def about_address_changed(person: User, *, old: str, by: User | None = None) -> None:
    """To the former address; `by` is the administrator who changed it, if it was not the person."""
    about = {"new": person.email, "by": str(by) if by else "", "url": reverse("account_reset_password")}
    mail_person(person, "address_changed", about | {"address": old})


def mail_person(person: User, template: str, about: dict[str, Any]) -> None:
    key = f"{template} {timezone.now().isoformat()}"
    notices.queue([person], Mail.Kind.ACCOUNT, template, key, about)

"""Mail, each in its reader's language."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from reports.models import Membership, User


def send_invitation(membership: Membership, *, invited_by: User) -> None:
    """Mail the link with which an invited person chooses a password; it holds for PASSWORD_RESET_TIMEOUT."""
    person = membership.person
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    uidb36, _dash, rest = key.partition("-")
    with translation.override(person.language or settings.LANGUAGE_CODE):
        context = {
            "membership": membership,
            "invited_by": invited_by,
            "link": settings.SITE_URL + reverse("account_reset_password_from_key", args=[uidb36, rest]),
            "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
        }
        subject = render_to_string("emails/invitation_subject.txt", context).strip()
        send_mail(subject, render_to_string("emails/invitation.txt", context), None, [person.email])

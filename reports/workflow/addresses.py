"""The e-mail address of an account: it is what a password is reset by, so that whoever holds it holds the account."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports import account_mail, attempts
from reports.limits import ADDRESS_DAYS, ADDRESS_MAILS, ADDRESS_SECONDS
from reports.models import Change, User
from reports.workflow.history import record
from reports.workflow.outcomes import WrongState
from reports.workflow.transactions import one_transaction

SALT = "address"
TAKEN = gettext_lazy("This e-mail address is already in use.")
MAILS = attempts.Limit(ADDRESS_MAILS, ADDRESS_SECONDS)


@one_transaction
def ask_for_address(*, by: User, email: str, via: str = Change.Via.PAGE) -> str:
    """Mail the new address a link that confirms it, and tell the present one; nothing has changed before that.

    The caller has asked for the password. Answers the address as it is kept. Raises ValidationError (`email`).
    """
    email = email.strip().lower()
    require_free(email, by)
    if not attempts.take(f"addresses {by.pk}", MAILS):
        raise ValidationError(
            {"email": [_("Too many changes of e-mail address were requested. Wait an hour and try again.")]}
        )
    account_mail.about_address_asked(by, new=email, token=address_token(by, email))
    record(by=by, via=via, verb="person.address_asked", subject="person", subject_id=by.pk)
    return email


def address_token(person: User, email: str) -> str:
    return signing.dumps([person.pk, email, state_of(person)], salt=SALT)


def read_address_token(token: str) -> tuple[User, str] | None:
    """Whose address becomes which; None for a link that is not ours, too old, or from before the password, or the
    address, was last changed."""
    try:
        pk, email, state = signing.loads(token, salt=SALT, max_age=timedelta(days=ADDRESS_DAYS))
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=pk, is_active=True).first()
    return (person, email) if person and state == state_of(person) else None


@one_transaction
def change_address(*, token: str, via: str = Change.Via.PAGE) -> User:
    """Change the address at the word of whoever reads the mail of the new one, and tell the old one.

    A user name that is the address follows it. Raises WrongState, or ValidationError (`email`).
    """
    change = read_address_token(token)
    if change is None:
        raise WrongState(_("This link has been used or has expired."))
    person, email = User.objects.select_for_update(no_key=True).get(pk=change[0].pk), change[1]
    require_free(email, person)
    before = {"email": person.email, "username": person.username}
    if person.username.lower() == person.email and not User.objects.filter(username__iexact=email).exists():
        person.username = email
    person.email = email
    save_once(person)
    prove_address(person)
    after = {"email": person.email, "username": person.username}
    changed = {name: value for name, value in before.items() if after[name] != value}
    record(
        by=person,
        via=via,
        verb="person.address_changed",
        subject="person",
        subject_id=person.pk,
        before=changed,
        after={name: after[name] for name in changed},
    )
    account_mail.about_address_changed(person, old=before["email"])
    return person


def require_free(email: str, person: User) -> None:
    if email == person.email:
        raise ValidationError({"email": [_("This is already your e-mail address.")]})
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError({"email": [TAKEN]})


def save_once(person: User) -> None:
    """The database has the last word where two people confirm the same address at once."""
    try:
        with transaction.atomic():
            person.save(update_fields=["email", "username"])
    except IntegrityError:
        raise ValidationError({"email": [TAKEN]}) from None


def state_of(person: User) -> str:
    """What has to be as it was when the link was sent."""
    return salted_hmac(SALT, f"{person.password}{person.email}").hexdigest()[:20]


@one_transaction
def prove_address(person: User) -> None:
    """The person has read what was sent to their address: it is theirs, and no other one leads into the account."""
    forget_addresses(person)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


def forget_addresses(person: User) -> None:
    """Whatever the sign-in had kept of a person's addresses, or of others by this one: it holds to the account's own."""
    EmailAddress.objects.filter(Q(user=person) | Q(email__iexact=person.email)).delete()

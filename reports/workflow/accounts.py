"""How a person gets into their account: password and second factor. The log hears when they changed, never what they are."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from reports import account_mail, rules
from reports.models import Change, User
from reports.workflow.addresses import prove_address
from reports.workflow.history import record
from reports.workflow.outcomes import NotAllowed, WrongState
from reports.workflow.transactions import one_transaction


@one_transaction
def choose_password(*, by: User, password: str, via: str = Change.Via.PAGE) -> None:
    """By the link of an invitation or of a reset: whoever follows it reads the account's mail, so the address is theirs.

    The caller has looked at the password, and at the link.
    """
    verb = "password_reset" if by.has_usable_password() else "password_chosen"
    is_proved = EmailAddress.objects.filter(user=by, email=by.email, verified=True).exists()
    prove_address(by)
    set_password(by, password)
    after = {} if is_proved else {"address_proved": True}
    record(by=by, via=via, verb=f"person.{verb}", subject="person", subject_id=by.pk, after=after)


@one_transaction
def change_password(*, by: User, password: str, via: str = Change.Via.PAGE) -> None:
    """The person chooses another password; the caller has asked for the present one."""
    set_password(by, password)
    record(by=by, via=via, verb="person.password_changed", subject="person", subject_id=by.pk)


def log_administrator(*, person: User, via: str = Change.Via.COMMAND) -> None:
    """On the machine itself an administrator was made: nobody's name stands behind it but theirs."""
    after = {"username": person.username, "email": person.email}
    record(by=None, via=via, verb="person.administrator_made", subject="person", subject_id=person.pk, after=after)


def log_password_set(*, person: User, via: str = Change.Via.COMMAND) -> None:
    """On the machine itself a password was set."""
    record(by=None, via=via, verb="person.password_changed", subject="person", subject_id=person.pk)


def set_password(person: User, password: str) -> None:
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    person.set_password(password)
    person.save(update_fields=["password"])


@one_transaction
def reset_second_factor(*, by: User | None, pk: int, via: str = Change.Via.PAGE) -> User:
    """Take away a person's second factor and recovery codes, and mail them. `by` is None for what is done on the machine
    itself, where nobody has signed in. Raises NotAllowed or WrongState."""
    if by and not rules.may_manage_people(rules.standing(by)):
        raise NotAllowed(_("Only an administrator can reset a second factor."))
    person = User.objects.select_for_update(no_key=True).get(pk=pk)
    factors = Authenticator.objects.filter(user=person)
    kinds = sorted(factors.values_list("type", flat=True))
    if not kinds:
        raise WrongState(_("%(who)s has not set up a second factor.") % {"who": person})
    factors.delete()
    before = {"second_factor": kinds}
    record(by=by, via=via, verb="person.second_factor_reset", subject="person", subject_id=pk, before=before, after={})
    account_mail.about_second_factor(person, by=by)
    return person


def log_second_factor(*, by: User, verb: str, via: str = Change.Via.PAGE) -> None:
    """What the person did on the pages of the sign-in: a factor `set_up` or `removed`, recovery codes `codes_made` anew,
    or one of them used up (`code_used`)."""
    record(by=by, via=via, verb=f"person.second_factor_{verb}", subject="person", subject_id=by.pk)

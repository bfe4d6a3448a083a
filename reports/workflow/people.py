"""Invitations, roles, tokens and the language of a person."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from reports import limits, notices, rules
from reports.models import (
    UNSUBSCRIBABLE,
    ApiToken,
    Change,
    Country,
    Mail,
    Membership,
    User,
)
from reports.workflow import nominating
from reports.workflow.history import record
from reports.workflow.nominating import (
    Letter,
    keep_letter,
    read_letter,
    require_another,
    require_appointer,
    require_few_invitations,
    require_few_reminders,
)
from reports.workflow.outcomes import NotAllowed, WrongState
from reports.workflow.transactions import one_transaction


def invite_person(
    *,
    by: User,
    email: str,
    role: str,
    country: Any = None,
    body: Any = None,
    organisation: Any = None,
    countries: Iterable[Country] = (),
    first_name: str = "",
    last_name: str = "",
    language: str = "",
    is_deputy: bool = False,
    letter: "File[bytes] | None" = None,
    dated: date | None = None,
    via: str = Change.Via.PAGE,
) -> Membership:
    """Give a person a role from today, and mail them a link to choose a password if they are new. `countries` are those for
    which a contributor of the organisation may record; none, of an agency or a regional body: any.

    `letter`, of the day `dated`, is the one in which a country names its focal point. The very same invitation once more
    on the same day is the one that went out. Raises NotAllowed, WrongState (too many on one day), or ValidationError by
    field (a role names its country or body, and nothing else; nobody holds one twice).
    """
    named = {"role": role, "country": country, "body": body, "organisation": organisation, "is_deputy": is_deputy}
    membership = Membership(**named)
    membership.chosen_countries = list(countries)
    require_appointer(by, membership)
    read = read_letter(letter, dated, by=by, role=role, country=country)
    working_language = country.working_language if country else ""
    who = (email, first_name, last_name, language or working_language)
    return give_role(membership, who, read, by=by, via=via)


@one_transaction
def give_role(
    membership: Membership, who: tuple[str, str, str, str], letter: Letter | None, *, by: User, via: str
) -> Membership:
    """The same once the letter has been read; `who` is what `find_or_add` takes."""
    membership.pk, membership.person = None, find_or_add(*who)
    require_another(by, membership.person)
    membership.since = membership.today()
    require_place(membership)
    held = role_held(membership)
    if held and described(held) == described(membership) and (letter is None or letter.is_that_of(held)):
        return held
    if held:
        message = _("%(who)s already has this role: change the existing role instead.")
        raise ValidationError({"role": [message % {"who": membership.person}]})
    require_few_invitations(by)
    membership.save()
    membership.countries.set(membership.chosen_countries or ())
    keep_letter(letter, membership, by=by)
    log_role(membership, by=by, via=via, verb="invited", letter=letter)
    notices.about_role(membership, by=by, template="invitation")
    return membership


def role_held(membership: Membership) -> Membership | None:
    """The role of this kind, for this country, body or, of a contributor, organisation, that its person holds today. Holds the
    person's row."""
    User.objects.select_for_update(no_key=True).get(pk=membership.person_id)
    same: dict[str, Any] = {"role": membership.role, "country": membership.country, "body": membership.body}
    if membership.role == Membership.Role.CONTRIBUTOR:
        same["organisation"] = membership.organisation
    held = Membership.objects.filter(person=membership.person, **same).in_force()
    return next(iter(held), None)


def find_or_add(email: str, first_name: str, last_name: str, language: str) -> User:
    """The person with this address, a new one if there is none. Raises ValidationError by field."""
    email = email.strip().lower()
    person = User.objects.filter(email__iexact=email).first()
    if person and not person.is_active:
        message = _("The account with this address is closed. Ask an administrator to open it again.")
        raise ValidationError({"email": [message]})
    if person:
        return person
    person = User(username=email, email=email, first_name=first_name, last_name=last_name, language=language)
    person.set_unusable_password()
    person.full_clean(exclude=["password"], validate_unique=False, validate_constraints=False)
    if User.objects.filter(username__iexact=email).exclude(email__iexact=email).exists():  # else added in between
        raise ValidationError(
            {"email": [_("Another person uses this address as a user name. Change that person's user name first.")]}
        )
    person.save()
    return person


@one_transaction
def invite_again(*, by: User, pk: int, via: str = Change.Via.PAGE) -> Membership:
    """Send the invitation of a person who has not signed in yet once more. Raises NotAllowed or WrongState."""
    membership = Membership.objects.select_related("person", "country", "organisation").get(pk=pk)
    require_appointer(by, membership)
    require_few_reminders(membership.person)
    log_role(membership, by=by, via=via, verb="invited_again")
    notices.about_role(membership, by=by, template="invitation")
    return membership


@one_transaction
def end_role(*, by: User, pk: int, via: str = Change.Via.PAGE) -> Membership:
    """End a role today, or on the later day on which it begins: it stays on record, and gives no right from then on.

    One that has ended stays as it was. Raises NotAllowed.
    """
    membership = Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if not rules.may_end(rules.standing(by), membership):
        raise NotAllowed(_("Only an administrator, or whoever appoints people to this role, can end it."))
    if membership.has_ended():
        return membership
    membership.until = max(membership.today(), membership.since)
    membership.save()
    log_role(membership, by=by, via=via, verb="ended")
    return membership


@one_transaction
def change_role(
    *,
    by: User,
    pk: int,
    organisation: Any = None,
    is_deputy: bool = False,
    countries: Iterable[Country] = (),
    until: date | None = None,
    via: str = Change.Via.PAGE,
) -> Membership:
    """Correct a role that has not ended: its organisation, whether it is a deputy's, for which `countries` a contributor
    may record, its planned last day.

    Another country, body or kind of role is another role. Raises NotAllowed, WrongState or ValidationError by field.
    """
    if not rules.may_manage_people(rules.standing(by)):
        raise NotAllowed(_("Only an administrator can change roles."))
    membership = Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if membership.has_ended():
        raise WrongState(_("This role has already ended."))
    if until and until < membership.since:
        raise ValidationError({"until": [_("The role would end before it begins. Correct the date.")]})
    before = described(membership)
    membership.organisation, membership.is_deputy, membership.until = organisation, is_deputy, until
    membership.chosen_countries = list(countries)
    require_place(membership)
    if described(membership) != before:
        membership.save()
        membership.countries.set(membership.chosen_countries)
        log_role(membership, by=by, via=via, verb="changed", before=before)
    return membership


@one_transaction
def choose_language(*, by: User, language: str, via: str = Change.Via.PAGE) -> User:
    """Remember the language in which a person reads and gets mail. Raises ValidationError (`language`)."""
    if language not in dict(settings.LANGUAGES):
        raise ValidationError({"language": [_("Choose one of the languages offered.")]})
    if by.language != language:
        before = by.language
        by.language = language
        by.save(update_fields=["language"])
        record(
            by=by,
            via=via,
            verb="person.language_chosen",
            subject="person",
            subject_id=by.pk,
            before={"language": before},
            after={"language": language},
        )
    return by


@one_transaction
def choose_name(*, by: User, first_name: str, last_name: str, via: str = Change.Via.PAGE) -> User:
    """Correct one's own name."""
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    before = {"first_name": person.first_name, "last_name": person.last_name}
    after = {"first_name": first_name, "last_name": last_name}
    if after != before:
        person.first_name, person.last_name = first_name, last_name
        person.save(update_fields=["first_name", "last_name"])
        record(
            by=by, via=via, verb="person.name_chosen", subject="person", subject_id=by.pk, before=before, after=after
        )
    return person


@one_transaction
def choose_mail(*, by: User, off: Iterable[str], weekly_digest: bool, via: str = Change.Via.PAGE) -> User:
    """Choose which kinds of mail not to get, and whether the others come once a week. Raises ValidationError."""
    off = sorted(set(off))
    if not set(off) <= set(UNSUBSCRIBABLE):
        raise ValidationError({"off": [_("Choose from the kinds of e-mail offered.")]})
    before = {"mail_off": by.mail_off, "weekly_digest": by.weekly_digest}
    after = {"mail_off": off, "weekly_digest": weekly_digest}
    if after != before:
        by.mail_off, by.weekly_digest = off, weekly_digest
        by.save(update_fields=["mail_off", "weekly_digest"])
        record(
            by=by, via=via, verb="person.mail_chosen", subject="person", subject_id=by.pk, before=before, after=after
        )
    return by


@one_transaction
def stop_mail(*, person: User, kind: str) -> None:
    """End one kind of mail, or the weekly digest with all its kinds, at the word of a signed link."""
    off = UNSUBSCRIBABLE if kind in ("", Mail.Kind.DIGEST) else (kind,)
    choose_mail(by=person, off={*person.mail_off, *off}, weekly_digest=person.weekly_digest)


def finish_tour(*, by: User) -> None:
    """The person has been shown round the desk. No record of the Plan: the change log does not hear of it."""
    User.objects.filter(pk=by.pk).update(toured=True)


@one_transaction
def create_token(
    *, by: User, owner: User, name: str, scope: str, days: int, via: str = Change.Via.PAGE
) -> tuple[ApiToken, str]:
    """A new token and, this once, its secret; it ends after `days` days. Raises NotAllowed or ValidationError."""
    if not rules.may_manage_people(rules.standing(by)):
        raise NotAllowed(_("Only an administrator can create tokens."))
    if scope not in ApiToken.Scope.values:
        raise ValidationError({"scope": [_("Choose read or write.")]})
    if not 1 <= days <= limits.TOKEN_DAYS:
        raise ValidationError({"days": [_("Enter a number of days from 1 to %(most)d.") % {"most": limits.TOKEN_DAYS}]})
    token, secret = ApiToken.objects.create(owner, expiry=timedelta(days=days), name=name, scope=scope)
    log_token(token, by=by, via=via, verb="created")
    return token, secret


@one_transaction
def revoke_token(*, by: User, pk: str, via: str = Change.Via.PAGE) -> None:
    """Make a token useless at once. Raises NotAllowed or ApiToken.DoesNotExist."""
    if not rules.may_manage_people(rules.standing(by)):
        raise NotAllowed(_("Only an administrator can revoke tokens."))
    token = ApiToken.objects.get(pk=pk)
    log_token(token, by=by, via=via, verb="revoked")
    token.delete()


def require_place(membership: Membership) -> None:
    """A role names its country, its body or its agency. Raises ValidationError by field."""
    if problems := wrong_with_place(membership):
        raise ValidationError(problems)


def wrong_with_place(membership: Membership) -> dict[str, list[str]]:
    """The same, in words by field."""
    role, problems = membership.role, {}
    if role not in Membership.Role.values:
        problems["role"] = [_("Choose a role.")]
    if (role in OF_ONE_COUNTRY) != bool(membership.country):
        problems["country"] = [
            _("A national focal point and a clearing officer need a country; other roles cannot have one.")
        ]
    if (role == Membership.Role.REGIONAL_BODY) != bool(membership.body):
        problems["body"] = [_("A regional body officer needs a regional body; other roles cannot have one.")]
    if role == Membership.Role.WORKING_GROUP and not membership.organisation:
        problems["organisation"] = [_("Members of the working group act for an agency: choose UNHCR or IOM.")]
    if role == Membership.Role.CONTRIBUTOR:
        problems |= wrong_with_contributor(membership)
    elif membership.named_countries():
        problems["countries"] = [_("Only a contributor's role names countries for which they may record.")]
    if membership.is_deputy and role != Membership.Role.FOCAL_POINT:
        problems["is_deputy"] = [_("Only a national focal point can have a deputy.")]
    return problems


OF_ONE_COUNTRY = (Membership.Role.FOCAL_POINT, Membership.Role.CLEARING_OFFICER)


def wrong_with_contributor(membership: Membership) -> dict[str, list[str]]:
    """An institution's contributor records for its country; only an agency's or a regional body's for any."""
    organisation, countries = membership.organisation, membership.named_countries()
    if organisation is None:
        return {"organisation": [_("Choose the organization for which the contributor records.")]}
    if organisation.is_institution and countries != [organisation.country_id]:
        message = _("%(organisation)s is an institution of one country: choose that country alone.")
        return {"countries": [message % {"organisation": organisation}]}
    if not countries and not organisation.may_record_anywhere:
        return {"countries": [_("Choose the countries for which the contributor may record.")]}
    return {}


def described(membership: Membership) -> dict[str, Any]:
    return {
        "role": str(membership.role),
        "body": membership.body_id,
        "organisation": membership.organisation.name if membership.organisation else None,
        "countries": sorted(membership.named_countries()),
        "deputy": membership.is_deputy,
        "since": str(membership.since),
        "until": str(membership.until) if membership.until else None,
    }


def log_role(
    membership: Membership,
    *,
    by: User,
    via: str,
    verb: str,
    before: dict[str, Any] | None = None,
    letter: Letter | None = None,
) -> None:
    record(
        by=by,
        via=via,
        verb=f"person.{verb}",
        subject="person",
        subject_id=membership.person_id,
        country=membership.country_id,
        before=before,
        after=described(membership) | nominating.described(letter),
    )


def log_token(token: ApiToken, *, by: User, via: str, verb: str) -> None:
    record(
        by=by,
        via=via,
        verb=f"token.{verb}",
        subject="token",
        subject_id=token.token_key,
        after={"name": token.name, "owner": token.user_id, "scope": str(token.scope), "until": str(token.expiry)},
    )

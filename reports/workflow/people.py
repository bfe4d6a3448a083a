"""Invitations, roles, tokens and the language of a person."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import notices, rules
from reports.models import ApiToken, Change, Mail, Membership, User
from reports.workflow.history import record
from reports.workflow.outcomes import NotAllowed


@transaction.atomic
def invite_person(
    *,
    by: User,
    email: str,
    role: str,
    country: Any = None,
    body: Any = None,
    organisation: Any = None,
    first_name: str = "",
    last_name: str = "",
    language: str = "",
    via: str = Change.Via.PAGE,
) -> Membership:
    """Give a person a role from today, and mail them a link to choose a password if they are new.

    Raises NotAllowed, or ValidationError by field (a role names its country or body, and nothing else).
    """
    if not rules.may_manage_people(rules.standing(by)):
        raise NotAllowed(_("People are invited by an administrator."))
    email = email.strip().lower()
    person = User.objects.filter(email__iexact=email).first()
    is_new = person is None
    if is_new:
        person = User(username=email, email=email, first_name=first_name, last_name=last_name)
        person.language = language or (country.working_language if country else "")
        person.set_unusable_password()
        person.full_clean(exclude=["password"])
        person.save()
    membership = Membership(
        person=person, role=role, country=country, body=body, organisation=organisation, since=timezone.localdate()
    )
    require_place(membership)
    membership.save()
    log_role(membership, by=by, via=via, verb="invited")
    if is_new or not person.has_usable_password():
        transaction.on_commit(lambda: notices.send_invitation(membership, invited_by=by))
    return membership


@transaction.atomic
def invite_again(*, by: User, pk: int, via: str = Change.Via.PAGE) -> Membership:
    """Send the invitation of a person who has not signed in yet once more. Raises NotAllowed."""
    if not rules.may_manage_people(rules.standing(by)):
        raise NotAllowed(_("People are invited by an administrator."))
    membership = Membership.objects.select_related("person").get(pk=pk)
    log_role(membership, by=by, via=via, verb="invited_again")
    transaction.on_commit(lambda: notices.send_invitation(membership, invited_by=by))
    return membership


@transaction.atomic
def end_role(*, by: User, pk: int, via: str = Change.Via.PAGE) -> Membership:
    """End a role today: it stays on record, and gives no right from now on. Raises NotAllowed."""
    if not rules.may_manage_people(rules.standing(by)):
        raise NotAllowed(_("Roles are ended by an administrator."))
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=pk)
    membership.until = timezone.localdate()
    membership.save()
    log_role(membership, by=by, via=via, verb="ended")
    return membership


@transaction.atomic
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


@transaction.atomic
def choose_mail(*, by: User, off: Iterable[str], weekly_digest: bool, via: str = Change.Via.PAGE) -> User:
    """Choose which kinds of mail not to get, and whether the others come once a week. Raises ValidationError."""
    off = sorted(set(off))
    if not set(off) <= set(UNSUBSCRIBABLE):
        raise ValidationError({"off": [_("Choose among the kinds of mail offered.")]})
    before = {"mail_off": by.mail_off, "weekly_digest": by.weekly_digest}
    after = {"mail_off": off, "weekly_digest": weekly_digest}
    if after != before:
        by.mail_off, by.weekly_digest = off, weekly_digest
        by.save(update_fields=["mail_off", "weekly_digest"])
        record(
            by=by, via=via, verb="person.mail_chosen", subject="person", subject_id=by.pk, before=before, after=after
        )
    return by


UNSUBSCRIBABLE = (Mail.Kind.RETURNED.value, Mail.Kind.VERIFIED.value, Mail.Kind.ROUND.value)


def finish_tour(*, by: User) -> None:
    """The person has been shown round the desk. No record of the Plan: the change log does not hear of it."""
    User.objects.filter(pk=by.pk).update(toured=True)


@transaction.atomic
def create_token(
    *, by: User, owner: User, name: str, scope: str, days: int, via: str = Change.Via.PAGE
) -> tuple[ApiToken, str]:
    """A new token and, this once, its secret; it ends after `days` days. Raises NotAllowed or ValidationError."""
    if not rules.may_manage_people(rules.standing(by)):
        raise NotAllowed(_("Tokens are made by an administrator."))
    if scope not in ApiToken.Scope.values:
        raise ValidationError({"scope": [_("Choose read or write.")]})
    if not 1 <= days <= MAX_TOKEN_DAYS:
        raise ValidationError({"days": [_("Give a number of days from 1 to %(most)d.") % {"most": MAX_TOKEN_DAYS}]})
    token, secret = ApiToken.objects.create(owner, expiry=timedelta(days=days), name=name, scope=scope)
    log_token(token, by=by, via=via, verb="created")
    return token, secret


MAX_TOKEN_DAYS = 3 * 366


@transaction.atomic
def revoke_token(*, by: User, pk: str, via: str = Change.Via.PAGE) -> None:
    """Make a token useless at once. Raises NotAllowed or ApiToken.DoesNotExist."""
    if not rules.may_manage_people(rules.standing(by)):
        raise NotAllowed(_("Tokens are revoked by an administrator."))
    token = ApiToken.objects.get(pk=pk)
    log_token(token, by=by, via=via, verb="revoked")
    token.delete()


def require_place(membership: Membership) -> None:
    """A role names its country, its body, or neither."""
    role, found = membership.role, {}
    if role not in Membership.Role.values:
        found["role"] = [_("Choose a role.")]
    if (role == Membership.Role.FOCAL_POINT) != bool(membership.country):
        found["country"] = [_("A national focal point has a country; the other roles have none.")]
    if (role == Membership.Role.REGIONAL_BODY) != bool(membership.body):
        found["body"] = [_("A regional body officer has a regional body; the other roles have none.")]
    if found:
        raise ValidationError(found)


def log_role(membership: Membership, *, by: User, via: str, verb: str) -> None:
    record(
        by=by,
        via=via,
        verb=f"person.{verb}",
        subject="person",
        subject_id=membership.person_id,
        country=membership.country_id,
        after={
            "role": str(membership.role),
            "body": membership.body_id,
            "since": str(membership.since),
            "until": str(membership.until) if membership.until else None,
        },
    )


def log_token(token: ApiToken, *, by: User, via: str, verb: str) -> None:
    record(
        by=by,
        via=via,
        verb=f"token.{verb}",
        subject="token",
        subject_id=token.token_key,
        after={"name": token.name, "owner": token.user.username, "scope": str(token.scope), "until": str(token.expiry)},
    )

"""A role passes to a successor on a day: what is open goes with it, and both are told."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from reports import limits, notices
from reports.models import (
    ALWAYS,
    Change,
    FileUpload,
    Mail,
    Membership,
    TableUpload,
    TableUploadQuerySet,
    UnsavedForm,
    User,
)
from reports.workflow.nominating import (
    Letter,
    keep_letter,
    read_letter,
    require_another,
    require_appointer,
    require_few_invitations,
)
from reports.workflow.outcomes import WrongState
from reports.workflow.people import find_or_add, log_role
from reports.workflow.transactions import one_transaction
from themes.dates import date_format


def hand_over(
    *,
    by: User,
    pk: int,
    email: str,
    first_name: str = "",
    last_name: str = "",
    language: str = "",
    on: date | None = None,
    letter: "File[bytes] | None" = None,
    dated: date | None = None,
    via: str = Change.Via.PAGE,
) -> Membership:
    """End a role on a day (`on`, else today) and give it from that day to a successor; both are told by mail. `letter`,
    of the day `dated`, is the one in which the country names the successor.

    Drafts, returned activities and questions belong to the country: the successor finds them on the desk. Where the day
    has come, they also get what the former typed and never saved, the files and tables that the former sent and did not
    attach or apply, and the mail that still waited for the former; until a later day these stay the former's. The very
    same handover once more is the one that was made. Raises NotAllowed, WrongState (the role has ended, or passes to
    somebody else already) or ValidationError by field.
    """
    former = Membership.objects.select_related("country", "organisation").get(pk=pk)
    require_appointer(by, former)
    read = read_letter(letter, dated, by=by, role=former.role, country=former.country)
    return pass_role(pk, (email, first_name, last_name, language), on, read, by=by, via=via)


@one_transaction
def pass_role(
    pk: int, who: tuple[str, str, str, str], on: date | None, letter: Letter | None, *, by: User, via: str
) -> Membership:
    """The same once the letter has been read; `who` is what `find_or_add` takes, the language perhaps empty."""
    email, first_name, last_name, language = who
    locked = Membership.objects.select_for_update(of=("self",), no_key=True)
    former = locked.select_related("person", "country").get(pk=pk)
    on = on or former.today()
    coming = successor_of(former)
    if coming and former.until == on and coming.person.email == email.strip().lower():
        return coming
    require_passing(former, coming, email, on)
    require_few_invitations(by)
    person = find_or_add(email, first_name, last_name, language or former.person.language)
    require_another(by, person)
    same = {name: getattr(former, name) for name in ("role", "country", "body", "organisation", "is_deputy")}
    successor = Membership.objects.create(person=person, since=on, **same)
    successor.countries.set(former.countries.all())
    end_same_role(successor, by=by, via=via)
    former.until = on
    former.save()
    if former.has_ended():
        pass_on(former, person)
    keep_letter(letter, successor, by=by)
    log_role(former, by=by, via=via, verb="handed_over")
    log_role(successor, by=by, via=via, verb="took_over", letter=letter)
    notices.about_role(successor, by=by, template="handover")
    notices.about_role(former, by=by, template="role_passed", successor=successor)
    return successor


def successor_of(former: Membership) -> Membership | None:
    """Who takes the role over on the day on which it ends, if somebody does."""
    if former.until is None:
        return None
    same = Membership.objects.filter(role=former.role, country=former.country, body=former.body, since=former.until)
    if former.role == Membership.Role.CONTRIBUTOR:
        same = same.filter(organisation=former.organisation)
    return same.filter(is_deputy=former.is_deputy).exclude(pk=former.pk).select_related("person").first()


def require_passing(former: Membership, coming: Membership | None, email: str, on: date) -> None:
    """It has not ended, goes to nobody else, and to somebody else, on a day after it began."""
    if former.has_ended():
        raise WrongState(_("This role has already ended."))
    if coming and former.until:
        message = _("This role already passes to %(who)s on %(day)s. Replace %(who)s instead.")
        raise WrongState(message % {"who": coming.person, "day": date_format(former.until)})
    if former.person.email.lower() == email.strip().lower():
        raise ValidationError(
            {"email": [_("This is the address of the person handing over. Enter the successor's address.")]}
        )
    if on < former.since:
        raise ValidationError({"on": [_("The role would end before it begins. Correct the date.")]})
    if on > former.today() + timedelta(days=limits.HANDOVER_DAYS):
        message = _("Enter a date at most %(most)d days from now.")
        raise ValidationError({"on": [message % {"most": limits.HANDOVER_DAYS}]})


def pass_on(former: Membership, person: User) -> None:
    """What is open and stands in the former's name goes to the successor; the former's other roles keep what is theirs."""
    tables_of(former).update(person=person)
    if Membership.objects.filter(person=former.person).in_force():
        return
    FileUpload.objects.filter(person=former.person).update(person=person)
    for waiting in (UnsavedForm.objects.all(), Mail.objects.unsent().exclude(kind__in=ALWAYS)):
        taken = list(waiting.model.objects.filter(person=person).values_list("key", flat=True))
        waiting.filter(person=former.person).exclude(key__in=taken).update(person=person)


def tables_of(former: Membership) -> TableUploadQuerySet:
    """The tables that somebody uploaded in this role."""
    theirs = TableUpload.objects.filter(person=former.person)
    if former.role == Membership.Role.CONTRIBUTOR:
        countries = former.named_countries()
        return theirs.filter(country__in=countries) if countries else theirs
    if former.role == Membership.Role.REGIONAL_BODY or former.country:
        return theirs.filter(country=former.country)
    return theirs.none()


def end_same_role(successor: Membership, *, by: User, via: str) -> None:
    """A deputy who takes over is a deputy no more."""
    held = Membership.objects.filter(person=successor.person, role=successor.role, country=successor.country)
    if successor.role == Membership.Role.CONTRIBUTOR:
        held = held.filter(organisation=successor.organisation)
    for membership in held.exclude(pk=successor.pk).filter(body=successor.body).in_force():
        membership.until = max(successor.since, membership.since)
        membership.save()
        log_role(membership, by=by, via=via, verb="ended")

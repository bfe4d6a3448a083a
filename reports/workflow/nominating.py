"""Letters of nomination: a country names in one who reports for it, and it is kept with the role."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import limits, rules
from reports.files.accepted import CheckedFile, checked_file
from reports.models import Change, Country, Mail, Membership, Nomination, User
from reports.workflow.outcomes import NotAllowed, WrongState

DAY = timedelta(days=1)
INVITED = ("person.invited", "person.took_over")  # by both somebody new gets mail


@dataclass(frozen=True)
class Letter:
    """A letter that may be kept: its file, cleaned, and its date."""

    file: CheckedFile
    dated: date

    def is_that_of(self, role: Membership) -> bool:
        kept = Nomination.objects.filter(membership=role, sha256=self.file.sha256, dated=self.dated)
        return kept.exists()


def require_appointer(by: User, membership: Membership) -> None:
    if rules.may_appoint(rules.standing(by), membership):
        return
    role, organisation = membership.role, membership.organisation
    if role == Membership.Role.CLEARING_OFFICER or (organisation and organisation.is_institution):
        message = _(
            "A country's focal point appoints its clearing officer and the contributors of its institutions, for that "
            "country alone."
        )
    elif role == Membership.Role.CONTRIBUTOR:
        message = _("The working group appoints the contributors of agencies and of other organizations.")
    else:
        message = _("The working group appoints national focal points; only an administrator can give other roles.")
    raise NotAllowed(message)


def require_another(by: User, person: User) -> None:
    """Who reviews what countries report does not make themselves one of those who report."""
    if person == by and not rules.may_manage_people(rules.standing(by)):
        raise ValidationError({"email": [_("You cannot appoint yourself. Ask someone else who may give this role.")]})


def read_letter(
    letter: "File[bytes] | None", dated: date | None, *, by: User, role: str, country: Country | None
) -> Letter | None:
    """The letter by which a country names somebody, read and checked before anything is written, as it takes a while.

    None where none is given: other roles than that of a focal point want none. Raises ValidationError by field.
    """
    if letter is None and dated is None and not rules.needs_nomination(rules.standing(by), role):
        return None
    problems = wrong_with_letter(letter, dated, role, country)
    if problems or letter is None or dated is None:
        raise ValidationError(problems)
    try:
        return Letter(checked_file(letter), dated)
    except ValidationError as refused:
        raise ValidationError({"letter": refused.error_dict["file"]}) from None


def wrong_with_letter(
    letter: "File[bytes] | None", dated: date | None, role: str, country: Country | None
) -> dict[str, list[str]]:
    problems = {}
    if role != Membership.Role.FOCAL_POINT or country is None:
        problems["letter"] = [_("Only national focal points are appointed by a letter. Leave out the letter.")]
    elif letter is None:
        problems["letter"] = [_("Attach the letter in which the country names its focal point.")]
    if dated is None:
        problems["dated"] = [_("Enter the date of the letter.")]
    elif country and dated > country.today():
        problems["dated"] = [_("The letter cannot be dated in the future. Correct the date.")]
    return problems


def keep_letter(letter: Letter | None, role: Membership, *, by: User) -> None:
    """Keep the letter with the role that was given by it."""
    if letter:
        nomination = Nomination(membership=role, dated=letter.dated, added_by=by)
        nomination.take(letter.file.content, letter.file.content_type, letter.file.sha256)
        nomination.save()


def described(letter: Letter | None) -> dict[str, str]:
    """What the log says of it."""
    return {"nominated_on": str(letter.dated), "sha256": letter.file.sha256} if letter else {}


def require_few_invitations(by: User) -> None:
    """So that nobody who has got hold of an account writes to half the world in the name of the tracker."""
    invited = Change.objects.filter(by=by, verb__in=INVITED, at__gt=timezone.now() - DAY)
    if invited.count() >= limits.INVITATIONS_A_DAY:
        message = _("You have invited %(most)d people in the last 24 hours, which is the maximum. Continue tomorrow.")
        raise WrongState(message % {"most": limits.INVITATIONS_A_DAY})


def require_few_reminders(person: User) -> None:
    """The same person is invited only so often."""
    sent = Mail.objects.filter(person=person, template="invitation", created_at__gt=timezone.now() - DAY)
    if sent.count() >= limits.INVITATIONS_TO_ONE_A_DAY:
        message = _("%(who)s has been sent several invitations in the last 24 hours. Wait until tomorrow.")
        raise WrongState(message % {"who": person.email})

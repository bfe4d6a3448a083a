"""The working group keeps in touch with a country: notes of calls, and messages to its focal points."""

from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import contact_mail, limits, rules
from reports.holders import focal_points
from reports.models import Change, Country, CountryMessage, CountryNote, User
from reports.rules import NOTE
from reports.workflow.history import record
from reports.workflow.outcomes import NotAllowed, WrongState
from reports.workflow.transactions import one_transaction, unused
from themes.folding import visible_text


@one_transaction
def note_call(
    *, by: User, country: str, on: date, text: str, key: UUID | None = None, via: str = Change.Via.PAGE
) -> CountryNote:
    """Keep what was said in a call with a country, for the working group alone. It is never altered: a correction is
    another note.

    `key` is the id that it gets: a form that is sent twice notes one call. Raises NotAllowed or ValidationError by field.
    """
    who = rules.standing(by)
    if not rules.may_keep_contact(who):
        raise NotAllowed(_("Only the working group can note calls with a country."))
    if problems := wrong_with_note(on, visible_text(text), who.today()):
        raise ValidationError(problems)
    note = CountryNote(country=Country.objects.get(pk=country), on=on, text=visible_text(text), by=by)
    note.pk = unused(key, CountryNote) or note.pk
    if key and (known := CountryNote.objects.filter(pk=key, by=by, country=country, on=on, text=note.text).first()):
        return known
    note.save()
    said = {"called_on": str(on), "text": note.text}
    record(by=by, via=via, verb="note.made", subject=NOTE, subject_id=note.pk, country=country, after=said)
    return note


def wrong_with_note(on: date, text: str, today: date) -> dict[str, list[str]]:
    problems = {}
    if on > today:
        problems["on"] = [_("The call cannot be in the future. Correct the date.")]
    if not text:
        problems["text"] = [_("Enter what was said.")]
    elif len(text) > limits.NOTE:
        problems["text"] = [too_long(limits.NOTE)]
    return problems


@one_transaction
def write_to_country(
    *,
    by: User,
    country: str,
    title: str,
    text: str,
    language: str,
    key: UUID | None = None,
    via: str = Change.Via.PAGE,
) -> CountryMessage:
    """Mail a message to all focal points that a country has today. It is never altered.

    `key` is the id that it gets: a form that is sent twice is one message. Raises NotAllowed, WrongState (the country has
    no focal point, or has been written to often today) or ValidationError by field.
    """
    if not rules.may_keep_contact(rules.standing(by)):
        raise NotAllowed(_("Only the working group can write to a country."))
    receiver = Country.objects.select_for_update(no_key=True).get(pk=country)
    message = CountryMessage(country=receiver, by=by, language=language)
    message.title, message.text = " ".join(visible_text(title).split()), visible_text(text)
    same = {name: getattr(message, name) for name in ("title", "text", "language", "by", "country")}
    if key and (known := CountryMessage.objects.filter(pk=key, **same).first()):
        return known
    people = [person for person in focal_points([country]) if person.is_active]
    require_reachable(receiver, people)
    message.full_clean(validate_unique=False, validate_constraints=False)
    if len(message.text) > limits.MESSAGE:
        raise ValidationError({"text": [too_long(limits.MESSAGE)]})
    message.pk = unused(key, CountryMessage) or message.pk
    message.save()
    log_message(message, people, via=via)
    contact_mail.about_message(message, people)
    return message


def log_message(message: CountryMessage, people: list[User], *, via: str) -> None:
    country = message.country_id
    said = {"title": message.title, "text": message.text, "language": message.language}
    record(
        by=message.by,
        via=via,
        verb="country.written_to",
        subject="country",
        subject_id=country,
        country=country,
        after=said | {"people": [person.pk for person in people]},
    )


def require_reachable(country: Country, people: list[User]) -> None:
    if not people:
        message = _("%(country)s has no focal point to receive the message. Appoint one first.")
        raise WrongState(message % {"country": country})
    written = CountryMessage.objects.filter(country=country, at__gt=timezone.now() - timedelta(days=1))
    if written.count() >= limits.MESSAGES_A_DAY:
        message = _("%(most)d messages were sent to %(country)s in the last 24 hours, which is the maximum.")
        raise WrongState(message % {"most": limits.MESSAGES_A_DAY, "country": country})


def too_long(most: int) -> str:
    return _("The text can have at most %(most)d characters. Shorten it.") % {"most": most}

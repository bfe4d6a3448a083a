"""What a country reports by letter or e-mail, recorded by the working group: read by two of its members, it is the country's word."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports import activity_mail, rules
from reports.models import Activity, Agreement, Change, Confirmation, Evidence, User, Word
from reports.workflow.activities import locked
from reports.workflow.agreements import log_word, named, say
from reports.workflow.outcomes import NotAllowed, WrongState
from reports.workflow.transactions import one_transaction


@one_transaction
def record_letter(
    *, by: User, pk: UUID, country: str, evidence: UUID, letter_on: date | None = None, via: str = Change.Via.PAGE
) -> Agreement:
    """Say that a country reports an activity, or agrees to it, by a letter that is among its evidence: it awaits a second
    reader. `letter_on` is the letter's date, if it is not that of the evidence.

    Raises NotAllowed, WrongState or ValidationError (`evidence`, `letter_on`)."""
    activity = locked(pk)
    if not rules.may_record_letters(rules.standing(by)):
        raise NotAllowed(_("Only the working group records letters of countries."))
    agreement, _claims = named(activity, country)
    if agreement.word == Word.AGREED:
        raise WrongState(_("The country has already agreed to this activity: no letter is needed."))
    piece = activity.evidence.filter(pk=evidence).exclude(kind=Evidence.Kind.CITATION).first()
    if piece is None:
        raise ValidationError(
            {"evidence": [_("Add the letter as evidence first, as a file or a link, then choose it.")]}
        )
    day = letter_on or piece.dated
    if day is None:
        raise ValidationError({"letter_on": [_("Enter the date of the letter.")]})
    if day > agreement.country.today():
        raise ValidationError({"letter_on": [_("The date of the letter is in the future.")]})
    agreement.letter, agreement.letter_on, agreement.letter_by = piece, day, by
    agreement.save()
    if piece.of_country_id is None:  # it is the country's own
        piece.of_country = agreement.country
        piece.save(update_fields=["of_country"])
    after = {"evidence": str(piece.pk), "letter_on": str(day)}
    log_word(agreement, by=by, via=via, verb="letter_recorded", before={}, after=after)
    return agreement


@one_transaction
def compare_letter(*, by: User, pk: UUID, country: str, via: str = Change.Via.PAGE) -> Agreement:
    """Say, as a second person of the working group, that the letter says what was recorded: it is the country's agreement to
    the activity and to every claim for it, and its report of the day of the letter. Its focal points are mailed: they
    may decline. Raises NotAllowed or WrongState."""
    activity = locked(pk)
    agreement, claims = named(activity, country)
    if agreement.letter_on is None:
        raise WrongState(_("No letter of this country has been recorded."))
    if not rules.may_compare_letter(rules.standing(by), agreement):
        raise NotAllowed(_("A second person of the working group compares the letter with what was recorded."))
    if activity.is_draft:
        raise WrongState(_("A draft cannot be agreed to until it has been submitted."))
    new = [claim for claim in claims if not claim.is_agreed]
    if agreement.word == Word.AGREED and not new:
        raise WrongState(_("The letter has already been compared."))
    if activity.scope != Activity.Scope.REGIONAL:
        Confirmation.objects.get_or_create(activity=activity, country_id=country, on=agreement.letter_on)
    say(activity, agreement, new, Word.AGREED, by=by, via=via)
    if via in (Change.Via.PAGE, Change.Via.API):
        activity_mail.about_letter(activity, agreement, by=by)
    return agreement

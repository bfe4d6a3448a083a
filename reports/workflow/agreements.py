"""A country's word on what others record of it: given or declined, and given again.

What is given holds for every day on which the fact stood; what is declined, for none. Both are today's word.
"""

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import rules
from reports.models import Activity, Agreement, Change, Claim, User, Word
from reports.workflow.activities import locked, log_step
from reports.workflow.outcomes import NotAllowed, WrongState
from reports.workflow.transactions import one_transaction
from reports.workflow.words import settle, speak
from themes.folding import visible_text


@one_transaction
def agree(*, by: User, pk: UUID, country: str, without: Collection[UUID] = (), via: str = Change.Via.PAGE) -> Agreement:
    """Say for a country that an activity which names it is right, with the claims for it but those `without`.

    Raises NotAllowed, WrongState (all of this is agreed to already) or ValidationError (`without`).
    """
    activity = locked(pk)
    agreement, claims = asked(activity, by, country)
    if set(without) - {claim.pk for claim in claims}:
        raise ValidationError({"without": [_("Choose among the claims for your country.")]})
    new = [claim for claim in claims if claim.word != Word.AGREED and claim.pk not in without]
    if agreement.word == Word.AGREED and not new:
        raise WrongState(_("Your country has already agreed to this activity."))
    return say(activity, agreement, new, Word.AGREED, by=by, via=via)


@one_transaction
def decline(*, by: User, pk: UUID, country: str, reason: str, via: str = Change.Via.PAGE) -> Agreement:
    """Say for a country that an activity which names it is not right: nothing of it counts there any more, for any day.
    Verifications stay on file. Raises NotAllowed, WrongState or ValidationError (`reason`)."""
    activity = locked(pk)
    agreement, claims = asked(activity, by, country)
    if agreement.word == Word.DECLINED:
        raise WrongState(_("Your country has already declined this activity."))
    if not visible_text(reason):
        raise ValidationError({"reason": [_("Explain why your country declines.")]})
    return say(activity, agreement, claims, Word.DECLINED, by=by, via=via, reason=visible_text(reason))


def asked(activity: Activity, by: User, country: str) -> tuple[Agreement, list[Claim]]:
    """The row that awaits the word, and the claims that it covers. Raises NotAllowed or WrongState."""
    if not rules.may_speak_for(rules.standing(by), country):
        raise NotAllowed(_("Only a focal point of the country can agree or decline for it."))
    agreement = activity.agreements.filter(country=country).first()
    if agreement is None:
        raise WrongState(_("This activity does not name your country."))
    if activity.is_draft:
        raise WrongState(_("A draft cannot be agreed to until it has been submitted."))
    return agreement, list(activity.claims.filter(country=country))


def say(
    activity: Activity,
    agreement: Agreement,
    claims: list[Claim],
    word: str,
    *,
    by: User,
    via: str,
    reason: str = "",
) -> Agreement:
    now = timezone.now()
    before = {"agreement": str(agreement.word)}
    agreement.word, agreement.reason, agreement.by, agreement.at = word, reason, by, now
    agreement.save()
    for claim in claims:
        speak(claim, word, by=by, now=now, reason=reason)
        claim.save()
    settle(activity)
    after = {"agreement": str(word), "country": agreement.country_id, "claims": [str(claim) for claim in claims]}
    log_step(activity, by=by, via=via, verb=str(word), before=before, after=after, reason=reason)
    return agreement

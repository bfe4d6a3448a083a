"""A country's word on what others record of it: given or declined, and given again.

What is given holds for every day on which the fact stood; what is declined, for none. Both are today's word.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import activity_mail, rules
from reports.activity.state import day_of
from reports.models import Activity, Agreement, Change, Claim, Confirmation, User, Word
from reports.workflow.activities import locked
from reports.workflow.history import record
from reports.workflow.outcomes import NotAllowed, StaleVersion, WrongState
from reports.workflow.transactions import one_transaction
from reports.workflow.words import settle, speak
from themes.folding import visible_text


@one_transaction
def agree(
    *,
    by: User,
    pk: UUID,
    country: str,
    version: int | None = None,
    without: Collection[UUID] = (),
    via: str = Change.Via.PAGE,
) -> Agreement:
    """Say for a country that an activity which names it is right, with the claims for it but those `without`; a report too.

    `version`, where given, is the one that the person read. Raises NotAllowed, WrongState (all of this is agreed to
    already), StaleVersion or ValidationError (`without`).
    """
    activity = locked(pk)
    agreement, claims = asked(activity, by, country, version)
    if set(without) - {claim.pk for claim in claims}:
        raise ValidationError({"without": [_("Choose among the claims for your country.")]})
    new = [claim for claim in claims if claim.word != Word.AGREED and claim.pk not in without]
    if agreement.word == Word.AGREED and not new:
        raise WrongState(_("Your country has already agreed to this activity."))
    if activity.scope != Activity.Scope.REGIONAL:
        today = agreement.country.today()
        Confirmation.objects.get_or_create(activity=activity, country_id=country, on=today)
    return say(activity, agreement, new, Word.AGREED, by=by, via=via)


@dataclass
class Agreed:
    """What became of the activities chosen: those agreed to, and the others with what stands against it, in words."""

    agreed: list[Activity] = field(default_factory=list)
    refused: list[tuple[Activity, str]] = field(default_factory=list)


@one_transaction
def agree_several(*, by: User, chosen: Iterable[tuple[UUID, str, int]], via: str = Change.Via.PAGE) -> Agreed:
    """Agree to several activities with every claim for the country: `(id, country, version that was read)` each. One that
    cannot be agreed to stays as it is and does not hold up the others."""
    several = Agreed()
    for pk, country, version in sorted(chosen):
        try:
            several.agreed.append(agree(by=by, pk=pk, country=country, version=version, via=via).activity)
        except (NotAllowed, WrongState) as refusal:
            several.refused.append((Activity.objects.get(pk=pk), str(refusal)))
        except StaleVersion:
            problem = _("The activity was changed while you were reading the list.")
            several.refused.append((Activity.objects.get(pk=pk), problem))
    return several


@one_transaction
def decline(
    *,
    by: User,
    pk: UUID,
    country: str,
    reason: str,
    only: Collection[UUID] = (),
    version: int | None = None,
    via: str = Change.Via.PAGE,
) -> Agreement:
    """Say for a country that an activity which names it is not right: nothing of it counts there any more, for any day; or say
    so `only` of some of the claims for it. Verifications stay on file. Those who recorded it are mailed and, where a
    verified claim no longer counts, the working group.

    Raises NotAllowed, WrongState, StaleVersion or ValidationError (`reason`, `only`)."""
    activity = locked(pk)
    agreement, claims = asked(activity, by, country, version)
    if set(only) - {claim.pk for claim in claims}:
        raise ValidationError({"only": [_("Choose among the claims for your country.")]})
    new = [claim for claim in claims if claim.word != Word.DECLINED and (not only or claim.pk in only)]
    if not new and (only or agreement.word == Word.DECLINED):
        raise WrongState(_("Your country has already declined this."))
    reason = visible_text(reason)
    if not reason:
        raise ValidationError({"reason": [_("Explain why your country declines.")]})
    undone = any(claim.is_agreed and claim.verification == Claim.Verification.VERIFIED for claim in new)
    say(activity, agreement, new, Word.DECLINED, by=by, via=via, reason=reason, whole=not only)
    if via in (Change.Via.PAGE, Change.Via.API, Change.Via.IMPORT):
        activity_mail.about_declined(
            activity, country=country, reason=reason, by=by, occasion=timezone.now().isoformat(), undone=undone
        )
    return agreement


def asked(activity: Activity, by: User, country: str, version: int | None) -> tuple[Agreement, list[Claim]]:
    """The row that awaits the word, and the claims that it covers. Raises NotAllowed, WrongState or StaleVersion."""
    if not rules.may_speak_for(rules.standing(by), country):
        raise NotAllowed(_("Only a focal point of the country can agree or decline for it."))
    agreement, claims = named(activity, country)
    if activity.is_draft:
        raise WrongState(_("A draft cannot be agreed to until it has been submitted."))
    if version is not None and version != activity.version:
        raise StaleVersion(activity, version)
    return agreement, claims


def named(activity: Activity, country: str) -> tuple[Agreement, list[Claim]]:
    """The country's row, and the claims for it. Raises WrongState where the activity does not name it."""
    agreement = next((row for row in activity.agreements.all() if row.country_id == country), None)
    if agreement is None:
        raise WrongState(_("This activity does not name your country."))
    return agreement, [claim for claim in activity.claims.all() if claim.country_id == country]


def say(
    activity: Activity,
    agreement: Agreement,
    claims: list[Claim],
    word: str,
    *,
    by: User,
    via: str,
    reason: str = "",
    whole: bool = True,
) -> Agreement:
    """Write a word on the claims and, `whole`, on the activity; and what follows from it."""
    now = timezone.now()
    before = {"agreement": str(agreement.word)}
    if whole:
        agreement.word, agreement.reason, agreement.by, agreement.at = word, reason, by, now
        agreement.save()
    for claim in claims:
        speak(claim, word, by=by, now=now, reason=reason)
        claim.save()
    settle(activity)
    covered = [{"indicator": row.indicator_id, "unit": row.unit, "achieved_on": day_of(row) or ""} for row in claims]
    after = {"agreement": str(agreement.word), "claims": covered}
    log_word(agreement, by=by, via=via, verb=word, before=before, after=after, reason=reason)
    return agreement


def log_word(
    agreement: Agreement,
    *,
    by: User,
    via: str,
    verb: str,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str = "",
) -> None:
    """A row of the log that is about one of the countries that an activity names."""
    record(
        by=by,
        via=via,
        verb=f"activity.{verb}",
        subject="activity",
        subject_id=agreement.activity_id,
        country=agreement.country_id,
        reason=reason,
        before=before,
        after=after,
    )

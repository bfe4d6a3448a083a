"""A country answers the menu: in place since, or not taken up, because; how an answer ends, and who accepts it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import rules
from reports.activity.state import as_known
from reports.models import Adoption, AdoptionQuerySet, Change, Country, User
from reports.workflow.adoptions import (
    FIELDS,
    adopt_action,
    described,
    end_before,
    later_than,
    log,
    require_writer,
    save_values,
)
from reports.workflow.days import lay_end, read_day
from reports.workflow.outcomes import NotAllowed, StaleVersion, WrongState
from reports.workflow.transactions import one_transaction
from themes.folding import visible_text
from themes.known_days import are_in_order, first_day

ANSWER_FIELDS = {
    "adopted": FIELDS,
    "in_place": ("in_place_since", "proof_url", "proof_citation"),
    "not_taken_up": ("adopted_on", "because", "is_because_public"),
}
UNDECIDED_ANSWER = {
    "verification": Adoption.Verification.PENDING,
    "decision_reason": "",
    "decided_by": None,
    "decided_at": None,
    "decided_for": None,
}


@one_transaction
def answer_action(
    *,
    by: User,
    country: str,
    action: str,
    answer: str,
    values: dict[str, Any],
    version: int | None = None,
    via: str = Change.Via.PAGE,
) -> Adoption:
    """Answer an action of the menu for a country, or change the answer; another one ends (`end_before`).

    `answer` is one of `Adoption.Answer`, `values` of `ANSWER_FIELDS`, `in_place_since` as it is known (`1995`, `1995-06`, a
    whole day). What is in place counts from that day where no other answer stood, and awaits the working group anew whenever
    it is changed. Raises NotAllowed, StaleVersion, or ValidationError by field.
    """
    if answer not in Adoption.Answer.values:
        raise ValidationError({"answer": [_("Choose “adopted”, “in place since” or “not taken up”.")]})
    if answer == Adoption.Answer.ADOPTED:
        return adopt_action(by=by, country=country, action=action, values=values, version=version, via=via)
    require_writer(by, country)
    current = Adoption.objects.current().filter(country=country, action=action).first()
    is_same = current is not None and current.answer == answer
    row = current if current and is_same else Adoption(country_id=country, action_id=action, answer=answer)
    values = {name: visible_text(value) if isinstance(value, str) else value for name, value in values.items()}
    for name, value in UNDECIDED_ANSWER.items() if is_changed(row, values) else ():
        setattr(row, name, value)
    return save_values(row, values, ANSWER_FIELDS[answer], version, by, via, former=current)


def is_changed(row: Adoption, values: dict[str, Any]) -> bool:
    known = described(row)
    return any(known.get(name, "") != (value or "") for name, value in values.items())


@one_transaction
def withdraw_answer(
    *,
    by: User,
    country: str,
    action: str,
    on: date | str | None = None,
    because: str = "",
    version: int | None = None,
    via: str = Change.Via.PAGE,
) -> Adoption:
    """Withdraw what a country answered to an action: from that day on (today) it has no answer. Raises NotAllowed,
    StaleVersion, or ValidationError by field."""
    require_writer(by, country)
    current = Adoption.objects.current().filter(country=country, action=action).first()
    if current is None:
        message = _("%(action)s has no answer to withdraw. Choose an answer, or leave the action as it is.")
        raise ValidationError({"answer": [message % {"action": action}]})
    return withdraw_adoption(by=by, pk=current.pk, on=on, because=because, version=version, via=via)


@one_transaction
def withdraw_adoption(
    *,
    by: User,
    pk: UUID,
    on: date | str | None = None,
    because: str = "",
    version: int | None = None,
    via: str = Change.Via.PAGE,
) -> Adoption:
    """Say from which day on (today) an answer, or an action of a country's own, no longer stands, and why; until then it did.

    `on` may be "2016" or "2016-05". Raises NotAllowed, StaleVersion, Adoption.DoesNotExist where it has ended already, or
    ValidationError (`withdrawn_on`).
    """
    adoption = held(Adoption.objects.current(), pk)
    if not rules.may_write_for(rules.standing(by), adoption.country_id):
        raise NotAllowed(_("You may withdraw only what your own country has adopted."))
    if version is not None and version != adoption.version:
        raise StaleVersion(adoption, version, {"withdrawn_on": on, "withdrawn_because": because})
    known, today = read_day("withdrawn_on", on), adoption.country.today()
    if problems := wrong_end(adoption, known, today):
        raise ValidationError(problems)
    lay_end(adoption, known, today)
    adoption.withdrawn_because, adoption.replaced_by = visible_text(because), None
    adoption.full_clean(validate_constraints=False, validate_unique=False)
    adoption.save()
    after = {name: as_known(adoption, name) for name in ("withdrawn_on", "withdrawn_because")}
    log(adoption, by=by, via=via, verb="withdrawn", before=described(adoption), after=after)
    return adoption


def wrong_end(adoption: Adoption, known: str, today: date) -> dict[str, list[str]]:
    """Why an answer cannot have ended then, by field; `known` is empty where no day is said."""
    if known and first_day(known) > today:
        return {"withdrawn_on": [later_than(today)]}
    if known and not are_in_order(adoption.stands_from.known, known):
        message = _("The answer applies from %(day)s: enter that date or a later one.")
        return {"withdrawn_on": [message % {"day": adoption.stands_from.after_since}]}
    return {}


def held(rows: AdoptionQuerySet, pk: UUID) -> Adoption:
    """One of these rows, read after its country's plan is held, as every verb that writes it does. Raises Adoption.DoesNotExist."""
    country = rows.values_list("country", flat=True).get(pk=pk)
    Country.objects.select_for_update(no_key=True).get(pk=country)
    return rows.select_for_update(of=("self",), no_key=True).get(pk=pk)


@one_transaction
def decide_answer(
    *, by: User, pk: UUID, verification: str, reason: str = "", version: int | None = None, via: str = Change.Via.PAGE
) -> Adoption:
    """Verify that an action is in place, or refuse it, or ("pending") take the decision back; the last two have a reason.

    What a refused answer had replaced stands again. Raises NotAllowed, WrongState, StaleVersion, Adoption.DoesNotExist, or
    ValidationError (`verification`, `reason`).
    """
    adoption = held(Adoption.objects.all(), pk)
    who, reason = rules.standing(by), visible_text(reason)
    if not rules.may_verify_answer(who, adoption):
        raise NotAllowed(_("Only a member of the working group who did not enter the answer can decide on it."))
    if not is_decidable(adoption):
        raise WrongState(_("Only an action that is reported as in place, and was not withdrawn, can be verified."))
    if version is not None and version != adoption.version:
        raise StaleVersion(adoption, version, {})
    require_new_decision(adoption, verification, reason)
    before, is_taken_back = decision_on(adoption), verification == Adoption.Verification.PENDING
    adoption.verification, adoption.decision_reason = verification, "" if is_taken_back else reason
    adoption.decided_by, adoption.decided_at = (None, None) if is_taken_back else (by, timezone.now())
    adoption.decided_for = None if is_taken_back else rules.agency_of(who)
    adoption.version += 1
    if verification == Adoption.Verification.REFUSED:
        give_back(adoption)
    else:
        take_place_again(adoption)
    verb = {"verified": "verified", "refused": "refused", "pending": "reopened"}[str(verification)]
    log(adoption, by=by, via=via, verb=verb, before=before, after=decision_on(adoption), reason=reason)
    return adoption


def require_new_decision(adoption: Adoption, verification: str, reason: str) -> None:
    if verification not in Adoption.Verification.values:
        raise ValidationError({"verification": [_("Choose verified, refused or pending.")]})
    if verification == adoption.verification:
        raise WrongState(_("This decision has been made already."))
    if verification != Adoption.Verification.VERIFIED and not reason:
        raise ValidationError({"reason": [_("Explain the decision: the country reads it.")]})


def is_decidable(adoption: Adoption) -> bool:
    """What is in place and was not withdrawn, or ended only because it was refused: until the country has answered again."""
    return adoption.is_in_place and (adoption.withdrawn_on is None or restored(adoption) is not None)


def restored(refused: Adoption) -> Adoption | None:
    """What stands again since the answer in its place was refused."""
    is_refused = refused.verification == Adoption.Verification.REFUSED
    return refused.replaced.filter(withdrawn_on=None).first() if is_refused else None


def give_back(refused: Adoption) -> None:
    """Save a refused answer. What it had replaced has no end any more, and the refused one ends; where it had replaced nothing,
    it stays, for the country to change."""
    former = refused.replaced.order_by("-created_at").first()
    if former:
        lay_end(refused, "", refused.country.today())
    refused.save()
    if former:
        former.withdrawn_on, former.withdrawn_on_known, former.version = None, "", refused.version
        former.save()


def take_place_again(adoption: Adoption) -> None:
    """Save an answer that is no longer refused: what stood again in the meantime ends as it had."""
    former = adoption.replaced.filter(withdrawn_on=None).first()
    if former:
        end_before(adoption, former)
        former.save()
        adoption.withdrawn_on, adoption.withdrawn_on_known = None, ""
        adoption.version = max(adoption.version, former.version + 1)
    adoption.save()


def decision_on(adoption: Adoption) -> dict[str, Any]:
    agency = {"agency": adoption.decided_for.name} if adoption.decided_for else {}
    return {"verification": str(adoption.verification), "finding": adoption.decision_reason} | agency

"""Recording what was done: create, change, confirm, discard."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import rules
from reports.activity import checks
from reports.activity.state import (
    EMPTY,
    IDENTIFYING,
    LISTS,
    WHAT_COUNTS,
    State,
    activity_state,
    changed_fields,
    held,
    merged,
    with_state,
)
from reports.activity.touching import touched
from reports.activity.units import ITSELF, read_unit
from reports.agencies import is_judged_by_others, read_partners, to_verify
from reports.models import Activity, ActivityQuerySet, Change, Claim, Finding, User
from reports.workflow.days import date_claim, is_dated_anew
from reports.workflow.ends import remove_claims
from reports.workflow.history import log_step, record_activity
from reports.workflow.identifiers import (
    SystemCodes,
    taken_identifiers,
    with_others_identifiers,
    write_identifiers,
    wrong_identifiers,
)
from reports.workflow.mailing import mail_asked, mail_changed
from reports.workflow.organisations import organisations_named, with_known_names
from reports.workflow.outcomes import NotAllowed, SentBefore, StaleVersion, WrongState
from reports.workflow.recording import require_own_claims, require_recorder
from reports.workflow.rows import lay_values, names_of, write_funding, write_partners
from reports.workflow.statuses import (
    OF_STATUS,
    later_status,
    report_later,
    require_after_start,
    require_before_ends,
    require_no_later,
    require_own_end,
    settle_facts,
    take_effect,
)
from reports.workflow.successors import refuse_merged_away, unused_key
from reports.workflow.transactions import one_transaction
from reports.workflow.words import Voice, ask, report, settle, speak_for_recorder, unanswered, write_countries


@one_transaction
def create_activity(
    *,
    by: User,
    values: dict[str, Any],
    via: str = Change.Via.PAGE,
    pk: UUID | None = None,
    codes: checks.Codes | None = None,
    decision: str = "",
) -> Activity:
    """Begin a draft, however incomplete, from plain values (see `reports.activity.state`).

    `pk` is the id that it gets, a form's own key; `codes`, where given, are shared by the rows of a table; `decision` is
    that by which all who are named agreed to a past that is loaded.
    Raises NotAllowed, SentBefore (the person has recorded an activity under this key), MergedAway (that has gone up in
    another), or ValidationError with messages by field.
    """
    activity, who = Activity(created_by=by, confirmed_on=timezone.localdate()), rules.standing(by)
    activity.pk = unused_key(pk) or activity.pk
    if pk and activity.pk != pk and (known := rules.editable_activities(who).filter(pk=pk).first()):
        raise SentBefore(known)
    state_what_counts(activity, by)
    state = merged(EMPTY | {"language": by.language or "en"}, with_self_unit(with_known_names(values), activity))
    state = with_others_identifiers(EMPTY, state, recorder=by.pk, codes=SystemCodes(who))
    require_recorder(who, activity, state, _("You may record activities for your own country only."))
    write(activity, EMPTY, state, by=by, via=via, codes=codes or checks.Codes(), decision=decision)
    record_activity(activity, by=by, via=via, verb="created", before={}, after=state, reason=decision)
    return activity


@one_transaction
def update_activity(
    *,
    by: User,
    pk: UUID,
    version: int,
    values: dict[str, Any],
    via: str = Change.Via.PAGE,
    reason: str = "",
    codes: checks.Codes | None = None,
    corrects_status: bool = False,
) -> Activity:
    """Lay new values over an activity. Values that change nothing write nothing.

    A correction of what counts (`WHAT_COUNTS`) sends a verified activity back to submitted, and those of its verified claims
    that it touches back to be checked; so does another lead or implementing partner, where a claim was verified by whose work
    it then is. Another status of what was submitted is a later fact, reported beside what stands (`later_facts`), unless
    it `corrects_status`: the one that was recorded was never right. Raises NotAllowed, StaleVersion (its `current` is the
    other person's version), or ValidationError with messages by field.
    """
    activity = locked(pk)
    who = rules.standing(by)
    if not rules.may_edit(who, activity):
        raise NotAllowed(_("You may edit activities of your own country only."))
    if activity.version != version:
        raise StaleVersion(activity, version, values)
    before = activity_state(activity)
    after = merged(before, with_self_unit(with_known_names(values), activity))
    after = with_others_identifiers(before, after, recorder=activity.created_by_id, codes=SystemCodes(who))
    if after == before:
        return activity
    later = None if corrects_status else later_status(activity, before, after)
    if later:
        if problems := checks.yet_to_come(before | {"status": after["status"]}, after, codes or checks.Codes()):
            raise ValidationError(problems)
        after |= {name: before[name] for name in (*OF_STATUS, *later.fields)}
    require_recorder(who, activity, after, _("An activity cannot be moved out of your own country."))
    require_own_claims(who, activity, after["claims"])
    if after != before:
        correct(activity, before, after, by=by, via=via, codes=codes, reason=reason)
    return report_later(activity, later, by=by, via=via).activity if later else activity


def correct(
    activity: Activity, before: State, after: State, *, by: User, via: str, codes: checks.Codes | None, reason: str
) -> None:
    """Write the new state, and send back to review what it touches."""
    require_no_later(activity, before, after)
    require_after_start(activity, before, after)
    changed, needed = set(changed_fields(before, after)), to_verify(activity)
    counts = bool(changed.intersection(WHAT_COUNTS))
    if counts:
        state_what_counts(activity, by)
    write(activity, before, after, by=by, via=via, codes=codes or checks.Codes())
    require_own_end(activity, before, after)
    unjudged = judged_by_own(activity, needed, by) if changed.intersection(WHO_WORKS) else []
    if counts or unjudged:
        reopen(activity, [*unjudged, *(touched(before, after, activity.claims.all()) if counts else [])])
    record_activity(activity, by=by, via=via, verb="changed", before=before, after=after, reason=reason)
    take_effect(activity, by=by, via=via, said=after)
    mail_changed(activity, before, after, by=by, via=via)


@one_transaction
def change_claims(
    *, by: User, pk: UUID, change: Callable[[list[State]], list[State]], via: str = Change.Via.PAGE
) -> Activity:
    """Make the claims of an activity what `change` makes of those that stand, whoever else writes at the same moment.

    Raises as `update_activity` does, and Activity.DoesNotExist.
    """
    activity = locked(pk)
    values = {"claims": change(activity_state(activity)["claims"])}
    return update_activity(by=by, pk=pk, version=activity.version, values=values, via=via)


@one_transaction
def confirm_unchanged(*, by: User, pks: Iterable[UUID], via: str = Change.Via.PAGE) -> list[Activity]:
    """Say of each activity that it still stands as recorded: a report too. Raises NotAllowed if one is not theirs."""
    chosen = Activity.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(pks)).order_by("pk")
    activities = list(with_state(chosen))
    who, now = rules.standing(by), timezone.now()
    for activity in activities:
        if not rules.may_edit(who, activity):
            raise NotAllowed(_("You may confirm activities of your own country only."))
        before = {"confirmed_on": str(activity.confirmed_on)}
        report(activity, Voice(who, now))
        activity.save(update_fields=["confirmed_on", "updated_at"])
        after = {"confirmed_on": str(activity.confirmed_on)}
        log_step(activity, by=by, via=via, verb="confirmed", before=before, after=after)
    return activities


@one_transaction
def discard_draft(*, by: User, pk: UUID, via: str = Change.Via.PAGE) -> Activity:
    """Delete an activity that was never submitted; the change log keeps what it said. Answers what it was."""
    activity = locked(pk)
    if not rules.may_edit(rules.standing(by), activity):
        raise NotAllowed(_("You may discard drafts of your own country only."))
    if not rules.may_discard(rules.standing(by), activity):
        raise NotAllowed(_("Hand the draft back instead: only the institution that prepared it can discard it."))
    if not activity.is_draft:
        raise WrongState(_("Only a draft can be discarded. Cancel the activity instead, and give the reason."))
    log_step(activity, by=by, via=via, verb="discarded", before=activity_state(activity), after={})
    for evidence in activity.evidence.all():
        transaction.on_commit(evidence.delete_files)
    activity.delete()
    return activity


def locked(pk: UUID, read: Callable[[ActivityQuerySet], ActivityQuerySet] | None = None) -> Activity:
    """The row, held until the transaction ends, with what its state needs, or `read`. Raises MergedAway or
    Activity.DoesNotExist."""
    chosen = Activity.objects.select_for_update(of=("self",), no_key=True)
    row = read(chosen).filter(pk=pk).first() if read else held(pk)
    if row is None:
        refuse_merged_away(pk)
        raise Activity.DoesNotExist
    return row


def reopen(activity: Activity, claims: Iterable[UUID]) -> None:
    """What counts has been corrected: the activity, and these claims of it, are not verified or agreed to any more. Doubts and
    refusals stand until their claim changes. What was only reported later takes effect by that: `take_effect` follows."""
    if activity.review == Activity.Review.VERIFIED:
        activity.review = Activity.Review.SUBMITTED
        activity.submitted_at = timezone.now()
        activity.save(update_fields=["review", "submitted_at"])
    reopened = activity.claims.filter(pk__in=list(claims))
    Finding.objects.filter(claim__in=reopened, verdict=Finding.Verdict.AGREE).delete()
    reopened.filter(verification=Claim.Verification.VERIFIED).update(**UNDECIDED)


def state_what_counts(activity: Activity, by: User) -> None:
    """Write on the row, not saved yet, who says now what counts, and in the name of which agency."""
    activity.counted_by, activity.counted_at = by, timezone.now()
    activity.counted_for = rules.agency_of(rules.standing(by))


WHO_WORKS = ("lead", "partners")


def judged_by_own(activity: Activity, needed: frozenset[str], by: User) -> list[UUID]:
    """The claims verified by those whose work it now is: others lead or implement than when the word of these agencies was
    `needed`, and whoever changed that does not verify. Three queries at most."""
    if to_verify(read_partners(activity)) == needed:
        return []
    state_what_counts(activity, by)
    activity.save(update_fields=["counted_by", "counted_at", "counted_for"])
    verified = activity.claims.filter(verification=Claim.Verification.VERIFIED)
    judged = verified.select_related("decided_for__office_of", "decided_with__office_of", "in_place_of__office_of")
    return [claim.pk for claim in judged if not is_judged_by_others(claim, activity)]


UNSIGNED: dict[str, Any] = {"decided_for": None, "decided_with": None, "in_place_of": None}
UNDECIDED = UNSIGNED | {
    "verification": Claim.Verification.PENDING,
    "decision_reason": "",
    "decided_by": None,
    "decided_at": None,
}


def with_self_unit(values: dict[str, Any], activity: Activity) -> dict[str, Any]:
    """Claims that name the activity by its id name it by `*`, as the state does."""
    if "claims" not in values:
        return values
    own = str(activity.pk)
    claims = [claim | {"unit": ITSELF if claim["unit"] in ("", own) else claim["unit"]} for claim in values["claims"]]
    return values | {"claims": claims}


def write(
    activity: Activity, before: State, state: State, *, by: User, via: str, codes: checks.Codes, decision: str = ""
) -> None:
    """Check the whole state and save it: the row, its lists, its partners and its claims."""
    require_sense(activity, before, state, by=by, codes=codes)
    organisations = organisations_named(names_of(state), by=by, via=via)
    lay_values(activity, state, organisations, codes=codes)
    if not activity._state.adding:
        activity.version += 1
    voice = Voice(rules.standing(by), timezone.now(), decision)
    known = [] if activity._state.adding else unanswered(activity)
    report(activity, voice)
    activity.full_clean(validate_unique=False, validate_constraints=False)
    activity.save()
    for name in LISTS[1:]:
        if state[name] != before[name]:
            getattr(activity, name).set(state[name])
    if (state["countries"], state["scope"]) != (before["countries"], before["scope"]):
        write_countries(activity, state["countries"], voice)
    if state["partners"] != before["partners"]:
        write_partners(activity, state["partners"], organisations)
    if state["funding_lines"] != before["funding_lines"]:
        write_funding(activity, state["funding_lines"], organisations)
    if any(state[name] != before[name] for name in IDENTIFYING):
        write_identifiers(activity, state, by=by, via=via)
    if state["claims"] != before["claims"]:
        require_before_ends(activity, state["claims"])
        remove_claims(write_claims(activity, state, codes, voice), by=by, via=via)
    settle(activity)
    settle_facts(activity)
    activity.__dict__.pop("_prefetched_objects_cache", None)
    if not activity.is_draft:
        mail_asked(activity, ask(activity, voice.now, known), by=by, via=via)


def require_sense(activity: Activity, before: State, state: State, *, by: User, codes: checks.Codes) -> None:
    """Raises ValidationError by field."""
    problems = checks.wrong(state, activity.pk, codes, before) | checks.wrong_in_change(before, state, codes)
    problems |= wrong_identifiers(before, state, SystemCodes(rules.standing(by)))
    problems |= taken_identifiers(activity, before, state, by)
    if problems:
        raise ValidationError(problems)
    if activity.review != Activity.Review.DRAFT:
        incomplete = checks.missing(state)
        if incomplete:
            raise ValidationError(incomplete)


def write_claims(activity: Activity, state: State, codes: checks.Codes, voice: Voice) -> list[Claim]:
    """Make the activity's claims these: new ones begin unchecked, a changed date is a new claim to check and to agree to. Answers
    those that are to be removed."""
    standing = {(claim.indicator_id, claim.unit): claim for claim in activity.claims.all()}
    latest = codes.latest_day(state)
    for row in state["claims"]:
        unit = read_unit(row["unit"], codes.indicators[row["indicator"]].counts, activity.pk)
        written = unit.written(activity.pk)
        claim = standing.pop((row["indicator"], written), None) or Claim(
            activity=activity,
            indicator_id=row["indicator"],
            unit=written,
            country_id=unit.country,
            sector_id=unit.sector,
            border_region_id=unit.border_region,
            body_id=unit.body,
        )
        if claim._state.adding or is_dated_anew(claim, row["achieved_on"]):
            date_claim(claim, row["achieved_on"], latest)
            for name, value in UNDECIDED.items():
                setattr(claim, name, value)
            speak_for_recorder(claim, voice)
            claim.save()
            claim.findings.all().delete()
    return list(standing.values())

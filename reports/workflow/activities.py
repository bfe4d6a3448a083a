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
from reports.activity.state import EMPTY, State, activity_state, held, merged, with_state
from reports.activity.units import ITSELF
from reports.models import Activity, ActivityQuerySet, Change, User
from reports.workflow.batches import Batch
from reports.workflow.history import difference_of, log_step, step_of
from reports.workflow.identifiers import with_others_identifiers
from reports.workflow.laying import correct, lay, state_what_counts
from reports.workflow.organisations import with_known_names
from reports.workflow.outcomes import NotAllowed, SentBefore, StaleVersion, WrongState
from reports.workflow.pen import Pen, hold
from reports.workflow.recording import require_own_claims, require_recorder
from reports.workflow.statuses import OF_STATUS, LaterStatus, later_status, report_later
from reports.workflow.successors import refuse_merged_away, unused_key
from reports.workflow.transactions import one_transaction
from reports.workflow.words import Voice, report


@one_transaction
def create_activity(
    *,
    by: User,
    values: dict[str, Any],
    via: str = Change.Via.PAGE,
    pk: UUID | None = None,
    decision: str = "",
) -> Activity:
    """Begin a draft, however incomplete, from plain values (see `reports.activity.state`).

    `pk` is the id that it gets, a form's own key; `decision` is that by which all who are named agreed to a past that is
    loaded. Raises NotAllowed, SentBefore (the person has recorded an activity under this key), MergedAway (that has gone up in
    another), or ValidationError with messages by field.
    """
    batch = Batch(by=by, via=via)
    activity = begin(batch, values, pk=pk, decision=decision)
    batch.write()
    return as_saved(activity)


def begin(batch: Batch, values: dict[str, Any], *, pk: UUID | None = None, decision: str = "") -> Activity:
    """`create_activity` in a batch: nothing is saved yet."""
    by, who = batch.by, batch.who
    activity = Activity(created_by=by, confirmed_on=timezone.localdate())
    activity.pk = unused_key(pk, batch.keys) or activity.pk
    if pk and activity.pk != pk and (known := rules.editable_activities(who).filter(pk=pk).first()):
        raise SentBefore(known)
    batch.keys.take(activity.pk)
    for name in ("agreements", "claims", "evidence"):
        hold(activity, name, ())
    state_what_counts(activity, by)
    values = with_self_unit(with_known_names(values, batch.names), activity)
    state = merged(EMPTY | {"language": by.language or "en"}, values)
    state = with_others_identifiers(EMPTY, state, recorder=by.pk, codes=batch.systems)
    refusal = _("You may record activities for your own country only.")
    require_recorder(who, activity, state, refusal, batch.names)
    lay(batch, activity, EMPTY, state, decision)
    said: dict[str, Any] = {"by": by, "via": batch.via, "verb": "created", "reason": decision}
    batch.pen_of(activity).log.append(difference_of(activity, **said, before={}, after=state))
    return activity


def as_saved(activity: Activity) -> Activity:
    """The row without what was held in memory while it was written: whoever asks for more reads what is saved."""
    for name in ("_prefetched_objects_cache", "standing_facts"):
        activity.__dict__.pop(name, None)
    return activity


def forget_rows(activity: Activity) -> None:
    """The same of one that is not written yet, but for the words of its countries, whose people the mail is for."""
    known = activity.__dict__.pop("_prefetched_objects_cache", {})
    activity.__dict__.pop("standing_facts", None)
    if "agreements" in known:
        activity.__dict__["_prefetched_objects_cache"] = {"agreements": known["agreements"]}


@one_transaction
def update_activity(
    *,
    by: User,
    pk: UUID,
    version: int,
    values: dict[str, Any],
    via: str = Change.Via.PAGE,
    reason: str = "",
    corrects_status: bool = False,
    beside: Batch | None = None,
) -> Activity:
    """Lay new values over an activity. Values that change nothing write nothing. `beside` is a batch that is being written.

    A correction of what counts (`WHAT_COUNTS`) sends a verified activity back to submitted, and those of its verified claims
    that it touches back to be checked; so does another lead or implementing partner, where a claim was verified by whose work
    it then is. Another status of what was submitted is a later fact, reported beside what stands (`later_facts`), unless
    it `corrects_status`: the one that was recorded was never right. Raises NotAllowed, StaleVersion (its `current` is the
    other person's version), or ValidationError with messages by field.
    """
    batch, activity = Batch(by=by, via=via, beside=beside), locked(pk)
    said: dict[str, Any] = {"version": version, "reason": reason, "corrects_status": corrects_status}
    later = alter(batch, activity, values, **said)
    if not (batch.pens or later):
        return activity
    batch.write()
    as_saved(activity)
    return report_later(activity, later, by=by, via=via).activity if later else activity


def alter(
    batch: Batch,
    activity: Activity,
    values: dict[str, Any],
    *,
    version: int,
    reason: str = "",
    corrects_status: bool = False,
) -> LaterStatus | None:
    """`update_activity` in a batch, of a row `with_state`: nothing is saved yet. Answers the status that is to be reported beside
    it once that is saved."""
    who = batch.who
    if not rules.may_edit(who, activity):
        raise NotAllowed(_("You may edit activities of your own country only."))
    if activity.version != version:
        raise StaleVersion(activity, version, values)
    before = activity_state(activity)
    after = merged(before, with_self_unit(with_known_names(values, batch.names), activity))
    after = with_others_identifiers(before, after, recorder=activity.created_by_id, codes=batch.systems)
    if after == before:
        return None
    later = None if corrects_status else later_status(activity, before, after)
    if later:
        if problems := checks.yet_to_come(before | {"status": after["status"]}, after, batch.codes):
            raise ValidationError(problems)
        after |= {name: before[name] for name in (*OF_STATUS, *later.fields)}
    refusal = _("An activity cannot be moved out of your own country.")
    require_recorder(who, activity, after, refusal, batch.names)
    require_own_claims(who, activity, after["claims"])
    if after != before:
        correct(batch, activity, before, after, reason)
    return later


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
    who, now, pen = rules.standing(by), timezone.now(), Pen()
    for activity in activities:
        if not rules.may_edit(who, activity):
            raise NotAllowed(_("You may confirm activities of your own country only."))
        before = {"confirmed_on": str(activity.confirmed_on)}
        report(activity, Voice(who, now), pen)
        activity.updated_at = now
        pen.change(activity, "confirmed_on", "updated_at")
        after = {"confirmed_on": str(activity.confirmed_on)}
        pen.log.append(step_of(activity, by=by, via=via, verb="confirmed", before=before, after=after))
    pen.write()
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


def with_self_unit(values: dict[str, Any], activity: Activity) -> dict[str, Any]:
    """Claims that name the activity by its id name it by `*`, as the state does."""
    if "claims" not in values:
        return values
    own = str(activity.pk)
    claims = [claim | {"unit": ITSELF if claim["unit"] in ("", own) else claim["unit"]} for claim in values["claims"]]
    return values | {"claims": claims}

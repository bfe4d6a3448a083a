"""Two records of one event become one: what stays, where the other's address leads, and the way back.

The row of the one that is merged away is deleted, so that no list, queue or figure has to leave it out; everything that
hung on it moves to the one that stays, and both as they were are kept in the merge.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import limits, rules
from reports.activity import checks
from reports.activity.joining import OTHER, Joined, Side, claim_key, join, side_of, word_of_both
from reports.activity.state import activity_state, day_of, with_state
from reports.models import (
    Activity,
    Agreement,
    AnotherEvent,
    Change,
    Claim,
    Finding,
    Merge,
    User,
    Word,
)
from reports.models.another_event import pair
from reports.workflow.history import lock_log
from reports.workflow.merge_log import log_merge, log_undoing, mail_merge
from reports.workflow.merge_rows import FORGOTTEN, MOVED, given_now, make_again, rows_of
from reports.workflow.merging_facts import bring_together_ends, bring_together_facts, settle_with_end, takes_status
from reports.workflow.organisations import Names
from reports.workflow.outcomes import NotAllowed, StaleVersion, WrongState
from reports.workflow.pen import Pen
from reports.workflow.rows import end_of, lay_values, names_of, write_funding, write_lists, write_partners
from reports.workflow.statuses import settle_facts
from reports.workflow.successors import refuse_merged_away
from reports.workflow.transactions import one_transaction
from reports.workflow.words import settle

BEHIND_A_WORD = ("decision", "letter", "letter_on", "letter_by")
OF_DECISION = (
    *("achieved_on", "achieved_on_known", "verification", "decision_reason", "decided_by", "decided_at"),
    *("decided_for", "decided_with", "in_place_of"),
)


@one_transaction
def merge_activities(
    *,
    by: User,
    pk: UUID,
    other: UUID,
    version: int | None = None,
    other_version: int | None = None,
    choices: dict[str, str] | None = None,
    via: str = Change.Via.PAGE,
) -> Activity:
    """Let `other` go up in the activity `pk`: one event, which counts once, for every day.

    `choices` says what stays where both say different things (`{name of a row: "this" | "other" | "both"}`, and
    `{"indicator unit": ...}` for the day of a claim, see `reports.activity.joining`). Raises NotAllowed, MergedAway,
    WrongState, StaleVersion or ValidationError (`other`, `choices`, or the field in which both together make no sense).
    """
    if pk == other:
        raise ValidationError({"other": [_("An activity cannot be merged with itself. Choose another activity.")]})
    kept, gone = locked_both(pk, other)
    require_mergeable(by, kept, gone)
    for activity, read in ((kept, version), (gone, other_version)):
        if read is not None and read != activity.version:
            raise StaleVersion(activity, read)
    sides = side_of(kept, activity_state(kept)), side_of(gone, activity_state(gone))
    joined = joined_by(sides, choices or {})
    require_sense(kept, gone, joined)
    merge, organisations = begun(kept, gone, sides, by=by, choices=choices or {}), in_whose_name(gone)
    lay_over(kept, gone, joined, is_others=sides[1].rank > sides[0].rank, by=by, via=via)
    end = end_of(kept)
    merge.claims = bring_together_claims(kept, gone, joined, by=by, via=via)
    bring_together_facts(kept, gone, is_others=takes_status(sides, joined.state), by=by, via=via)
    move_the_rest(kept, gone)
    gone.delete()
    settle(kept)
    settle_with_end(kept, end)
    log_merge(merge, *sides, by=by, via=via)
    merge.save()
    merge.organisations.set(organisations)
    mail_merge(merge, kept, gone, by=by, via=via)
    return kept


def in_whose_name(gone: Activity) -> set[int]:
    """The organisations for which it, or what had gone up in it, was recorded."""
    named = Merge.objects.standing().filter(kept=gone.pk, organisations__isnull=False)
    return {*named.values_list("organisations", flat=True), *filter(None, [gone.recorded_for_id])}


def locked_both(pk: UUID, other: UUID) -> tuple[Activity, Activity]:
    """Raises MergedAway or Activity.DoesNotExist."""
    rows = with_state(Activity.objects.select_for_update(of=("self",), no_key=True)).filter(pk__in=(pk, other))
    both = {row.pk: row for row in rows.order_by("pk")}
    for each in (pk, other):
        if each not in both:
            refuse_merged_away(each)
            raise Activity.DoesNotExist
    return both[pk], both[other]


def require_mergeable(by: User, kept: Activity, gone: Activity) -> None:
    if not rules.may_merge(rules.standing(by), kept, gone):
        raise NotAllowed(
            _("Only a member of the working group who entered neither of the two activities can merge them.")
        )
    if kept.is_draft or gone.is_draft:
        raise WrongState(
            _("A draft cannot be merged. Wait until it has been submitted, or ask its author to discard it.")
        )


def merge_problem(*, by: User, kept: Activity, gone: Activity) -> str:
    """Why two activities cannot be merged by this person, whatever they choose; empty where they can. No query."""
    try:
        require_mergeable(by, kept, gone)
    except (NotAllowed, WrongState) as refusal:
        return str(refusal)
    return ""


def joined_by(sides: tuple[Side, Side], choices: dict[str, str]) -> Joined:
    try:
        joined = join(*sides, choices)
    except KeyError as unknown:
        message = _("“%(name)s” cannot be chosen so: only what differs, and only one of the versions offered.")
        raise ValidationError({"choices": [message % {"name": unknown.args[0]}]}) from None
    if joined.undecided:
        message = _(
            "%(claim)s: the two activities give different dates for the same result, %(this)s and %(other)s. Choose the "
            "date that is right; if they are two results, the activities are two events: do not merge them."
        )
        raise ValidationError({"claims": [message % contradiction(key, *sides) for key in joined.undecided]})
    return joined


def contradiction(key: str, this: Side, other: Side) -> dict[str, str]:
    """A claim and its two days, in words."""
    days = {"this": this.claims[key].achieved, "other": other.claims[key].achieved}
    return {"claim": this.claims[key].named} | {side: str(day) for side, day in days.items() if day}


def require_sense(kept: Activity, gone: Activity, joined: Joined) -> None:
    """Both together are an activity as any other. Raises ValidationError by field."""
    problems = checks.missing(joined.state) | checks.wrong(joined.state, kept.pk)
    for name, most in (("evidence", limits.EVIDENCE), ("remarks", limits.REMARKS)):
        if getattr(kept, name).count() + getattr(gone, name).count() > most:
            message = _("Together the two activities have more than %(most)d of these. Remove some of them first.")
            problems[name] = [message % {"most": most}]
    if problems:
        raise ValidationError(problems)


def lay_over(kept: Activity, gone: Activity, joined: Joined, *, is_others: bool, by: User, via: str) -> None:
    """The values of both, and the review as far as either came."""
    state, before = joined.state, activity_state(kept)
    pen, known = Pen(), Names(names_of(state))
    organisations = {name: row for name in names_of(state) if (row := known.find(name))}
    lay_values(kept, state, organisations, codes=checks.Codes(), other=gone)
    if is_others:
        kept.review, kept.verified_at = gone.review, gone.verified_at
    kept.submitted_at = min((row.submitted_at for row in (kept, gone) if row.submitted_at), default=None)
    kept.confirmed_on = max((row.confirmed_on for row in (kept, gone) if row.confirmed_on), default=None)
    if kept.counted_by_id in (None, kept.created_by_id):  # who recorded either side judges none of it
        kept.counted_by_id = gone.counted_by_id or gone.created_by_id
        kept.counted_for, kept.counted_at = gone.counted_for, gone.counted_at
    kept.version += 1
    kept.save()
    write_lists(kept, before, state, pen)
    if state["partners"] != before["partners"]:
        write_partners(kept, state["partners"], organisations, pen)
    if state["funding_lines"] != before["funding_lines"]:
        write_funding(kept, state["funding_lines"], organisations, pen)
    pen.write()
    for theirs in gone.agreements.all():
        agree_with(kept, theirs)


def agree_with(kept: Activity, theirs: Agreement) -> None:
    """A country's word on both sides is one word on what stays."""
    ours = kept.agreements.filter(country=theirs.country_id).first()
    if ours is None:
        theirs.activity = kept
        theirs.save()
        return
    word = word_of_both(ours.word, theirs.word)
    said = ours if ours.word == word else theirs if theirs.word == word else None
    ours.word, ours.reason = word, said.reason if said else ""
    ours.by, ours.at = (said.by, said.at) if said else (None, None)
    ours.asked_at = (ours.asked_at or theirs.asked_at) if said else timezone.now()
    for name in BEHIND_A_WORD:
        if said is theirs or not getattr(ours, name):
            setattr(ours, name, getattr(theirs, name))
    ours.save()


def bring_together_claims(kept: Activity, gone: Activity, joined: Joined, *, by: User, via: str) -> dict[str, str]:
    """Equal claims become one, with what was found of both; the others move. `{id of a claim that is gone: its claim now}`."""
    ours = {claim_key(kept, claim): claim for claim in kept.claims.all()}
    into = {}
    for theirs in gone.claims.all():
        key = claim_key(gone, theirs)
        side, _claim = joined.claims[key]
        if key in ours:
            take_in(ours[key], theirs, is_others=side == OTHER)
            bring_together_ends(ours[key], theirs, by=by, via=via)
            into[str(theirs.pk)] = str(ours[key].pk)
        else:
            theirs.activity = kept
            theirs.unit = str(kept.pk) if theirs.unit == str(gone.pk) else theirs.unit
            theirs.save()
    for claim in Claim.objects.filter(activity=kept, country__isnull=False):
        keep_to_agreement(kept, claim)
    return into


def take_in(ours: Claim, theirs: Claim, *, is_others: bool) -> None:
    """What is said of the other stands with this one; its day and its decision too, where it came further. A country's word
    and an agency's finding are about a day: of two days, those of the one that stands."""
    is_same_day = day_of(ours) == day_of(theirs)
    first, second = (theirs, ours) if is_others else (ours, theirs)
    word = word_of_both(ours.word, theirs.word) if is_same_day else first.word
    speak_as(ours, word, (first, second) if is_same_day else (first,))
    for name in OF_DECISION if is_others else ():
        setattr(ours, name, getattr(theirs, name))
    ours.save()
    by_agency = {finding.agency_id: finding for finding in ours.findings.all()}
    if is_others and not is_same_day:
        ours.findings.all().delete()
    for finding in theirs.findings.all() if is_others or is_same_day else ():
        former = by_agency.get(finding.agency_id)
        if former and is_others:
            former.delete()
        if former is None or is_others:
            finding.claim = ours
            finding.save()
    theirs.remarks.update(claim=ours)
    objecting = ours.objections.standing().values("country")
    theirs.objections.exclude(withdrawn_at=None, country__in=objecting).update(claim=ours)
    for piece in theirs.named_evidence.all():
        piece.claims.add(ours)


def speak_as(claim: Claim, word: str, sides: Iterable[Claim]) -> None:
    """The word, as one of these said it."""
    said = next((side for side in sides if side.word == word), None)
    claim.word, claim.declined_because = word, said.declined_because if said else ""
    claim.word_by, claim.word_at = (said.word_by, said.word_at) if said else (None, None)


def keep_to_agreement(kept: Activity, claim: Claim) -> None:
    """A country agrees to no claim of an activity to which it did not agree."""
    agreement = kept.agreements.get(country=claim.country_id)
    if claim.word != Word.AGREED or agreement.word == Word.AGREED:
        return
    claim.word, claim.declined_because = agreement.word, agreement.reason
    claim.word_by, claim.word_at = agreement.by, agreement.at
    claim.save()


def move_the_rest(kept: Activity, gone: Activity) -> None:
    """Files stay where they lie: what they are called there is nobody's business."""
    for name in ("identifiers", "evidence", "remarks"):
        getattr(gone, name).update(activity=kept)
    move_pairs(kept, gone)
    standing = {likeness(row) for row in kept.confirmations.all()}
    for row in gone.confirmations.all():
        if likeness(row) not in standing:
            row.activity = kept
            row.save()


def move_pairs(kept: Activity, gone: Activity) -> None:
    """What was said to be another event than the one is another than what stays."""
    for row in AnotherEvent.objects.about([gone.pk]).exclude(**pair(kept.pk, gone.pk)):
        AnotherEvent.objects.get_or_create(**pair(kept.pk, row.other(gone.pk)), defaults={"by": row.by})


def likeness(row: Model) -> tuple[Any, ...]:
    """Two rows that say the same of two activities have the same."""
    return tuple(
        row.serializable_value(field.attname)
        for field in row._meta.concrete_fields
        if field.name not in ("id", "activity")
    )


def begun(kept: Activity, gone: Activity, sides: tuple[Side, Side], *, by: User, choices: dict[str, str]) -> Merge:
    """The record of the merge, not saved yet, with both as they stand."""
    merge = Merge(kept=kept.pk, gone=gone.pk, title=gone.title, by=by, at=timezone.now(), choices=choices)
    for name, side, row in (("kept", sides[0], kept), ("gone", sides[1], gone)):
        merge.before[name] = {"state": side.state, "rows": rows_of(row)}
    merge.identifiers = [[row.system_id, row.value] for row in gone.identifiers.all()]
    return merge


@one_transaction
def undo_merge(*, by: User, pk: int, via: str = Change.Via.PAGE) -> Merge:
    """Make two of one again, as long as nobody has written to it since. Raises NotAllowed, WrongState or
    Merge.DoesNotExist."""
    merge = Merge.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if not rules.may_undo_merge(rules.standing(by)):
        raise NotAllowed(_("Only a member of the working group can undo a merge."))
    if merge.undone_at:
        raise WrongState(_("This merge has already been undone."))
    kept = with_state(Activity.objects.select_for_update(of=("self",), no_key=True)).filter(pk=merge.kept).first()
    lock_log()
    if problem := built_on(merge):
        raise WrongState(problem)
    assert kept is not None
    before = activity_state(kept)
    version, now = kept.version, given_now(kept)
    Finding.objects.filter(claim__activity=kept).delete()
    for name in (*MOVED, *FORGOTTEN):
        getattr(kept, name).all().delete()
    AnotherEvent.objects.about([merge.kept]).delete()
    for side in ("gone", "kept"):
        make_again(merge.before[side]["rows"], now)
    merge.undone_by, merge.undone_at = by, timezone.now()
    merge.save()
    both = {row.pk: row for row in with_state(Activity.objects.filter(pk__in=(merge.kept, merge.gone)))}
    for row in both.values():
        settle_facts(row)
        row.version = max(version, row.version) + 1 if row.pk == merge.kept else row.version + 1
        row.save(update_fields=["version", "updated_at"])
    log_undoing(merge, before, both, by=by, via=via)
    return merge


def built_on(merge: Merge) -> str:
    """Why the merge cannot be undone any more, in words; empty where it can. Two queries."""
    if not Activity.objects.filter(pk=merge.kept).exists():
        return _("The activity has itself been merged into another since. Undo that merge first.")
    later = Change.objects.filter(subject="activity", subject_id=str(merge.kept), pk__gt=merge.logged)
    change = later.select_related("by").order_by("pk").first()
    if change is None:
        return ""
    message = _(
        "The merge can no longer be undone: %(who)s has changed the activity since. Record the other event again "
        "from what the merge keeps of it."
    )
    return message % {"who": change.by or _("the site")}

"""What a new state of an activity comes to: checked whole, laid on its rows in memory, and what it touches sent back to review."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from reports import rules
from reports.activity import checks
from reports.activity.state import IDENTIFYING, WHAT_COUNTS, State, changed_fields
from reports.activity.touching import touched
from reports.activity.units import read_unit
from reports.agencies import is_judged_by_others, to_verify
from reports.models import Activity, Claim, Finding, User
from reports.workflow.batches import Batch
from reports.workflow.days import date_claim, is_dated_anew
from reports.workflow.ends import remove_claims
from reports.workflow.history import difference_of
from reports.workflow.identifiers import asked_for, taken_identifiers, write_identifiers, wrong_identifiers
from reports.workflow.mailing import mail_asked, mail_changed
from reports.workflow.organisations import organisations_named
from reports.workflow.pen import Pen, hold
from reports.workflow.rows import lay_values, names_of, write_funding, write_lists, write_partners
from reports.workflow.statuses import (
    log_effect,
    require_after_start,
    require_before_ends,
    require_no_later,
    require_own_end,
    settle_laid,
)
from reports.workflow.words import (
    SPOKEN,
    Voice,
    ask,
    report,
    settle_words,
    speak_for_recorder,
    unanswered,
    write_countries,
)

RELATIONS = [
    row.name for row in Activity._meta.fields if row.is_relation
]  # which the checks, and the verbs, have looked up
WHO_WORKS = ("lead", "partners")
UNSIGNED: dict[str, Any] = {"decided_for": None, "decided_with": None, "in_place_of": None}
UNDECIDED = UNSIGNED | {
    "verification": Claim.Verification.PENDING,
    "decision_reason": "",
    "decided_by": None,
    "decided_at": None,
}
DATED = ("achieved_on", "achieved_on_known", *UNDECIDED, *SPOKEN, "updated_at")


def correct(batch: Batch, activity: Activity, before: State, after: State, reason: str) -> None:
    """Lay the new state, and send back to review what it touches."""
    require_no_later(activity, before, after)
    require_after_start(activity, before, after)
    changed, needed, pen = set(changed_fields(before, after)), to_verify(activity), batch.pen_of(activity)
    counts = bool(changed.intersection(WHAT_COUNTS))
    if counts:
        state_what_counts(activity, batch.by)
    lay(batch, activity, before, after)
    require_own_end(activity, before, after)
    unjudged = judged_by_own(activity, needed, batch.by) if changed.intersection(WHO_WORKS) else []
    if counts or unjudged:
        reopen(activity, [*unjudged, *(touched(before, after, activity.claims.all()) if counts else [])], pen)
    said: dict[str, Any] = {"by": batch.by, "via": batch.via}
    pen.log.append(difference_of(activity, **said, verb="changed", before=before, after=after, reason=reason))
    settle_laid(activity, activity.claims.all(), pen)
    log_effect(activity, after, **said, pen=pen)
    pen.letters.append(partial(mail_changed, activity, before, after, **said))


def reopen(activity: Activity, claims: Iterable[UUID], pen: Pen) -> None:
    """What counts has been corrected: the activity, and these claims of it, are not verified or agreed to any more. Doubts and
    refusals stand until their claim changes. What was only reported later takes effect by that. No query, of `with_state`."""
    if activity.review == Activity.Review.VERIFIED:
        activity.review = Activity.Review.SUBMITTED
        activity.submitted_at = timezone.now()
        pen.change(activity, "review", "submitted_at")
    chosen = set(claims)
    for claim in (claim for claim in activity.claims.all() if claim.pk in chosen):
        pen.clear(Finding, "claim", claim.pk, verdict=Finding.Verdict.AGREE)
        if claim.verification == Claim.Verification.VERIFIED:
            undecide(claim)
            pen.change(claim, *UNDECIDED)


def undecide(claim: Claim) -> None:
    for name, value in UNDECIDED.items():
        setattr(claim, name, value)


def state_what_counts(activity: Activity, by: User) -> None:
    """Write on the row, not saved yet, who says now what counts, and in the name of which agency."""
    activity.counted_by, activity.counted_at = by, timezone.now()
    activity.counted_for = rules.agency_of(rules.standing(by))


def judged_by_own(activity: Activity, needed: frozenset[str], by: User) -> list[UUID]:
    """The claims verified by those whose work it now is: others lead or implement than when the word of these agencies was
    `needed`, and whoever changed that does not verify."""
    if to_verify(activity) == needed:
        return []
    state_what_counts(activity, by)
    verified = [claim for claim in activity.claims.all() if claim.verification == Claim.Verification.VERIFIED]
    return [claim.pk for claim in verified if not is_judged_by_others(claim, activity)]


def lay(batch: Batch, activity: Activity, before: State, state: State, decision: str = "") -> None:
    """Check the whole state and lay it on the row, its lists, its partners and its claims, not saved yet."""
    require_sense(batch, activity, before, state)
    pen, voice = batch.pen_of(activity), batch.voice(decision)
    said: dict[str, Any] = {"by": batch.by, "via": batch.via}
    organisations = organisations_named(names_of(state), **said, pen=pen, known=batch.names)
    lay_values(activity, state, organisations, codes=batch.codes)
    known = [] if activity._state.adding else unanswered(activity)
    activity.version += not activity._state.adding
    report(activity, voice, pen)
    activity.full_clean(exclude=RELATIONS, validate_unique=False, validate_constraints=False)
    if activity._state.adding:
        pen.add(activity)
    pen.save(activity)
    write_lists(activity, before, state, pen)
    if (state["countries"], state["scope"]) != (before["countries"], before["scope"]):
        write_countries(activity, state["countries"], voice, pen, batch.codes)
    if state["partners"] != before["partners"]:
        write_partners(activity, state["partners"], organisations, pen)
    if state["funding_lines"] != before["funding_lines"]:
        write_funding(activity, state["funding_lines"], organisations, pen)
    if any(state[name] != before[name] for name in IDENTIFYING):
        write_identifiers(activity, before, state, **said, pen=pen, codes=batch.systems)
        batch.taken.take((named for _field, named in asked_for(activity, before, state)), activity.pk)
    if state["claims"] != before["claims"]:
        require_before_ends(activity, state["claims"])
        remove_claims(activity, write_claims(activity, state, batch.codes, voice, pen), **said, pen=pen)
    settle_words(activity, activity.agreements.all(), activity.claims.all(), pen, batch.codes)
    settle_laid(activity, activity.claims.all(), pen)
    if not activity.is_draft:
        pen.letters.append(partial(mail_asked, activity, ask(activity, voice.now, pen, known), **said))


def require_sense(batch: Batch, activity: Activity, before: State, state: State) -> None:
    """Raises ValidationError by field."""
    codes = batch.codes
    problems = checks.wrong(state, activity.pk, codes, before) | checks.wrong_in_change(before, state, codes)
    problems |= wrong_identifiers(before, state, batch.systems)
    problems |= taken_identifiers(activity, before, state, batch.by, batch.taken)
    if problems:
        raise ValidationError(problems)
    if activity.review != Activity.Review.DRAFT:
        incomplete = checks.missing(state)
        if incomplete:
            raise ValidationError(incomplete)


def write_claims(activity: Activity, state: State, codes: checks.Codes, voice: Voice, pen: Pen) -> list[Claim]:
    """Make the activity's claims these: new ones begin unchecked, a changed date is a new claim to check and to agree to. Answers
    those that are to be removed."""
    standing = {(claim.indicator_id, claim.unit): claim for claim in activity.claims.all()}
    latest, claims = codes.latest_day(state), []
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
            undecide(claim)
            speak_for_recorder(claim, voice)
            claim.updated_at = voice.now
            pen.change(claim, *DATED)
            if not claim._state.adding:
                pen.clear(Finding, "claim", claim.pk)
        claims.append(claim)
    pen.add(*(claim for claim in claims if claim._state.adding))
    hold(activity, "claims", claims)
    return list(standing.values())

"""The history of the status of an activity, as its rows give it, and what stands against one more status in it."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from reports.activity.spans import Recorded, Since, begun_on, history_of, status_on
from reports.models import Activity, Claim, LaterFact
from themes.known_days import known_of

Problems = dict[str, list[str]]


def recorded_of(activity: Activity) -> Recorded:
    """As it was recorded, or corrected, before what was reported later."""
    days = ("first_status_since", "first_ends_on", "starts_on")
    return Recorded(
        activity.first_status,
        activity.first_status_since,
        activity.starts_on,
        activity.first_ends_on,
        activity.start.first if activity.start else None,
        {getattr(activity, name): getattr(activity, f"{name}_known") for name in days},
    )


def since_of(fact: LaterFact) -> Since:
    return Since(fact.status, fact.since, fact.since_known)


def status_problems(fact: LaterFact, others: Iterable[LaterFact] | None = None) -> Problems:
    """What stands against a status since a day, in words, beside all that was reported already, whether it is decided or not.
    Two queries at most, one where the `others` that stand are given."""
    activity = fact.activity
    if fact.status in Activity.STOPPED and not fact.text:
        return {"status_reason": [_("Explain why the activity was suspended or cancelled.")]}
    if others is None:
        others = LaterFact.objects.statuses().standing().filter(activity=activity)
    others = sorted(others, key=lambda other: (other.since, other.at))
    if problems := day_taken(fact, others):
        return problems
    recorded, later = recorded_of(activity), [since_of(other) for other in others]
    history = history_of(recorded, later)
    return (
        out_of_turn(fact, history)
        or before_start(fact, history)
        or stopped_before_result(fact, history_of(recorded, [*later, since_of(fact)]))
    )


def day_taken(fact: LaterFact, others: list[LaterFact]) -> Problems:
    """Of two statuses that count from one day nobody could tell which came first."""
    days = [other.day for other in others if other.since == fact.since]
    if recorded_day(fact.activity) == fact.since:
        days.append(known_of(fact.since, recorded_of(fact.activity).known.get(fact.since, "")))
    for day in filter(None, days):
        if day.is_whole and not fact.since_known:
            return {"status_since": [_("A status is already reported from that day on. Withdraw that entry first.")]}
        message = _(
            "Another status is recorded since %(day)s and counts from the same day. Enter the month or the day on which the "
            "status changed, or withdraw or correct the other one first."
        )
        return {"status_since": [message % {"day": day.after_since}]}
    return {}


def recorded_day(activity: Activity) -> date | None:
    """Since when it has the status that was recorded, as far as that is said."""
    over = activity.first_ends_on if activity.first_status == Activity.Status.COMPLETED else None
    return activity.first_status_since or over


def out_of_turn(fact: LaterFact, history: list[Since]) -> Problems:
    """What the activity was by then, and what it cannot become. One query at most."""
    begun, stood = begun_on(history, fact.activity.starts_on), status_on(history, fact.since)
    is_cancelled = fact.status == Activity.Status.CANCELLED
    if fact.status == Activity.Status.PLANNED and begun and begun <= fact.since:
        return {"status": [_("The activity has begun, so it is not planned any more. Choose another status.")]}
    if stood.status == Activity.Status.CANCELLED and (stood.day or not is_cancelled):
        return {"status_since": [_("The activity was cancelled by then. Withdraw that entry first if it is wrong.")]}
    gives_day = fact.status in Activity.STOPPED and stood.day is None
    if stood.status == fact.status and not gives_day and not is_resumed_first(fact):
        message = _("The activity already had this status on that day. Choose another status, or enter another date.")
        return {"status": [message]}
    return {}


def is_resumed_first(fact: LaterFact) -> bool:
    """What was achieved after a suspension is what stands against that, until the activity is said to have been in progress
    again: so that may be reported before it."""
    if fact.status != Activity.Status.IN_PROGRESS:
        return False
    return any(claim.achieved_on and claim.achieved_on >= fact.since for claim in claims_of(fact.activity))


def claims_of(activity: Activity) -> list[Claim]:
    """Those that are not refused, with their units. One query, unless they are at hand as `claims_in_words`."""
    claims = getattr(activity, "claims_in_words", None)
    rows = activity.claims.with_units() if claims is None else claims
    return [claim for claim in rows if claim.verification != Claim.Verification.REFUSED]


def before_start(fact: LaterFact, history: list[Since]) -> Problems:
    start = fact.activity.start
    has_begun = fact.status in Activity.UNDER_WAY or begun_on(history, fact.activity.starts_on) is not None
    if has_begun and start and fact.since < start.first:
        message = _("The activity starts on %(day)s. Enter that day or a later one, or correct the start.")
        return {"status_since": [message % {"day": start}]}
    return {}


def stopped_before_result(fact: LaterFact, history: list[Since]) -> Problems:
    """Nothing is achieved while an activity is suspended, or after it was cancelled. `history` heeds the fact. One query, of a
    stop."""
    if fact.status not in Activity.STOPPED or fact.day is None:
        return {}
    again = (since.day for since in history if since.status in Activity.UNDER_WAY and since.day)
    resumed = next((day for day in again if day > fact.since), date.max)
    for claim in claims_of(fact.activity):
        is_between = claim.achieved_on and fact.since < claim.achieved_on < resumed
        if is_between and claim.achieved and claim.achieved.first > fact.day.last:
            message = _(
                "%(claim)s was achieved after that (%(day)s). Enter a later date, or correct that result first."
            )
            if fact.status == Activity.Status.SUSPENDED:
                message = _(
                    "%(claim)s was achieved after that (%(day)s). Report first from which date the activity was in progress again, "
                    "enter a later date, or correct that result."
                )
            return {"status_since": [message % {"claim": claim.named, "day": claim.achieved}]}
    return {}

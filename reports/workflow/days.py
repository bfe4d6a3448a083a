"""Days that are known to the month or the year, as a row keeps them: the day that counts, and beside it what is known."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from reports.activity.checks import HOW_TO_DATE, Codes
from reports.activity.state import DAYS, State, day_of, plain
from reports.models import Activity, Adoption, Claim
from themes.known_days import UnreadableDay, day_counted, last_day, parse, unless_counted, unless_whole


def lay_days(activity: Activity, state: State, *, status: str, codes: Codes, other: Activity | None = None) -> None:
    """Start, end, and since when it has its status, on a row that is not saved yet, of which `status` is what it had; `other` is
    an activity that goes up in it. A day that is said as it was before stays the day that counts."""
    rows = [(activity, status)] + ([(other, other.status)] if other else [])
    for name in (*DAYS, "status_since"):
        known = unless_whole(state[name] or "")
        day = state[name] and last_day(state[name])
        if known:
            kept = (day_kept(row, name, known, was=was, now=state["status"]) for row, was in rows)
            day = next(filter(None, kept), None) or day_laid(name, known, state, codes)
        setattr(activity, name, day)
        setattr(activity, f"{name}_known", known)
    start, end = activity.start, activity.end
    if start and end and start.is_whole and activity.ends_on:
        activity.ends_on = max(activity.ends_on, min(start.last, end.last))


# With which status a day has come: in a month or year that is not over, it counts from the day on which that was said first.
HAS_COME = {
    "starts_on": Activity.UNDER_WAY,
    "ends_on": (Activity.Status.COMPLETED,),
    "status_since": Activity.Status.values,
}
MAY_HAVE_COME = HAS_COME | {"starts_on": (*Activity.UNDER_WAY, *Activity.STOPPED)}


def day_kept(row: Activity, name: str, known: str, *, was: str, now: str) -> date | None:
    """The day that a row counts for what is said now, if it says the same: with the same status, or one with which the day that
    had come has come all the same."""
    day: date | None = getattr(row, name)
    if day is None or getattr(row, f"{name}_known") != known:
        return None
    return day if was == now or (now in MAY_HAVE_COME[name] and day < last_day(known)) else None


def day_laid(name: str, known: str, state: State, codes: Codes) -> date:
    if state["status"] not in HAS_COME[name]:
        return last_day(known)
    return day_counted(known, codes.latest_day(state))


def known_values(values: State, today: date, stands: Adoption | None = None) -> State:
    """Fields of an answer or a plan's entry, of which a day may be a date or the text that is known, as its row keeps them.
    `stands` is the answer that they change or take the place of, `today` its country's. What is in place stands from the day
    since when it is; what is known of that is kept there alone. Raises ValidationError by field."""
    kept = dict(values)
    for name in (*DAYS, "adopted_on", "in_place_since"):
        if name in values:
            known = read_day(name, values[name])
            day = last_day(known) if known else None
            if known and name not in DAYS:
                day = first_counted(name, known, today, stands)
            kept |= {name: day, f"{name}_known": unless_whole(known)}
            if day and name == "in_place_since":
                kept |= {"adopted_on": day, "adopted_on_known": ""}
    return kept


def read_day(name: str, value: Any) -> str:
    """What is known of a day; empty where nothing is. Raises ValidationError."""
    text = plain(value)
    try:
        return parse(text).known if text else ""
    except UnreadableDay:
        raise ValidationError({name: [str(HOW_TO_DATE)]}) from None


def first_counted(name: str, known: str, today: date, stands: Adoption | None) -> date:
    """An answer from a month or year that is not over counts from the day on which that was said first, of this one or of the
    one that it corrects; what is in place, from the day on which it was first said to be."""
    said = stands and (stands.in_place if name == "in_place_since" else stands.stands_from)
    if stands and said and said.known == known:
        return stands.adopted_on
    return day_counted(known, today)


def lay_end(adoption: Adoption, known: str, today: date) -> None:
    """Until when an answer stands, on a row that is not saved yet: until `today` where no day is `known`. It counts as ended on
    its own first day at the earliest, though it may have been adopted and withdrawn within the year that is known."""
    day = max(day_counted(known, today) if known else today, adoption.adopted_on)
    adoption.withdrawn_on, adoption.withdrawn_on_known = day, unless_counted(known, day)


def is_dated_anew(claim: Claim, known: str | None) -> bool:
    return (day_of(claim) or None) != (known or None)


def date_claim(claim: Claim, known: str | None, latest: date) -> None:
    """On a row that is not saved yet; `latest` is the latest day that has begun in one of the activity's countries."""
    claim.achieved_on = day_counted(known, latest) if known else None
    claim.achieved_on_known = unless_whole(known or "")

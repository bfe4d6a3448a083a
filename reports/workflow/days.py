"""Days that are known to the month or the year, as a row keeps them: the day that counts, and beside it what is known."""

from datetime import date

from django.utils import timezone

from reports.activity.state import DAYS, State, day_of, plain
from reports.models import Activity, Claim
from themes.known_days import day_counted, last_day, unless_whole


def lay_days(activity: Activity, state: State) -> None:
    """Start, end, and since when it has its status, on a row that is not saved yet."""
    for name in (*DAYS, "status_since"):
        known = unless_whole(state[name] or "")
        day = state[name] and last_day(state[name])
        if name == "starts_on" and known:
            day = start_counted(activity, known, state["status"])
        setattr(activity, name, day)
        setattr(activity, f"{name}_known", known)


def start_counted(activity: Activity, known: str, status: str) -> date:
    """What is said to have begun in a month or year that is not over has begun: on the day on which that was said first."""
    last = last_day(known)
    if status == Activity.Status.PLANNED:
        return last
    if known == activity.starts_on_known and activity.starts_on and activity.starts_on < last:
        return activity.starts_on
    return day_counted(known, timezone.localdate()) if status in Activity.UNDER_WAY else last


def known_values(values: State) -> State:
    """Fields of a plan's entry, of which a day may be a date or the text that is known, as its row keeps them."""
    kept = dict(values)
    for name in DAYS:
        if name in values:
            text = plain(values[name])
            kept |= {name: last_day(text) if text else None, f"{name}_known": unless_whole(text or "")}
    return kept


def is_dated_anew(claim: Claim, known: str | None) -> bool:
    return (day_of(claim) or None) != (known or None)


def date_claim(claim: Claim, known: str | None, latest: date) -> None:
    """On a row that is not saved yet; `latest` is the latest day that has begun in one of the activity's countries."""
    claim.achieved_on = day_counted(known, latest) if known else None
    claim.achieved_on_known = unless_whole(known or "")

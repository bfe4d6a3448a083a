"""Which status an activity had on which day, slowly: of what was recorded, by its dates, and of what was reported later."""

from datetime import date, timedelta

OVER = ("suspended", "cancelled", "completed")


def first_of(day, known):
    """The first day of what is known: of the year, of the month, or the day itself."""
    if not known:
        return day
    return date(day.year, 1, 1) if len(known) == len("2012") else date(day.year, day.month, 1)


def statuses_of(row):
    """`[(day, status)]` in order, with a day before all others."""
    said = [
        (fact.since, fact.status)
        for fact in row.later_facts.all()
        if fact.kind == "status"
        and (fact.review == "verified" or (fact.review == "reported" and row.review != "verified"))
    ]
    first, since, gives_day = row.first_status, row.first_status_since, {status for _day, status in said}
    starts = row.starts_on
    ends = [day for day, status in said if status in OVER] + [since if first in OVER else None]
    for day in [*ends, row.first_ends_on if first == "completed" else None]:
        if day and first_of(row.starts_on, row.starts_on_known) < day:
            starts = min(starts, day - timedelta(1))
    recorded = {date.min: "planned"}
    if first in ("suspended", "cancelled"):
        if since is None and first not in gives_day:
            recorded = {date.min: first}
        else:
            recorded[starts] = "in_progress"
            recorded = {day: status for day, status in recorded.items() if since is None or day < since}
            recorded |= {since: first} if since else {}
    elif first != "planned":
        recorded[starts] = "in_progress"
        if first == "completed":
            recorded[since or row.first_ends_on or starts] = "completed"
        elif since:
            recorded[since] = "in_progress"
    elif "completed" in gives_day and "in_progress" not in gives_day:
        done = min(day for day, status in said if status == "completed")
        recorded |= {row.starts_on: "in_progress"} if row.starts_on < done else {}
    return sorted((recorded | dict(said)).items())


def status_on(activity, day):
    now = ""
    for since, status in activity["statuses"]:
        if since <= day and now != "cancelled":
            now = status
    return now


def has_begun(activity, day):
    days = [since for since, _status in activity["statuses"] if since <= day]
    return any(status_on(activity, one) in ("in_progress", "completed") for one in days)

"""Which status an activity had on which day: plain rows, no database.

What was recorded says it for all days, by the dates of the activity; what was reported later, each from its day on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from reports.models import Activity

PLANNED, IN_PROGRESS, COMPLETED = Activity.Status.PLANNED, Activity.Status.IN_PROGRESS, Activity.Status.COMPLETED
CANCELLED = Activity.Status.CANCELLED


@dataclass(frozen=True)
class Since:
    """A status from a day on, with what is known of it (empty: the whole day); None: on all days before any other."""

    status: str
    day: date | None
    known: str = ""


@dataclass(frozen=True)
class Recorded:
    """The status as it was recorded, since when (None: by the dates of the activity; of a stop: not said), and those dates."""

    status: str
    since: date | None
    starts_on: date | None
    ends_on: date | None
    starts_first: date | None = None  # the first day of what is known of the start
    known: Mapping[date | None, str] = field(
        default_factory=dict
    )  # of these days what is known, where they are not whole


def history_of(recorded: Recorded, later: Iterable[Since] = ()) -> list[Since]:
    """The statuses in order of their days, the first of which is None, each unlike the one before. A cancellation is the
    last."""
    later = sorted(later, key=day_of)
    days = {since.day: since for since in (*as_recorded(recorded, later), *under_way_before(recorded, later), *later)}
    history: list[Since] = []
    for since in sorted(days.values(), key=day_of):
        if not history or history[-1].status not in (since.status, CANCELLED):
            history.append(replace(since, known=since.known or recorded.known.get(since.day, "")))
    return history


def as_recorded(recorded: Recorded, later: list[Since]) -> list[Since]:
    """What its dates say until it stopped; of a stop whose day nobody has given, the same status on all days."""
    status, since, start = recorded.status, recorded.since, start_of(recorded, later)
    is_stop = status in Activity.STOPPED
    if is_stop and since is None and not any(fact.status == status for fact in later):
        return [Since(status, None)]
    rows = [Since(PLANNED, None)]
    if status != PLANNED and (start or not is_stop):
        rows.append(Since(IN_PROGRESS, start))
    if status == COMPLETED:
        rows.append(Since(COMPLETED, since or recorded.ends_on or start))
    elif since and status != PLANNED:  # what is planned has not begun, whenever that was said
        rows = [row for row in rows if row.day is None or row.day < since] + [Since(status, since)]
    return rows


def start_of(recorded: Recorded, later: list[Since]) -> date | None:
    """The day that counts; of a month or year in which it ended or stopped already, no later than the day before that."""
    over = [fact.day for fact in later if fact.status in (COMPLETED, *Activity.STOPPED)]
    over += [recorded.since] if recorded.status in (COMPLETED, *Activity.STOPPED) else []
    over += [recorded.ends_on] if recorded.status == COMPLETED else []
    first, start = recorded.starts_first or recorded.starts_on, recorded.starts_on
    eves = [day - timedelta(1) for day in over if day and first and first < day]
    return min([start, *eves]) if start else None


def under_way_before(recorded: Recorded, later: list[Since]) -> list[Since]:
    """What was planned and is said to be completed was under way from its start."""
    start = recorded.starts_on
    done = [fact.day for fact in later if fact.status == COMPLETED and fact.day]
    begun = [fact.day for fact in later if fact.status == IN_PROGRESS]
    is_between = recorded.status == PLANNED and start and done and start < min(done) and not begun
    return [Since(IN_PROGRESS, start)] if is_between else []


def day_of(since: Since) -> date:
    return since.day or date.min


def begun_on(history: Iterable[Since], starts_on: date | None) -> date | None:
    """The first day on which it was in progress or completed; None: it never was."""
    return next((since.day or starts_on for since in history if since.status in Activity.UNDER_WAY), None)


def status_on(history: list[Since], day: date) -> Since:
    """What holds on a day, and since when."""
    return [since for since in history if since.day is None or since.day <= day][-1]

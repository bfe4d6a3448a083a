"""The days of an activity as somebody would write them: whole, or the month or the year alone."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from reports.models import Activity
from themes.known_days import last_day

PLANNED, IN_PROGRESS, COMPLETED, SUSPENDED, CANCELLED = Activity.Status.values
STATUSES = {COMPLETED: 45, IN_PROGRESS: 20, PLANNED: 20, SUSPENDED: 5, CANCELLED: 10}  # of a hundred


@dataclass(frozen=True)
class Days:
    """A status, and the days beside it as they are known: `2016-05-03`, `2016-05`, `2016` or nothing. `first` and `last` are
    the whole days between which it went on, as far as it has."""

    status: str
    starts_on: str
    ends_on: str
    status_since: str
    first: date
    last: date

    @property
    def may_achieve(self) -> bool:
        """Has it gone on, and is it known until when, where it was cancelled?"""
        is_undated = self.status == CANCELLED and not self.status_since
        return self.status != PLANNED and not is_undated and self.first <= self.last


def draw_days(rng: Random, recorded: date) -> Days:
    """Of an activity that is recorded on a day: what is over ended before it, what is planned begins after it."""
    status = rng.choices(list(STATUSES), STATUSES.values())[0]
    start = recorded + timedelta(rng.randint(10, 500) if status == PLANNED else -rng.randint(20, 900))
    if status == CANCELLED:
        start = recorded + timedelta(rng.randint(-300, 300))
    if status == COMPLETED:
        end = min(recorded - timedelta(1), start + timedelta(rng.randint(0, 240)))
    else:
        end = max(start, recorded) + timedelta(rng.randint(0, 700))
    since = stopped_on(rng, status, start, recorded)
    has_end = rng.random() < (0.9 if status == COMPLETED else 0.5)
    latest = recorded if status in Activity.UNDER_WAY else date.max
    return Days(
        status,
        known(rng, start, latest),
        known(rng, end, recorded if status == COMPLETED else date.max) if has_end else "",
        known(rng, since, recorded) if since else "",
        start,
        min(recorded, since or recorded, end if has_end else recorded),
    )


def stopped_on(rng: Random, status: str, start: date, recorded: date) -> date | None:
    """Since when it has been suspended or cancelled; of a quarter nobody says it."""
    if status not in Activity.STOPPED or rng.random() < 0.25:
        return None
    first = min(start + timedelta(10), recorded - timedelta(30))
    return first + timedelta(rng.randint(0, (recorded - first).days))


def known(rng: Random, day: date, latest: date) -> str:
    """The day, of one in five its month or its year alone, where that is over by the `latest` that has begun."""
    whole = day.isoformat()
    text = whole[: rng.choices((10, 7, 4), (80, 13, 7))[0]]
    return text if last_day(text) <= latest else whole


def counted(text: str) -> tuple[date | None, str]:
    """The day that counts and, where it is not a whole one, what is known of it: two columns of a row."""
    return (last_day(text), "" if len(text) == len("2016-05-03") else text) if text else (None, "")


def between(rng: Random, first: date, last: date) -> date:
    return first + timedelta(rng.randint(0, (last - first).days))

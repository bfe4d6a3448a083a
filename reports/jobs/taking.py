"""Which worker has a job: taken by one alone, until it stops saying so; then done, tried again later, or given up."""

import logging
from datetime import datetime, timedelta
from uuid import uuid4

from django.db.models import F, Q
from django.utils import timezone

from reports import limits
from reports.jobs.kinds import KINDS
from reports.models import Job, JobQuerySet

log = logging.getLogger(__name__)
TAKEN = timedelta(seconds=limits.JOB_TAKEN_SECONDS)
LEFT = "The worker ended while it was doing this."


def free(now: datetime) -> JobQuerySet:
    """What is due and nobody does."""
    return Job.objects.open().filter(Q(taken_until__isnull=True) | Q(taken_until__lt=now), due_at__lte=now)


def take(key: str = "") -> Job | None:
    """The job that has been due longest, or that of a key, for this worker alone. Two queries.

    Nothing is locked: who takes it names the `taken_by` that it saw, which is drawn anew each time and never emptied.
    """
    of_the_key = Q(key=key) if key else Q()
    while row := free(now := timezone.now()).filter(of_the_key).order_by("due_at", "pk").first():
        token = uuid4().hex
        unchanged = free(now).filter(pk=row.pk, taken_by=row.taken_by)
        if unchanged.update(taken_by=token, taken_until=now + TAKEN, tries=F("tries") + 1):
            row.taken_by, row.tries = token, row.tries + 1
            if row.tries <= len(KINDS[row.kind].gaps) + 1:
                return row
            give_up(row, LEFT)  # it ended every worker that took it
    return None


def mine(row: Job) -> JobQuerySet:
    """The job, as long as no other worker has taken it."""
    return Job.objects.open().filter(pk=row.pk, taken_by=row.taken_by)


def keep(row: Job) -> bool:
    """Say that it is still being done; False: another worker has it."""
    return bool(mine(row).update(taken_until=timezone.now() + TAKEN))


def close(row: Job) -> None:
    mine(row).update(done_at=timezone.now(), taken_until=None, problem="")


def hand_back(row: Job) -> None:
    """As if it had not been taken: the worker has to stop."""
    mine(row).update(taken_until=None, tries=F("tries") - 1)


def fail(row: Job, problem: str) -> None:
    """Later once more, after a gap that grows, or not again."""
    gaps = KINDS[row.kind].gaps
    if row.tries > len(gaps):
        give_up(row, problem)
        return
    log.warning("Job %s is tried again later: %s", row, problem)
    later = timezone.now() + timedelta(seconds=gaps[max(row.tries, 1) - 1])
    mine(row).update(due_at=later, taken_until=None, problem=problem)


def wait(row: Job, problem: str) -> None:
    """For what is not there, some weeks long; no try of its own is used up."""
    if row.created_at < timezone.now() - timedelta(days=limits.JOB_WAITS_DAYS):
        give_up(row, problem)
        return
    log.warning("Job %s waits: %s", row, problem)
    later = timezone.now() + timedelta(seconds=limits.JOB_WAITS_SECONDS)
    mine(row).update(due_at=later, taken_until=None, problem=problem, tries=max(row.tries - 1, 0))


def give_up(row: Job, problem: str) -> None:
    log.error("Job %s is given up: %s", row, problem)
    mine(row).update(given_up_at=timezone.now(), taken_until=None, problem=problem)


def run_again(rows: JobQuerySet) -> int:
    """Those that were given up, as if they were new; answers how many."""
    return rows.given_up().update(given_up_at=None, tries=0, due_at=timezone.now())

"""Queueing a job in the transaction of the write that gives occasion to it."""

from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from reports.jobs.kinds import KINDS, Hopeless, Unavailable, do
from reports.jobs.taking import close, fail, give_up, take, wait
from reports.models import Job


def queue(kind: str, key: str, **arguments: Any) -> None:
    """Queue a job of one of `KINDS`, due at once; of a `key`, done or not, only the first. One query.

    It is there once the transaction is through. With `settings.JOBS_AT_ONCE` it is done then, in this process.
    """
    if kind not in KINDS:
        raise LookupError(f"There is no kind of job called {kind}.")
    row = Job(kind=kind, key=key, arguments=arguments, due_at=timezone.now())
    Job.objects.bulk_create([row], ignore_conflicts=True)
    if settings.JOBS_AT_ONCE:
        transaction.on_commit(partial(do_here, key))


def demand(kind: str, key: str, **arguments: Any) -> Job:
    """The same for what somebody waits for, outside a transaction: it is done anew where it was done before."""
    queue(kind, key, **arguments)
    Job.objects.filter(key=key, done_at__isnull=False).update(
        done_at=None, tries=0, due_at=timezone.now(), arguments=arguments
    )
    if settings.JOBS_AT_ONCE:
        do_here(key)
    return Job.objects.get(key=key)


def do_here(key: str) -> None:
    """What a worker does with a job that is due, in this process and without limits."""
    row = take(key)
    if row is None:
        return
    try:
        do(row)
    except Hopeless as problem:
        give_up(row, str(problem))
    except Unavailable as problem:
        wait(row, str(problem))
    except Exception as problem:
        fail(row, str(problem))
    else:
        close(row)

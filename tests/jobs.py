"""Jobs that a test has queued, done."""

from django.core.cache import cache
from django.utils import timezone

from reports.jobs.queueing import do_here
from reports.jobs.taking import free
from reports.models import Job
from reports.notices import SILENT


def work() -> None:
    """All that is due, in this process, as a worker would do it."""
    while row := free(timezone.now()).order_by("due_at", "pk").first():
        do_here(row.key)


def work_later() -> None:
    """What waits for another try, too, once the mail server has been let alone for long enough."""
    cache.delete(SILENT)
    Job.objects.open().update(due_at=timezone.now())
    work()

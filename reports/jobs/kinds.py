"""The kinds of jobs: what each does, and its limits."""

from dataclasses import dataclass

from django.utils.module_loading import import_string

from reports import limits
from reports.models import Job


@dataclass(frozen=True)
class Kind:
    """`function` ("module.function") is called with the job's arguments. `seconds` by the clock and `memory` in bytes are its
    limits; `gaps` in seconds follow a try that failed, one after each but the last."""

    function: str
    seconds: int = limits.JOB_SECONDS
    memory: int = limits.JOB_MEMORY
    gaps: tuple[int, ...] = limits.JOB_GAPS


KINDS = {
    "mail": Kind("reports.notices.send", seconds=120),
    "digest": Kind("reports.notices.send_digest", seconds=120),
    "mail_due": Kind("reports.notices.send_due_today"),
    "document": Kind("reports.documents.making.make", seconds=1800, memory=limits.DOCUMENT_MEMORY, gaps=(60, 300)),
    "table": Kind("reports.tables.by_job.read_whole", seconds=1800, memory=limits.TABLE_MEMORY, gaps=(60, 300)),
    "table_applied": Kind(
        "reports.tables.by_job.apply_asked", seconds=1800, memory=limits.TABLE_MEMORY, gaps=(60, 300)
    ),
    "tidy": Kind("reports.tidying.tidy"),
}


class Hopeless(Exception):
    """What a job raises of which another try would not help."""


class Unavailable(Exception):
    """What a job raises for which something outside is not there: it waits, which counts for no try."""


def do(row: Job) -> None:
    """Do the work of a job, in this process. Raises what goes wrong in it."""
    import_string(KINDS[row.kind].function)(**row.arguments)

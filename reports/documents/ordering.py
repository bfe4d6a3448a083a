"""A document of an edition as it is asked for: from the shelf, or by a job that makes it."""

from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic, sleep

from reports import jobs
from reports.documents import shelf
from reports.models import Job, Snapshot

REPORT = "report"  # the subject of the whole; of a brief it is the country's code
PATIENCE = 2.0  # seconds for which whoever asks waits
LOOK = 0.05  # seconds between two looks


class NotMade(Exception):
    """The job was given up; its problem is with it."""


@dataclass(frozen=True)
class Order:
    """Of the snapshot `code`, its part for `participants` or for the public."""

    code: str
    participants: bool
    subject: str
    language: str
    form: str

    def path(self, row: Snapshot) -> Path:
        sha256 = row.sha256 if self.participants else row.public_sha256
        return shelf.place(sha256, f"{self.subject}-{self.language}.{self.form}")


def ready(order: Order, path: Path) -> bool:
    """Whether the document stands at `path`, after a moment's wait where a job has to make it. Raises NotMade."""
    if path.exists():
        return True
    job = jobs.demand("document", key=f"document {'/'.join(path.parts[-3:])}", **asdict(order))
    until = monotonic() + PATIENCE
    while not path.exists():
        if Job.objects.given_up().filter(pk=job.pk).exists():
            raise NotMade(job)
        if monotonic() > until:
            return False
        sleep(LOOK)
    return True

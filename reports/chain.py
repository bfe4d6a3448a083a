"""Is the change log whole? Every row is hashed anew and held against the one before, the end and the database's guards."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from reports.models import Change, LogEnd

GUARDS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'reports_change'",
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'reports_change'::regclass AND NOT tgisinternal"
        " AND tgenabled IN ('O', 'A')"
    ),
}
EXPECTED_GUARDS = {
    "sqlite": {"reports_change_no_update", "reports_change_no_delete", "reports_change_no_replace"},
    "postgresql": {"reports_change_no_rewrite", "reports_change_no_truncate"},
}
CHUNK = 2000


@dataclass(frozen=True)
class Break:
    """Something that is not as it was written. `row` is the number of the change; None: the log as a whole."""

    row: int | None
    what: str


def breaks() -> Iterator[Break]:
    """Everything wrong with the log, in order of the rows. Reads each row once, whatever their number."""
    previous, rows = "", 0
    for change in Change.objects.order_by("id").iterator(chunk_size=CHUNK):
        if change.computed_hash() != change.hash:
            yield Break(change.pk, "altered: its hash is not that of what it says")
        if change.previous != previous:
            yield Break(change.pk, "gap: it does not follow the row before it; a row was removed, added or altered")
        previous, rows = change.hash, rows + 1
    end = LogEnd.objects.filter(pk=LogEnd.ONLY).first() or LogEnd()
    if (end.hash, end.rows) != (previous, rows):
        yield Break(None, f"the log ends after {rows} rows, where {end.rows} were written")
    missing = EXPECTED_GUARDS[connection.vendor] - guards()
    if missing:
        yield Break(None, f"the database no longer refuses changes to the log: {', '.join(sorted(missing))} is missing")


def guards() -> set[str]:
    """The names of the triggers that stand on the log."""
    with connection.cursor() as cursor:
        cursor.execute(GUARDS[connection.vendor])
        return {name for (name,) in cursor.fetchall()}

"""Long tables, which are compared and applied by jobs while their page says how far they have come."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.utils import translation

from reports import jobs
from reports.limits import TABLE_AT_ONCE
from reports.models import Job, TableUpload
from reports.tables.differences import TableComparison
from reports.tables.uploads import apply_upload, read_on, site_of, table_in

ASKED = "asked"  # in the preview: to be applied, and how


def is_long(upload: TableUpload) -> bool:
    return upload.total > TABLE_AT_ONCE


def ask_reading(upload: TableUpload, language: str) -> None:
    """Have a table compared; its preview is in the language of its reader."""
    jobs.demand("table", key_of(upload, "read"), upload=str(upload.pk), language=language)


def resume_reading(upload: TableUpload, language: str) -> None:
    """Of a table that is not compared to its end, of which nobody was asked: a release before compared it page by page."""
    if upload.state == TableUpload.State.READING and not Job.objects.filter(key=key_of(upload, "read")).exists():
        ask_reading(upload, language)


def ask_applying(upload: TableUpload, language: str, *, keeps_filled: bool) -> None:
    upload.preview[ASKED] = {"keeps_filled": keeps_filled}
    upload.save(update_fields=["preview"])
    jobs.demand("table_applied", key_of(upload, "applied"), upload=str(upload.pk), language=language)


def is_asked(upload: TableUpload) -> bool:
    """Is it going to be applied by a job?"""
    return ASKED in upload.preview


def is_given_up(upload: TableUpload) -> bool:
    """Has a job failed for good? One query."""
    return Job.objects.given_up().filter(key__in=[key_of(upload, "read"), key_of(upload, "applied")]).exists()


def key_of(upload: TableUpload, what: str) -> str:
    return f"table {upload.pk} {what}"


def read_whole(upload: str, language: str) -> None:
    """A job: compare what is left of a table, from where another try may have come to; nothing, if it has been deleted."""
    with suppress(TableUpload.DoesNotExist), translation.override(language), uncollected():
        row = of_job(upload)
        comparison = TableComparison(table_in(row), site_of(row))
        while row.state == TableUpload.State.READING:
            read_on(row, comparison)


def apply_asked(upload: str, language: str) -> None:
    """A job: apply a table, unless another try has done so."""
    with suppress(TableUpload.DoesNotExist), translation.override(language), uncollected():
        row = of_job(upload)
        if is_asked(row):
            apply_upload(row, keeps_filled=row.preview[ASKED]["keeps_filled"])


@contextmanager
def uncollected() -> Iterator[None]:
    """All rows stay until the job is through: looking again and again for what could be freed among them took a fifth of its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def of_job(upload: str) -> TableUpload:
    return TableUpload.objects.select_related("person", "country").get(pk=upload)

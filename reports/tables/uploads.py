"""An uploaded table from its arrival to its being applied. Reading goes slice by slice, so that nobody waits for it."""

from dataclasses import asdict
from time import monotonic
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from reports.files import cleaned_name
from reports.models import Country, TableUpload, User
from reports.tables.applying import Outcome, apply_table
from reports.tables.comparing import CHANGED, CONFLICT, CREATED, REFUSED, UNCHANGED, Comparison, Row
from reports.tables.reading import read_table

SLICE_SECONDS, SLICE_ROWS = 1.0, 200
MOST_TOLD = 2_000  # rows that are told one by one; beyond, they are counted
MOST_LETTERS = 300  # of a text in what is told
MOST_UPLOADS = 10  # a person's; older ones give way
WHATS = (REFUSED, CONFLICT, CREATED, CHANGED, UNCHANGED)
Findings = dict[str, Any]


def receive_table(*, by: User, country: Country, file: UploadedFile) -> TableUpload:
    """Keep an uploaded table, to be read. Raises ValidationError when it is no table."""
    content = file.read()
    table = read_table(content)
    ending = "xlsx" if content.startswith(b"PK") else "csv"
    upload = TableUpload(person=by, country=country, file_name=cleaned_name(file.name or "", ending), total=table.total)
    upload.findings = {"counts": dict.fromkeys(WHATS, 0), "rows": [], "organisations": []}
    upload.file.save(upload.file_name, ContentFile(content), save=False)
    upload.save()
    for old in TableUpload.objects.filter(person=by)[MOST_UPLOADS:]:
        old.file.storage.delete(old.file.name)
        old.delete()
    return upload


def read_on(upload: TableUpload) -> None:
    """Compare the next rows, for about a second. Two who do so at once do not count a row twice."""
    if upload.state != TableUpload.State.READING:
        return
    begun, start, found = monotonic(), upload.done, upload.findings
    comparison = Comparison(read_table(content_of(upload)), by=upload.person, country=upload.country_id)
    done = start
    while done < upload.total or not upload.total:
        found = added(found, comparison.rows(done, done + SLICE_ROWS))
        done = min(done + SLICE_ROWS, upload.total)
        if done >= upload.total or monotonic() - begun > SLICE_SECONDS:
            break
    state = TableUpload.State.READ if done >= upload.total else TableUpload.State.READING
    mine = TableUpload.objects.filter(pk=upload.pk, done=start, state=TableUpload.State.READING)
    mine.update(done=done, findings=found, state=state)
    upload.refresh_from_db()


def apply_upload(upload: TableUpload) -> Outcome:
    """Do what the table says, all or nothing. Applied once more, it finds everything as it is and changes nothing."""
    outcome = apply_table(read_table(content_of(upload)), by=upload.person, country=upload.country_id)
    upload.findings = added({"counts": dict.fromkeys(WHATS, 0), "rows": [], "organisations": []}, outcome.rows)
    if outcome.applied:
        upload.state = TableUpload.State.APPLIED
        upload.findings["applied_at"] = timezone.now().isoformat()
    upload.save(update_fields=["findings", "state"])
    return outcome


def content_of(upload: TableUpload) -> bytes:
    with upload.file.open("rb") as file:
        return file.read()


def added(findings: Findings, rows: list[Row]) -> Findings:
    """The findings with those of more rows; rows that change nothing and say nothing are only counted."""
    counts = dict(findings["counts"])
    told = [row for row in rows if row.what != UNCHANGED]
    for row in rows:
        counts[row.what] += 1
    room = max(MOST_TOLD - len(findings["rows"]), 0)
    names = [*findings["organisations"], *(name for row in rows for name in row.organisations)]
    return {
        "counts": counts,
        "rows": findings["rows"] + [finding(row) for row in told[:room]],
        "organisations": list(dict.fromkeys(names)),
    }


def finding(row: Row) -> dict[str, Any]:
    """A row as it is told: without what is found anew when it is applied."""
    return {
        "sheet": row.sheet,
        "line": row.line,
        "what": row.what,
        "title": row.title[:MOST_LETTERS],
        "pk": row.pk,
        "fields": [[shortened(text) for text in one] for one in row.fields],
        "problems": [asdict(problem) for problem in row.problems],
        "warnings": [asdict(warning) for warning in row.warnings],
        "links": [link.get("url") or link.get("citation") for link in row.links],
    }


def shortened(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"

"""An uploaded table from its arrival to its being applied. Reading goes slice by slice, so that nobody waits for it."""

from dataclasses import asdict
from functools import partial
from time import monotonic
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import workflow
from reports.files.accepted import cleaned_name
from reports.limits import TABLE_BYTES, TABLES_DONE, TABLES_OPEN
from reports.models import Country, TableUpload, User
from reports.tables.applying import Application, Outcome
from reports.tables.differences import TableComparison
from reports.tables.duplicates import plain_duplicate
from reports.tables.grids import MARK, packed, unpacked
from reports.tables.later import later_words
from reports.tables.lines import Table
from reports.tables.parsing import read_file, read_table, table_of
from reports.tables.rows import CHANGED, CONFLICT, CREATED, EMPTIED, REFUSED, UNCHANGED, Row
from reports.tables.site import Site

SLICE_SECONDS, SLICE_ROWS = 1.0, 200
MOST_LISTED = 1_000  # rows, one by one; beyond, they are counted
MOST_LETTERS = 300  # of a text in the preview
WHATS = (REFUSED, CONFLICT, EMPTIED, CREATED, CHANGED, UNCHANGED)
Preview = dict[str, Any]


def receive_table(*, by: User, country: Country | None, file: "UploadedFile[bytes]") -> TableUpload:
    """Keep an uploaded table, to be read.

    Raises ValidationError when it is no table, or another country's, or when too many of theirs have work left.
    """
    require_room(by)
    content = file.read(TABLE_BYTES + 1)
    book = read_file(content)
    table = table_of(book)
    if table.country not in ("", country.pk if country else ""):
        raise ValidationError(of_another_country(country, table.country))
    if not table.total and not any(map(table.lines, ("claims", "evidence", "notes"))):
        raise ValidationError(_("The file contains no rows."))
    ending = "xlsx" if content.startswith(b"PK") else "csv"
    upload = TableUpload(person=by, country=country, file_name=cleaned_name(file.name or "", ending), total=table.total)
    upload.preview = nothing_read(table.notes)
    upload.file.save(upload.file_name, ContentFile(packed(book)), save=False)
    upload.save()
    theirs = TableUpload.objects.filter(person=by)
    for old in theirs.exclude(pk__in=theirs.with_work_left().values("pk")).defer("preview")[TABLES_DONE:]:
        discard_upload(old)
    return upload


def of_another_country(country: Country | None, code: str) -> str:
    if country is None:
        message = _("This workbook was downloaded for %(code)s: upload it on the page of that country.")
        return message % {"code": code}
    message = _("This workbook is not for %(country)s: it was downloaded for %(code)s.")
    return message % {"country": country, "code": code}


def require_room(person: User) -> None:
    waiting = TableUpload.objects.filter(person=person).with_work_left().count()
    if waiting >= TABLES_OPEN:
        message = ngettext(
            "%(n)d of your tables still has rows to be saved or decided on: apply or delete that table, then "
            "upload this one.",
            "%(n)d of your tables still have rows to be saved or decided on: apply or delete one of those "
            "tables, then upload this one.",
            waiting,
        )
        raise ValidationError(message % {"n": waiting})


def discard_upload(upload: TableUpload) -> None:
    """Delete it with its file; what it has written stays."""
    upload.delete()
    if upload.file.name:
        upload.file.storage.delete(upload.file.name)


def read_on(upload: TableUpload, comparison: TableComparison | None = None) -> None:
    """Compare the next rows, for about a second. Two who do so at once do not count a row twice."""
    if upload.state != TableUpload.State.READING:
        return
    begun, start, preview = monotonic(), upload.done, upload.preview
    comparison = comparison or TableComparison(table_in(upload), site_of(upload))
    done, is_read = start, False
    while not is_read:
        preview = added(preview, comparison.rows(done, done + SLICE_ROWS))
        done = min(done + SLICE_ROWS, upload.total)
        is_read = done == upload.total
        if monotonic() - begun >= SLICE_SECONDS:
            break
    state = TableUpload.State.READ if is_read else TableUpload.State.READING
    mine = TableUpload.objects.filter(pk=upload.pk, done=start, state=TableUpload.State.READING)
    mine.update(done=done, preview=preview, state=state)
    upload.refresh_from_db(fields=["done", "preview", "state"])


def decide(upload: TableUpload, chosen: dict[str, dict[str, str]]) -> None:
    """Keep what was decided about conflicts: `{place of a row: {field: "mine" (the table's) or "theirs"}}`."""
    if not chosen or upload.state == TableUpload.State.READING:
        return
    decisions = dict(upload.preview.get("decisions", {}))
    for row in upload.preview["rows"]:
        fields = {one["name"] for one in row.get("conflicts", ())}.intersection(chosen.get(row.get("key"), ()))
        if fields:
            known = decisions.get(row["key"], {})
            former = known.get("fields", {}) if known.get("version") == row["version"] else {}
            new = {name: chosen[row["key"]][name] for name in fields}
            decisions[row["key"]] = {"version": row["version"], "fields": former | new}
    upload.preview["decisions"] = decisions
    upload.save(update_fields=["preview"])


def apply_upload(upload: TableUpload, *, keeps_filled: bool = False) -> Outcome:
    """Do what the table says, all or nothing. Applied once more, it finds everything as it is and changes nothing.

    Of conflicts what was decided is done (see `decide`); with `keeps_filled` no filled field is emptied.
    """

    def attempt_all() -> Outcome:
        upload.refresh_from_db(fields=["state", "preview"])
        application = Application(table, site_of(upload, keeps_filled=keeps_filled, is_applied=True))
        return application.in_one_transaction(apply=True, beside=partial(note_applied, upload, table))

    table = table_in(upload)
    return workflow.until_through(attempt_all)


def note_applied(upload: TableUpload, table: Table, outcome: Outcome) -> None:
    """Keep what became of the rows. Raises Moved where the same table has been applied in the meantime: it is compared anew."""
    mine = TableUpload.objects.select_for_update(no_key=True).filter(pk=upload.pk)
    if mine.get().state != upload.state:
        raise workflow.Moved
    decisions = upload.preview.get("decisions", {})
    upload.preview = added(nothing_read(table.notes), outcome.rows, is_written=outcome.applied)
    upload.preview["decisions"] = decisions
    if outcome.applied:
        upload.state = TableUpload.State.APPLIED
    upload.save(update_fields=["preview", "state"])


def site_of(upload: TableUpload, *, keeps_filled: bool = False, is_applied: bool = False) -> Site:
    return Site(
        by=upload.person,
        country=upload.country_id,
        since=upload.created_at,
        keeps_filled=keeps_filled,
        is_applied=is_applied,
        decisions=upload.preview.get("decisions", {}),
    )


def nothing_read(notes: list[str] | None = None) -> Preview:
    return {
        "counts": dict.fromkeys(WHATS, 0),
        "emptied": 0,
        "warned": 0,
        "alike": 0,
        "rows": [],
        "organisations": [],
        "notes": notes or [],
        "decisions": {},
    }


def table_in(upload: TableUpload) -> Table:
    """What was read of the file when it arrived; of one that arrived before that was kept, the file itself."""
    with upload.file.open("rb") as file:
        content = file.read()
    return table_of(unpacked(content)) if content.startswith(MARK) else read_table(content)


def added(preview: Preview, rows: list[Row], *, is_written: bool = False) -> Preview:
    """The preview with more rows; rows that change nothing and say nothing are only counted."""
    counts = dict(preview["counts"])
    listed = [row for row in rows if row.what != UNCHANGED]
    for row in rows:
        counts[row.what] += 1
    room = max(MOST_LISTED - len(preview["rows"]), 0)
    names = [*preview["organisations"], *(name for row in rows for name in row.organisations)]
    return preview | {
        "counts": counts,
        "emptied": preview["emptied"] + sum(len(row.emptied) for row in rows if row.what != REFUSED),
        "warned": preview.get("warned", 0) + sum(bool(row.warnings) for row in listed),
        "alike": preview.get("alike", 0) + sum(bool(row.duplicates) for row in listed),
        "rows": preview["rows"] + [preview_row(row, is_written) for row in listed[:room]],
        "organisations": list(dict.fromkeys(names)),
    }


def preview_row(row: Row, is_written: bool) -> dict[str, Any]:
    """A row as it is listed: without what is worked out anew when it is applied."""
    is_activity = row.sheet == "activities" and bool(row.pk)
    return {
        "sheet": row.line.sheet.title,
        "line": row.line.number,
        "what": row.what,
        "title": row.title[:MOST_LETTERS],
        "activity": row.pk if is_activity and (is_written or row.what in (CHANGED, EMPTIED, CONFLICT)) else "",
        "key": row.line.key,
        "version": row.version + bool(is_written and row.values) if row.version else row.version,
        "fields": [[shortened(text) for text in one] for one in (*row.fields, *row.differences())],
        "conflicts": [{name: shortened(text) for name, text in asdict(one).items()} for one in row.conflicts],
        "problems": [asdict(problem) for problem in row.problems],
        "warnings": [asdict(warning) for warning in row.warnings],
        "duplicates": [plain_duplicate(one) for one in row.duplicates],
        "links": [link.get("url") or link.get("citation") for link in row.links],
        "later": [shortened(later_words(one)) for one in row.later],
    }


def shortened(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"

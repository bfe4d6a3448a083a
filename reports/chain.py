"""Is the record whole? The change log row by row, the snapshots, the database's guards, and what was noted elsewhere."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from reports.canonical import sha256_of
from reports.guards import broken_guards
from reports.models import Change, LogEnd, Snapshot

CHUNK = 2000
FREEZING = ("round.closed", "round.corrected")


@dataclass(frozen=True)
class Break:
    """Something that is not as it was written. `row` is the number of the change; None: not about one change."""

    row: int | None
    what: str


@dataclass(frozen=True)
class Anchor:
    """The end of the log on a day, noted where whoever can alter the database cannot alter it too."""

    on: date
    rows: int
    hash: str

    def __str__(self):
        return f"{self.on.isoformat()} {self.rows} {self.hash}"


class NotAnAnchor(ValueError):
    """A line of a file that is no anchor; the message says which."""


def anchors_in(path: Path) -> list[Anchor]:
    """The anchors of a file, in its order; none if there is no such file. Raises NotAnAnchor, or OSError."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
    return [anchor_of(line, number) for number, line in enumerate(lines, start=1)]


def anchor_of(line: str, number: int) -> Anchor:
    try:
        on, rows, noted = line.split(" ")
        if len(noted) != 64 or not set(noted) <= set("0123456789abcdef"):
            raise ValueError(noted)
        return Anchor(date.fromisoformat(on), int(rows), noted)
    except ValueError:
        raise NotAnAnchor(f"line {number} is not “DATE ROWS HASH”: {line[:100]!r}") from None


def end_of_log() -> LogEnd:
    """The last hash and the number of rows, as the writers keep them; empty and 0 before the first row."""
    return LogEnd.objects.filter(pk=LogEnd.ONLY).first() or LogEnd()


@dataclass
class LoggedSnapshots:
    """What the log says of the snapshots, by code: how each was taken, the SHA-256 of its public part, who published it."""

    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    public: dict[str, str] = field(default_factory=dict)
    published: dict[str, int | None] = field(default_factory=dict)

    def note(self, change: Change) -> None:
        if change.verb in FREEZING and "snapshot" in change.after:
            self.taken[change.after["snapshot"]] = {
                "sha256": change.after["sha256"],
                "round": change.subject_id,
                "edition": change.after["edition"],
                "replaces": change.after.get("replaces"),
                "why": change.reason,
                "by": change.by_id,
            }
        if "public_sha256" in change.after:
            self.public[change.after["snapshot"]] = change.after["public_sha256"]
        if change.verb == "snapshot.published":
            self.published[change.after["snapshot"]] = change.by_id


def breaks(anchors: list[Anchor] | None = None) -> Iterator[Break]:
    """Everything that is wrong: rows in their order, the end, the anchors, the snapshots, the guards.

    Reads each row once, whatever their number, and one snapshot at a time. Rows may be added meanwhile.
    """
    end = end_of_log()
    anchored = defaultdict(list)
    for anchor in anchors or ():
        anchored[anchor.rows].append(anchor)
    frozen = LoggedSnapshots()
    previous, rows = "", 0
    for change in Change.objects.order_by("id").iterator(chunk_size=CHUNK):
        rows += 1
        if change.computed_hash() != change.hash:
            yield Break(change.pk, "altered: its hash does not match its content")
        if change.previous != previous:
            yield Break(change.pk, "gap: it does not follow the previous row; a row was removed, added or altered")
        for noted in anchored.pop(rows, ()):
            if noted.hash != change.hash:
                yield Break(change.pk, f"rewritten: on {noted.on.isoformat()}, row {rows} had a different hash")
        if rows == end.rows and change.hash != end.hash:
            yield Break(change.pk, "rewritten: it was the last row, and had a different hash")
        frozen.note(change)
        previous = change.hash
    written = max(end.rows, end_of_log().rows)
    if not end.rows <= rows <= written:
        yield Break(None, f"the log ends after {rows} rows, but {written} were written")
    for noted in chain.from_iterable(anchored.values()):
        yield Break(None, f"rows are missing: on {noted.on.isoformat()} there were {noted.rows}, now there are {rows}")
    yield from broken_snapshots(frozen)
    for what in broken_guards():
        yield Break(None, f"the database no longer prevents changes to append-only tables: {what}")


def broken_snapshots(frozen: LoggedSnapshots) -> Iterator[Break]:
    """Snapshots that are not what they were hashed as, nor what the log says of them; and those that are gone."""
    gone = set(frozen.taken)
    for code in Snapshot.objects.order_by("pk").values_list("pk", flat=True):
        row = Snapshot.objects.select_related("replaces", "publication").get(pk=code)
        hashes = (sha256_of(row.content), sha256_of(row.public_content))
        if (row.sha256, row.public_sha256) != hashes or not row.sha256.startswith(code):
            yield Break(None, f"snapshot {code} has been altered: its hash does not match its content")
        elif (as_taken(row), row.public_sha256) != (frozen.taken.get(code), frozen.public.get(code, row.public_sha256)):
            yield Break(None, f"snapshot {code} is not the one recorded in the change log")
        elif (row.as_at, row.taken_at.replace(microsecond=0)) != days_in(row.content):
            yield Break(None, f"snapshot {code} has dates that differ from its content")
        publisher = row.publication.published_by_id if row.is_published else None
        if publisher != frozen.published.get(code):
            yield Break(None, f"snapshot {code} was published by someone other than the change log says")
        gone.discard(code)
    for code in sorted(gone):
        yield Break(None, f"snapshot {code} is missing: the change log records that it was taken")


def as_taken(row: Snapshot) -> dict[str, Any]:
    """What the log notes of an edition."""
    return {
        "sha256": row.sha256,
        "round": str(row.round_id),
        "edition": row.edition,
        "replaces": row.replaces.sha256 if row.replaces else None,
        "why": row.why,
        "by": row.taken_by_id,
    }


def days_in(content: str) -> tuple[date, datetime]:
    """What an edition says of its own days: as at which its figures are, and when it was taken, to the second."""
    snapshot = json.loads(content)["snapshot"]
    return date.fromisoformat(snapshot["as_at"]), datetime.fromisoformat(snapshot["taken_at"])

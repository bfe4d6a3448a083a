"""Is the record whole? The change log row by row, the snapshots, the database's guards, and what was noted elsewhere."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path

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
class Frozen:
    """What the log says of the snapshots: the SHA-256 of each part, by code."""

    whole: dict[str, str] = field(default_factory=dict)
    public: dict[str, str] = field(default_factory=dict)

    def note(self, change: Change) -> None:
        if change.verb in FREEZING and "snapshot" in change.after:
            self.whole[change.after["snapshot"]] = change.after["sha256"]
        if "public_sha256" in change.after:
            self.public[change.after["snapshot"]] = change.after["public_sha256"]


def breaks(anchors: list[Anchor] | None = None) -> Iterator[Break]:
    """Everything that is wrong: rows in their order, the end, the anchors, the snapshots, the guards.

    Reads each row once, whatever their number, and one snapshot at a time. Rows may be added meanwhile.
    """
    end = end_of_log()
    anchored = defaultdict(list)
    for anchor in anchors or ():
        anchored[anchor.rows].append(anchor)
    frozen = Frozen()
    previous, rows = "", 0
    for change in Change.objects.order_by("id").iterator(chunk_size=CHUNK):
        rows += 1
        if change.computed_hash() != change.hash:
            yield Break(change.pk, "altered: its hash is not that of what it says")
        if change.previous != previous:
            yield Break(change.pk, "gap: it does not follow the row before it; a row was removed, added or altered")
        for noted in anchored.pop(rows, ()):
            if noted.hash != change.hash:
                yield Break(change.pk, f"rewritten: on {noted.on.isoformat()} row {rows} had another hash")
        if rows == end.rows and change.hash != end.hash:
            yield Break(change.pk, "rewritten: it was the last row, and had another hash")
        frozen.note(change)
        previous = change.hash
    written = max(end.rows, end_of_log().rows)
    if not end.rows <= rows <= written:
        yield Break(None, f"the log ends after {rows} rows, where {written} were written")
    for noted in chain.from_iterable(anchored.values()):
        yield Break(None, f"rows are missing: on {noted.on.isoformat()} there were {noted.rows}, now {rows}")
    yield from broken_snapshots(frozen)
    for what in broken_guards():
        yield Break(None, f"the database no longer refuses to alter what is only added to: {what}")


def broken_snapshots(frozen: Frozen) -> Iterator[Break]:
    """Snapshots that are not what they were hashed as, nor what the log says of them; and those that are gone."""
    gone = set(frozen.whole)
    for code in Snapshot.objects.order_by("pk").values_list("pk", flat=True):
        row = Snapshot.objects.get(pk=code)
        found = (sha256_of(row.content), sha256_of(row.public_content))
        logged = (frozen.whole.get(code), frozen.public.get(code, row.public_sha256))
        if (row.sha256, row.public_sha256) != found or not row.sha256.startswith(code):
            yield Break(None, f"snapshot {code} is altered: its hash is not that of what it says")
        elif logged != found:
            yield Break(None, f"snapshot {code} is not the one that the change log says was taken")
        gone.discard(code)
    for code in sorted(gone):
        yield Break(None, f"snapshot {code} is gone: the change log says that it was taken")

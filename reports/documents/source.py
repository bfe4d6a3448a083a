"""One part of a snapshot, read whole and put in order for a document in one language."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reports.models import Snapshot
from reports.snapshots.frozen import Document, Frozen, in_language, read, unit_names, verified_in, whole
from reports.snapshots.showing import revision_lines
from themes.folding import fold

Row = dict[str, Any]
SEVERAL = ""  # the place of an activity of several countries, or of none


@dataclass(frozen=True)
class Source:
    """`frozen` holds the figures and texts, `activities` the annex of `reports.snapshots.frozen.whole`."""

    snapshot: Snapshot
    participants: bool
    language: str
    frozen: Frozen
    document: Document

    @cached_property
    def names(self) -> dict[str, str]:
        return unit_names(self.frozen, self.language)

    @cached_property
    def revisions(self) -> dict[str, list[str]]:
        """What had been revised of each target, in words."""
        codes = [row["code"] for row in self.frozen["plan"]["targets"]]
        return {code: [str(line) for line in revision_lines(self.frozen, code, self.language)] for code in codes}

    @cached_property
    def verified(self) -> dict[tuple[str, str], dict[str, Any]]:
        """By which agency each unit was verified, and when."""
        return verified_in(self.document)

    @property
    def deadline_is_over(self) -> bool:
        """On the day of the figures; False of an edition frozen before deadlines were looked at."""
        if "met_by_deadline" not in self.frozen["figures"]:
            return False
        return self.frozen["snapshot"]["as_at"] > max(row["deadline"] for row in self.frozen["plan"]["targets"])

    def text(self, texts: dict[str, str]) -> str:
        return in_language(texts, self.language)

    @property
    def sha256(self) -> str:
        return self.snapshot.sha256 if self.participants else self.snapshot.public_sha256

    @cached_property
    def named(self) -> list[Row]:
        """The activities in full, by country, the several last, then by date and title."""
        full = [row for row in self.document["activities"] if not row["bare"]]
        return sorted(full, key=self.in_annex)

    def in_annex(self, row: Row) -> tuple:
        place = place_of(row)
        return (place == SEVERAL, fold(self.names.get(place, "")), row["starts_on"] or "", row["title"], row["id"])

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each activity in the annex, by id: the proof of a target refers to it."""
        return {row["id"]: number for number, row in enumerate(self.named, start=1)}

    def of_country(self, code: str) -> Iterable[Row]:
        return (row for row in self.named if code in row["countries"])


def place_of(row: Row) -> str:
    return row["countries"][0] if len(row["countries"]) == 1 else SEVERAL


def source(snapshot: Snapshot, *, participants: bool, language: str) -> Source:
    """Whether the reader may have that part is for the caller to ask."""
    frozen = read(snapshot.pk, participants=participants)
    return Source(snapshot, participants, language, frozen, whole(snapshot.pk, participants=participants))

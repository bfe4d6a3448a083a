"""The sums that are kept with every write, as far as a selection keeps them; of no status, by which there are none."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from indicators.progress import LAYERS
from reports.models import Tally
from reports.summaries.kept import members
from reports.summaries.selection import Selection
from reports.tallies import EVERY, REGIONAL, Sum, Where

Kind = Tally.Kind
Column = tuple[str, str]  # a kind, and which of its columns, as LIKE has it
WHOLE = (Kind.ALL, Kind.THEME)  # of activities whatever they do, each once
REGIONAL_ONES = "*%"


def of_all(selection: Selection) -> Column:
    """All activities, or those of the selection's theme."""
    return (Kind.THEME, selection.theme) if selection.theme else (Kind.ALL, EVERY)


@dataclass(frozen=True)
class Kept:
    """Which sums a selection keeps: of some columns, and of all activities, in each of its places or in one country. Of a body it
    asks once for its `members` on the day."""

    selection: Selection
    columns: Column | None = None
    country: str = ""

    @cached_property
    def members(self) -> frozenset[str]:
        return frozenset(members(self.selection).values_list("country", flat=True))

    @property
    def wheres(self) -> list[Where]:
        whole = of_all(self.selection)
        columns = tuple(dict.fromkeys([*([self.columns] if self.columns else []), whole]))
        if self.country or not self.selection.body:
            return [Where(columns, (self.country,) if self.country else None)]
        regional = [Where((self.columns,), together=REGIONAL_ONES)] if self.columns and self.columns != whole else []
        return [Where(columns, tuple(sorted(self.members))), *regional, Where((whole,), together=EVERY)]

    def own(self, rows: Iterable[Sum]) -> list[Sum]:
        """Of a body only those that are its own."""
        if not self.selection.body:
            return list(rows)
        return [row for row in rows if not row.is_together or row.is_of(self.selection.body, self.members)]


def by_place(rows: Iterable[Sum]) -> list[Sum]:
    """Without those of everywhere; regional work of a body, which stands together, under its own place."""
    placed = (row for row in rows if row.place and (not row.is_together or row.place.startswith("*")))
    return [replace(row, place=REGIONAL) if row.is_together else row for row in placed]


def once(whole: Iterable[Sum], selection: Selection, country: str = "") -> list[Sum]:
    """Of the sums of all activities those in which each stands once: the country's, a body's together, or those of everywhere."""
    if country:
        return list(whole)
    return [row for row in whole if (row.is_together if selection.body else not row.place)]


def totals_of(rows: Iterable[Sum]) -> dict[str, int]:
    totals = dict.fromkeys(LAYERS, 0)
    for row in rows:
        for name in LAYERS:
            totals[name] += getattr(row, name)
    return totals

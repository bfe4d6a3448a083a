"""The sums that are kept with every write, as far as a selection keeps them; of no status, by which there are none."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from indicators.progress import LAYERS
from reports.models import Tally
from reports.summaries.kept import members
from reports.summaries.selection import Selection
from reports.tallies import EVERY, REGIONAL, REGIONAL_OF, Sum, Where

Kind = Tally.Kind
Column = tuple[str, str]  # a kind, and which of its columns, as LIKE has it


def of_all(selection: Selection) -> Column:
    """All activities, or those of the selection's theme."""
    return (Kind.THEME, selection.theme) if selection.theme else (Kind.ALL, EVERY)


@dataclass(frozen=True)
class Kept:
    """Which sums a selection keeps: of some columns, and of all activities, in each of its places or in one country. Of a body it
    asks once for its `members` on the day, each of which is a place."""

    selection: Selection
    columns: Column | None = None
    country: str = ""

    @cached_property
    def members(self) -> frozenset[str]:
        return frozenset(members(self.selection).values_list("country", flat=True))

    @property
    def wheres(self) -> list[Where]:
        columns = tuple(dict.fromkeys([*([self.columns] if self.columns else []), of_all(self.selection)]))
        body = self.selection.body
        if self.country or not body:
            return [Where(columns, (self.country,) if self.country else None)]
        of_body = Where(columns, (body, f"{REGIONAL_OF}{body}"), together=True)
        return [Where(columns, tuple(sorted(self.members))), of_body]


def by_place(rows: Iterable[Sum], selection: Selection) -> list[Sum]:
    """Without those of everywhere or of a whole body, whose regional work stands under the place of regional work."""
    placed = (row for row in rows if row.place and row.place != selection.body)
    return [replace(row, place=REGIONAL) if row.place.startswith(REGIONAL_OF) else row for row in placed]


def once(whole: Iterable[Sum], selection: Selection, country: str = "") -> list[Sum]:
    """Of the sums of all activities those in which each stands once: the country's, a body's, or those of everywhere."""
    return [row for row in whole if row.place == (country or selection.body)]


def totals_of(rows: Iterable[Sum]) -> dict[str, int]:
    totals = dict.fromkeys(LAYERS, 0)
    for row in rows:
        for name in LAYERS:
            totals[name] += getattr(row, name)
    return totals

"""The sums that are kept with every write, as far as a selection keeps them; of no status, by which there are none."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q

from indicators.progress import LAYERS
from reports.models import Tally
from reports.summaries.kept import members
from reports.summaries.selection import Selection
from reports.tallies import REGIONAL, Sum

Kind = Tally.Kind
WHOLE = (Kind.ALL, Kind.THEME)  # of activities whatever they do, each once
EVERYWHERE = Q(together=False)
REGIONAL_ONES = Q(together=True, place__startswith="*")


def where_of_all(selection: Selection) -> Q:
    """All activities, or those of the selection's theme."""
    return Q(kind=Kind.THEME, under=selection.theme) if selection.theme else Q(kind=Kind.ALL)


def where_kept(selection: Selection, columns: Q, country: str = "") -> Q:
    """The sums of these columns, and of all activities, of each place that the selection keeps, or of one country."""
    whole = where_of_all(selection)
    if country:
        return (columns | whole) & EVERYWHERE & Q(place=country)
    if not selection.body:
        return (columns | whole) & EVERYWHERE
    of_members = (columns | whole) & EVERYWHERE & Q(place__in=members(selection))
    return of_members | columns & REGIONAL_ONES | whole & Q(together=True)


def kept_sums(selection: Selection, rows: Iterable[Sum]) -> list[Sum]:
    """Of a body only those that are its own. One query of a body, none otherwise."""
    if not selection.body:
        return list(rows)
    codes = frozenset(members(selection).values_list("country", flat=True))
    return [row for row in rows if not row.is_together or row.is_of(selection.body, codes)]


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

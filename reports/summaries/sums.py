"""The sums that are kept with every write, as far as a selection keeps them; of no status, by which there are none."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q

from indicators.progress import LAYERS
from reports.models import Tally
from reports.summaries.kept import members
from reports.summaries.selection import Selection
from reports.tallies import REGIONAL, Sum, sums


def sums_by_place(selection: Selection, kind: str, where: Q, country: str = "") -> list[Sum]:
    """Of each country of the selection, and of regional work; or of one country. One query, of a body two."""
    if country:
        return sums(kind, selection.as_at, where & Q(together=False, place=country))
    if not selection.body:
        return [row for row in sums(kind, selection.as_at, where & Q(together=False)) if row.place]
    own, codes = Q(together=False, place__in=members(selection)), members_on(selection)
    rows = sums(kind, selection.as_at, where & (own | Q(together=True, place__startswith="*")))
    theirs = (row for row in rows if not row.is_together or row.is_of(selection.body, codes))
    return [replace(row, place=REGIONAL) if row.is_together else row for row in theirs]


def sums_once(selection: Selection, country: str = "") -> list[Sum]:
    """Of everything that the selection keeps, where each activity stands once; or of one country. One query, of a body two."""
    kind, where = of_theme(selection)
    if country or not selection.body:
        return sums(kind, selection.as_at, where & Q(together=False, place=country))
    codes = members_on(selection)
    return [row for row in sums(kind, selection.as_at, where & Q(together=True)) if row.is_of(selection.body, codes)]


def of_theme(selection: Selection) -> tuple[str, Q]:
    """Where the sums of all activities, or of those of the selection's theme, are kept."""
    return (Tally.Kind.THEME, Q(under=selection.theme)) if selection.theme else (Tally.Kind.ALL, Q())


def members_on(selection: Selection) -> frozenset[str]:
    return frozenset(members(selection).values_list("country", flat=True))


def totals_of(sums: Iterable[Sum]) -> dict[str, int]:
    totals = dict.fromkeys(LAYERS, 0)
    for row in sums:
        for name in LAYERS:
            totals[name] += getattr(row, name)
    return totals

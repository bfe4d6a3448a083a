"""The days on which something begins to count or ceases to, as far as they are known."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import BooleanField, Value

from indicators.progress import VERIFIED, ClaimRow
from reports.models import Claim, ClaimQuerySet
from reports.tallies import Results


class Moment(NamedTuple):
    """A day on which something verified begins to count for an indicator, or ceases to, with what is known of it."""

    indicator: str
    day: date
    known: str
    begins: bool


def moments_in(code: str, row: ClaimRow) -> Iterator[Moment]:
    if row.verified and row.achieved_on:
        yield Moment(code, row.achieved_on, row.achieved_known, begins=True)
    if row.verified and row.ended_on:
        yield Moment(code, row.ended_on, row.ended_known, begins=False)


def moments_of(claims: ClaimQuerySet, found: Results, days: Iterable[date]) -> list[Moment]:
    """Of activities that are counted by the day, those of these days of which not all may be known: a month or a year stands as its
    last day. One query, where there are such days."""
    unsure = [day for day in days if (day + timedelta(days=1)).day == 1]
    turning = {
        code: [day for day in unsure if day in set(curves[VERIFIED].days)] for code, curves in found.curves.items()
    }
    if not any(turning.values()):
        return []
    verified = claims.filter(indicator__in=turning, verification=Claim.Verification.VERIFIED).order_by()
    begun = verified.filter(achieved_on__in=unsure).values_list("indicator", "achieved_on", "achieved_on_known")
    ceased = verified.filter(ended_on__in=unsure).values_list("indicator", "ended_on", "ended_on_known")
    yes, no = (Value(begins, output_field=BooleanField()) for begins in (True, False))
    return [Moment(*row) for row in begun.annotate(begins=yes).union(ceased.annotate(begins=no))]


def known_as(days: Iterable[tuple[date | None, str]]) -> dict[date, str]:
    """Of days and what is known of each, empty of a whole one: those that nobody knows as a whole day."""
    known: dict[date, str] = {}
    for day, as_known in days:
        if day:
            known[day] = min(known.get(day, as_known), as_known)
    return {day: as_known for day, as_known in known.items() if as_known}

"""The days on which something begins to count or ceases to, as far as they are known."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from indicators.progress import REPORTED, VERIFIED, ClaimRow
from reports.models import Claim, ClaimQuerySet
from reports.tallies import Results


class Moment(NamedTuple):
    """A day on which something begins to count for an indicator, or ceases to, with what is known of it."""

    indicator: str
    day: date
    known: str
    is_verified: bool
    begins: bool


def moments_in(code: str, row: ClaimRow) -> Iterator[Moment]:
    if row.verified and row.achieved_on:
        yield Moment(code, row.achieved_on, row.achieved_known, is_verified=True, begins=True)
    if row.verified and row.ended_on:
        yield Moment(code, row.ended_on, row.ended_known, is_verified=True, begins=False)


def moments_of(
    claims: ClaimQuerySet, results: Results, days: Iterable[date], layers: Collection[str] = (VERIFIED,)
) -> list[Moment]:
    """Of activities that are counted by the day in these layers, those of these days of which not all may be known: a month or a year
    stands as its last day. A row for all that begin or cease alike. One query, where there are such days."""
    unsure = {day for day in days if (day + timedelta(days=1)).day == 1}
    begun: dict[str, set[date]] = defaultdict(set)
    ceased: dict[str, set[date]] = defaultdict(set)
    for code, curves in results.curves.items():
        for day, change in chain.from_iterable(curves[layer].changes for layer in layers):
            if day in unsure:
                (begun if change > 0 else ceased)[code].add(day)
    some = claims.order_by() if REPORTED in layers else claims.filter(IS_VERIFIED).order_by()
    rows = [of_days(some, "achieved_on", begun, begins=True)] if begun else []
    rows += [of_days(some, "ended_on", ceased, begins=False)] if ceased else []
    return [Moment(*row) for row in rows[0].union(*rows[1:])] if rows else []


IS_VERIFIED = Q(verification=Claim.Verification.VERIFIED)


def of_days(
    claims: ClaimQuerySet, name: str, days: Mapping[str, Collection[date]], *, begins: bool
) -> QuerySet[Claim, Any]:
    """Columns of `Moment`, by indicator."""
    some = Q(pk__in=[])
    for code, own in days.items():
        some |= Q(indicator=code, **{f"{name}__in": own})
    is_verified = Case(When(IS_VERIFIED, then=True), default=False, output_field=BooleanField())
    columns = claims.filter(some).distinct().values_list("indicator", name, f"{name}_known")
    return columns.annotate(is_verified=is_verified, begins=Value(begins, output_field=BooleanField()))


def known_as(days: Iterable[tuple[date | None, str]]) -> dict[date, str]:
    """Of days and what is known of each, empty of a whole one: those that nobody knows as a whole day."""
    known: dict[date, str] = {}
    for day, as_known in days:
        if day:
            known[day] = min(known.get(day, as_known), as_known)
    return {day: as_known for day, as_known in known.items() if as_known}

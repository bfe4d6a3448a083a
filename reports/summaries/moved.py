"""Of activities that are units, how many moved between two days, and the latest of them: however many there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from indicators.models import Indicator
from indicators.progress import REPORTED, VERIFIED, ClaimRow, IndicatorProgress
from reports.models import Claim, ClaimQuerySet, Tally
from reports.summaries.in_force import InForce
from reports.summaries.kept import STANDING, counted_claims
from reports.summaries.rows import OF_ACTIVITIES, claim_rows, rows_by_indicator
from reports.summaries.selection import Selection
from reports.summaries.targets import progress_on
from reports.summaries.units import some_rows
from reports.tallies import EVERY, Results, Where, is_of_body, places_of, sums


@dataclass(frozen=True)
class MovedActivities:
    """An indicator that counts activities on two days, and how many of them stand otherwise on the later one."""

    before: IndicatorProgress
    after: IndicatorProgress
    units: int


def between(since: date, day: date) -> tuple[date, date]:
    """The days after the earlier one, up to the later one."""
    return since + timedelta(days=1), day


def moved_activities(
    norm: InForce, indicators: Sequence[Indicator], since: date, results: Results
) -> dict[str, MovedActivities]:
    """By indicator, of those that count activities. A query where what they count can end; of a body two more."""
    counting = [row for row in indicators if row.counts == Indicator.Counts.ACTIVITIES]
    then = numbers_on(norm, since, results)
    left = lapsed_between(norm.selection, since) if any(row.is_state for row in counting) else {}
    moved = {}
    for row in counting:
        after = progress_on(norm, row, results, norm.selection.as_at)
        verified, reported = then.get(row.pk, (0, 0))
        done, others, both = left.get(row.pk, (0, 0, 0))
        achieved = after.verified + after.reported - verified - reported + done
        expected = after.expected + achieved + others
        before = replace(after, verified=verified, reported=reported, expected=expected)
        moved[row.pk] = MovedActivities(before, after, achieved + done + others - both)
    return moved


def numbers_on(norm: InForce, day: date, results: Results) -> dict[str, tuple[int, int]]:
    """How many are verified, and how many reported, of a body by the members that it has on the day of the selection. Of a body two queries."""
    selection = norm.selection
    if not selection.body:
        return {code: (curves[VERIFIED].on(day), curves[REPORTED].on(day)) for code, curves in results.curves.items()}
    members = norm.members(selection.as_at) or frozenset()
    places = tuple(place for place in places_of(Tally.Kind.RESULT) if is_of_body(place, selection.body, members))
    numbers: dict[str, list[int]] = {}
    for row in sums([Where(((Tally.Kind.RESULT, EVERY),), places, together=True)], day):
        own = numbers.setdefault(row.under, [0, 0])
        own[0] += row.verified
        own[1] += row.reported
    return {code: (own[0], own[1]) for code, own in numbers.items()}


def lapsed_between(selection: Selection, since: date) -> dict[str, tuple[int, int, int]]:
    """By indicator, of the activities that ceased to count: how many had been achieved, and how many not; and how many of the
    former had been so only after the earlier day. One query, by index."""
    days = between(since, selection.as_at)
    claims = counted_claims(selection).filter(OF_ACTIVITIES, ended_on__range=days).order_by()
    done = STANDING["verified"] | STANDING["submitted"]
    rows = claims.values("indicator").annotate(
        done=Count("pk", filter=done),
        others=Count("pk", filter=~done),
        both=Count("pk", filter=done & Q(achieved_on__range=days)),
    )
    return {row["indicator"]: (row["done"], row["others"], row["both"]) for row in rows}


def latest_moved(
    selection: Selection, indicators: Sequence[Indicator], since: date, most: int | None
) -> dict[str, list[ClaimRow]]:
    """Of each of these indicators at most so many claims, the latest; None: all. One query, where there are any."""
    if not indicators:
        return {}
    if most is None:
        moved = OF_ACTIVITIES & moved_between(since, selection.as_at)
        return claim_rows(selection, [row.target for row in indicators], only=moved)
    pieces = [piece for row in indicators for piece in latest_of(row, selection, since, most)]
    return rows_by_indicator(pieces[0].union(*pieces[1:]))


def latest_of(indicator: Indicator, selection: Selection, since: date, most: int) -> Iterator[QuerySet[Claim, Any]]:
    days, claims = between(since, selection.as_at), counted_claims(selection).filter(indicator=indicator)
    yield from some_rows(latest(claims, "achieved_on", days), selection, most)
    if indicator.is_state:
        yield from some_rows(latest(claims, "ended_on", days), selection, most)


def latest(claims: ClaimQuerySet, name: str, days: tuple[date, date]) -> ClaimQuerySet:
    return claims.filter(**{f"{name}__range": days}).order_by(f"-{name}", "pk")


def moved_between(since: date, day: date) -> Q:
    days = between(since, day)
    return Q(achieved_on__range=days) | Q(ended_on__range=days)

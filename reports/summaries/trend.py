"""How verified claims grew over the months, against the pace that the deadline asked for; who answered the rounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from indicators.models import Indicator
from reports.models import BorderRegion, Change, Claim, ClaimQuerySet, Round, Tally, first_of_each
from reports.summaries.history import History
from reports.summaries.in_force import InForce
from reports.summaries.kept import counted_claims, kept_indicators, members
from reports.summaries.reporting import end_of
from reports.summaries.rounds import is_on_time
from reports.summaries.selection import Selection
from reports.summaries.targets import history_of
from reports.tallies import EVERYWHERE, achieved_by_month, is_of_body, places_of
from themes.dates import CONFERENCE

MOST_COLUMNS = 40


@dataclass(frozen=True)
class Stretch:
    """A whole month, or a whole year, with the claims achieved in it."""

    first: date
    last: date
    claims: int

    @property
    def is_year(self) -> bool:
        return self.first.month != self.last.month

    @property
    def code(self) -> str:
        """`2012-03`, or `2012`."""
        return f"{self.first:%Y}" if self.is_year else f"{self.first:%Y-%m}"

    @property
    def eve(self) -> date:
        return self.first - timedelta(days=1)


@dataclass(frozen=True)
class Point:
    """On a day: the units `verified` (of each indicator no more than it needed then), those that a steady pace asked
    for (None: the deadline was over), and those that all indicators `required` together by what was in force then."""

    day: date
    verified: int
    needed: float | None
    required: int


@dataclass(frozen=True)
class Pace:
    """`deadline` is the printed one."""

    deadline: date
    points: tuple[Point, ...]

    @property
    def at_deadline(self) -> Point | None:
        """None: the day of the selection is before it."""
        return next((point for point in self.points if point.day == self.deadline), None)


@dataclass(frozen=True)
class RoundRate:
    """Of `countries` that took part, so many said that their report was complete, and said so by the closing day."""

    round: Round
    countries: int
    reported: int
    on_time: int
    more_time: int

    @property
    def late(self) -> int:
        """After the closing day, with more time or without, or after the round had been closed."""
        return self.reported - self.on_time

    @property
    def silent(self) -> int:
        return self.countries - self.reported

    @property
    def share_reported(self) -> int:
        """In hundredths."""
        return round(100 * self.reported / max(self.countries, 1))

    @property
    def share_on_time(self) -> int:
        return round(100 * self.on_time / max(self.countries, 1))


def verified_by_month(selection: Selection) -> list[Stretch]:
    """Verified claims by the month in which they were achieved: from the first such month to that of the day; a month
    without any is 0. One query, of a body four."""
    counts = counted_by_month(selection) if selection.status else kept_by_month(selection)
    if not counts:
        return []
    last = max(*counts, known_until(selection).replace(day=1))
    months = [min(counts)]
    while months[-1] < last:
        months.append(after_month(months[-1]))
    return [Stretch(month, after_month(month) - timedelta(days=1), counts.get(month, 0)) for month in months]


def counted_by_month(selection: Selection) -> dict[date, int]:
    claims = verified_claims(selection).annotate(month=TruncMonth("achieved_on")).values_list("month")
    return dict(claims.annotate(n=Count("pk")).order_by("month"))


def kept_by_month(selection: Selection) -> dict[date, int]:
    """The same by the sums that are kept, of no status."""
    where = Q(under=selection.theme) if selection.theme else Q()
    if not selection.body:
        return achieved_by_month(where & Q(together=False, place=EVERYWHERE), selection.as_at)
    own = {*members(selection).values_list("country", flat=True)}
    own |= {*BorderRegion.objects.filter(countries__in=own).values_list("pk", flat=True)}
    places = [place for place in places_of(Tally.Kind.CLAIM) if is_of_body(place, selection.body, own)]
    return achieved_by_month(where & Q(together=True, place__in=places), selection.as_at)


def by_year(months: Sequence[Stretch]) -> list[Stretch]:
    years = groupby(months, key=lambda month: month.first.year)
    return [
        Stretch(date(year, 1, 1), date(year, 12, 31), sum(month.claims for month in those)) for year, those in years
    ]


def claims_of(stretch: Stretch, selection: Selection) -> ClaimQuerySet:
    """What is counted in a month or a year, in no order."""
    return verified_claims(selection).filter(achieved_on__gte=stretch.first, achieved_on__lte=stretch.last)


def known_until(selection: Selection) -> date:
    """The day of the selection; of one that is yet to come, today."""
    return min(selection.as_at, timezone.localdate())


def pace(selection: Selection, norm: InForce) -> Pace:
    """From the Conference to the day of the selection, a point a quarter up to the deadline and a point a year after it. Two
    queries, of a body three.

    Each point is that of the figures as at its day: thresholds, participants and members are those of then.
    """
    indicators = list(kept_indicators(selection))
    deadline = max(indicator.target.deadline for indicator in indicators)
    history = history_of(norm, [indicator.target for indicator in indicators])
    last = min(selection.as_at, max(timezone.localdate(), deadline))
    years = {date(year, 12, 31) for year in range(deadline.year, last.year)}
    days = quarter_ends(min(last, deadline), {deadline, last} | years)
    return Pace(deadline, tuple(point(day, indicators, history, deadline) for day in days if day <= last))


def point(day: date, indicators: list[Indicator], history: History, deadline: date) -> Point:
    needs = [history.need(indicator, day) for indicator in indicators]
    required = sum(need.required or 0 for need in needs)
    verified = sum(min(need.counted_by(day), need.required or 0) for need in needs)
    elapsed = (day - CONFERENCE).days / (deadline - CONFERENCE).days
    return Point(day, verified, required * elapsed if elapsed <= 1 else None, required)


def verified_claims(selection: Selection) -> ClaimQuerySet:
    claims = counted_claims(selection).filter(
        verification=Claim.Verification.VERIFIED, achieved_on__lte=selection.as_at
    )
    return claims.order_by()


def quarter_ends(last: date, others: set[date]) -> list[date]:
    """The Conference's day, the ends of quarters after it up to `last`, and the other days, in order."""
    days, month = {CONFERENCE, *others}, date(2010, 10, 1)
    while month - timedelta(days=1) <= last:
        days.add(month - timedelta(days=1))
        month = after_month(after_month(after_month(month)))
    return sorted(days)


def after_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def round_rates(selection: Selection, norm: InForce) -> list[RoundRate]:
    """Rounds that had opened by that day, the newest first, of all countries or of the body's: of those that took part
    on the day of the round's figures. Three queries at most.

    More time counts from the day on which it was first given: the log holds it.
    """
    rounds = list(Round.objects.filter(opens_on__lte=selection.as_at).prefetch_related("reports"))
    extended = Change.objects.filter(subject="round", verb="round.extended", at__lte=end_of(selection.as_at)).order_by()
    given = set(extended.values_list("subject_id", "country")) if rounds else set()
    rates = []
    for row in rounds:
        participants = norm.participants(row.as_at)
        first = first_of_each(row.reports.all()).items()
        known = [report for code, report in first if code in participants and report.on <= selection.as_at]
        on_time = sum(is_on_time(report, row) for report in known)
        more_time = sum(pk == str(row.pk) and country in participants for pk, country in given)
        rates.append(RoundRate(row, len(participants), len(known), on_time, more_time))
    return rates

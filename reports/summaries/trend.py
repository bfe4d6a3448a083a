"""How verified claims grew over the months, against the pace that the deadline asked for; who answered the rounds."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.db.models.functions import TruncMonth

from indicators.attainment import Span, merged_spans
from indicators.models import Indicator
from reports.models import Change, Claim, ClaimQuerySet, Round, first_of_each
from reports.summaries.history import History
from reports.summaries.in_force import InForce
from reports.summaries.kept import counted_claims, kept_indicators
from reports.summaries.reporting import end_of
from reports.summaries.rounds import is_on_time
from reports.summaries.selection import Selection
from reports.summaries.targets import history_of
from themes.dates import CONFERENCE

MOST_MONTHS = 36


@dataclass(frozen=True)
class Month:
    first: date
    claims: int

    @property
    def code(self) -> str:
        """`2012-03`."""
        return f"{self.first:%Y-%m}"

    @property
    def eve(self) -> date:
        return self.first - timedelta(days=1)

    @property
    def last(self) -> date:
        return after_month(self.first) - timedelta(days=1)


@dataclass(frozen=True)
class Point:
    """On a day: the units `verified` (of each indicator no more than it needed then), those that a steady pace asked
    for, and those that all indicators `required` together by what was in force then."""

    day: date
    verified: int
    needed: float
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


def verified_by_month(selection: Selection) -> list[Month]:
    """Verified claims by the month in which they were achieved: from the first such month, or the last `MOST_MONTHS`,
    to the last one; a month without any is 0. One query."""
    claims = verified_claims(selection).annotate(month=TruncMonth("achieved_on")).values_list("month")
    counts = dict(claims.annotate(n=Count("pk")).order_by("month"))
    if not counts:
        return []
    months = [min(counts)]
    while months[-1] < max(counts):
        months.append(after_month(months[-1]))
    return [Month(month, counts.get(month, 0)) for month in months[-MOST_MONTHS:]]


def claims_of(month: Month, selection: Selection) -> ClaimQuerySet:
    """What `verified_by_month` counts in a month, in no order."""
    return verified_claims(selection).filter(achieved_on__gte=month.first, achieved_on__lte=month.last)


def pace(selection: Selection, norm: InForce) -> Pace:
    """From the Conference to the later of the deadline and the last verified unit, a point a quarter. Two queries, of a
    body three.

    Each point is that of the figures as at its day: thresholds, participants and members are those of then.
    """
    indicators = list(kept_indicators(selection))
    deadline = max(indicator.target.deadline for indicator in indicators)
    history = history_of(norm, [indicator.target for indicator in indicators])
    last = max([deadline, *days_of(history)])
    days = quarter_ends(min(last, selection.as_at), {deadline, min(last, selection.as_at)})
    points = (point(day, indicators, history, deadline) for day in days if day <= selection.as_at)
    return Pace(deadline, tuple(points))


def days_of(history: History) -> list[date]:
    """On which a unit began to count, or ceased to."""
    units: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for code, terms in history.terms.items():
        for term in terms:
            units[code, term.unit].append(term.span)
    spans = [span for own in units.values() for span in merged_spans(own)]
    return [day for span in spans for day in (span.first, span.end) if day]


def point(day: date, indicators: list[Indicator], history: History, deadline: date) -> Point:
    needs = [history.need(indicator, day) for indicator in indicators]
    required = sum(need.required or 0 for need in needs)
    verified = sum(min(need.counted_by(day), need.required or 0) for need in needs)
    elapsed = (day - CONFERENCE).days / (deadline - CONFERENCE).days
    return Point(day, verified, required * min(elapsed, 1), required)


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

"""How verified claims came true over the months, against the pace that the deadline asked for; who answered the rounds."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Min, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from indicators.progress import ClaimRow, Rule, count
from reports.models import Change, Claim, Country, Round
from reports.summaries.kept import counted_claims, kept_countries, kept_indicators
from reports.summaries.reporting import end_of
from reports.summaries.targets import in_force, participants
from reports.summaries.view import View

ADOPTED_ON = date(2010, 9, 7)  # the Conference of Dar es Salaam, 6 and 7 September 2010
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
    """On a day: the units `verified` (of each indicator no more than it needs) and those that a steady pace asked for."""

    day: date
    verified: int
    needed: float


@dataclass(frozen=True)
class Pace:
    """`required`: the units that all indicators need together by the `deadline`."""

    required: int
    deadline: date
    points: tuple[Point, ...]

    @property
    def at_deadline(self) -> Point | None:
        """None: the day of the view is before it."""
        return next((point for point in self.points if point.day == self.deadline), None)


@dataclass(frozen=True)
class RoundRate:
    """Of `countries` that take part, so many said that their report was complete, and said so by the closing day."""

    round: Round
    countries: int
    reported: int
    on_time: int
    more_time: int

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


def verified_by_month(view: View) -> list[Month]:
    """Verified claims by the month in which they came true: from the first such month, or the last `MOST_MONTHS`,
    to the last one; a month without any is 0. One query."""
    claims = verified_claims(view).annotate(month=TruncMonth("achieved_on")).values_list("month")
    found = dict(claims.annotate(n=Count("pk")).order_by("month"))
    if not found:
        return []
    months = [min(found)]
    while months[-1] < max(found):
        months.append(after_month(months[-1]))
    return [Month(month, found.get(month, 0)) for month in months[-MOST_MONTHS:]]


def claims_of(month: Month, view: View) -> QuerySet[Claim]:
    """What `verified_by_month` counts in a month, in no order."""
    return verified_claims(view).filter(achieved_on__gte=month.first, achieved_on__lte=month.last)


def pace(view: View) -> Pace:
    """From the Conference to the later of the deadline and the last verified unit, a point a quarter. Four queries.

    The thresholds, the participants and the body's members are those of the day of the view.
    """
    indicators = list(kept_indicators(view))
    deadline = max(indicator.target.deadline for indicator in indicators)
    required, _wording = in_force(view)
    everyone = participants(view)
    rules = [Rule(row.pk, row.counts, required.get(row.pk, row.required)) for row in indicators]
    rows = first_days(view)
    last = max([deadline, *(row.achieved_on for found in rows.values() for row in found)])
    total = sum(len(everyone) if rule.required is None else rule.required for rule in rules)
    days = (deadline - ADOPTED_ON).days
    points = []
    for day in quarter_ends(min(last, view.as_at), {deadline, min(last, view.as_at)}):
        counted = [count(rule, rows[rule.code], day, everyone) for rule in rules]
        verified = sum(min(row.verified, row.required) for row in counted)
        if day <= view.as_at:
            points.append(Point(day, verified, total * min((day - ADOPTED_ON).days / days, 1)))
    return Pace(total, deadline, tuple(points))


def first_days(view: View) -> dict[str, list[ClaimRow]]:
    """By indicator, each unit with the day on which its first verified claim came true. One query."""
    rows: dict[str, list[ClaimRow]] = defaultdict(list)
    claims = verified_claims(view).values_list("indicator", "unit", "country").annotate(first=Min("achieved_on"))
    for indicator, unit, country, first in claims:
        rows[indicator].append(ClaimRow(unit, first, True, True, country))
    return rows


def verified_claims(view: View) -> QuerySet[Claim]:
    claims = counted_claims(view).filter(verification=Claim.Verification.VERIFIED, achieved_on__lte=view.as_at)
    return claims.order_by()


def quarter_ends(last: date, others: set[date]) -> list[date]:
    """The Conference's day, the ends of quarters after it up to `last`, and the other days, in order."""
    days, month = {ADOPTED_ON, *others}, date(2010, 10, 1)
    while month - timedelta(days=1) <= last:
        days.add(month - timedelta(days=1))
        month = after_month(after_month(after_month(month)))
    return sorted(days)


def after_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def round_rates(view: View) -> list[RoundRate]:
    """Rounds that had opened by that day, the newest first, of the body's members or of all. Four queries at most.

    More time counts from the day on which it was first given: the log holds it.
    """
    asked = set(kept_countries(view, Country.objects.participating()).values_list("pk", flat=True))
    rounds = list(Round.objects.filter(opens_on__lte=view.as_at).prefetch_related("reports"))
    given = given_more_time(asked, view.as_at) if rounds else Counter()
    rates = []
    for row in rounds:
        days = [timezone.localdate(report.completed_at) for report in row.reports.all() if report.country_id in asked]
        days = [day for day in days if day <= view.as_at]
        on_time = sum(day <= row.closes_on for day in days)
        rates.append(RoundRate(row, len(asked), len(days), on_time, given[str(row.pk)]))
    return rates


def given_more_time(countries: set[str], day: date) -> Counter[str]:
    """By round, how many of these countries had been given more time by that day. One query."""
    extended = Change.objects.filter(subject="round", verb="round.extended", country__in=countries)
    extended = extended.filter(at__lte=end_of(day)).order_by()
    return Counter(row for row, _country in extended.values_list("subject_id", "country").distinct())

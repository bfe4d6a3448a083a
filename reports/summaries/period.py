"""The period report: what began, went on, ended and was counted between two days, both included. It is not frozen."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Window
from django.db.models.functions import RowNumber

from reports.models import (
    Activity,
    ActivityQuerySet,
    Adoption,
    AdoptionQuerySet,
    LaterFact,
    LaterFactQuerySet,
    StatusSpan,
)
from reports.summaries.kept import members, of_country
from reports.summaries.movement import Movement
from reports.summaries.selection import Selection
from themes.known_days import KnownDay

MOST = 20  # rows of a list; its total is said beside
ENDS = (Activity.Status.COMPLETED, *Activity.STOPPED)


@dataclass(frozen=True)
class Period:
    first: date
    last: date

    @property
    def eve(self) -> date:
        """The day before it: what counted then is no change of the period."""
        return self.first - timedelta(1)

    @property
    def days(self) -> tuple[date, date]:
        return self.first, self.last


@dataclass(frozen=True)
class Listed:
    """The first rows of a list and how many it has in all."""

    rows: list[Any]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)

    @classmethod
    def of(cls, rows: QuerySet[Any]) -> Self:
        """One query, whose rows say how many there are."""
        fetched = list(rows.annotate(in_all=Window(Count("*")))[:MOST])
        return cls(fetched, fetched[0].in_all if fetched else 0)


@dataclass(frozen=True)
class Step:
    """A status that an activity had from a day of the period on, as far as that day is known."""

    status: str
    day: KnownDay
    is_resumed: bool


@dataclass(frozen=True)
class Sums:
    """Of the notes of a period: parts of what their activities have, never added to it. Amounts by currency."""

    women: int = 0
    men: int = 0
    spent: dict[str, Decimal] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.women or self.men or self.spent)


@dataclass(frozen=True)
class Unit:
    """A unit that changed layer, with the first of the activities by which it did that the reader may open, how many more of
    those there are, and how many others."""

    movement: Movement
    unit: str
    before: str
    after: str
    name: str
    url: str
    activities: list[Activity]
    more: int
    hidden: int


@dataclass(frozen=True)
class PeriodReport:
    """What one reader may see of it. `steps` are those of the activities that are listed; `counts` how many units moved into
    each layer; `answers` is None where no country answers the menu."""

    name: str
    period: Period
    made_on: date
    begun: Listed
    went_on: Listed
    ended: Listed
    steps: dict[UUID, list[Step]]
    counted: Listed
    counts: dict[str, int]
    verified_notes: Listed
    reported_notes: Listed
    sums: dict[str, Sums]
    answers: Listed | None
    withdrawals: Listed | None

    @property
    def lists(self) -> tuple[tuple[str, Listed], ...]:
        return (("begun", self.begun), ("went_on", self.went_on), ("ended", self.ended))


def activity_lists(activities: ActivityQuerySet, period: Period) -> dict[str, ActivityQuerySet]:
    """Of what was handed in and agreed: `begun` in the period; `went_on`, begun before it and in progress on its last day;
    `ended`, completed, suspended or cancelled in it and still so on its last day. What began and ended in it is in both. The
    statuses are those that are verified, or reported of what is not yet."""
    handed_in = activities.filter(is_agreed=True).exclude(review=Activity.Review.DRAFT)
    last = StatusSpan.objects.on(period.last).filter(activity=OuterRef("pk"))
    over = last.filter(status__in=ENDS, since__range=period.days)
    under_way = last.filter(status=Activity.Status.IN_PROGRESS)
    return {
        "begun": handed_in.filter(begun_on__range=period.days).order_by("begun_on", "pk"),
        "went_on": handed_in.filter(Exists(under_way), begun_on__lt=period.first).order_by("begun_on", "pk"),
        "ended": handed_in.filter(Exists(over)).order_by(Subquery(over.values("since")[:1]), "pk"),
    }


def steps_of(activities: Iterable[Activity], period: Period) -> dict[UUID, list[Step]]:
    """The statuses that each of these had from a day of the period on. One query."""
    steps: dict[UUID, list[Step]] = defaultdict(list)
    before: dict[UUID, str] = {}
    for span in StatusSpan.objects.filter(activity__in=[row.pk for row in activities]).order_by("activity", "pk"):
        pk = span.activity_id
        if span.since and span.first and period.first <= span.since <= period.last:
            is_resumed = span.status == Activity.Status.IN_PROGRESS and before.get(pk) == Activity.Status.SUSPENDED
            steps[pk].append(Step(span.status, span.first, is_resumed))
        before[pk] = span.status
    return dict(steps)


def claims_of_place(country: str, activities: ActivityQuerySet | None) -> Q | None:
    """Those that count for a country, or of these activities; None: all, as far as the selection goes."""
    if country:
        return of_country(country)
    return None if activities is None else Q(activity__in=activities.order_by().values("pk"))


def notes_in(notes: LaterFactQuerySet, activities: ActivityQuerySet, period: Period) -> LaterFactQuerySet:
    """The progress notes of these activities that are of the period, the newest first."""
    handed_in = activities.filter(is_agreed=True).exclude(review=Activity.Review.DRAFT)
    notes = notes.standing().notes().filter(activity__in=handed_in.order_by().values("pk"), since__range=period.days)
    return notes.select_related("activity", "by", "evidence").newest_first()


def listed_notes(notes: LaterFactQuerySet) -> dict[str, Listed]:
    """`{"verified": Listed, "reported": Listed}`. One query."""
    ranked = notes.annotate(
        place=Window(RowNumber(), partition_by="review", order_by=["-since", "-at", "-pk"]),
        in_all=Window(Count("*"), partition_by="review"),
    )
    rows: dict[str, list[Any]] = defaultdict(list)
    for note in ranked.filter(place__lte=MOST):
        rows[note.review].append(note)
    reviews = (LaterFact.Review.VERIFIED, LaterFact.Review.REPORTED)
    return {one: Listed(rows[one], rows[one][0].in_all if rows[one] else 0) for one in reviews}


def sums_of(notes: LaterFactQuerySet) -> dict[str, Sums]:
    """`{"verified": Sums, "reported": Sums}` of all these notes, not only those listed. One query."""
    totals: dict[str, dict[str, Any]] = defaultdict(lambda: {"women": 0, "men": 0, "spent": {}})
    grouped = (
        notes.order_by()
        .values_list("review", "currency")
        .annotate(
            women=Sum("participants_women"), men=Sum("participants_men"), spent=Sum("amount_spent"), n=Count("pk")
        )
    )
    for review, currency, women, men, spent, _n in grouped:
        total = totals[review]
        total["women"] += women or 0
        total["men"] += men or 0
        if spent is not None:
            total["spent"][currency] = spent
    return {review: Sums(**total) for review, total in sorted(totals.items())}


def answers_in(country: str, body: str, period: Period) -> AdoptionQuerySet:
    """What a country, or the body's members on the last day, answered to the menu in the period and had not withdrawn by its
    end; without what was refused."""
    rows = Adoption.objects.as_at(period.last).unrefused().filter(adopted_on__range=period.days)
    return of_place(rows, country, body, period).order_by("adopted_on", "country", "position", "pk")


def withdrawn_in(country: str, body: str, period: Period) -> AdoptionQuerySet:
    """What they withdrew in the period, with no other answer in its place."""
    rows = Adoption.objects.stood().filter(withdrawn_on__range=period.days, replaced_by__isnull=True)
    return of_place(rows, country, body, period).order_by("withdrawn_on", "country", "position", "pk")


def of_place(rows: AdoptionQuerySet, country: str, body: str, period: Period) -> AdoptionQuerySet:
    members_then = members(Selection(as_at=period.last, body=body))
    rows = rows.filter(country=country) if country else rows.filter(country__in=members_then)
    return rows.select_related("country", "action")

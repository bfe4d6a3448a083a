"""What waits for the working group, in the order in which it is best decided, and why each stands where it does."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Prefetch
from django.utils import timezone

from reports import rules
from reports.models import Activity, Claim, Country, Finding, OpenReview, Remark, Round
from reports.rules import Standing
from reports.summaries import Effect, View, effects
from reports.workflow.claims import to_decide

IMPORTANCE, ROUND, AGE = ("importance", "round", "age")
MOST_DIFFERING = 50
CHUNK = 500  # activities read at a time


@dataclass(frozen=True)
class Place:
    """Where one activity stands: what it would move, the open round in which it was handed in, and since when it waits."""

    pk: UUID
    submitted_at: datetime
    effects: list[Effect]
    round: Round | None
    closes_on: date | None  # for the activity's country

    def key(self, order: str) -> tuple:
        """Smaller comes first. What stands alike is told apart by the other two, and at last by age."""
        importance = 0 if any(row.meets for row in self.effects) else 1 if self.effects else 2
        closes_on = self.closes_on or date.max
        age = (self.submitted_at, self.pk)
        return {IMPORTANCE: (importance, closes_on), ROUND: (closes_on, importance), AGE: ()}[order] + age


@dataclass(frozen=True)
class Waiting:
    """A line of the queue. `open_with`: who else has it open; `questions` and how many of them are `answered`."""

    activity: Activity
    place: Place
    may_review: bool
    open_with: list[OpenReview]
    questions: int
    answered: int

    @property
    def claims_that_differ(self) -> list[Claim]:
        return [claim for claim in self.activity.waiting_claims if claim.is_disputed]

    @property
    def unproved(self) -> list[Claim]:
        return [claim for claim in self.activity.waiting_claims if claim.achieved_on and not claim.is_proved]


def places(who: Standing, order: str, today: date, country: Country | None = None) -> list[Place]:
    """All that waits, or what waits of this country, in this order. A constant number of queries."""
    waiting = rules.visible_activities(who).awaiting_review()
    if country:
        waiting = waiting.filter(pk__in=Activity.objects.filter(countries=country).values("pk"))
    found = list(waiting.order_by().values_list("pk", "submitted_at"))
    claims = Claim.objects.filter(activity__in=waiting, achieved_on__isnull=False)
    pending = claims.filter(verification=Claim.Verification.PENDING)
    moved = effects(pending.values_list("activity", "indicator", "unit"), View(as_at=today))
    countries = defaultdict(list)
    for activity, country in Activity.countries.through.objects.filter(activity__in=waiting).values_list(
        "activity", "country"
    ):
        countries[activity].append(country)
    rounds = list(Round.objects.open_on(today).prefetch_related("extensions"))
    rows = [
        Place(pk, submitted_at, moved.get(pk, []), *round_of(rounds, countries[pk], submitted_at, today))
        for pk, submitted_at in found
    ]
    return sorted(rows, key=lambda row: row.key(order))


def round_of(
    rounds: list[Round], countries: list[str], submitted_at: datetime, today: date
) -> tuple[Round | None, date | None]:
    """The open round that closes first, of those that had opened when the activity was handed in, with that day."""
    day = timezone.localdate(submitted_at)
    closing = [
        (max((row.closes_for(country) for country in countries), default=row.closes_on), row)
        for row in rounds
        if row.opens_on <= day
    ]
    closing = sorted((pair for pair in closing if pair[0] >= today), key=lambda pair: (pair[0], pair[1].pk))
    return (closing[0][1], closing[0][0]) if closing else (None, None)


def activities_at(found: list[Place]) -> Iterator[Activity]:
    """Those that stand at these places, in their order, read a part at a time."""
    rows = Activity.objects.select_related("lead", "created_by").prefetch_related("countries", "actions", "claims")
    for first in range(0, len(found), CHUNK):
        pks = [place.pk for place in found[first : first + CHUNK]]
        part = rows.in_bulk(pks)
        yield from (part[pk] for pk in pks if pk in part)


def lines(who: Standing, chosen: Iterable[Place]) -> list[Waiting]:
    """The lines of the queue for these places. A constant number of queries."""
    chosen = list(chosen)
    pks = [place.pk for place in chosen]
    claims = Prefetch("claims", to_decide(Claim.objects), to_attr="waiting_claims")
    rows = Activity.objects.select_related("lead", "created_by").prefetch_related("countries", "actions", claims)
    activities = rows.in_bulk(pks)
    others = OpenReview.objects.still_open(timezone.now()).filter(activity__in=pks).exclude(reviewer=who.person)
    open_with, questions = defaultdict(list), defaultdict(list)
    for row in others.select_related("reviewer", "agency"):
        open_with[row.activity_id].append(row)
    for activity, reply in Remark.objects.unresolved().filter(activity__in=pks).values_list("activity", "reply"):
        questions[activity].append(reply)
    return [
        Waiting(
            activity=activities[place.pk],
            place=place,
            may_review=rules.may_review(who, activities[place.pk]),
            open_with=open_with[place.pk],
            questions=len(questions[place.pk]),
            answered=sum(bool(reply) for reply in questions[place.pk]),
        )
        for place in chosen
    ]


def differing(who: Standing) -> list[Claim]:
    """Claims of which the agencies find different things, the longest standing first. Two queries."""
    claims = rules.visible_claims(who).annotate(verdicts=Count("findings__verdict", distinct=True))
    claims = claims.filter(verdicts__gt=1).with_units().select_related("activity")
    with_findings = Prefetch("findings", Finding.objects.select_related("agency", "by"))
    return list(claims.order_by("updated_at", "pk").prefetch_related(with_findings)[:MOST_DIFFERING])

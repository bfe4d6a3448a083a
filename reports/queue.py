"""What waits for the working group, in the order in which it is best decided, and why each stands where it does."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import overload
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from reports import rules
from reports.agencies import OF_PARTNERS, awaits
from reports.closing import FAR, Closing, names
from reports.duplicates import Duplicate, duplicates_of, with_compared
from reports.models import (
    Activity,
    Agreement,
    Claim,
    ClaimQuerySet,
    Country,
    Finding,
    LaterFact,
    OpenReview,
    Queued,
    Remark,
    Round,
    with_new_proof,
)
from reports.pages import First, first_of
from reports.rules import Standing
from reports.sight import with_countries, with_findings, with_revisions
from reports.summaries import Effect, Selection, Thresholds, thresholds_on, with_committed
from reports.workflow.claims import to_decide

IMPORTANCE, ROUND, AGE = ("importance", "round", "age")
MOST_DIFFERING = 50
CHUNK = 500  # activities read at a time


@dataclass(frozen=True)
class Place:
    """Where one activity stands: what it would move, the open round in which it was handed in, and since when it waits:
    since it was submitted or, verified already, since a claim of it was proved that is undecided or was refused, or something was reported later."""

    pk: UUID
    since: datetime
    effects: list[Effect]
    round: Round | None
    closes_on: date | None  # for the activity's country
    closes_at: datetime | None  # the moment at which that day is over there, on its clocks

    def key(self, order: str) -> tuple:
        """Smaller comes first. What stands alike is told apart by the other two, and at last by age."""
        importance = 0 if any(row.meets for row in self.effects) else 1 if self.effects else 2
        closes_on = self.closes_on or date.max
        age = (self.since, self.pk)
        return {IMPORTANCE: (importance, closes_on), ROUND: (closes_on, importance), AGE: ()}[order] + age


@dataclass(frozen=True)
class Waiting:
    """A line of the queue. `open_with`: who else has it open; `questions` and how many of them are `answered`;
    `duplicates`: what looks like the same event."""

    activity: Activity
    place: Place
    may_review: bool
    may_find: bool
    open_with: list[OpenReview]
    questions: int
    answered: int
    duplicates: list[Duplicate]

    @property
    def claims_that_differ(self) -> list[Claim]:
        return [claim for claim in self.activity.waiting_claims if claim.is_disputed]

    @property
    def unproved(self) -> list[Claim]:
        return [claim for claim in self.activity.waiting_claims if claim.achieved_on and not claim.is_proved]

    @property
    def ends(self) -> list[LaterFact]:
        """Of results, reported and not decided: what is accepted leaves the figures."""
        return [fact for fact in self.activity.waiting_facts if fact.kind == LaterFact.Kind.END]

    @property
    def proved_anew(self) -> list[Claim]:
        return proved_anew(self.activity, self.activity.waiting_claims)

    @property
    def undecided(self) -> list[Claim]:
        """Of an activity that is verified already: those achieved and proved that nobody has decided."""
        return undecided(self.activity, self.activity.waiting_claims)

    @property
    def awaited(self) -> list[Claim]:
        """Those whose decision is only one agency's, or takes both."""
        return [claim for claim in self.activity.waiting_claims if claim.awaits]


def undecided(activity: Activity, claims: Iterable[Claim]) -> list[Claim]:
    """Of these claims of an activity, with their proof: if it is verified, those that nobody has decided since."""
    if activity.review != Activity.Review.VERIFIED:
        return []
    pending = (claim for claim in claims if claim.verification == Claim.Verification.PENDING)
    return [claim for claim in pending if claim.achieved_on and claim.is_proved]


def proved_anew(activity: Activity, claims: Iterable[Claim]) -> list[Claim]:
    """Of what awaits review: the claims that were refused and proved anew since, so that they are looked at again."""
    return [claim for claim in claims if activity.is_handed_in and claim.is_proved_anew]


def places(who: Standing, order: str, now: datetime, country: Country | None = None) -> "Queue":
    """All that waits, or what waits of this country, in this order. Seven queries."""
    thresholds = thresholds_on(Selection(as_at=who.today(now)))
    where = names({country.pk}) if country else Q()
    closing = Closing.at(now, thresholds.everyone)
    return Queue(order, rules.visible_queue(who).filter(where), where, thresholds, closing)


@dataclass(frozen=True)
class Queue(Sequence[Place]):
    """What waits, read as far as it is asked for. Only what would move a target is read whole: where much has been done, the
    thresholds are reached and hardly anything is left that would."""

    order: str
    waiting: QuerySet[Queued]
    where: Q  # of rows with an `activity`
    thresholds: Thresholds
    closing: Closing

    def __len__(self):
        return self.total

    @cached_property
    def total(self) -> int:
        return self.waiting.count()

    @overload
    def __getitem__(self, part: int) -> Place: ...

    @overload
    def __getitem__(self, part: slice) -> list[Place]: ...

    def __getitem__(self, part: int | slice) -> Place | list[Place]:
        """One query or two, and one for each of `parts` that is gone into."""
        if isinstance(part, int):
            return self[part : part + 1][0]
        start, stop, _step = part.indices(len(self))
        places: list[Place] = []
        for rows in self.parts:
            if start >= stop:
                break
            read = rows[start:stop]
            places += read
            passed = len(rows) if start and not read else start + len(read)
            start, stop = max(start - passed, 0), stop - passed
        return places

    def __iter__(self) -> Iterator[Place]:
        for start in range(0, len(self), CHUNK):
            yield from self[start : start + CHUNK]

    @cached_property
    def parts(self) -> list["list[Place] | Rest"]:
        """One after the other they are the whole queue."""
        days = [*self.closing.days, None] if self.closing.first else [None]
        if self.order == AGE:
            return [Rest(self, self.waiting, [])]
        if self.order == IMPORTANCE:
            return [self.moving, *(self.rest(day) for day in days)]
        return [part for day in days for part in (self.closing_on(day), self.rest(day))]

    @cached_property
    def moving(self) -> list[Place]:
        """What would move a target, in order. Two queries at most."""
        rows = list(self.claims.values_list("activity", "indicator", "unit", "activity__queued__since"))
        moving = [(pk, indicator, unit) for pk, indicator, unit, _since in rows]
        placed = self.placed({pk: since for pk, *_claim, since in rows}, moving)
        return sorted((place for place in placed if place.effects), key=lambda place: place.key(self.order))

    def closing_on(self, day: date | None) -> list[Place]:
        return [place for place in self.moving if place.closes_on == day]

    def rest(self, day: date | None) -> "Rest":
        """What moves nothing, of the rounds that close on that day, or of none."""
        moving = sorted((place.since, place.pk) for place in self.closing_on(day))
        if self.closing.first is None:
            return Rest(self, self.waiting, moving)
        rows = self.waiting.alias(closes_on=self.closing.last_day())
        if day:
            return Rest(self, rows.filter(since__gte=self.closing.first, closes_on=day), moving)
        return Rest(self, rows.filter(Q(since__lt=self.closing.first) | Q(closes_on=FAR)), moving)

    @property
    def claims(self) -> ClaimQuerySet:
        """Those that could move a target, of what waits."""
        claims = with_new_proof(
            self.thresholds.moving(Claim.objects.filter(self.where, activity__queued__isnull=False))
        )
        return claims.filter(Q(verification=Claim.Verification.PENDING) | Q(is_proved_anew=True)).order_by()

    def placed(self, since: Mapping[UUID, datetime], moving: Iterable[tuple[UUID, str, str]] = ()) -> list[Place]:
        """What has waited since then, with what the claims of it that are `moving` do. One query where some of it may belong to a
        round."""
        countries, effects = defaultdict(list), self.thresholds.effects(moving)
        if recent := [pk for pk, moment in since.items() if self.closing.first and moment >= self.closing.first]:
            links = Agreement.objects.filter(activity__in=recent).order_by()
            for pk, code in links.values_list("activity", "country"):
                countries[pk].append(code)
        return [
            Place(pk, moment, effects.get(pk, []), *self.closing.of(countries[pk], moment))
            for pk, moment in since.items()
        ]


@dataclass(frozen=True)
class Rest:
    """Rows of a queue in the order of their age, `without` some that stand elsewhere in it: `(since, activity)`, in order."""

    queue: Queue
    rows: QuerySet[Queued]
    without: list[tuple[datetime, UUID]]

    def __len__(self):
        return self.rows.count() - len(self.without)

    def __getitem__(self, part: slice) -> list[Place]:
        """Those left out are read along with the others and dropped here: no list of them has to be sent."""
        rows = self.rows.order_by("since", "activity").values_list("since", "activity")
        read = list(rows[part.start : part.stop + len(self.without)])
        passed = bisect_left(self.without, read[0]) if read else 0
        others = set(self.without)
        kept = [row for row in read if row not in others][passed : passed + part.stop - part.start]
        since = {pk: moment for moment, pk in kept}
        moving = self.queue.claims.filter(activity__in=since) if self.queue.order == AGE else Claim.objects.none()
        return self.queue.placed(since, moving.values_list("activity", "indicator", "unit"))


def activities_at(who: Standing, queued: Queue) -> Iterator[Activity]:
    """Those that stand at these places, in their order, read a part at a time."""
    rows = with_countries(
        Activity.objects.select_related("lead__office_of", "counted_for", "created_by", "recorded_for"), who
    )
    rows = rows.prefetch_related(
        "actions",
        Prefetch("claims", with_findings(Claim.objects.all())),
        Prefetch("partners", OF_PARTNERS.all()),
    )
    rows = with_committed(rows)
    for first in range(0, len(queued), CHUNK):
        pks = [place.pk for place in queued[first : first + CHUNK]]
        part = rows.in_bulk(pks)
        yield from (part[pk] for pk in pks if pk in part)


def lines(who: Standing, chosen: Iterable[Place]) -> list[Waiting]:
    """The lines of the queue for these places. A constant number of queries."""
    chosen = list(chosen)
    pks = [place.pk for place in chosen]
    claims = Prefetch("claims", to_decide(Claim.objects.with_units()), to_attr="waiting_claims")
    facts = Prefetch("later_facts", LaterFact.objects.awaiting_review().with_claims(), to_attr="waiting_facts")
    partners = Prefetch("partners", OF_PARTNERS.all())
    rows = Activity.objects.select_related("lead__office_of", "counted_for", "created_by")
    activities = with_compared(rows, who, partners).prefetch_related(claims, facts).in_bulk(pks)
    for one in activities.values():
        for claim in one.waiting_claims:
            claim.awaits = awaits(claim, one)
    alike = duplicates_of(who, activities.values())
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
            may_find=rules.may_find(who, activities[place.pk]),
            open_with=open_with[place.pk],
            questions=len(questions[place.pk]),
            answered=sum(bool(reply) for reply in questions[place.pk]),
            duplicates=alike.get(place.pk, []),
        )
        for place in chosen
    ]


def in_place(who: Standing, country: Country | None = None) -> First:
    """What countries report as in place and nobody has verified, the longest standing first. Two queries."""
    rows = rules.visible_adoptions(who).awaiting_verification()
    rows = rows.filter(country=country) if country else rows
    return first_of(rows.with_names().order_by("updated_at", "pk"), MOST_DIFFERING)


def differing(who: Standing) -> First:
    """Claims of which the agencies find different things, the longest standing first. Two queries, and two if there are any."""
    other = Finding.objects.filter(claim=OuterRef("claim")).exclude(verdict=OuterRef("verdict"))
    contrary = Finding.objects.exclude(verdict=Finding.Verdict.AGREE).filter(Exists(other))
    claims = rules.visible_claims(who).filter(pk__in=contrary.order_by().values("claim"))
    claims = claims.with_units().select_related("activity")
    disputed = first_of(with_findings(claims.order_by("updated_at", "pk")), MOST_DIFFERING)
    with_revisions(disputed.rows, who.today())
    return disputed

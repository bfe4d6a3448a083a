"""What waits for the working group, in the order in which it is best decided, and why each stands where it does."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from reports import rules
from reports.agencies import OF_PARTNERS, awaits
from reports.duplicates import Duplicate, duplicates_of, with_compared
from reports.models import (
    Activity,
    ActivityQuerySet,
    Agreement,
    Claim,
    Country,
    LaterFact,
    OpenReview,
    Remark,
    Round,
    Word,
    awaiting_decision,
    awaiting_review,
    proof_of_claim,
    with_new_proof,
    zones_of,
)
from reports.pages import First, first_of
from reports.rules import Standing
from reports.sight import with_countries, with_findings, with_revisions
from reports.summaries import Effect, Selection, effects, with_committed
from reports.workflow.claims import to_decide
from themes.zones import end_of

IMPORTANCE, ROUND, AGE = ("importance", "round", "age")
MOST_DIFFERING = 50
CHUNK = 500  # activities read at a time
NEVER = datetime(1, 1, 1, tzinfo=UTC)  # before every decision


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


def places(who: Standing, order: str, now: datetime, country: Country | None = None) -> list[Place]:
    """All that waits, or what waits of this country, in this order. A constant number of queries."""
    waiting = awaiting_review(rules.visible_activities(who))
    if country:
        waiting = waiting.filter(pk__in=Activity.objects.filter(countries=country).values("pk"))
    agreed = Claim.objects.filter(activity__in=waiting, achieved_on__isnull=False, word=Word.AGREED)
    claims = with_new_proof(agreed)  # what no country agreed to moves nothing
    to_decide_on = claims.filter(Q(verification=Claim.Verification.PENDING) | Q(is_proved_anew=True))
    moved = effects(to_decide_on.values_list("activity", "indicator", "unit"), Selection(as_at=who.today(now)))
    known, everyone = Country.objects.in_bulk(), list(Country.objects.participating(who.today(now)))
    countries = defaultdict(list)
    links = Agreement.objects.filter(activity__in=waiting)
    for activity, code in links.values_list("activity", "country"):
        countries[activity].append(known[code])
    rounds = list(Round.objects.perhaps_open(now))
    rows = [
        Place(pk, since, moved.get(pk, []), *round_of(rounds, countries[pk] or everyone, since, now))
        for pk, since in waiting_since(waiting)
    ]
    return sorted(rows, key=lambda row: row.key(order))


def waiting_since(waiting: ActivityQuerySet) -> list[tuple[UUID, datetime]]:
    """Three queries."""
    proof = proof_of_claim().filter(created_at__gt=Coalesce(OuterRef("decided_at"), Value(NEVER)))
    undecided = awaiting_decision(Claim.objects.filter(activity__in=waiting)).order_by()
    proved = undecided.annotate(proved_at=Subquery(proof.order_by("created_at").values("created_at")[:1]))
    later = LaterFact.objects.awaiting_review().filter(activity__in=waiting, activity__review=Activity.Review.VERIFIED)
    since = dict(later.order_by("-at").values_list("activity", "at"))
    for activity, *moments in proved.values_list("activity", "updated_at", "proved_at"):
        since[activity] = min(max(moments), since.get(activity, max(moments)))
    handed_in = waiting.order_by().values_list("pk", "submitted_at")
    return [(pk, moment) for pk, submitted_at in handed_in if (moment := since.get(pk, submitted_at))]


def round_of(
    rounds: list[Round], countries: list[Country], since: datetime, now: datetime
) -> tuple[Round | None, date | None, datetime | None]:
    """The round that closes first, of those open in one of these countries that had opened there when the activity was
    handed in, with its last day in the last of them and the moment at which that is over."""
    closing = [
        (max(row.closes_for(country.pk) for country in countries), row)
        for row in rounds
        if any(row.is_open_for(country, now) and row.opens_on <= country.today(since) for country in countries)
    ]
    closing.sort(key=lambda pair: (pair[0], pair[1].pk))
    if not closing:
        return None, None, None
    closes_on, row = closing[0]
    last = [country for country in countries if row.closes_for(country.pk) == closes_on]
    return row, closes_on, end_of(closes_on, zones_of(last))[0]


def activities_at(who: Standing, queued: list[Place]) -> Iterator[Activity]:
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
    claims = rules.visible_claims(who).annotate(verdicts=Count("findings__verdict", distinct=True))
    claims = claims.filter(verdicts__gt=1).with_units().select_related("activity")
    disputed = first_of(with_findings(claims.order_by("updated_at", "pk")), MOST_DIFFERING)
    with_revisions(disputed.rows, who.today())
    return disputed

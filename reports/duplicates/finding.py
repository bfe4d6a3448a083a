"""Which of the activities that a reader sees are likely duplicates of some others: read by days and places, then compared.

However many are asked about at once, the queries are as many; however many rows the site has, only those near in time
and with a country or region in common are read, by the index on their days.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from heapq import nlargest
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, Value

from reports import rules
from reports.activity.state import State, as_known
from reports.duplicates.likeness import Sign, likeness
from reports.duplicates.signs import Signs, signs_of
from reports.duplicates.wording import Reason, reasons
from reports.limits import (
    DUPLICATE_BEGINNINGS,
    DUPLICATE_DAYS,
    DUPLICATES_COMPARED,
    DUPLICATES_NEAR,
    DUPLICATES_SHOWN,
)
from reports.models import Activity, ActivityQuerySet, Agreement, AnotherEvent, Partner
from reports.rules import Standing
from reports.sight import with_countries
from themes.known_days import first_day

AROUND, LONGEST = timedelta(days=DUPLICATE_DAYS), timedelta(days=DUPLICATE_BEGINNINGS)
LISTS = ("actions", "border_regions")
SCALARS = ("scope", "title", "summary", "place", "starts_on", "ends_on", "status")
KNOWN = ("starts_on_known", "ends_on_known")
Key = TypeVar("Key", bound=Hashable)
Days = tuple[date, date]
Pair = frozenset[UUID | None]
Dated = tuple[UUID, date | None, date | None, str, str]  # with its days, what is known of the first, and its scope


@dataclass(frozen=True)
class Asked:
    """An activity about which somebody asks, as plain values; `pk` if it has one. With a draft only what one answers for,
    `is_own`, is compared."""

    state: State
    pk: UUID | None = None
    is_own: bool = True


@dataclass(frozen=True)
class Duplicate:
    """`activity` has its countries, actions, border regions, lead and partners read."""

    activity: Activity
    points: float
    shared: list[Sign]

    @cached_property
    def reasons(self) -> list[Reason]:
        """In the reader's language."""
        return reasons(self.shared, self.activity)


@dataclass(frozen=True)
class Alike:
    """Of one activity: its `likely` duplicates, and the others of which it was said that they are other events."""

    likely: list[Duplicate]
    apart: list[tuple[Activity, AnotherEvent]]


def alike(who: Standing, activity: Activity) -> Alike:
    """For the page of an activity, read with its state. Two queries where nothing is near, nine at most."""
    said = {row.other(activity.pk): row for row in AnotherEvent.objects.about([activity.pk]).select_related("by")}
    one = Asked(compared(activity), activity.pk, rules.answers_for(who, activity))
    pairs = {frozenset((activity.pk, other)) for other in said}
    likely = duplicates(who, {activity.pk: one}, [activity], pairs).get(activity.pk, [])
    others = rules.comparable_activities(who).filter(pk__in=said) if said else ()
    return Alike(likely, [(row, said[row.pk]) for row in others if one.is_own or not row.is_draft])


def duplicates_of(who: Standing, activities: Iterable[Activity]) -> dict[UUID, list[Duplicate]]:
    """The likely duplicates of saved activities that this reader sees, among each other too. Read them `with_compared`,
    or with their state."""
    rows = list(activities)
    asked = {row.pk: Asked(compared(row), row.pk, rules.answers_for(who, row)) for row in rows}
    return duplicates(who, asked, rows)


def duplicates(
    who: Standing,
    asked: Mapping[Key, Asked],
    beside: Collection[Activity] = (),
    pairs: Collection[Pair] | None = None,
    most: int = DUPLICATES_NEAR,
) -> dict[Key, list[Duplicate]]:
    """The likely duplicates of each, the most alike first; those that have none are left out.

    `beside` are read already and compared too, each with `most` of those near at most; `pairs`, where known, are those of which
    somebody said that they are not one event. One query where nothing is near, nine at most.
    """
    signs = {key: event for key, one in asked.items() if (event := signs_of_event(one.state))}
    if not signs:
        return {}
    near = near_activities(who, list(signs.values()), [row.pk for row in beside])
    states = [*near, *((row, compared(row)) for row in beside)]
    candidates = [(row.pk, row.is_draft, event) for row, state in states if (event := signs_of_event(state))]
    alike_to = {key: rows for key, own in signs.items() if (rows := likely(asked[key], own, candidates, most))}
    if alike_to and pairs is None:
        pairs = told_apart(asked[key].pk for key in alike_to)
    kept = {
        key: [row for row in rows if frozenset((row[1], asked[key].pk)) not in (pairs or ())][:DUPLICATES_SHOWN]
        for key, rows in alike_to.items()
    }
    read = {row.pk: row for row in beside}
    named = {pk for rows in kept.values() for _points, pk, _shared in rows} - read.keys()
    read |= with_named(Activity.objects.all(), who).in_bulk(named) if named else {}
    return {
        key: [Duplicate(read[pk], -points, shared) for points, pk, shared in rows] for key, rows in kept.items() if rows
    }


Candidate = tuple[UUID, bool, Signs]  # is it a draft?
Likely = tuple[float, UUID, list[Sign]]  # its points below 0, so that the most alike comes first


def likely(asked: Asked, signs: Signs, candidates: Iterable[Candidate], most: int) -> list[Likely]:
    """Of those near to it in time `most`, first those whose title has the most words in common with its own."""
    first, last = signs.begins - AROUND, signs.ends + AROUND
    near = [
        (pk, others)
        for pk, is_draft, others in candidates
        if others.begins <= last and others.ends >= first and pk != asked.pk and (asked.is_own or not is_draft)
    ]
    if len(near) > most:
        near = nlargest(most, near, key=lambda one: len(signs.title_words & one[1].title_words))
    rows = []
    for pk, others in near:
        if shared := likeness(signs, others):
            rows.append((-sum(sign.points for sign in shared), pk, shared))
    return sorted(rows, key=lambda row: row[:2])


def signs_of_event(state: State) -> Signs | None:
    """None for what has no day yet, and for what was cancelled: that is no event."""
    return None if state["status"] == Activity.Status.CANCELLED else signs_of(state)


def told_apart(pks: Iterable[UUID | None]) -> set[Pair]:
    """The pairs, one of which is among these, of which somebody said that they are not one event. At most one query."""
    known = [pk for pk in pks if pk]
    rows = AnotherEvent.objects.about(known).values_list("first", "second") if known else ()
    return {frozenset(row) for row in rows}


def near_activities(who: Standing, signs: Collection[Signs], known: Collection[UUID]) -> list[tuple[Activity, State]]:
    """Those near one of these in time, and with a country or region in common with one of them; without those `known`.

    What is near is found in the index on the days alone, which holds all that is asked of it; of what the reader sees of
    that, only the nearest are read, and of these what is compared. Three queries.
    """
    near = Activity.objects.filter(near_in_time(signs), shares_a_place(signs)).exclude(pk__in=known)
    rows = rules.comparable_activities(who).filter(pk__in=near.values("pk")).exclude(status=Activity.Status.CANCELLED)
    days = rows.order_by("-starts_on", "pk").values_list("pk", "starts_on", "ends_on", "starts_on_known", "scope")
    nearest = near_one_of(nearest_of(list(days[:DUPLICATES_NEAR]), signs), signs)
    if not nearest:
        return []
    links = links_of(who, nearest)
    sharing = [pk for pk, beside in nearest.items() if any(shares_one(one, links[pk]) for one in beside)]
    read = Activity.objects.filter(pk__in=sharing).only(*SCALARS, *KNOWN, "theme", "review").order_by()
    return [(row, state_of(row, row.of_lead or "", links[row.pk])) for row in read.annotate(of_lead=F("lead__name"))]


def links_of(who: Standing, activities: Collection[UUID]) -> dict[UUID, dict[str, list[str]]]:
    """By activity, its lists as far as this reader sees them: the codes of countries, actions and border regions, and the names of
    partners. One query."""
    countries = rules.visible_agreements(who).filter(activity__in=activities)
    actions = Activity.actions.through.objects.filter(activity__in=activities)
    regions = Activity.border_regions.through.objects.filter(activity__in=activities)
    partners = Partner.objects.filter(activity__in=activities)
    first, *others = (
        rows.order_by().values_list("activity").annotate(kind=Value(kind), value=F(column))
        for kind, rows, column in (
            ("countries", countries, "country"),
            ("actions", actions, "action"),
            ("border_regions", regions, "borderregion"),
            ("partners", partners, "organisation__name"),
        )
    )
    links: dict[UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for pk, kind, value in first.union(*others, all=True):
        links[pk][kind].append(value)
    return links


def nearest_of(near: list[Dated], signs: Collection[Signs]) -> list[Dated]:
    """Of what is near in time: as many as are compared, those first whose days differ least from those of one of these."""
    most = DUPLICATES_COMPARED * len(signs)
    if len(near) > most:
        spans = {(one.begins, one.ends) for one in signs}
        near.sort(key=lambda row: (min(days_between(row[1], row[2], span) for span in spans), row[0]))
    return near[:most]


def near_one_of(near: Iterable[Dated], signs: Collection[Signs]) -> dict[UUID, list[Signs | None]]:
    """Those that are near to one of these itself, and not only to some others among them, each with these; None: it is regional work,
    and everywhere."""
    nearby: dict[UUID, list[Signs | None]] = {}
    for pk, starts_on, ends_on, known, scope in near:
        begins, ends = first_day(known) if known else starts_on, ends_on or starts_on
        if begins and ends and (beside := [one for one in signs if may_meet(begins, ends, one.begins, one.ends)]):
            nearby[pk] = [None] if scope == Activity.Scope.REGIONAL else [*beside]
    return nearby


def shares_one(one: Signs | None, links: Mapping[str, list[str]]) -> bool:
    """A country or border region with it."""
    if one is None or one.is_regional:
        return True
    return not one.countries.isdisjoint(links["countries"]) or not one.border_regions.isdisjoint(
        links["border_regions"]
    )


def may_meet(begins: date, ends: date, first: date, last: date) -> bool:
    return begins <= last + AROUND and first <= ends + AROUND and abs(begins - first) <= LONGEST


def days_between(begins: date | None, ends: date | None, span: Days) -> int:
    """How far from a span of days an activity begins, and how far from it it ends."""
    begins = begins or span[0]
    return abs((begins - span[0]).days) + abs(((ends or begins) - span[1]).days)


def shares_a_place(signs: Collection[Signs]) -> Q:
    """A country or border region; regional work is everywhere."""
    if any(one.is_regional for one in signs):
        return Q()
    countries = {code for one in signs for code in one.countries}
    shared = Q(scope=Activity.Scope.REGIONAL)
    shared |= Q(Exists(Agreement.objects.filter(activity=OuterRef("pk"), country__in=countries)))
    if regions := {code for one in signs for code in one.border_regions}:
        links = Activity.border_regions.through.objects.filter(activity=OuterRef("pk"), borderregion__in=regions)
        shared |= Q(Exists(links))
    return shared


def near_in_time(signs: Iterable[Signs]) -> Q:
    near = Q(pk__in=[])
    for first, last in merged((one.begins - AROUND, one.ends + AROUND) for one in signs):
        ends_later = Q(ends_on__gte=first) | Q(ends_on__isnull=True, starts_on__gte=first)
        near |= Q(starts_on__range=(first - LONGEST, last)) & ends_later
        # What is known to the year counts from its end, and may have begun a year before.
        near |= Q(starts_on__range=(last, last + LONGEST)) & ~Q(starts_on_known="")
    return near


def merged(spans: Iterable[Days]) -> list[Days]:
    """Spans of days as few as hold them all, none of which meets another."""
    whole: list[Days] = []
    for first, last in sorted(spans):
        if whole and first <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], last))
        else:
            whole.append((first, last))
    return whole


OF_PARTNERS = Prefetch("partners", Partner.objects.select_related("organisation"))


def with_compared(activities: ActivityQuerySet, who: Standing, partners: Prefetch = OF_PARTNERS) -> ActivityQuerySet:
    """With all that is compared, as far as this reader sees it, and what says who answers for each, in a constant number of
    queries."""
    return with_named(activities, who, partners).prefetch_related("agreements")


def with_named(activities: ActivityQuerySet, who: Standing, partners: Prefetch = OF_PARTNERS) -> ActivityQuerySet:
    """With all that reasons name."""
    return with_countries(activities.select_related("lead"), who).prefetch_related(*LISTS, partners)


def compared(activity: Activity) -> State:
    """What of an activity is compared, as `reports.activity.state` writes it. No query, of a row `with_compared` or of
    `read_activities`."""
    links = {name: [row.pk for row in getattr(activity, name).all()] for name in LISTS}
    links["countries"] = [agreement.country_id for agreement in activity.seen_agreements]
    links["partners"] = [partner.organisation.name for partner in activity.partners.all()]
    return state_of(activity, activity.lead.name if activity.lead else "", links)


def state_of(activity: Activity, lead: str, links: Mapping[str, list[str]]) -> State:
    """The same, of what was read of it."""
    state: State = {name: as_known(activity, name) for name in SCALARS}
    state |= {name: links.get(name, []) for name in (*LISTS, "countries")}
    partners = [{"organisation": name} for name in links.get("partners", ())]
    return state | {"lead": lead, "partners": partners, "theme": activity.theme_id}

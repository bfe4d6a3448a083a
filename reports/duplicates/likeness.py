"""Whether two activities look like one event that was recorded twice: points for what is alike, and against it.

What two agencies write of one event, in two languages, shares few words. So days, places, people, numbers and actions
count for it; and what tells the events of a series apart (another place, audience, topic, module) against it.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from reports.duplicates.signs import Signs, Text, stem
from reports.limits import DUPLICATE_BEGINNINGS, DUPLICATE_DAYS

ENOUGH = 6.0  # points


@dataclass(frozen=True)
class Sign:
    """One thing that speaks for (`points` above 0) or against it; `shared` is what both have."""

    name: str
    points: float
    shared: tuple[str, ...] = ()


def gap(a: Signs, b: Signs) -> int:
    """Days between them; 0 where they meet or overlap."""
    return max((max(a.begins, b.begins) - min(a.ends, b.ends)).days, 0)


def may_be_one(a: Signs, b: Signs) -> bool:
    """Near in time, and with a country or region in common."""
    if gap(a, b) > DUPLICATE_DAYS or abs((a.begins - b.begins).days) > DUPLICATE_BEGINNINGS:
        return False
    return bool(a.countries & b.countries or a.border_regions & b.border_regions or a.is_regional or b.is_regional)


def likeness(a: Signs, b: Signs) -> list[Sign]:
    """What speaks for one event; empty where too little does."""
    if not may_be_one(a, b):
        return []
    signs = [sign for compare in COMPARISONS for sign in compare(a, b)]
    return signs if sum(sign.points for sign in signs) >= ENOUGH else []


def days(a: Signs, b: Signs) -> Iterable[Sign]:
    apart, same = gap(a, b), 0  # of days that are not known as such, nobody knows that they are the same
    if a.is_dated and b.is_dated:
        same = (a.begins == b.begins) + (a.ends == b.ends)
    is_open = not (a.has_end and b.has_end)  # of one nobody said how long it took
    longest = max((a.ends - a.begins).days, (b.ends - b.begins).days) + 1
    shared = (min(a.ends, b.ends) - max(a.begins, b.begins)).days + 1
    if same == 2:
        yield Sign("same_days", 3)
    elif apart:
        yield Sign("near_days", 0.5 if apart == 1 else -0.5 if apart <= 3 else -2.5, (str(apart),))
    else:
        yield Sign("overlapping_days", 2 if same else 1.5 if is_open or shared * 2 > longest else 0.5)


def where(a: Signs, b: Signs) -> Iterable[Sign]:
    if shared := a.border_regions & b.border_regions:
        yield Sign("border_regions", 1, tuple(sorted(shared)))
    elif a.border_regions and b.border_regions:
        yield Sign("border_regions", -1)
    if a.countries - b.countries and b.countries - a.countries and a.countries & b.countries:
        yield Sign("countries", -4)
    elif shared := a.countries & b.countries:
        yield Sign("countries", 0, tuple(sorted(shared)))


def place(a: Signs, b: Signs) -> Iterable[Sign]:
    if not (a.place and b.place):
        return
    if a.place & b.place or any(alike(x, y) for x in a.place for y in b.place):
        yield Sign("place", 2)
    elif mentions(b.text, a.place) or mentions(a.text, b.place):
        yield Sign("place", 1.5)
    elif not named_by_organisation(a, b) and not named_by_organisation(
        b, a
    ):  # of two sides of a border, each may name its own
        is_sure = a.is_wide == b.is_wide and len(a.countries & b.countries) < 2
        yield Sign("place", -6 if is_sure else -2.5)


def actions(a: Signs, b: Signs) -> Iterable[Sign]:
    if shared := a.actions & b.actions:
        yield Sign("actions", 1.5, tuple(sorted(shared)))
    elif a.themes & b.themes:
        yield Sign("themes", 0.25)
    elif a.themes and b.themes:
        yield Sign("themes", -2)


def organisations(a: Signs, b: Signs) -> Iterable[Sign]:
    """`shared` are the names that the second has."""
    mine = a.organisations.values()
    if shared := [name for name, telling in b.organisations.items() if any(is_one(telling, other) for other in mine)]:
        yield Sign("organisations", min(0.75 * len(shared), 2), tuple(sorted(shared)))


def title(a: Signs, b: Signs) -> Iterable[Sign]:
    share = (covered(a.title, b.text) + covered(b.title, a.text)) / 2
    yield Sign("title", 4 * share)


def numbers(a: Signs, b: Signs) -> Iterable[Sign]:
    if shared := a.text.numbers & b.text.numbers:
        yield Sign("numbers", 1.5, tuple(map(str, sorted(shared))))
    elif a.text.numbers and b.text.numbers:
        yield Sign("numbers", -0.5)


def names(a: Signs, b: Signs) -> Iterable[Sign]:
    """Towns, camps, bodies that both texts name, beside the place that both give."""
    if shared := (a.text.names & b.text.names) - set(map(stem, a.place & b.place)):
        yield Sign("names", min(0.75 * len(shared), 1.5))


def series(a: Signs, b: Signs) -> Iterable[Sign]:
    """What tells the events of a series apart."""
    if gap(a, b) and len(a.title_words & b.title_words) > 0.7 * len(a.title_words | b.title_words):
        yield Sign("repeated", -3)
    first, second = a.text.places_in_series, b.text.places_in_series
    if first and second and not first & second:
        yield Sign("series", -6)
    elif (first or second) and not first & second and (first | second) - {1}:
        yield Sign("series", -3)
    for name, points in (("audiences", -4), ("topics", -3), ("kinds", -1.5)):
        mine, theirs = a.title.of(name), b.title.of(name)
        if mine and theirs and not mine & theirs:
            is_mentioned = mine & b.text.of(name) or theirs & a.text.of(name)
            yield Sign(name, points / 2 if is_mentioned else points)
    if a.title.of("stages") - b.text.of("stages") or b.title.of("stages") - a.text.of("stages"):
        yield Sign("stages", -2)


def covered(title: Text, text: Text) -> float:
    """How much of what a title says is said by the other activity too, from 0 to 1."""
    weights = [
        (0.4 if name == "general" else 1, meaning in text.of(name))
        for name, spoken in title.meanings.items()
        for meaning in spoken
    ]
    weights += [(1, word in text.words) for word in title.words]
    whole = sum(weight for weight, _is_there in weights)
    return sum(weight for weight, is_there in weights if is_there) / whole if whole else 0


def is_one(name: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names tell one organisation: most of what the shorter one says stands in the other."""
    return len(name & other) > 0.6 * min(len(name), len(other))


def named_by_organisation(place: Signs, other: Signs) -> bool:
    """`UDSM` and `Dar es Salaam`, where a partner is the University of Dar es Salaam."""
    return any(word in name.split() for word in place.place for name in other.organisations)


def mentions(text: Text, place: Collection[str]) -> bool:
    return any(stem(word) in text.words for word in place)


def alike(one: str, other: str) -> bool:
    """Two spellings of a name: `bossaso`, `bosaso`."""
    if min(len(one), len(other)) < 5 or one[0] != other[0]:
        return False
    first, second = ({word[i : i + 2] for i in range(len(word) - 1)} for word in (one, other))
    return 2 * len(first & second) / (len(first) + len(second)) >= 0.7


COMPARISONS: tuple[Callable[[Signs, Signs], Iterable[Sign]], ...] = (
    days,
    where,
    place,
    actions,
    organisations,
    title,
    numbers,
    names,
    series,
)

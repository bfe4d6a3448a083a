"""Two activities that are one event, brought together as plain values: what stays of each side, and what wants a choice.

`THIS` is the activity that stays. No query.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reports.activity.state import LISTS, State, day_of, in_order, merged
from reports.activity.units import ITSELF
from reports.models import Activity, Claim, Partner, Word

THIS, OTHER, BOTH = "this", "other", "both"
# What is chosen as one: a status with its day and reason, amounts with their currency.
ROWS: dict[str, tuple[str, ...]] = {
    "scope": ("scope",),
    "theme": ("theme",),
    "title": ("title",),
    "summary": ("summary",),
    "result": ("result",),
    "language": ("language",),
    "status": ("status", "status_since", "status_reason"),
    "dates": ("starts_on", "ends_on"),
    "place": ("place",),
    "lead": ("lead",),
    "participants": ("participants_women", "participants_men"),
    "funding": ("amount_needed", "amount_secured", "currency"),
    "visibility": ("visibility",),
    "source": ("source",),
}
JOINABLE = ("summary", "result", "source")  # texts that may stay one below the other
OF_WHAT_COUNTS = ("scope", "status", "dates")
RANKS = {Activity.Review.RETURNED: 1, Activity.Review.SUBMITTED: 2, Activity.Review.VERIFIED: 3}


@dataclass(frozen=True)
class Side:
    """One of both: its state, how far it came in the review, and its claims by `indicator unit`."""

    state: State
    review: str
    claims: dict[str, Claim]

    @property
    def rank(self) -> int:
        return RANKS.get(Activity.Review(self.review), 0)

    @property
    def is_verified(self) -> bool:
        return self.review == Activity.Review.VERIFIED


def side_of(activity: Activity, state: State) -> Side:
    claims = {claim_key(activity, claim): claim for claim in activity.claims.all()}
    return Side(state, activity.review, claims)


def claim_key(activity: Activity, claim: Claim) -> str:
    unit = ITSELF if claim.unit == str(activity.pk) else claim.unit
    return f"{claim.indicator_id} {unit}"


@dataclass
class Difference:
    """A row of the page: the fields of which both say different things, and what may be chosen; `preferred` is empty
    where nobody can tell for the reviewer."""

    name: str
    fields: tuple[str, ...]
    options: tuple[str, ...]
    preferred: str = ""


@dataclass
class Joined:
    """What both make together, by `choices`: `claims` are the side that stands and its claim, by `indicator unit`, and
    `undecided` the rows in which nothing was chosen that must be."""

    state: State
    claims: dict[str, tuple[str, Claim]]
    undecided: list[str]


def differences(this: Side, other: Side) -> list[Difference]:
    """The rows that want a choice, in the order of the form; then the claims of which both name another day."""
    rows = []
    for name, fields in ROWS.items():
        ours, theirs = ([side.state[one] for one in fields] for side in (this, other))
        if ours != theirs and not (name == "scope" and Activity.Scope.REGIONAL not in (*ours, *theirs)):
            options = (THIS, OTHER, BOTH) if name in JOINABLE and all((*ours, *theirs)) else (THIS, OTHER)
            rows.append(Difference(name, fields, options, preferred(name, fields, this, other, options)))
    if any(side.state["actions"] for side in (this, other)):
        rows = [row for row in rows if row.name != "theme"]  # it follows from the actions
    days = {key: better_known(this.claims[key], other.claims[key]) for key in contradicting_days(this, other)}
    return rows + [Difference(key, ("achieved_on",), (THIS, OTHER), known) for key, known in days.items()]


def preferred(name: str, fields: tuple[str, ...], this: Side, other: Side, options: tuple[str, ...]) -> str:
    """The richer side; of what counts the one that is verified; the stricter sight; this one where they are alike."""
    filled = [sum(side.state[one] not in ("", None) for one in fields) for side in (this, other)]
    if name == "visibility":
        return THIS if this.state[name] == Activity.Visibility.PARTICIPANTS else OTHER
    if name == "scope":
        return THIS if this.state[name] == Activity.Scope.REGIONAL else OTHER
    if name in OF_WHAT_COUNTS and this.is_verified != other.is_verified:
        return THIS if this.is_verified else OTHER
    if BOTH in options and this.state["language"] == other.state["language"]:
        return BOTH
    return OTHER if filled[1] > filled[0] else THIS


def contradicting_days(this: Side, other: Side) -> list[str]:
    """Claims for the same unit that both were achieved, on different days; a refused one says nothing against another."""
    both = [(key, this.claims[key], other.claims[key]) for key in this.claims if key in other.claims]
    return [
        key
        for key, ours, theirs in both
        if ours.achieved_on
        and theirs.achieved_on
        and day_of(ours) != day_of(theirs)
        and Claim.Verification.REFUSED not in (ours.verification, theirs.verification)
    ]


def better_known(ours: Claim, theirs: Claim) -> str:
    """The side that names the day within the month or year of the other, unless it came less far: that one is right too."""
    (less, _ours), (more, side) = sorted(((day_of(ours) or "", THIS), (day_of(theirs) or "", OTHER)))
    first, second = (ours, theirs) if side == THIS else (theirs, ours)
    return side if more.startswith(less) and strength(first) >= strength(second) else ""


def join(this: Side, other: Side, choices: dict[str, str]) -> Joined:
    """Where nothing was chosen, what is preferred. A name that is no row, or a side that it does not have, is a KeyError."""
    rows = differences(this, other)
    by_name = {row.name: row for row in rows}
    for name, chosen in choices.items():
        if chosen and chosen not in by_name[name].options:
            raise KeyError(name)
    values: State = {}
    days: dict[str, str] = {}
    for row in rows:
        chosen = choices.get(row.name) or row.preferred
        if row.name in ROWS:
            values |= {one: chosen_value(one, this.state, other.state, chosen) for one in row.fields}
        else:
            days[row.name] = chosen
    claims = {
        key: stronger(this.claims.get(key), other.claims.get(key), days.get(key, "")) for key in keys_of(this, other)
    }
    state = merged(this.state, values | united(this.state, other.state, str(values.get("lead", this.state["lead"]))))
    state = state | {"claims": in_order(claim_value(key, claim) for key, (_side, claim) in claims.items())}
    if state["scope"] == Activity.Scope.NATIONAL and len(state["countries"]) > 1:
        state |= {"scope": Activity.Scope.CROSS_BORDER.value}
    if state["actions"]:
        state |= {"theme": None}
    return Joined(state, claims, [name for name, chosen in days.items() if not chosen])


def chosen_value(name: str, ours: State, theirs: State, chosen: str) -> Any:
    if chosen == BOTH:
        return f"{ours[name]}\n\n{theirs[name]}"
    return (theirs if chosen == OTHER else ours)[name]


def united(ours: State, theirs: State, lead: str) -> State:
    """Everything that either side lists. Who no longer leads implements; who leads does so anyhow. The other's
    `external_id` is not among the `identifiers`: only its row says in which system it stands."""
    lists: State = {name: [*ours[name], *theirs[name]] for name in LISTS}
    implementing = Partner.Role.IMPLEMENTING.value
    leads = [one for one in (ours["lead"], theirs["lead"]) if one and one != lead]
    partners = [*ours["partners"], *theirs["partners"]]
    partners += [{"organisation": one, "role": implementing} for one in leads]
    kept = [row for row in partners if row != {"organisation": lead, "role": implementing}]
    return lists | {"partners": kept, "identifiers": [*ours["identifiers"], *theirs["identifiers"]]}


def keys_of(*sides: Side) -> Iterable[str]:
    return sorted({key for side in sides for key in side.claims})


def claim_value(key: str, claim: Claim) -> dict[str, Any]:
    indicator, unit = key.split(" ", 1)
    return {"indicator": indicator, "unit": unit, "achieved_on": day_of(claim)}


def stronger(ours: Claim | None, theirs: Claim | None, day: str) -> tuple[str, Claim]:
    """The side whose claim stands, with its day and its decision: the one whose day was chosen, else the one that came
    further: verified, reported, expected, refused."""
    if ours is None or day == OTHER:
        assert theirs is not None
        return OTHER, theirs
    if theirs is None or day == THIS or strength(ours) >= strength(theirs):
        return THIS, ours
    return OTHER, theirs


def strength(claim: Claim) -> int:
    if claim.verification == Claim.Verification.VERIFIED:
        return 3
    if claim.verification == Claim.Verification.REFUSED:
        return 0
    return 2 if claim.achieved_on else 1


def word_of_both(ours: str | None, theirs: str | None) -> str:
    """What a country agreed to on either side stands; what it declined on one never counts: if it agreed to the other, it
    is asked again."""
    said = {word for word in (ours, theirs) if word}
    if said == {Word.AGREED, Word.DECLINED}:
        return Word.AWAITED
    for word in (Word.AGREED, Word.DECLINED):
        if word in said:
            return word
    return Word.AWAITED

"""The arithmetic of progress, on plain rows: no database, no request, no language.

A claim stands in one of three layers on a given day, best first: *verified*, *reported*, *expected*. A unit (a country,
a country and sector, a border region, a regional body or an activity) is counted once, in the best layer in which any
of its claims stands; the three numbers never overlap.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from themes.known_days import KnownDay, known_of

VERIFIED, REPORTED, EXPECTED = LAYERS = ("verified", "reported", "expected")
SECTORS_NEEDED = 2  # I.T2: "dans au moins deux secteurs prioritaires"


@dataclass(frozen=True)
class ClaimRow:
    """Claims for one unit that stand alike (`claims` of them), of those that count at all.

    `submitted`: their activity has been submitted and was not returned.
    """

    unit: str
    achieved_on: date | None
    verified: bool
    submitted: bool
    country: str | None = None
    claims: int = 1
    ended_on: date | None = None  # from this day on it is no longer so
    ended_known: str = ""  # what is known of that, where it is not the whole day
    achieved_known: str = ""  # the same of `achieved_on`


@dataclass(frozen=True)
class Rule:
    """What an indicator asks for on a given day. `required` is a number of units; None: every country of `everyone`."""

    code: str
    counts: str
    required: int | None


@dataclass(frozen=True)
class UnitProgress:
    unit: str
    layer: str
    claims: int


@dataclass(frozen=True)
class Lapsed:
    """A unit that stands in no layer any more: the one in which it stood, and until when."""

    unit: str
    layer: str
    ended_on: date
    ended_known: str = ""

    @property
    def ended(self) -> KnownDay | None:
        return known_of(self.ended_on, self.ended_known)


@dataclass(frozen=True)
class IndicatorProgress:
    """Distinct units by layer, `units` in order of layer, then of name, unless they are only counted; `lapsed` counted once and do
    no longer.

    `required` None: every participating country is needed, and none takes part on the day.
    """

    code: str
    required: int | None
    verified: int
    reported: int
    expected: int
    units: tuple[UnitProgress, ...]
    lapsed: tuple[Lapsed, ...] = ()

    @property
    def is_claimed(self) -> bool:
        """Does anything count, if only as expected? Of sectors also what is too little for its country."""
        return bool(self.units or self.verified or self.reported or self.expected)

    @property
    def is_done(self) -> bool:
        """Does anything count as verified or reported?"""
        return bool(self.verified or self.reported or any(unit.layer != EXPECTED for unit in self.units))

    @property
    def met(self) -> bool:
        """What needs nobody, or has no number yet, stays open."""
        return bool(self.required and self.verified >= self.required)


def has_ended(claim: ClaimRow, as_at: date) -> bool:
    return claim.ended_on is not None and claim.ended_on <= as_at


def layer_of(claim: ClaimRow, as_at: date) -> str:
    """Where one claim that has not ended stands on that day: what was achieved later was then still only expected."""
    if claim.achieved_on is None or claim.achieved_on > as_at:
        return EXPECTED
    if claim.verified:
        return VERIFIED
    return REPORTED if claim.submitted else EXPECTED


def count(rule: Rule, claims: Iterable[ClaimRow], as_at: date, everyone: frozenset[str]) -> IndicatorProgress:
    """The progress of one indicator. `everyone`: the countries that take part (ISO alpha-3 codes).

    Where every country is required, only those that take part are counted.
    """
    asked = [claim for claim in claims if rule.required is not None or claim.country in everyone]
    by_unit: dict[str, list[ClaimRow]] = defaultdict(list)
    for claim in asked:
        if not has_ended(claim, as_at):
            by_unit[claim.unit].append(claim)
    units = [
        UnitProgress(unit, best(layer_of(claim, as_at) for claim in rows), sum(row.claims for row in rows))
        for unit, rows in by_unit.items()
    ]
    units.sort(key=lambda unit: (LAYERS.index(unit.layer), unit.unit))
    layers = countries_by_sectors(units) if rule.counts == "sectors" else [unit.layer for unit in units]
    return IndicatorProgress(
        code=rule.code,
        required=len(everyone) or None if rule.required is None else rule.required,
        verified=layers.count(VERIFIED),
        reported=layers.count(REPORTED),
        expected=layers.count(EXPECTED),
        units=tuple(units),
        lapsed=tuple(lapsed(claim for claim in asked if claim.unit not in by_unit)),
    )


def shifted(whole: IndicatorProgress, was: IndicatorProgress, now: IndicatorProgress) -> IndicatorProgress:
    """The numbers of the `whole` when some of its units, each of which counts for itself, no longer stand as they `was` but as `now`."""
    return replace(now, **{name: getattr(whole, name) - getattr(was, name) + getattr(now, name) for name in LAYERS})


def lapsed(ended: Iterable[ClaimRow]) -> list[Lapsed]:
    """Of claims that all have ended, each unit with its best layer and the last day of that, by unit."""
    by_unit: dict[str, list[ClaimRow]] = defaultdict(list)
    for claim in ended:
        by_unit[claim.unit].append(claim)
    units = []
    for unit, rows in sorted(by_unit.items()):
        layer = best(layer_of(row, date.max) for row in rows)
        ends = [(row.ended_on, row.ended_known) for row in rows if row.ended_on and layer_of(row, date.max) == layer]
        units.append(Lapsed(unit, layer, *max(ends)))
    return units


def best(layers: Iterable[str]) -> str:
    return min(layers, key=LAYERS.index)


def countries_by_sectors(units: Iterable[UnitProgress]) -> list[str]:
    """One layer a country that has sectors enough: that of its second best sector, so that both stand in it."""
    layers: dict[str, list[int]] = defaultdict(list)
    for unit in units:
        layers[unit.unit.partition("/")[0]].append(LAYERS.index(unit.layer))
    return [
        LAYERS[sorted(indexes)[SECTORS_NEEDED - 1]] for indexes in layers.values() if len(indexes) >= SECTORS_NEEDED
    ]


def verified_after(counts: str, verified: int, layers: dict[str, str], units: set[str]) -> int:
    """How many would be verified, of `verified` now, if these units were verified too. `layers`: that of each unit that
    is counted at all."""
    gained = {unit for unit in units if layers.get(unit, VERIFIED) != VERIFIED}
    if counts != "sectors":
        return verified + len(gained)
    countries = {unit.partition("/")[0] for unit in gained}
    own = {unit: layer for unit, layer in layers.items() if unit.partition("/")[0] in countries}
    return verified + verified_countries(own | dict.fromkeys(gained, VERIFIED)) - verified_countries(own)


def verified_countries(layers: dict[str, str]) -> int:
    """Of countries with their sectors."""
    return countries_by_sectors(UnitProgress(unit, layer, 1) for unit, layer in layers.items()).count(VERIFIED)

"""What changed between two snapshots: pure arithmetic on their documents."""

from dataclasses import dataclass
from typing import Any

from indicators.progress import LAYERS

Document = dict[str, Any]
LAPSED = "lapsed"
FIGURES = ("required", *LAYERS)


@dataclass(frozen=True)
class UnitMove:
    """A unit and its layer before and after; empty: it did not count; `lapsed`: it had counted, and did no longer."""

    unit: str
    before: str
    after: str


@dataclass(frozen=True)
class IndicatorMove:
    """`before` and `after` hold the threshold and the three layers; `units` those that moved."""

    code: str
    before: dict[str, int | None]
    after: dict[str, int | None]
    units: list[UnitMove]

    @property
    def moved(self) -> bool:
        return bool(self.units) or self.before != self.after


@dataclass(frozen=True)
class TargetMove:
    """The states are those of `indicators.attainment`, empty where an edition was frozen before they were kept."""

    code: str
    met_before: bool
    met_after: bool
    state_before: str
    state_after: str
    assessed_before: str
    assessed_after: str
    indicators: list[IndicatorMove]

    @property
    def moved(self) -> bool:
        assessed_anew = self.assessed_before != self.assessed_after
        known = self.state_before and self.state_after
        attained_anew = known and self.state_before != self.state_after
        return (
            bool(assessed_anew or attained_anew)
            or self.met_before != self.met_after
            or any(row.moved for row in self.indicators)
        )


@dataclass(frozen=True)
class CountryMove:
    """`before` and `after`: actions carried out and activities by layer; `units`: by indicator, those that moved."""

    code: str
    before: dict[str, int]
    after: dict[str, int]
    units: list[tuple[str, UnitMove]]

    @property
    def moved(self) -> bool:
        return bool(self.units) or self.before != self.after


@dataclass(frozen=True)
class Moves:
    """Only what changed, in printed order and by country code."""

    targets: list[TargetMove]
    countries: list[CountryMove]


def compare(old: Document, new: Document) -> Moves:
    before, after = old["figures"], new["figures"]
    targets = paired(before["targets"], after["targets"])
    countries = paired(before["countries"], after["countries"])
    target_moves = [target_move(code, was, now) for code, was, now in targets]
    country_moves = [country_move(code, was, now) for code, was, now in countries]
    return Moves(
        targets=[move for move in target_moves if move.moved], countries=[move for move in country_moves if move.moved]
    )


def paired(old: list[Document], new: list[Document]) -> list[tuple[str, Document, Document]]:
    """Rows of both lists by code, in the order of the new one; a row that only one has stands against nothing."""
    was, now = ({row["code"]: row for row in rows} for rows in (old, new))
    return [(code, was.get(code, {}), now.get(code, {})) for code in dict.fromkeys([*now, *was])]


def target_move(code: str, was: Document, now: Document) -> TargetMove:
    return TargetMove(
        code=code,
        met_before=was.get("met", False),
        met_after=now.get("met", False),
        state_before=was.get("attainment", {}).get("state", ""),
        state_after=now.get("attainment", {}).get("state", ""),
        assessed_before=was.get("judgement", ""),
        assessed_after=now.get("judgement", ""),
        indicators=[
            IndicatorMove(indicator, counted(one), counted(other), moved_units(layers_of(one), layers_of(other)))
            for indicator, one, other in paired(was.get("indicators", []), now.get("indicators", []))
        ],
    )


def counted(indicator: Document) -> dict[str, int | None]:
    return {name: indicator.get(name, 0) for name in FIGURES}


def layers_of(indicator: Document) -> dict[str, str]:
    """Of its units, also of those that had counted and did no longer; editions frozen before these were kept have none."""
    lapsed = {row["unit"]: LAPSED for row in indicator.get("lapsed", [])}
    return lapsed | of_units(indicator.get("units", []))


def of_units(units: list[Document]) -> dict[str, str]:
    return {row["unit"]: row["layer"] for row in units}


def moved_units(was: dict[str, str], now: dict[str, str]) -> list[UnitMove]:
    moves = [UnitMove(unit, was.get(unit, ""), now.get(unit, "")) for unit in sorted({*was, *now})]
    return [move for move in moves if move.before != move.after]


def country_move(code: str, was: Document, now: Document) -> CountryMove:
    indicators = sorted({*was.get("units", {}), *now.get("units", {})})
    return CountryMove(
        code=code,
        before=activity_figures(was),
        after=activity_figures(now),
        units=[
            (indicator, move)
            for indicator in indicators
            for move in moved_units(*(of_units(one.get("units", {}).get(indicator, [])) for one in (was, now)))
        ],
    )


def activity_figures(country: Document) -> dict[str, int]:
    totals = country.get("activities", {})
    return {"carried_out": country.get("carried_out", 0)} | {layer: totals.get(layer, 0) for layer in LAYERS}

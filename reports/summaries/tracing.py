"""From the recommendations of the Conference to what countries do and can prove, and what nobody does."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Value

from indicators.models import Target
from indicators.progress import REPORTED, VERIFIED
from indicators.revisions import TargetNow, targets_now
from reports.models import ActivityQuerySet, Adoption, Claim, ClaimQuerySet, Evidence, with_proof
from reports.summaries.activities import (
    IN_PLACE,
    IN_PLACE_VERIFIED,
    NOT_TAKEN_UP,
    NOTHING,
    STATES,
    Cell,
    has_place,
    place_of,
)
from reports.summaries.funding import underfunded_activities
from reports.summaries.kept import (
    counted_activities,
    counted_claims,
    kept_actions,
    kept_targets,
    of_country,
)
from reports.summaries.rows import claims_on, results_of_targets
from reports.summaries.selection import Selection
from reports.summaries.standing import matrix_by_action
from reports.tallies import REGIONAL
from themes.models import Action, Recommendation, Theme

CARRIED_OUT = (VERIFIED, REPORTED)


@dataclass(frozen=True)
class Undone:
    """A recommendation or an action that no country carries out: the best that countries record or answer of it (planned, in
    place, adopted, not taken up, nothing), each country that does (ISO alpha-3) with its own state, the best first, and whether
    regional work carries it out all the same. `in_place` and `declined`: of an action, the countries in which it is in place,
    and which do not take it up; `reasons` are the answers of the latter, where `reports.sight` adds what a reader may read of
    them."""

    row: Recommendation | Action
    state: str
    states: tuple[tuple[str, str], ...]
    is_regional: bool
    in_place: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    reasons: tuple[Adoption, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(sorted(place for place, _state in self.states))

    @property
    def is_untaken(self) -> bool:
        """Nobody has answered that it does it, and nothing is recorded."""
        return self.state in (NOT_TAKEN_UP, NOTHING) and not self.is_regional

    def by_state(self) -> dict[str, list[str]]:
        """`{"in_place": ["MOZ", "TZA"]}`, the best state first."""
        grouped: dict[str, list[str]] = {}
        for place, state in self.states:
            grouped.setdefault(state, []).append(place)
        return grouped


@dataclass(frozen=True)
class Gaps:
    """What no country (or one) carries out, of all actions of these `themes`; what nothing is claimed for, what lacks money; `money`
    is of published activities only, as known today."""

    recommendations: list[Undone]
    actions: list[Undone]
    themes: list[Theme]
    targets: list[TargetNow]
    money: ActivityQuerySet


@dataclass(frozen=True)
class Trace:
    """What stands behind a country and an action: activities, their claims that were not refused, their evidence."""

    activities: int = 0
    claims: int = 0
    evidence: int = 0


def best_of_recommendations(
    actions: Iterable[Action], matrix: dict[tuple[str, str], Cell]
) -> dict[tuple[str, str], Cell]:
    """The same without the numbers of activities, of the cells by action; the recommendations of each have been fetched."""
    codes = {action.pk: [row.pk for row in action.recommendations.all()] for action in actions}
    best: dict[tuple[str, str], Cell] = defaultdict(Cell)
    for (place, action), cell in matrix.items():
        state, answer = ("" if word == NOT_TAKEN_UP else word for word in (cell.state, cell.answer))
        for code in codes.get(action, ()) if state or answer else ():
            known = best[place, code]
            adopted = cell.adopted or known.adopted
            best[place, code] = Cell(best_of(state, known.state), 0, best_of(answer, known.answer), adopted)
    return dict(best)


def best_of(*states: str) -> str:
    """The best one of those that are not empty."""
    return min((state for state in states if state), key=STATES.index, default="")


def carried_out(actions: Iterable[Action], matrix: dict[tuple[str, str], Cell]) -> dict[str, str]:
    """`{"MOZ": "verified"}`: the best that each country does or answers of these actions, of the cells by action; that it does
    not take one up says nothing of the others."""
    codes = {action.pk for action in actions}
    best: dict[str, str] = {}
    for (place, code), cell in matrix.items():
        if place != REGIONAL and code in codes and cell.state != NOT_TAKEN_UP:
            best[place] = best_of(cell.state, best.get(place, ""))
    return best


def traces(
    selection: Selection,
    actions: Iterable[Action],
    activities: ActivityQuerySet,
    claims: ClaimQuerySet,
    evidence: QuerySet[Evidence],
) -> dict[tuple[str, str], Trace]:
    """`{("MOZ", "VI.2"): Trace}`, of the rows given and no others: the activities that count on the day, with their claims and
    evidence of today. One query."""
    activities = counted_activities(selection, activities).filter(actions__in=actions)
    known = claims.exclude(verification=Claim.Verification.REFUSED)
    behind = {"activity__in": activities.order_by().values("pk")}
    rows = counted_by_place("activities", activities).union(
        counted_by_place("claims", known.filter(**behind), "activity__"),
        counted_by_place("evidence", evidence.filter(**behind), "activity__"),
        all=True,
    )
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for what, place, action, n in rows:
        if place:
            counts[place, action][what] = n
    return {key: Trace(**count) for key, count in counts.items()}


def counted_by_place(what: str, rows: QuerySet[Any], path: str = "") -> QuerySet[Any, Any]:
    """`[(what, place, action, how many)]`, whose columns have the same names for each."""
    placed = (
        rows.order_by()
        .filter(has_place(path))
        .annotate(what=Value(what, output_field=CharField()), row=place_of(path), under=F(f"{path}actions"))
    )
    counted: QuerySet[Any, Any] = placed.values_list("what", "row", "under").annotate(n=Count("pk", distinct=True))
    return counted


def gaps(selection: Selection, country: str = "") -> Gaps:
    """Of the region or a body's members, or of one country. Six queries, and those of `money`."""
    kept = kept_actions(selection).in_printed_order().select_related("group__theme")
    actions, matrix = list(kept.prefetch_related("recommendations")), matrix_by_action(selection)
    recommendations = {row.pk: row for action in actions for row in action.recommendations.all()}.values()
    in_order = sorted(recommendations, key=lambda row: (row.chapter, row.item))
    return Gaps(
        themes=list(dict.fromkeys(action.group.theme for action in actions)),
        recommendations=undone(in_order, best_of_recommendations(actions, matrix), country),
        actions=undone(actions, matrix, country),
        targets=targets_now(unclaimed_targets(selection, country), selection.as_at),
        money=counted_activities(selection, underfunded_activities(country=country)),
    )


def unclaimed_targets(selection: Selection, country: str) -> list[Target]:
    """Those for which nothing counts, and nothing did until it ended. Two queries; one more where an indicator counts activities of
    which none stands on the day."""
    targets = list(kept_targets(selection))
    results = results_of_targets(selection, targets, country)
    claimed = {code for code, rows in results.rows.items() if rows}
    claimed |= {code for code, curves in results.curves.items() if any(c.on(selection.as_at) for c in curves.values())}
    if unsure := results.curves.keys() - claimed:
        claims = claims_on(selection, targets, country).filter(indicator__in=unsure)
        claimed |= set(claims.order_by().values_list("indicator", flat=True).distinct())
    codes = {code.rpartition(".")[0] for code in claimed}
    return [target for target in targets if target.pk not in codes]


def undone(rows: Iterable[Action | Recommendation], matrix: dict[tuple[str, str], Cell], country: str) -> list[Undone]:
    """Those of which nothing is recorded first, each state in printed order."""
    by_code: dict[str, dict[str, Cell]] = defaultdict(dict)
    for (place, code), cell in matrix.items():
        if place != REGIONAL and country in ("", place):
            by_code[code][place] = cell
    gaps = []
    for row in rows:
        best = min((cell.state for cell in by_code[row.pk].values()), key=STATES.index, default=NOTHING)
        if best not in CARRIED_OUT:
            is_regional = matrix.get((REGIONAL, row.pk), Cell()).state in CARRIED_OUT
            answered = {place: cell.answer for place, cell in sorted(by_code[row.pk].items())}
            declined = tuple(place for place, cell in sorted(by_code[row.pk].items()) if cell.state == NOT_TAKEN_UP)
            in_place = tuple(place for place, answer in answered.items() if answer in (IN_PLACE, IN_PLACE_VERIFIED))
            states = [(place, cell.state) for place, cell in sorted(by_code[row.pk].items()) if place not in declined]
            ranked = tuple(sorted(states, key=lambda pair: STATES.index(pair[1])))
            gaps.append(Undone(row, best, ranked, is_regional, in_place, declined))
    return sorted(gaps, key=lambda gap: -STATES.index(gap.state))


def unproved_claims(claims: ClaimQuerySet, selection: Selection, country: str = "") -> ClaimQuerySet:
    """Of `claims`, those that count as achieved by that day with no evidence today, in no order."""
    counted = counted_claims(selection).filter(achieved_on__lte=selection.as_at)
    if country:
        counted = counted.filter(of_country(country))
    unproved = with_proof(claims.filter(pk__in=counted.order_by().values("pk"))).filter(Q(is_proved=False))
    return unproved.with_units().select_related("activity")

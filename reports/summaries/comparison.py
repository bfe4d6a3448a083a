"""Two sides of the same figures: two countries, two bodies, two days."""

from collections import defaultdict
from dataclasses import dataclass

from reports.summaries.in_force import InForce
from reports.summaries.region import best_states, tally
from reports.summaries.selection import Selection
from reports.summaries.standing import matrix_by_action
from reports.summaries.targets import TargetProgress, target_progress


@dataclass(frozen=True)
class Side:
    """What is compared: a selection, of one country (ISO alpha-3) or of all of its countries."""

    selection: Selection
    country: str = ""


@dataclass(frozen=True)
class Figures:
    """`targets` with their layers (of a country: its own units only); the actions in each state by theme, of `menu`."""

    side: Side
    targets: list[TargetProgress]
    states: dict[str, dict[str, int]]


def figures_of(side: Side, norm: InForce, menu: dict[str, int]) -> Figures:
    """One side; `norm` is what was in force for any selection, `menu` the number of actions by theme. Three queries, of a
    body two more."""
    cells = matrix_by_action(side.selection)
    if side.country:
        cells = {key: cell for key, cell in cells.items() if key[0] == side.country}
    states: dict[str, list[str]] = defaultdict(list)
    for action, state in best_states(cells).items():
        states[action.partition(".")[0]].append(state)
    return Figures(
        side=side,
        targets=target_progress(side.selection, country=side.country, norm=norm.of(side.selection)),
        states={theme: tally(states[theme], n) for theme, n in menu.items()},
    )

"""A country's page, the region's page and the Plan at a glance."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from indicators.models import Indicator
from indicators.progress import REPORTED, VERIFIED
from reports.models import BodyMembership, BorderRegion, Country, Participation
from reports.summaries.activities import (
    NOT_TAKEN_UP,
    NOTHING,
    STATES,
    Cell,
)
from reports.summaries.in_force import InForce, each_participation, in_force, participations_in, with_participations
from reports.summaries.kept import kept_actions, kept_targets, kept_themes
from reports.summaries.reporting import (
    SILENT_AFTER,
    all_countries,
    bodies_in,
    borders_in,
    countries_of,
    each_tie,
    has_never_reported,
    last_report,
    with_institution,
)
from reports.summaries.rows import results_of_targets
from reports.summaries.selection import Selection
from reports.summaries.standing import Standing, matrix_by_action, standing
from reports.summaries.targets import OF_COUNTRIES, TargetProgress, target_progress
from reports.tallies import REGIONAL, Results
from themes.folding import fold
from themes.models import Action, Theme

MAP_STEPS = (0, 1, 4, 8, 15)  # the least number of actions carried out of each level of the map


@dataclass(frozen=True)
class ThemeLine:
    """A theme: `met` of its `targets` are met, so many were `met_by_deadline`, the last printed one; of its `actions`, so
    many stand in each state (a layer, an answer to the menu, nothing)."""

    theme: Theme
    targets: int
    met: int
    met_by_deadline: int
    deadline: date
    actions: int
    states: dict[str, int]


@dataclass(frozen=True)
class CountryLine:
    """A country: distinct actions in each state, activities heard of by the day, and when it last reported (None: not
    by then)."""

    country: Country
    states: dict[str, int]
    activities: int
    last_report: date | None

    @property
    def carried_out(self) -> int:
        """Actions that the country carries out or has carried out, verified or reported."""
        return self.states[VERIFIED] + self.states[REPORTED]

    @property
    def never_reported(self) -> bool:
        return has_never_reported(self.country.takes_part, self.last_report)

    @property
    def is_silent(self) -> bool:
        """That it carries out nothing is not known, for it never reported."""
        return self.never_reported and not self.carried_out

    @property
    def level(self) -> int | None:
        """Its level on the map; None: it neither takes part nor does anything."""
        if not self.country.takes_part and not self.carried_out:
            return None
        return max(index for index, least in enumerate(MAP_STEPS) if self.carried_out >= least)


@dataclass(frozen=True)
class PlanView:
    """How far the whole Plan is: its targets, and every country with what it carries out."""

    targets: list[TargetProgress]
    countries: list[CountryLine]
    norm: InForce
    results: Results

    @property
    def met(self) -> int:
        return sum(target.met for target in self.targets)

    @property
    def met_by_deadline(self) -> int:
        return sum(target.attainment.by_deadline for target in self.targets)

    @property
    def deadline(self) -> date:
        """The last printed one."""
        return max(target.target.deadline for target in self.targets)

    @property
    def participating(self) -> list[Country]:
        return [line.country for line in self.countries if line.country.takes_part]

    @property
    def silent(self) -> list[Country]:
        """Those that take part and had not reported."""
        return [line.country for line in self.countries if line.never_reported]

    @property
    def reported(self) -> int:
        """How many of those that take part had reported."""
        return len(self.participating) - len(self.silent)

    @property
    def last_report(self) -> date | None:
        """When a country last reported; None: none had by the day."""
        return max((line.last_report for line in self.countries if line.last_report), default=None)


@dataclass(frozen=True)
class RegionView(PlanView):
    themes: list[Theme]
    totals: dict[str, int]
    untaken: list[Action]


@dataclass(frozen=True)
class CountryView:
    """A country: the menu with what it does about it, the `targets` for which something of it counts, and the indicators that
    count countries and for which nothing of it is claimed, though it takes part (`missing`); its border regions with the
    countries that share each, and its times in regional bodies."""

    country: Country
    menu: list[Action]
    actions: dict[str, Cell]
    states: dict[str, int]
    totals: dict[str, int]
    targets: list[TargetProgress]
    missing: list[tuple[TargetProgress, Indicator]]
    deadline: date
    last_report: date | None
    participations: list[Participation]
    borders: list[tuple[BorderRegion, list[Country]]]
    bodies: list[BodyMembership]
    norm: InForce

    @property
    def carried_out(self) -> int:
        """Actions that it carries out or has carried out, verified or reported."""
        return self.states[VERIFIED] + self.states[REPORTED]

    @property
    def reached(self) -> list[TargetProgress]:
        """Targets to which something of it contributes, verified or reported."""
        return [target for target in self.targets if any(row.is_done for row in target.indicators)]

    @property
    def is_silent(self) -> bool:
        """That nothing counts in it is not known, for it never reported."""
        return has_never_reported(self.country.takes_part, self.last_report) and not any(self.totals.values())


def themes_at_a_glance(selection: Selection) -> list[ThemeLine]:
    """The six themes with the targets met and the best state of each action anywhere. About ten queries."""
    progress = target_progress(selection)
    best = best_states(matrix_by_action(selection))
    lines = []
    for theme in kept_themes(selection).annotate(menu=Count("groups__actions", distinct=True)).order_by("position"):
        targets = [target for target in progress if target.target.theme_id == theme.pk]
        states = [state for action, state in best.items() if action.partition(".")[0] == theme.pk]
        lines.append(
            ThemeLine(
                theme=theme,
                targets=len(targets),
                met=sum(target.met for target in targets),
                met_by_deadline=sum(target.attainment.by_deadline for target in targets),
                deadline=max(target.target.deadline for target in targets),
                actions=theme.menu,
                states=tally(states, theme.menu),
            )
        )
    return lines


def plan_view(selection: Selection) -> PlanView:
    """The whole Plan on a day. Eight queries."""
    countries, participations = with_participations(all_countries(selection))
    norm = in_force(selection, participations)
    results = results_of_targets(selection, kept_targets(selection))
    return PlanView(
        targets=target_progress(selection, norm=norm, results=results),
        countries=country_lines(selection, countries=countries),
        norm=norm,
        results=results,
    )


def region_view(selection: Selection) -> RegionView:
    """The whole region, or a body's members on that day. A constant number of queries."""
    counted = standing(selection)
    taken = {action for (_country, action), cell in counted.cells.items() if cell.state not in (NOT_TAKEN_UP, NOTHING)}
    actions = list(kept_actions(selection).select_related("group__theme"))
    countries, participations = with_participations(all_countries(selection))
    norm = in_force(selection, participations)
    results = results_of_targets(selection, kept_targets(selection))
    members = norm.members(selection.as_at)
    lines = country_lines(
        selection, counted, len(actions), [row for row in countries if members is None or row.pk in members]
    )
    return RegionView(
        themes=list(dict.fromkeys(action.group.theme for action in actions)),
        targets=target_progress(selection, norm=norm, results=results),
        totals=counted.totals,
        countries=lines,
        norm=norm,
        results=results,
        untaken=[action for action in actions if action.pk not in taken],
    )


def last_heard(lines: Iterable[CountryLine], day: date) -> list[tuple[int, list[Country]]]:
    """Those that take part and last reported more than a year before the day, by the year in which they did, the earliest
    first."""
    by_year: dict[int, list[Country]] = defaultdict(list)
    for line in lines:
        if line.country.takes_part and line.last_report and line.last_report < day - SILENT_AFTER:
            by_year[line.last_report.year].append(line.country)
    return sorted(by_year.items())


def country_lines(
    selection: Selection,
    counted: Standing | None = None,
    menu: int | None = None,
    countries: Iterable[Country] | None = None,
) -> list[CountryLine]:
    """One line a country, of the sub-regions or of the body, by name; it counts what was heard of by that day.

    What is `counted`, `menu`, the number of actions in the selection, and `countries` of `countries_of` spare a query each where
    at hand.
    """
    counted = counted or standing(selection)
    menu = kept_actions(selection).count() if menu is None else menu
    countries = countries_of(selection) if countries is None else countries
    lines = []
    states: dict[str, list[str]] = defaultdict(list)
    for (code, _action), cell in counted.cells.items():
        states[code].append(cell.state)
    for country in sorted(countries, key=lambda country: fold(country.name)):
        heard = counted.heard.get(country.pk, 0)
        lines.append(CountryLine(country, tally(states[country.pk], menu), heard, last_report(country)))
    return lines


def country_view(code: str, selection: Selection) -> CountryView:
    """What a country does and contributes on a day. A constant number of queries. Raises `Country.DoesNotExist`."""
    known = with_institution(all_countries(selection), selection.as_at)
    rows = list(each_participation(each_tie(known, code)))
    countries, participations = participations_in(rows)
    country = next((row for row in countries if row.pk == code), None)
    if country is None:
        raise Country.DoesNotExist(code)
    counted = standing(selection, code)
    actions = {action: cell for (_country, action), cell in counted.cells.items()}
    menu = list(kept_actions(selection).in_printed_order().select_related("group__theme"))
    norm = in_force(selection, participations)
    targets = target_progress(selection, country=code, norm=norm)
    return CountryView(
        country=country,
        menu=menu,
        actions=actions,
        states=tally([cell.state for cell in actions.values()], len(menu)),
        totals=counted.totals,
        targets=[target for target in targets if any(indicator.is_claimed for indicator in target.indicators)],
        missing=[
            (target, indicator)
            for target in targets
            for indicator, progress in target.counted
            if country.takes_part and indicator.counts in OF_COUNTRIES and not progress.is_claimed
        ],
        deadline=max(target.target.deadline for target in targets),
        last_report=last_report(country),
        participations=[row for row in participations if row.country_id == code],
        borders=borders_in(rows, code),
        bodies=bodies_in(rows, selection.as_at),
        norm=norm,
    )


def best_states(cells: dict[tuple[str, str], Cell]) -> dict[str, str]:
    """Each action's best state in any country or in regional work."""
    best: dict[str, str] = {}
    for (_country, action), cell in cells.items():
        best[action] = min(cell.state, best.get(action, NOTHING), key=STATES.index)
    return best


def best_in_countries(cells: dict[tuple[str, str], Cell]) -> dict[str, str]:
    """Each action's, or recommendation's, best state in any country; regional work is no country's."""
    return best_states({key: cell for key, cell in cells.items() if key[0] != REGIONAL})


def tally(states: list[str], total: int) -> dict[str, int]:
    """How many of `total` actions stand in each state; those not named have nothing recorded."""
    counts = {state: states.count(state) for state in STATES if state != NOTHING}
    return counts | {NOTHING: total - sum(counts.values())}

"""A country's page, the region's page and the Plan at a glance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery

from indicators.progress import EXPECTED, LAYERS, REPORTED, VERIFIED
from reports.models import Activity, Country, CountryReport
from reports.summaries.activities import (
    ADOPTED,
    NOTHING,
    Cell,
    activity_totals,
    counted_activities,
    country_actions,
    heard_of_by,
    matrix_by_action,
)
from reports.summaries.targets import TargetProgress, target_progress
from reports.summaries.view import View
from themes.models import Action, Theme

MAP_STEPS = (0, 1, 4, 8, 15)  # the least number of actions carried out of each level of the map


@dataclass(frozen=True)
class ThemeLine:
    """A theme: `met` of `targets` are met; of its `actions`, so many stand in each state (a layer, adopted, nothing)."""

    theme: Theme
    targets: int
    met: int
    actions: int
    states: dict[str, int]


@dataclass(frozen=True)
class CountryLine:
    """A country: distinct actions in each state, activities that count, and when it last reported (None: never)."""

    country: Country
    states: dict[str, int]
    activities: int
    last_report: date | None

    @property
    def carried_out(self) -> int:
        """Actions that the country carries out or has carried out, verified or reported."""
        return self.states[VERIFIED] + self.states[REPORTED]

    @property
    def is_silent(self) -> bool:
        """It takes part and has never reported: that is not known to be nothing."""
        return self.country.takes_part and not self.carried_out and self.last_report is None

    @property
    def level(self) -> int | None:
        """Its level on the map; None: it neither takes part nor does anything."""
        if not self.country.takes_part and not self.carried_out:
            return None
        return max(index for index, least in enumerate(MAP_STEPS) if self.carried_out >= least)


@dataclass(frozen=True)
class RegionView:
    themes: list[Theme]
    targets: list[TargetProgress]
    totals: dict[str, int]
    countries: list[CountryLine]
    silent: list[Country]
    untaken: list[Action]

    @property
    def met(self) -> int:
        return sum(target.met for target in self.targets)


@dataclass(frozen=True)
class CountryView:
    country: Country
    menu: list[Action]
    actions: dict[str, Cell]
    states: dict[str, int]
    totals: dict[str, int]
    targets: list[TargetProgress]
    last_report: date | None

    @property
    def is_silent(self) -> bool:
        """It takes part and has never reported, and nothing is known of it."""
        return self.country.takes_part and not any(self.totals.values()) and self.last_report is None


def themes_at_a_glance(view: View) -> list[ThemeLine]:
    """The six themes with the targets met and the best state of each action anywhere. About ten queries."""
    progress = target_progress(view)
    best = best_states(matrix_by_action(view))
    lines = []
    for theme in Theme.objects.annotate(menu=Count("groups__actions", distinct=True)).order_by("position"):
        targets = [target for target in progress if target.target.theme_id == theme.pk]
        states = [state for action, state in best.items() if action.partition(".")[0] == theme.pk]
        lines.append(
            ThemeLine(
                theme=theme,
                targets=len(targets),
                met=sum(target.met for target in targets),
                actions=theme.menu,
                states=tally(states, theme.menu),
            )
        )
    return lines


def region_view(view: View) -> RegionView:
    """The whole region, or a body's members on that day. A constant number of queries."""
    cells = matrix_by_action(view)
    actions = Action.objects.all()
    if view.theme:
        actions = actions.in_theme(view.theme)
    taken = {action for (_country, action), cell in cells.items() if cell.state != NOTHING}
    actions = list(actions.select_related("group__theme"))
    lines = country_lines(view, cells, len(actions))
    countries = [line.country for line in lines]
    return RegionView(
        themes=list(dict.fromkeys(action.group.theme for action in actions)),
        targets=target_progress(view, everyone=taking_part(countries)),
        totals=activity_totals(view),
        countries=lines,
        silent=[line.country for line in lines if line.country.takes_part and not line.activities],
        untaken=[action for action in actions if action.pk not in taken],
    )


def country_lines(
    view: View, cells: dict[tuple[str, str], Cell] | None = None, menu: int | None = None
) -> list[CountryLine]:
    """One line a country, of the sub-regions or of the body, by name; it counts what was heard of by that day.

    `cells` of `matrix_by_action` and `menu`, the number of actions in the view, spare two queries where at hand.
    """
    cells = matrix_by_action(view) if cells is None else cells
    if menu is None:
        menu = (Action.objects.in_theme(view.theme) if view.theme else Action.objects.all()).count()
    countries = countries_with_last_report()
    if view.body:
        countries = countries.members_of(view.body, view.as_at)
    national = counted_activities(view).filter(heard_of_by(view.as_at)).exclude(scope=Activity.Scope.REGIONAL)
    counted = dict(
        national.order_by()
        .values_list("countries")
        .annotate(n=Count("pk", distinct=True))
        .values_list("countries", "n")
    )
    lines = []
    for country in countries.by_name():
        states = [cell.state for (code, _action), cell in cells.items() if code == country.pk]
        lines.append(CountryLine(country, tally(states, menu), counted.get(country.pk, 0), last_report(country)))
    return lines


def country_view(code: str, view: View) -> CountryView:
    """Everything that a country's page says. A constant number of queries; `Country.DoesNotExist` for another code."""
    countries = list(countries_with_last_report())
    country = next((row for row in countries if row.pk == code), None)
    if country is None:
        raise Country.DoesNotExist(code)
    actions = country_actions(code, view)
    menu = list(Action.objects.in_printed_order().select_related("group__theme"))
    contributes = [
        target
        for target in target_progress(view, country=code, everyone=taking_part(countries))
        if any(indicator.units for indicator in target.indicators)
    ]
    return CountryView(
        country=country,
        menu=menu,
        actions=actions,
        states=tally([cell.state for cell in actions.values()], len(menu)),
        totals=activity_totals(view, country=code),
        targets=contributes,
        last_report=last_report(country),
    )


def taking_part(countries: Iterable[Country]) -> frozenset[str]:
    """What "all countries" means: those of `countries` that take part."""
    return frozenset(country.pk for country in countries if country.takes_part)


def countries_with_last_report() -> QuerySet[Country]:
    """Countries with the day on which something of theirs was last submitted or confirmed (`last_confirmed`) and the
    moment at which they last said that a report was complete (`last_completed`). One query."""
    handed_in = Activity.objects.exclude(review=Activity.Review.DRAFT).exclude(scope=Activity.Scope.REGIONAL)
    handed_in = handed_in.filter(countries=OuterRef("pk"), confirmed_on__isnull=False).order_by("-confirmed_on")
    reports = CountryReport.objects.filter(country=OuterRef("pk")).order_by("-completed_at")
    return Country.objects.annotate(
        last_confirmed=Subquery(handed_in.values("confirmed_on")[:1]),
        last_completed=Subquery(reports.values("completed_at")[:1]),
    )


def silent_among(countries: Iterable[Country]) -> set[str]:
    """The codes of those that take part and have never reported, out of `countries_with_last_report`."""
    return {country.pk for country in countries if country.takes_part and last_report(country) is None}


def never_reported(view: View) -> list[Country]:
    """The countries that take part, of the body's members on that day, and have never reported. One query."""
    countries = countries_with_last_report().participating()
    if view.body:
        countries = countries.members_of(view.body, view.as_at)
    return [country for country in countries if last_report(country) is None]


def last_report(country: Country) -> date | None:
    """The later of both; None: never."""
    completed = country.last_completed and country.today(country.last_completed)
    return max((day for day in (country.last_confirmed, completed) if day), default=None)


def best_states(cells: dict[tuple[str, str], Cell]) -> dict[str, str]:
    """Each action's best state in any country or in regional work."""
    order = (*LAYERS, ADOPTED, NOTHING)
    best: dict[str, str] = {}
    for (_country, action), cell in cells.items():
        best[action] = min(cell.state, best.get(action, NOTHING), key=order.index)
    return best


def tally(states: list[str], total: int) -> dict[str, int]:
    """How many of `total` actions stand in each state; those not named have nothing recorded."""
    found = {state: states.count(state) for state in (VERIFIED, REPORTED, EXPECTED, ADOPTED)}
    return found | {NOTHING: total - sum(found.values())}

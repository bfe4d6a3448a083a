"""Countries: who takes part, what each does, and what each has taken from the menu."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.models import Indicator
from indicators.progress import LAYERS, VERIFIED, IndicatorProgress
from reports import exports, rules
from reports.attained import country_words
from reports.exports.figures import country_columns
from reports.forms.selection import asked_selection, drill, theme_choices
from reports.headlines import contributed
from reports.models import Country
from reports.rules import Standing
from reports.summaries import (
    Cell,
    CountryView,
    Selection,
    TargetProgress,
    country_lines,
    country_training,
    country_view,
    kept_actions,
    latest_answers,
    sought_by,
    years_of,
)
from reports.summaries.activities import NO_REPORT, NOTHING
from reports.summaries.participants import OF_TRAINING
from reports.trained import training_sentences
from reports.verified import Verified, verified_units_of
from reports.views.matrices import LETTERS, legend_of, nothing_in
from reports.views.years import years_chart
from themes.models import Action, Theme


def countries(request: HttpRequest) -> HttpResponseBase:
    form, selection, tail = asked_selection(request)
    menu = kept_actions(selection).count()
    lines = sorted(country_lines(selection, menu=menu), key=lambda line: not line.country.takes_part)
    if exports.requested_format(request, form):
        filters = exports.filters_of_selection(form, selection.as_at)
        table = exports.Table.of(request, "countries", _("Countries"), country_columns(), lines, filters)
        return exports.download(request, table)
    context = {
        "form": form,
        "selection": selection,
        "tail": tail,
        "menu": menu,
        "taking_part": [line for line in lines if line.country.takes_part],
        "others": [line for line in lines if not line.country.takes_part],
    }
    return render(request, "reports/countries/list.html", context)


def country(request: HttpRequest, code: str) -> HttpResponseBase:
    """`?as_at=2012-12-31&theme=II&status=completed`: what the country does and contributes, and what it answers to the menu."""
    who = rules.standing(request.user)
    form, selection, tail = asked_selection(request, "as_at", "theme", "status")
    try:
        figures = country_view(code, selection)
    except Country.DoesNotExist as unknown:
        raise Http404 from unknown
    years = years_of(code, selection, rules.visible_activities(who), figures.totals)
    menu = menu_of_themes(figures)
    if not selection.theme:
        form.themes = theme_choices(menu)
    titles = {theme.pk: theme.title for theme in menu}
    chart = years_chart(figures.country, years, titles, selection, figures.deadline)
    if file := exports.chart_file(request, [chart], form, selection.as_at):
        return file
    context = {
        "country": figures.country,
        "form": form,
        "selection": selection,
        "tail": tail,
        "drill": drill(tail),
        "figures": figures,
        "sentence": country_words(figures.totals, figures.carried_out, figures.states[VERIFIED], len(figures.menu)),
        "contributed": contributed(figures.reached),
        "chart": chart,
        "menu": menu,
        **said_and_unsaid(menu),
        **beside_figures(who, figures, selection),
    }
    return render(request, "reports/countries/country.html", context)


Square = tuple[Action, Cell, str]


def menu_of_themes(figures: CountryView) -> dict[Theme, list[Square]]:
    """Each action with what the country does and answers, and the letter of its square."""
    menu: dict[Theme, list[Square]] = {}
    nothing = nothing_in(figures.country)
    for action in figures.menu:
        cell = figures.actions.get(action.pk, nothing)
        menu.setdefault(action.group.theme, []).append((action, cell, LETTERS[cell.state]))
    return menu


def said_and_unsaid(menu: dict[Theme, list[Square]]) -> dict[str, Any]:
    """The actions of which something is said, those without an answer, and how many squares there are of each letter."""
    squares = [square for row in menu.values() for square in row]
    silent = (NOTHING, NO_REPORT)
    return {
        "said": [square for square in squares if square[1].state not in silent],
        "unanswered": [action for action, cell, _letter in squares if cell.state in silent],
        "legend": legend_of(cell.state for _action, cell, _letter in squares),
    }


def beside_figures(who: Standing, figures: CountryView, selection: Selection) -> dict[str, Any]:
    """What else the page says of a country, and what its reader may do."""
    code = figures.country.pk
    verified = verified_units_of(who, code, selection, shown_one_by_one(figures.targets))
    named = names_of_units(figures)
    return {
        "answers": latest_answers(figures.country, selection.as_at, figures.participations),
        "contributions": [(target, contributions_of(target, verified, named)) for target in figures.targets],
        "training": [] if selection.theme not in ("", OF_TRAINING) else training_lines(code, selection),
        "sought": sought_by(code, selection.theme),
        "may_write": rules.may_write_for(who, code),
        "may_see_people": rules.may_see_people_of(who, code),
        "may_revise": rules.may_revise_plan(who),
    }


def training_lines(code: str, selection: Selection) -> list[tuple[str, str, list[str]]]:
    """`[(what it is of, the address of its figures, [sentence])]`: what the country held alone, then with others."""
    alone, together = country_training(code, selection)
    asked = {"country": code, "as_at": selection.as_at.isoformat(), "status": selection.status}
    query = urlencode({name: value for name, value in asked.items() if value})
    named = (
        (_("Training"), f"{reverse('participants')}?{query}", alone),
        (
            _("Training held with other countries"),
            f"{reverse('activities')}?counted=1&training=1&together=1&{query}",
            together,
        ),
    )
    return [(name, address, sentences) for name, address, line in named if (sentences := training_sentences(line))]


def names_of_units(figures: CountryView) -> dict[str, str]:
    """Of the sectors of the country and of its border regions."""
    sectors = {f"{figures.country.pk}/{action.group_id}": action.group.title for action in figures.menu}
    return sectors | {region.pk: str(region) for region, _neighbours in figures.borders}


MOST_SHOWN = 6  # activities of which it is said one by one how they were verified


@dataclass(frozen=True)
class Contribution:
    """What counts for an indicator, as much of it as is said at once, and how it was verified; `of`: of what, where the target
    does not say it."""

    layer: str
    of: str
    verified: Verified | None


def contributions_of(
    target: TargetProgress, verified: dict[tuple[str, str], Verified], names: dict[str, str]
) -> list[Contribution]:
    """What is not verified and has no name of its own stands together, with its number."""
    contributions = []
    for indicator, row in target.counted:
        code = indicator.pk if len(target.norm) > 1 else ""
        shown: list[tuple[str, str, Verified | None]]
        if indicator.counts == Indicator.Counts.ACTIVITIES:
            shown = [(VERIFIED, "", known) for (counted, _unit), known in verified.items() if counted == row.code]
            numbers = Counter({layer: getattr(row, layer) for layer in LAYERS})
        else:
            units = [(unit.layer, names.get(unit.unit, ""), verified.get((row.code, unit.unit))) for unit in row.units]
            shown = [(layer, name, known) for layer, name, known in units if name or known]
            numbers = Counter(unit.layer for unit in row.units)
        contributions += [Contribution(layer, f"{code} {name}".strip(), known) for layer, name, known in shown]
        for layer, n in (numbers - Counter(layer for layer, _name, _known in shown)).items():
            several = ngettext("%(n)d activity", "%(n)d activities", n) % {"n": n} if n > 1 else ""
            contributions.append(Contribution(layer, f"{code} {several}".strip(), None))
    return contributions


def shown_one_by_one(targets: Iterable[TargetProgress]) -> list[tuple[Indicator, IndicatorProgress]]:
    """The indicators of which it is said how each unit was verified: not of many activities."""
    rows = [row for target in targets for row in target.counted]
    return [
        (indicator, row)
        for indicator, row in rows
        if indicator.counts != Indicator.Counts.ACTIVITIES or row.verified <= MOST_SHOWN
    ]

"""The region: every target, every country, every action, on one day."""

from datetime import date

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from indicators.progress import EXPECTED
from reports import exports
from reports.attained import actions_done_words, country_words
from reports.exports import lists
from reports.forms.selection import asked_selection, drill
from reports.models import Country
from reports.summaries import (
    REGIONAL,
    Cell,
    CountryLine,
    RegionView,
    Selection,
    best_in_countries,
    kept_actions,
    last_heard,
    matrix_by_action,
    matrix_by_theme,
    region_view,
)
from reports.summaries.activities import NOTHING
from reports.views.charts import map_chart, map_key, map_row, targets_chart
from reports.views.matrices import EMPTY, LETTERS, by_country, columns_of, drawn, drawn_line, nothing_in, words_of
from themes.models import Theme


def region(request: HttpRequest) -> HttpResponseBase:
    form, selection, tail = asked_selection(request)
    figures = region_view(selection)
    charts = map_chart(figures.countries, selection.body), targets_chart(figures.targets)
    if file := exports.chart_file(request, charts, form, selection.as_at):
        return file
    themes = figures.themes
    cells = matrix_by_theme(selection)
    lines = [
        (country, [(theme, *drawn(cells.get((country.pk, theme.pk), nothing_in(country)))) for theme in themes])
        for country in map_countries(figures)
    ]
    context = {
        "form": form,
        "selection": selection,
        "tail": tail,
        "drill": drill(tail),
        "figures": figures,
        "themes": themes,
        "by_theme": [
            (theme, [target for target in figures.targets if target.target.theme_id == theme.pk]) for theme in themes
        ],
        "has_activities": any(figures.totals.values()),
        "sentence": country_words(figures.totals | {EXPECTED: 0}),
        "each_has_activities": all(
            line.activities for line in figures.countries if line.country.takes_part and line.last_report
        ),
        "by_report": by_report(figures),
        "last_heard": last_heard(figures.countries, selection.as_at),
        "matrix": [(country, line) for country, line in lines if any(cell[1] not in EMPTY for cell in line)],
        "empty": [country for country, line in lines if all(cell[1] == LETTERS[NOTHING] for cell in line)],
        "regional": [(theme, *drawn(cells.get((REGIONAL, theme.pk), Cell()))) for theme in themes],
        "map_rows": [map_row(line, tail) for line in figures.countries],
        "map_key": map_key(selection.body),
    }
    return render(request, "reports/region/region.html", context)


def matrix(request: HttpRequest) -> HttpResponseBase:
    form, selection, tail = asked_selection(request)
    cells = matrix_by_action(selection)
    columns = columns_of(selection, cells)
    actions = kept_actions(selection).in_printed_order().select_related("group__theme")
    if exports.requested_format(request, form):
        return exports.download(request, matrix_table(request, form, selection, actions, columns, cells))
    lines = [(action, *drawn_line(action.pk, columns, cells)) for action in actions]
    rows: dict[Theme, list] = {}
    for line in lines:
        rows.setdefault(line[0].group.theme, []).append(line)
    context = {
        "form": form,
        "selection": selection,
        "tail": tail,
        "drill": drill(tail),
        "answer": actions_done_words(best_in_countries(cells).values(), len(lines), selection.as_at),
        "countries": columns,
        "rows": rows.items(),
        "by_country": by_country(lines, columns),
    }
    return render(request, "reports/region/matrix.html", context)


def matrix_table(request, form, selection: Selection, actions, columns: list[Country], cells: dict) -> exports.Table:
    rows = [(action, words_of(action.pk, columns, cells)) for action in actions]
    filters = exports.filters_of_selection(form, selection.as_at)
    return exports.Table.of(request, "matrix", _("Countries and actions"), lists.matrix_columns(columns), rows, filters)


def map_countries(figures: RegionView) -> list[Country]:
    """Those that take part, and any other that does something all the same."""
    return [line.country for line in figures.countries if line.country.takes_part or line.activities]


def by_report(figures: RegionView) -> list[CountryLine]:
    """Those that take part: who had not reported first, then the one that was last heard of longest ago."""
    lines = [line for line in figures.countries if line.country.takes_part]
    return sorted(lines, key=lambda line: (line.last_report is not None, line.last_report or date.min))

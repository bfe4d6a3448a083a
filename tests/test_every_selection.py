"""Every figure under every filter is what a slow recount of the rows finds, on page, file and API alike."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.models import Target
from reports.models import Activity, Country
from reports.summaries import (
    Selection,
    activity_totals,
    country_view,
    gaps,
    in_force,
    matrix_by_action,
    matrix_by_recommendation,
    matrix_by_theme,
    movements,
    never_reported,
    pace,
    region_view,
    target_progress,
    themes_at_a_glance,
    verified_by_month,
)
from tests.rich_rows import BODIES, COUNTRIES, DAYS

THEMES = ("", "I", "II", "III", "IV", "V", "VI")
SELECTIONS = st.builds(
    Selection,
    as_at=st.sampled_from([*DAYS, date(2010, 1, 1), date(2022, 7, 1)]),
    body=st.sampled_from(("", "", *BODIES)),
    theme=st.sampled_from(THEMES),
    status=st.sampled_from(("", "", *Activity.Status.values)),
)
of_every_view = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def plain(cells):
    return {key: (cell.state, cell.activities, cell.adopted) for key, cell in cells.items()}


@of_every_view
@given(selection=SELECTIONS)
def test_each_cell_of_each_matrix(slow, selection):
    assert plain(matrix_by_action(selection)) == slow.cells(selection, "action")
    assert plain(matrix_by_theme(selection)) == slow.cells(selection, "theme")
    assert plain(matrix_by_recommendation(selection)) == slow.cells(selection, "recommendation")


@of_every_view
@given(selection=SELECTIONS)
def test_the_region_and_each_country_in_it(slow, selection):
    figures, members = region_view(selection), slow.members(selection)
    assert figures.totals == activity_totals(selection) == slow.totals(selection)
    lines = {line.country.pk: (line.states, line.activities, line.last_report) for line in figures.countries}
    assert lines == {
        code: (slow.states(selection, code), slow.heard_of(selection, code), slow.last_report(code, selection.as_at))
        for code in members
    }
    silent = {
        code for code in members & slow.participants(selection) if slow.last_report(code, selection.as_at) is None
    }
    assert {row.pk for row in figures.silent} == {row.pk for row in never_reported(selection)} == silent
    cells = slow.cells(selection, "action").items()
    taken = {code for (_place, code), cell in cells if cell[0] != "not_taken_up"}
    assert {row.pk for row in figures.untaken} == {
        code for code in slow.recommendations if code not in taken and selection.theme in ("", code.partition(".")[0])
    }


@of_every_view
@given(selection=SELECTIONS)
def test_each_unit_and_figure_of_each_target(slow, selection):
    rows = {row.code: row for target in target_progress(selection) for row in target.indicators}
    assert {code: {unit.unit: unit.layer for unit in row.units} for code, row in rows.items()} == slow.units(selection)
    figures = {code: (row.verified, row.reported, row.expected, row.required) for code, row in rows.items()}
    assert figures == slow.figures(selection)


@of_every_view
@given(selection=SELECTIONS)
def test_each_theme_at_a_glance(slow, selection):
    states = {line.theme.pk: line.states for line in themes_at_a_glance(selection)}
    asked = [theme for theme in THEMES[1:] if selection.theme in ("", theme)]
    assert states == {theme: slow.states(selection, theme=theme) for theme in asked}


@of_every_view
@given(selection=SELECTIONS, country=st.sampled_from(COUNTRIES))
def test_the_page_of_a_country(slow, selection, country):
    selection = Selection(as_at=selection.as_at, theme=selection.theme, status=selection.status)
    figures = country_view(country, selection)
    assert (figures.states, figures.totals) == (slow.states(selection, country), slow.totals(selection, country))
    assert figures.last_report == slow.last_report(country, selection.as_at)
    cells = {code: cell for (place, code), cell in slow.cells(selection, "action").items() if place == country}
    assert plain(figures.actions) == cells


@of_every_view
@given(selection=SELECTIONS, days=st.sampled_from((30, 400)))
def test_what_moved_the_months_and_the_pace(slow, selection, days):
    since = selection.as_at - timedelta(days=days)
    moves = {
        (row.indicator.pk, one.unit): (one.before, one.after)
        for row in movements(selection, since)
        for one in row.moves
    }
    assert moves == slow.moved(selection, since)
    shown = {month.first: month.claims for month in verified_by_month(selection)}
    assert shown == {month: slow.months(selection).get(month, 0) for month in shown}
    assert max(shown, default=None) == max(slow.months(selection), default=None)
    last = pace(selection, in_force(selection)).points[-1:]
    assert [point.verified for point in last] == [sum(min(n[0], n[3] or 0) for n in slow.figures(selection).values())][
        : len(last)
    ]


@of_every_view
@given(selection=SELECTIONS, country=st.sampled_from(("", *COUNTRIES)))
def test_the_gaps(slow, selection, country):
    selection = Selection(as_at=selection.as_at, theme=selection.theme, body="" if country else selection.body)
    lists = gaps(selection, country)
    for by, rows in (("action", lists.actions), ("recommendation", lists.recommendations)):
        cells = {key: cell for key, cell in slow.cells(selection, by).items() if key[0] != "regional"}
        cells = {key: cell for key, cell in cells.items() if country in ("", key[0])}
        done = {code for (_place, code), cell in cells.items() if cell[0] in ("verified", "reported")}
        menu = slow.columns(set(slow.recommendations), "", by, selection)
        assert {gap.row.pk for gap in rows} == menu - done
        asked = {key: cell[0] for key, cell in cells.items() if key[1] not in done}
        declined = {key for key, state in asked.items() if state == "not_taken_up"}
        assert {(code, gap.row.pk) for gap in rows for code in gap.declined} == declined
        assert {(code, gap.row.pk) for gap in rows for code in gap.places} == set(asked) - declined
    claimed = {row["indicator_id"].rpartition(".")[0] for row in slow.counted_claims(selection) if not country}
    if not country:
        targets = {row.pk for row in Target.objects.all() if selection.theme in ("", row.theme_id)}
        assert {row.code for row in lists.targets} == targets - claimed


def test_the_rows_that_all_this_is_tried_with_hold_every_kind(slow):
    two = [row for row in slow.activities if len(row["themes"]) > 1]
    assert min(len(two), len(slow.claims), Country.objects.filter(activities__isnull=False).distinct().count()) > 5

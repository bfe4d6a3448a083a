"""Every figure under every filter is what a slow recount of the rows finds, on page, file and API alike."""

from collections import Counter
from dataclasses import astuple
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.models import Indicator, Target
from indicators.progress import LAYERS
from reports import rules, tallies
from reports.models import Activity, Counted, Country, Organisation, RegionalBody, Tally, TallyEnd, UnitTally
from reports.period import period_report
from reports.summaries import (
    Selection,
    activity_totals,
    country_training,
    country_view,
    currency_totals,
    each_activity,
    funding_totals,
    gaps,
    in_force,
    matrix_by_action,
    matrix_by_recommendation,
    matrix_by_theme,
    money_lacking,
    movements,
    never_reported,
    pace,
    participants,
    published_lines,
    region_view,
    shared_with_others,
    target_progress,
    themes_at_a_glance,
    underfunded_activities,
    underfunded_entries,
    verified_by_month,
    with_activities,
    years,
)
from reports.summaries.activities import THEME, placed_activities, rank
from reports.summaries.period import Period
from reports.tallies.steps import NUMBERS
from tests.base import today
from tests.recount_sums import numbers, one_place
from tests.rich_kinds import kinds_of_rows
from tests.rich_rows import BODIES, COUNTRIES, DAYS

PLACES = (*COUNTRIES[:4], "several", "regional")
THEMES = ("", "I", "II", "III", "IV", "V", "VI")
SELECTIONS = st.builds(
    Selection,
    as_at=st.sampled_from([*DAYS, date(2010, 1, 1), date(2011, 12, 31), date(2012, 12, 31), date(2022, 7, 1)]),
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
    targets = target_progress(selection)
    whole = with_activities(targets, in_force(selection), most=None)
    rows = {row.code: row for target in whole for row in target.indicators}
    assert {code: {unit.unit: unit.layer for unit in row.units} for code, row in rows.items()} == slow.units(selection)
    figures = {code: (row.verified, row.reported, row.expected, row.required) for code, row in rows.items()}
    assert figures == slow.figures(selection)


@of_every_view
@given(selection=SELECTIONS)
def test_the_activities_that_are_named_are_those_of_the_best_layers(slow, selection):
    norm, whole = in_force(selection), slow.units(selection)
    for target in with_activities(target_progress(selection), norm, most=2):
        for indicator, row in target.counted:
            if indicator.counts == Indicator.Counts.ACTIVITIES:
                named = {unit.unit: unit.layer for unit in row.units}
                assert len(named) == min(2, len(whole[indicator.pk]))
                assert named.items() <= whole[indicator.pk].items()
                best = sorted(map(LAYERS.index, whole[indicator.pk].values()))
                assert sorted(map(LAYERS.index, named.values())) == best[:2]
                every = [unit for some in each_activity(norm, indicator) for unit in some.units]
                assert {unit.unit: unit.layer for unit in every} == whole[indicator.pk]


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
def test_what_moved(slow, selection, days):
    since = selection.as_at - timedelta(days=days)
    rows, moved = movements(selection, since, most=None), slow.moved(selection, since)
    assert {(row.indicator.pk, one.unit): (one.before, one.after) for row in rows for one in row.moves} == moved
    assert {row.indicator.pk: row.in_all for row in rows} == Counter(code for code, _unit in moved)
    few = {
        (row.indicator.pk, one.unit): (one.before, one.after)
        for row in movements(selection, since)
        for one in row.moves
    }
    assert few.items() <= moved.items()
    figures = [(row.before, row.after) for row in rows]
    assert figures == [(row.before, row.after) for row in movements(selection, since)]


@of_every_view
@given(selection=SELECTIONS)
def test_the_months_and_the_pace(slow, selection):
    shown = {month.first: month.claims for month in verified_by_month(selection)}
    assert shown == {month: slow.months(selection).get(month, 0) for month in shown}
    assert set(slow.months(selection)) <= set(shown)
    assert {max(shown)} == {min(selection.as_at, today()).replace(day=1)} if shown else not slow.months(selection)
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


# Participants, money, and what happened between two days -----------------------------------------------------------------


def lines_of(view):
    kinds = {"total": [view.total], "place": view.places, "year": view.years}
    kinds |= {"topic": view.topics, "audience": view.audiences}
    lines = [(kind, line) for kind, of_kind in kinds.items() for line in of_kind if line.held.trainings]
    return {(kind, line.code): numbers_of(line) for kind, line in lines}


def numbers_of(line):
    return {layer: [int(number) for number in astuple(trained)] for layer, trained in line.layers}


@of_every_view
@given(selection=SELECTIONS, place=st.sampled_from(("", "", *PLACES)), year=st.sampled_from((0, 0, 2011, 2012)))
def test_who_was_trained(slow, selection, place, year):
    assert lines_of(participants(selection, place=place, year=year)) == slow.trained(selection, place, year)


@of_every_view
@given(selection=SELECTIONS, country=st.sampled_from(COUNTRIES))
def test_what_a_country_trained_alone_and_with_others(slow, selection, country):
    trained = {place: [[0] * 7, [0] * 7] for place in (country, "several")}
    for place, _year, layer, activity in slow.trainings(selection):
        if country in activity["countries"] and place != "regional":
            cell = trained[place]
            number = ("verified", "reported").index(layer)
            cell[number] = [one + more for one, more in zip(cell[number], numbers(activity["row"]), strict=True)]
    lines = country_training(country, selection)
    assert {line.code: list(numbers_of(line).values()) for line in lines} == trained


@of_every_view
@given(
    place=st.sampled_from(("", "", *PLACES)),
    theme=st.sampled_from(THEMES),
    year=st.sampled_from((None, None, 2011, 2012)),
    giver=st.sampled_from((None, None, *BODIES)),
)
def test_the_money(slow, place, theme, year, giver):
    funder = Organisation.objects.get(body=giver).pk if giver else None
    asked, lines = (place, theme, year, funder), published_lines(place, theme, year, funder)
    for names, in_detail in ((("funder", "currency"), False), (("funder", "currency", "year", "place"), True)):
        rows = funding_totals(lines, in_detail=in_detail)
        sums = {tuple(getattr(row, name) for name in names): (row.committed, row.spent, row.activities) for row in rows}
        assert sums == slow.money(names, *asked)
    sums = {key[0]: cell[:2] for key, cell in slow.money(("currency",), *asked).items()}
    assert {row.currency: (row.committed, row.spent) for row in currency_totals(lines)} == sums


@of_every_view
@given(place=st.sampled_from(("", *PLACES)), theme=st.sampled_from(THEMES))
def test_what_is_underfunded(slow, place, theme):
    activities, lacking = underfunded_activities(place, theme), slow.lacking(place, theme)
    assert {row.pk: (row.currency, row.lacking) for row in activities} == lacking
    sums = {currency: sum(amount for _currency, amount in lacking.values()) for currency, _amount in lacking.values()}
    assert dict(money_lacking(activities)) == sums
    shared = [pk for pk in slow.lacking("several", theme) if place in slow.by_id[pk]["countries"]]
    assert shared_with_others(place if place in COUNTRIES else "", theme) == len(shared)


def test_where_what_is_underfunded_stands(slow):
    entries = Counter(slow.plans())
    for pk in slow.lacking():
        entries.update((one_place(slow.by_id[pk]), theme) for theme in slow.by_id[pk]["themes"])
    assert underfunded_entries() == entries


PERIODS = st.tuples(st.sampled_from(DAYS), st.integers(0, 500)).map(lambda row: (row[0], row[0] + timedelta(row[1])))
READERS = {"public": rules.PUBLIC, "participant": rules.PARTICIPANT, "all": rules.Standing(is_administrator=True)}


def may_read(reader, activity):
    row = activity["row"]
    if reader == "all":
        return True
    return row.review == "verified" and (reader == "participant" or row.visibility == "public")


@of_every_view
@given(days=PERIODS, of=st.sampled_from((*COUNTRIES[:4], *BODIES)), reader=st.sampled_from(list(READERS)))
def test_what_a_period_report_lists(slow, days, of, reader):
    is_body, view = of in BODIES, Selection(as_at=days[1], body=of if of in BODIES else "")
    countries = slow.members(view) if is_body else {of}
    lists = slow.period(
        lambda row: may_read(reader, row) and (row["countries"] & countries or of in row["bodies"]), *days
    )
    place = RegionalBody.objects.get(pk=of) if is_body else Country.objects.get(pk=of)
    report = period_report(READERS[reader], place, Period(*days))
    assert {name: listed.total for name, listed in report.lists} == {name: len(rows) for name, rows in lists.items()}
    for name, listed in report.lists:
        assert {row.pk for row in listed.rows} <= lists[name]
    if is_body:
        moved = Counter(after for _before, after in slow.moved(view, days[0] - timedelta(1)).values())
        assert report.counts == moved


@of_every_view
@given(days=PERIODS, funder=st.sampled_from(BODIES))
def test_what_the_period_report_of_an_organisation_lists(slow, days, funder):
    place = Organisation.objects.get(body=funder)
    lists = slow.period(lambda row: place.pk in row["organisations"], *days)
    report = period_report(READERS["all"], place, Period(*days))
    assert {name: listed.total for name, listed in report.lists} == {name: len(rows) for name, rows in lists.items()}


# The rows ----------------------------------------------------------------------------------------------------------------


def test_the_rows_that_all_this_is_tried_with_hold_every_kind(slow):
    two = [row for row in slow.activities if len(row["themes"]) > 1]
    assert min(len(two), len(slow.claims), Country.objects.filter(activities__isnull=False).distinct().count()) > 5
    assert [kind for kind, number in kinds_of_rows().items() if not number] == []


@of_every_view
@given(selection=SELECTIONS, country=st.sampled_from(COUNTRIES))
def test_how_many_began_in_each_year_in_a_country(slow, selection, country):
    selection = Selection(as_at=selection.as_at, theme=selection.theme)
    counted = placed_activities(selection, country).annotate(under=THEME, rank=rank(selection.as_at))
    assert years.kept_numbers(country, selection) == years.numbers_of(counted)


def test_what_is_added_up_again_is_what_was_kept(slow):
    kept = {tally.key: tally.days for tally in Tally.objects.all() if any(getattr(tally, name) for name in NUMBERS)}
    for model in (Tally, UnitTally, Counted, TallyEnd):
        model.objects.all().delete()
    tallies.build_missing()
    again = {tally.key: tally.days for tally in Tally.objects.all() if any(getattr(tally, name) for name in NUMBERS)}
    assert (again, list(tallies.differences())) == (kept, [])

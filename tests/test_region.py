"""The region's pages: each figure leads to exactly what is behind it; what moved, trend, pace, comparison."""

import re
from datetime import date

import pytest
from django.urls import reverse

from reports.filters import ActivityFilter
from reports.models import Activity, Claim, Country, Participation
from reports.summaries import (
    REGIONAL,
    Selection,
    activity_totals,
    in_force,
    matrix_by_action,
    matrix_by_theme,
    movements,
    pace,
    round_rates,
    target_progress,
    verified_by_month,
    with_activities,
)
from reports.workflow import complete_report, extend_round, open_round
from tests.base import submitted, today, verified

DEADLINE = date(2012, 12, 31)
SELECTIONS = [
    {},
    {"as_at": date(2011, 12, 31)},
    {"body": "EAC"},
    {"body": "SADC", "as_at": date(2012, 3, 1)},
    {"status": "completed"},
    {"theme": "VI", "body": "COMESA"},
]


def listed(**asked):
    """How many activities the list shows to somebody who may see everything."""
    filterset = ActivityFilter(asked, Activity.objects.all())
    assert filterset.is_valid(), filterset.errors
    return filterset.qs.count()


def asked_of(selection):
    return {"counted": "1", **{name: str(value) for name, value in selection.items()}}


def test_every_cell_leads_to_as_many_activities_as_it_counts(demo):
    wrong = {}
    for selection in SELECTIONS:
        for column, cells in (
            ("theme", matrix_by_theme(Selection(**selection))),
            ("action", matrix_by_action(Selection(**selection))),
        ):
            for (place, code), cell in cells.items():
                where = {"scope": "regional"} if place == REGIONAL else {"country": place}
                rows = listed(**(asked_of(selection) | where | {column: code}))
                if rows != cell.activities:
                    wrong[str(selection), place, code] = (rows, cell.activities)
    assert wrong == {}


def test_every_layer_leads_to_as_many_activities_as_it_counts(demo):
    for selection in SELECTIONS:
        totals = activity_totals(Selection(**selection))
        assert {layer: listed(**asked_of(selection), layer=layer) for layer in totals} == totals


def test_a_cell_that_is_only_adopted_has_no_activity_behind_it(demo):
    adopted = [key for key, cell in matrix_by_action(Selection()).items() if cell.state == "adopted"]
    assert adopted
    assert {listed(counted="1", country=country, action=action) for country, action in adopted} == {0}


def test_the_list_says_how_many_the_figure_counts_and_how_many_are_open(as_person, cast):
    verified(cast["amina"], cast["nadia"])
    submitted(cast["amina"])
    path = reverse("activities") + "?counted=1&country=MOZ&theme=VI"
    behind = [as_person(name).get(path).context["behind"] for name in (None, "nadia")]
    assert behind == [{"counted": 2, "shown": 1}, {"counted": 2, "shown": 2}]


@pytest.mark.parametrize(
    "query", ["?counted=1&q=National", "?counted=1&review=submitted", "?counted=1&starts_after=2014-01-01"]
)
def test_what_is_hidden_is_not_counted_by_anything_but_a_figure(as_person, cast, query):
    submitted(cast["amina"])
    assert as_person(None).get(reverse("activities") + query).context["behind"] is None


@pytest.mark.parametrize("selection", [{}, {"theme": "III"}, {"status": "completed"}], ids=str)
@pytest.mark.parametrize(("since", "until"), [(date(2011, 6, 30), date(2012, 2, 1)), (date(2010, 1, 1), DEADLINE)])
def test_what_moved_is_what_the_figures_of_the_two_days_differ_in(demo, selection, since, until):
    def standing(day):
        asked = Selection(as_at=day, **selection)
        targets = with_activities(target_progress(asked), in_force(asked), most=None)
        return {(i.code, unit.unit): unit.layer for target in targets for i in target.indicators for unit in i.units}

    before, after = standing(since), standing(until)
    moved = {
        (row.indicator.pk, move.unit): (move.before, move.after)
        for row in movements(Selection(as_at=until, **selection), since)
        for move in row.moves
    }
    assert moved == {
        key: (before.get(key, "expected"), layer)
        for key, layer in after.items()
        if before.get(key, "expected") != layer
    }


def test_what_moved_names_the_activity_to_those_who_may_open_it(as_person, cast):
    row = submitted(cast["amina"])
    path = reverse("moved") + "?since=2014-05-25&as_at=2014-05-26"
    for name, named in ((None, False), ("juma", False), ("amina", True), ("nadia", True)):
        response = as_person(name).get(path)
        assert response.context["units"] == 1
        assert (str(row.pk) in response.content.decode()) == named


def test_a_day_after_the_other_one_is_refused(as_person, cast):
    page = as_person(None).get(reverse("moved") + "?since=2014-01-01&as_at=2013-01-01")
    assert list(page.context["form"].errors) == ["since"]


def pace_of(**asked):
    selection = Selection(**asked)
    return pace(selection, in_force(selection))


@pytest.mark.parametrize("day", [date(2011, 11, 15), DEADLINE, date(2020, 1, 1)])
def test_the_pace_at_each_point_is_a_slow_recount_of_that_day(demo, day):
    reached = pace_of(as_at=day)
    for point in reached.points:
        indicators = [i for target in target_progress(Selection(as_at=point.day)) for i in target.indicators]
        assert point.verified == sum(min(i.verified, i.required) for i in indicators)
        assert point.required == sum(i.required for i in indicators)
    assert reached.points[-1].day <= day


def test_the_pace_asks_for_everything_on_the_deadline_and_for_nothing_at_the_conference(demo):
    reached = pace_of(as_at=date(2014, 1, 1))
    assert (reached.points[0].needed, reached.at_deadline.needed) == (0, reached.at_deadline.required)


@pytest.mark.parametrize("selection", [{}, {"as_at": date(2011, 12, 31)}, {"theme": "VI"}], ids=str)
def test_the_months_are_a_slow_recount_of_verified_claims(demo, selection):
    day = selection.get("as_at", today())
    slow = [
        claim.achieved_on.replace(day=1)
        for claim in Claim.objects.select_related("activity")
        if claim.verification == "verified"
        and claim.achieved_on <= day
        and claim.activity.review != "draft"
        and claim.activity.status != "cancelled"
        and claim.indicator_id.startswith(selection.get("theme", "") + "." if "theme" in selection else "")
    ]
    months = verified_by_month(Selection(**selection))
    assert [(month.first, month.claims) for month in months if month.claims] == [
        (month, slow.count(month)) for month in sorted(set(slow))
    ]
    assert (
        len(months)
        == (months[-1].first.year - months[0].first.year) * 12 + months[-1].first.month - months[0].first.month + 1
    )


def test_rounds_tell_who_reported_and_who_was_on_time(cast):
    past = open_round(by=cast["nadia"], title="2012", opens_on=date(2012, 1, 1), closes_on=DEADLINE, as_at=DEADLINE)
    extend_round(by=cast["nadia"], pk=past.pk, country="MOZ", closes_on=date(2100, 1, 1), reason="Elections")
    complete_report(by=cast["amina"], pk=past.pk, country="MOZ")
    (rate,) = round_rates(Selection(), in_force(Selection()))
    assert (rate.countries, rate.reported, rate.on_time, rate.more_time, rate.silent) == (13, 1, 0, 1, 12)
    early = Selection(as_at=date(2011, 1, 1))
    assert round_rates(early, in_force(early)) == []


def test_no_report_is_never_shown_as_zero(noon, as_person, cast):
    submitted(cast["amina"])
    page = as_person(None).get(reverse("region"))
    lines = {line.country.pk: line for line in page.context["by_report"]}
    assert (lines["MOZ"].last_report, lines["SOM"].last_report) == (today(), None)
    drawn = {row["code"]: (row["look"], row["label"]) for row in page.context["map_rows"]}
    assert (drawn["SOM"], drawn["MOZ"], drawn["MUS"][0]) == (
        ("silent", "no report"),
        ("l1", "1 action carried out"),
        "land",
    )
    silent = Country.objects.participating(today()).count() - 1
    assert page.content.decode().count("no report</span>") == silent
    assert (len(page.context["figures"].silent), page.content.decode().count("<td class=q>")) == (silent, 0)
    assert [line.country.pk for line in page.context["by_report"]][-1] == "MOZ"


def test_a_list_of_countries_counts_nothing_of_one_that_never_reported(as_person, cast):
    submitted(cast["amina"])
    file = as_person(None).get(reverse("countries"), {"format": "csv"}).getvalue().decode()
    lines = {line.split(",")[0]: line.split(",")[3:8] for line in file.splitlines()}
    assert (lines["Somalia"], lines["Mozambique"]) == ([""] * 5, ["0", "1", "0", "0", "1"])


@pytest.mark.parametrize(
    ("country", "figures"),
    [
        ("SOM", ["No report yet.", "No answer yet to any of the 58 actions."]),
        ("MOZ", ["1 activity reported, not verified yet, under 1 of the 58 actions.", "No answer yet 57"]),
    ],
)
def test_the_page_of_a_country_that_never_reported_shows_no_zero(as_person, cast, country, figures):
    submitted(cast["amina"])
    page = as_person(None).get(reverse("country", args=[country])).content.decode().partition("<main")[2]
    text = " ".join(re.sub("<[^>]*>", "", page).split())
    assert [figure in text for figure in figures] == [True, True]
    assert re.findall(r"\b0 activit", text) == []


def test_two_sides_say_which_of_them_never_reported(as_person, cast):
    submitted(cast["amina"])
    page = as_person(None).get(reverse("compare"), {"a": "MOZ", "b": "SOM"})
    assert [name for name, _day in page.context["names"]] == ["Mozambique", "Somalia (no report)"]


@pytest.mark.parametrize(
    ("query", "first", "second"),
    [
        ("a=MOZ&b=TZA", 1, 0),
        ("a=SADC&b=IGAD", 1, 0),
        ("a_as_at=2014-05-26&b_as_at=2014-05-25", 1, 0),
        ("a=MOZ&b=", 1, 1),
    ],
)
def test_two_sides_stand_beside_one_another(as_person, cast, query, first, second):
    verified(cast["amina"], cast["nadia"])
    page = as_person(None).get(f"{reverse('compare')}?{query}")
    themes = page.context["themes"]
    assert [sum(lines[side]["units"] for _theme, lines in themes) for side in (0, 1)] == [first, second]
    assert [figures.states["VI"]["verified"] for figures in page.context["figures"]] == [first, second]


@pytest.mark.parametrize(
    "query",
    ["?a=ZZZ&b=1", "?since=x", "?as_at=2009-01-01", "?as_at=0001-01-01", "?as_at=9999-12-31", "?body=XX&theme=IX"],
)
@pytest.mark.parametrize(
    "name", ["moved", "trend", "compare", "region", "countries", "scorecard", "gaps", "activities"]
)
def test_an_address_that_makes_no_sense_is_answered(as_person, db, name, query):
    assert as_person(None).get(reverse(name) + query).status_code == 200


def test_a_country_that_the_map_does_not_draw_is_in_its_list(as_person, cast):
    values = {"name_en": "Fiji", "name_fr": "Fidji", "working_language": "en", "time_zones": "Pacific/Fiji"}
    country = Country.objects.create(code="FJI", iso2="FJ", **values)
    Participation.objects.create(country=country, since=date(2015, 1, 1), status="confirmed", source="A decision")
    submitted(cast["amina"], countries=["MOZ", "FJI"], scope="cross_border", claims=[])
    pages = [as_person(None).get(path) for path in ("/", "/region/")]
    assert [(page.status_code, "Fiji" in page.content.decode()) for page in pages] == [(200, True)] * 2

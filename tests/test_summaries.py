"""The figures, from the database: distinct units, days, bodies, participation, revisions."""

from datetime import date

import pytest
from django.core.management import call_command

from indicators.models import Indicator, TargetRevision
from reports import tallies
from reports.models import Activity, BodyMembership, Claim, Country
from reports.summaries import (
    Selection,
    activity_totals,
    country_view,
    in_force,
    matrix_by_action,
    matrix_by_theme,
    region_view,
    target_progress,
    with_activities,
)
from tests.agreeing import name_countries
from tests.base import participate, record, submitted, today, verified
from tests.recount import Recount

TWO = {"countries": ["MOZ", "MWI"], "scope": "cross_border"}


def row(code, **selection):
    (target,) = target_progress(Selection(**selection), codes=[code])
    return target.indicators[0]


def layers(code, **selection):
    progress = row(code, **selection)
    return progress.verified, progress.reported, progress.expected


def test_two_claims_for_one_country_are_one_unit(cast):
    submitted(cast["amina"])
    verified(cast["amina"], cast["nadia"])
    assert layers("VI.T1") == (1, 0, 0)


def test_a_draft_a_refusal_and_a_cancelled_activity_count_nowhere(cast):
    record(cast["amina"])
    undated = [{"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": None}]
    submitted(cast["amina"], status="cancelled", status_reason="x", claims=undated)
    Claim.objects.filter(activity=submitted(cast["amina"])).update(verification="refused", decision_reason="x")
    tallies.build()
    assert layers("VI.T1") == (0, 0, 0)


def test_a_returned_activity_is_only_expected(cast):
    Activity.objects.filter(pk=submitted(cast["amina"]).pk).update(review="returned")
    tallies.build()
    assert layers("VI.T1") == (0, 0, 1)


def test_a_day_before_makes_it_only_expected(cast):
    verified(cast["amina"], cast["nadia"])
    assert [layers("VI.T1", as_at=date(2014, 5, day)) for day in (25, 26)] == [(0, 0, 1), (1, 0, 0)]


def test_two_sectors_make_a_country(cast):
    def claims(*sectors):
        return [{"indicator": "I.T2.1", "unit": f"MOZ/{sector}", "achieved_on": "2014-05-26"} for sector in sectors]

    verified(cast["amina"], cast["nadia"], actions=["I.7"], claims=claims("I.c"))
    assert layers("I.T2") == (0, 0, 0)
    submitted(cast["amina"], actions=["I.7"], claims=claims("I.d"))
    assert layers("I.T2") == (0, 1, 0)
    verified(cast["amina"], cast["nadia"], actions=["I.7"], claims=claims("I.e"))
    assert layers("I.T2") == (1, 0, 0)


def test_all_countries_follows_participation(cast):
    assert row("VI.T1").required == 13
    participate("AGO", since=date(2012, 1, 2))
    assert [row("VI.T1", as_at=date(2012, 1, day)).required for day in (1, 2)] == [13, 14]
    assert row("VI.T1", body="EAC", as_at=date(2012, 1, 1)).required == 5


def test_a_country_that_does_not_take_part_is_not_of_all(cast):
    verified(cast["amina"], cast["nadia"])
    participate("MOZ", "none")
    assert (layers("VI.T1"), row("VI.T1").required) == ((0, 0, 0), 12)


def test_membership_is_that_of_the_day(cast):
    congo = {
        "countries": ["COD"],
        "claims": [{"indicator": "VI.T2.1", "unit": "COD", "achieved_on": "2012-01-01"}],
        "actions": ["VI.2"],
    }
    submitted(cast["grace"], **congo)
    assert [layers("VI.T2", body="EAC", as_at=date(year, 6, 1))[1] for year in (2021, 2022)] == [0, 1]


def test_a_country_in_three_bodies_is_one(cast):
    submitted(
        cast["juma"], countries=["TZA"], claims=[{"indicator": "VI.T1.1", "unit": "TZA", "achieved_on": "2014-05-26"}]
    )
    bodies = BodyMembership.objects.filter(country="TZA", since__lte=date(2014, 1, 1)).values_list("body", flat=True)
    assert len(set(bodies)) >= 3
    assert layers("VI.T1") == (0, 1, 0)


def test_a_revision_counts_from_its_day(cast):
    indicator = Indicator.objects.get(pk="VI.T2.1")
    TargetRevision.objects.create(
        target=indicator.target,
        indicator=indicator,
        required=5,
        in_force_from=date(2013, 1, 1),
        decided_by="x",
        reason="y",
    )
    assert [row("VI.T2", as_at=date(year, 6, 1)).required for year in (2012, 2013)] == [3, 5]
    call_command("load_plan", verbosity=0)
    assert row("VI.T2").required == 5


def test_a_regional_activity_stands_once_and_in_no_country(cast):
    regional = {"scope": "regional", "countries": ["MOZ", "TZA", "MWI"], "claims": []}
    submitted(cast["nadia"], **regional)
    cells = matrix_by_action(Selection())
    assert {key for key, cell in cells.items() if cell.activities} == {("regional", "VI.1")}
    assert cells["regional", "VI.1"].activities == 1
    assert activity_totals(Selection())["reported"] == 1
    assert Country.objects.get(pk="MOZ") in region_view(Selection()).silent


@pytest.mark.parametrize(("day", "activities"), [(date(2014, 5, 25), 0), (date(2014, 5, 26), 1), (None, 1)])
def test_an_activity_is_heard_of_once_it_has_begun_and_its_country_once_it_has_reported(cast, day, activities):
    verified(cast["amina"], cast["nadia"])
    figures = region_view(Selection(as_at=day or today()))
    (line,) = (line for line in figures.countries if line.country.pk == "MOZ")
    assert (line.country in figures.silent, line.activities) == (day is not None, activities)


def test_what_is_planned_for_later_has_been_heard_of_today(cast):
    undated = [{"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": None}]
    submitted(cast["amina"], status="planned", starts_on="2999-01-01", ends_on=None, claims=undated)
    assert Country.objects.get(pk="MOZ") not in region_view(Selection()).silent


def test_joint_regional_work_is_one_unit_whatever_its_countries(cast):
    claims = [{"indicator": "II.T3.1", "unit": "*", "achieved_on": "2012-03-03"}]
    partners = [{"organisation": "UNHCR", "role": "implementing"}]
    joint = {"scope": "regional", "countries": ["MOZ", "TZA", "KEN"], "actions": ["II.1"], "partners": partners}
    activity = verified(cast["nadia"], cast["paul"], claims=claims, **joint)
    ((named,),) = [
        target.indicators
        for target in with_activities(target_progress(Selection(), codes=["II.T3"]), in_force(Selection()))
    ]
    assert [unit.unit for unit in named.units] == [str(activity.pk)]
    assert layers("II.T3") == (1, 0, 0)
    assert [layers("II.T3", body=body, as_at=date(2012, 6, 1)) for body in ("EAC", "SADC", "IGAD")] == [(1, 0, 0)] * 3


def test_regional_work_is_shown_with_its_countries(as_person, cast):
    verified(cast["nadia"], cast["paul"], scope="regional", countries=["MOZ", "TZA"], claims=[])
    response = as_person(None).get("/countries/MOZ/")
    assert 'href="/activities/?country=MOZ"' in response.content.decode()
    assert "Regional activities: " in as_person(None).get("/activities/?country=MOZ").content.decode()
    assert response.context["figures"].totals["verified"] == 0


def test_a_cross_border_activity_stands_in_each_country_and_once_in_all(cast):
    name_countries(submitted(cast["amina"], **TWO), TWO["countries"])
    tallies.build()
    cells = matrix_by_theme(Selection())
    assert (cells["MOZ", "VI"].activities, cells["MWI", "VI"].activities) == (1, 1)
    assert activity_totals(Selection())["reported"] == 1


def test_two_actions_of_a_theme_are_one_activity(cast):
    submitted(cast["amina"], actions=["VI.1", "VI.2", "I.1"])
    cells = matrix_by_theme(Selection())
    assert (cells["MOZ", "VI"].activities, cells["MOZ", "I"].activities) == (1, 1)


def test_work_outside_the_menu_stands_under_its_theme(cast):
    submitted(cast["amina"], actions=[], theme="VI")
    assert matrix_by_theme(Selection())["MOZ", "VI"].activities == 1
    assert matrix_by_action(Selection()) == {}


@pytest.mark.parametrize("selection", [{"theme": "I"}, {"status": "planned"}, {"body": "IGAD"}])
def test_every_filter_moves_every_figure(cast, selection):
    submitted(cast["amina"])
    assert sum(activity_totals(Selection()).values()) == 1
    assert sum(activity_totals(Selection(**selection)).values()) == 0
    assert matrix_by_theme(Selection(**selection)) == {}
    assert all(not unit.units for target in target_progress(Selection(**selection)) for unit in target.indicators)


def test_the_page_of_a_country_tells_what_it_contributes(cast):
    submitted(cast["amina"])
    figures = country_view("MOZ", Selection())
    assert ([target.code for target in figures.targets], figures.totals["reported"]) == (["VI.T1"], 1)
    assert figures.actions["VI.1"].state == "reported"


@pytest.mark.parametrize("day", [date(2011, 1, 1), date(2011, 12, 31), date(2012, 3, 1), date(2020, 1, 1)])
def test_the_demonstration_counts_as_a_slow_recount_does(demo, day):
    selection = Selection(as_at=day)
    targets = with_activities(target_progress(selection), in_force(selection), most=None)
    fast = {
        indicator.code: {unit.unit: unit.layer for unit in indicator.units}
        for target in targets
        for indicator in target.indicators
    }
    assert fast == Recount().units(selection)

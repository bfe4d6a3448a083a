"""Who was trained: each figure worked out by hand, on page, file, API and report alike."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import workflow
from reports.models import Activity
from reports.summaries import Selection, country_training, participants, underfunded_activities, underfunded_entries
from tests.training import course, numbered

EVE, LATE = date(2012, 12, 31), date(2014, 12, 31)
NOTHING = (0, 0, 0, 0, 0)


def plain(trained):
    return (trained.trainings, trained.women, trained.men, trained.unnumbered, trained.half_numbered)


def shown(lines):
    return {one.code: (plain(one.verified), plain(one.reported)) for one in lines if one.held.trainings}


def test_all_are_counted_once_verified_apart_from_reported(held):
    total = participants(Selection(as_at=LATE)).total
    assert (plain(total.verified), total.verified.people) == ((4, 41, 52, 1, 1), 93)
    assert (plain(total.reported), total.reported.people) == ((2, 16, 22, 0, 0), 38)


def test_each_stands_in_one_place_several_countries_apart(held):
    assert shown(participants(Selection(as_at=LATE)).places) == {
        "MOZ": ((3, 21, 18, 1, 1), NOTHING),
        "TZA": (NOTHING, (1, 5, 7, 0, 0)),
        "several": ((1, 20, 34, 0, 0), NOTHING),
        "regional": (NOTHING, (1, 11, 15, 0, 0)),
    }


def test_countries_come_by_name_then_several_then_regional(held):
    assert [one.code for one in participants(Selection(as_at=LATE)).places] == ["MOZ", "TZA", "several", "regional"]


def test_the_year_is_that_of_the_end_or_of_the_start(held):
    assert shown(participants(Selection(as_at=LATE)).years) == {
        "2012": ((2, 12, 18, 1, 0), (2, 16, 22, 0, 0)),
        "2013": ((2, 29, 34, 0, 1), NOTHING),
    }


def test_what_had_not_ended_by_the_day_stands_in_the_year_of_its_start(held):
    assert shown(participants(Selection(as_at=EVE)).years) == {"2012": ((3, 21, 18, 1, 1), (2, 16, 22, 0, 0))}


def test_a_training_of_several_topics_stands_under_each_and_once_in_the_total(held):
    view = participants(Selection(as_at=LATE))
    assert shown(view.topics) == {
        "refugee-protection": ((2, 32, 52, 0, 0), NOTHING),
        "children": ((2, 21, 18, 0, 1), NOTHING),
        "": ((1, 0, 0, 1, 0), (2, 16, 22, 0, 0)),
    }
    assert len(view.topics) == 11


def test_audiences_are_those_of_the_plan_and_what_names_none(held):
    assert shown(participants(Selection(as_at=LATE)).audiences) == {
        "judiciary": ((1, 12, 18, 0, 0), NOTHING),
        "journalists": (NOTHING, (1, 5, 7, 0, 0)),
        "": ((3, 29, 34, 1, 1), (1, 11, 15, 0, 0)),
    }


def test_before_the_first_there_is_none(held):
    view = participants(Selection(as_at=date(2012, 5, 13)))
    assert (plain(view.total.held), view.places, view.years) == (NOTHING, [], [])


def test_of_a_body_only_what_its_members_or_it_do(held):
    """Tanzania was of the EAC, Mozambique was not."""
    assert shown(participants(Selection(as_at=LATE, body="EAC")).places) == {
        "TZA": (NOTHING, (1, 5, 7, 0, 0)),
        "several": ((1, 20, 34, 0, 0), NOTHING),
    }


@pytest.mark.parametrize(("place", "n"), [("MOZ", 3), ("TZA", 1), ("several", 1), ("regional", 1)])
def test_a_place_and_a_year_narrow_every_figure(held, place, n):
    assert participants(Selection(as_at=LATE), place=place).total.held.trainings == n
    assert participants(Selection(as_at=LATE), place=place, year=2011).total.held.trainings == 0


def test_of_a_country_what_it_held_alone_and_what_it_held_with_others(held):
    alone, together = country_training("TZA", Selection(as_at=LATE))
    assert (plain(alone.held), plain(together.held)) == ((1, 5, 7, 0, 0), (1, 20, 34, 0, 0))


def test_a_country_that_has_not_agreed_is_not_one_of_several(cast):
    course(cast, **numbered(1, 2), scope="cross_border", countries=["MOZ", "TZA"])
    assert [one.code for one in participants(Selection()).places] == ["MOZ"]


@pytest.mark.parametrize(
    ("values", "n"),
    [
        ({"actions": ["II.3"]}, 0),
        ({"actions": ["II.3"], "topics": ["children"]}, 1),
        ({"actions": ["VI.1"]}, 0),
        ({"actions": ["VI.1"], "audiences": ["judiciary"]}, 1),
        ({"actions": ["VI.1"], "participants_men": 0}, 1),
        ({"actions": ["II.1", "II.2", "VI.1"]}, 1),
        ({"actions": [], "theme": "II"}, 1),
        ({"status": "in_progress", "ends_on": None}, 1),
        ({"status": "suspended", "status_reason": "No room."}, 0),
    ],
    ids=str,
)
def test_what_a_training_is(cast, values, n):
    course(cast, **values)
    assert participants(Selection()).total.held.trainings == n


def test_it_costs_the_same_with_more_rows(cast):
    for times in (1, 2):
        for _time in range(times):
            course(cast, **numbered(3, 4), topics=["children"])
        with CaptureQueriesContext(connection) as captured:
            participants(Selection())
        assert len(captured) == 6
    assert Activity.objects.count() == 3


def test_regional_training_is_no_country_s(held):
    assert plain(country_training("MOZ", Selection(as_at=LATE))[1].held) == (1, 20, 34, 0, 0)


def test_a_place_is_decided_once_for_people_and_for_money(cast):
    money = {"amount_needed": "9", "currency": "USD", "status": "in_progress", "ends_on": None}
    shared = course(cast, **numbered(1, 2), **money, scope="cross_border", countries=["MOZ", "TZA"])
    assert places_of_both() == {"people": ["MOZ"], "money": ["MOZ"], "narrowed": 1}
    workflow.agree(by=cast["juma"], pk=shared.pk, country="TZA")
    assert places_of_both() == {"people": ["several"], "money": ["several"], "narrowed": 0}


def places_of_both():
    return {
        "people": [one.code for one in participants(Selection()).places],
        "money": [place for place, _theme in underfunded_entries()],
        "narrowed": underfunded_activities("MOZ").count(),
    }


def test_what_was_not_given_is_unknown_apart(cast):
    course(cast, **numbered(15, None))
    assert participants(Selection()).total.verified.known == (15, None, 15)
    course(cast, **numbered(None, 4))
    total = participants(Selection()).total.verified
    assert (total.known, total.only_women, total.only_men) == ((15, 4, 19), 1, 1)

"""Which status an activity had on which day: what was recorded, by its dates, and what was reported later."""

from datetime import date

import pytest

from reports.activity.spans import Recorded, Since, history_of

START, MAY, JUNE, DECEMBER = date(2013, 1, 1), date(2013, 5, 31), date(2013, 6, 30), date(2013, 12, 9)


def history(*recorded, later=(), **more):
    return [(one.status, one.day) for one in history_of(Recorded(*recorded, **more), [Since(*one) for one in later])]


def test_what_was_said_to_be_planned_on_a_day_is_not_planned_again_once_it_was_completed():
    assert history("planned", DECEMBER, START, None, later=[("completed", JUNE)]) == [
        ("planned", None),
        ("in_progress", START),
        ("completed", JUNE),
    ]


@pytest.mark.parametrize("status", ["in_progress", "suspended"])
def test_what_was_recorded_since_a_day_is_so_from_it_on_whatever_was_reported_of_before(status):
    assert history(status, DECEMBER, START, None, later=[("completed", JUNE)]) == [
        ("planned", None),
        ("in_progress", START),
        ("completed", JUNE),
        (status, DECEMBER),
    ]


def test_what_began_in_a_year_in_which_it_stopped_began_before_that():
    year = {"starts_first": START, "known": {date(2013, 12, 31): "2013"}}
    assert history("suspended", MAY, date(2013, 12, 31), None, **year) == [
        ("planned", None),
        ("in_progress", date(2013, 5, 30)),
        ("suspended", MAY),
    ]

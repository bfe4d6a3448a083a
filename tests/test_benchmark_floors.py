"""The floor of a benchmark answers what it says, and a cost says what of its goal it misses."""

import json

import pytest
from django.test import RequestFactory

from benchmarks.costs import Cost, Goal
from benchmarks.floors import COLUMNS, f2, from_database
from tests.base import submitted, verified

GOAL = Goal(most=5, ratio=1.1, megabytes=400, times=1.5, queries=1)


def test_the_floor_is_the_published_activities_in_one_query(cast, django_assert_num_queries):
    one, another = (verified(cast["amina"], cast["nadia"], title=title) for title in ("One", "Another"))
    submitted(cast["amina"], title="Not published yet")
    floor = f2(listed=100)
    with django_assert_num_queries(1):
        answer = floor.get_response(RequestFactory().get("/"))
    rows = json.loads(answer.content)
    assert [row["title"] for row in rows] == [another.title, one.title]
    assert (list(rows[0]), rows[0]["countries"], len(json.loads(from_database(1)))) == (list(COLUMNS), "MOZ", 1)


@pytest.mark.parametrize(
    ("values", "missed"),
    [
        ({}, []),
        ({"amount": 5.1}, ["ms a row", "times as much"]),
        ({"megabytes": 401}, ["memory"]),
        ({"times": 1.6, "queries": 1.2}, ["times the library", "queries"]),
    ],
)
def test_a_cost_says_what_of_its_goal_it_misses(values, missed):
    said = {"amount": 4.4, "megabytes": 400, "times": 1.5, "queries": 1.0} | values
    few = Cost("import", 4.0, "ms a row", GOAL)
    assert Cost(name="import", unit="ms a row", goal=GOAL, **said).missed(few) == missed

"""Facts about reporting are those of the day that is asked about: a report counts from its own day on."""

from datetime import date

import pytest

from reports import workflow
from reports.snapshots import contents
from reports.summaries import Selection, country_view, in_force, never_reported, region_view, round_rates
from tests.base import record, submitted
from tests.rounds import a_round, parts
from tests.test_exports import taken

FIRST, SECOND, THIRD = date(2014, 6, 2), date(2014, 9, 1), date(2015, 2, 3)
BETWEEN, BEFORE = date(2014, 7, 1), date(2014, 6, 1)


@pytest.fixture
def reported_twice(cast, on):
    on(FIRST)
    activity = submitted(cast["amina"])
    on(SECOND)
    workflow.confirm_unchanged(by=cast["amina"], pks=[activity.pk])
    on(THIRD)
    return activity


def last_report(day, country="MOZ"):
    return country_view(country, Selection(as_at=day)).last_report


def test_a_later_confirmation_leaves_the_earlier_report_where_it_was(reported_twice):
    days = (BEFORE, FIRST, BETWEEN, SECOND, THIRD)
    assert [last_report(day) for day in days] == [None, FIRST, FIRST, SECOND, SECOND]


def test_a_change_of_what_was_handed_in_is_a_report_too(cast, reported_twice):
    workflow.update_activity(by=cast["amina"], pk=reported_twice.pk, version=2, values={"place": "Tete"})
    assert (last_report(SECOND), last_report(THIRD)) == (SECOND, THIRD)


def test_a_draft_is_no_report_until_it_is_submitted(cast, on):
    on(FIRST)
    draft = record(cast["amina"])
    workflow.confirm_unchanged(by=cast["amina"], pks=[draft.pk])
    on(SECOND)
    workflow.submit_activity(by=cast["amina"], pk=draft.pk)
    assert (last_report(BETWEEN), last_report(THIRD)) == (None, SECOND)


def test_what_the_working_group_does_is_no_report(cast, on, reported_twice):
    workflow.verify_activity(by=cast["nadia"], pk=reported_twice.pk)
    workflow.take_back(by=cast["nadia"], pk=reported_twice.pk, reason="Another meeting.")
    workflow.return_activity(by=cast["nadia"], pk=reported_twice.pk, remark="Which one?")
    reported_twice.refresh_from_db()
    assert (reported_twice.confirmed_on, last_report(THIRD)) == (SECOND, SECOND)


def test_regional_work_is_no_report_of_its_countries(cast, on):
    on(FIRST)
    submitted(cast["nadia"], scope="regional", countries=["MOZ", "TZA"], claims=[])
    assert [last_report(THIRD, country) for country in ("MOZ", "TZA")] == [None, None]


def test_of_a_confirmation_and_a_complete_report_the_later_counts(cast, on, reported_twice):
    row = a_round(cast["nadia"], opens_on=FIRST, closes_on=THIRD)
    workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    assert (last_report(SECOND), last_report(THIRD)) == (SECOND, THIRD)
    on(date(2015, 2, 4))
    workflow.confirm_unchanged(by=cast["amina"], pks=[reported_twice.pk])
    assert last_report(date(2015, 2, 4)) == date(2015, 2, 4)


def test_a_report_said_to_be_complete_again_keeps_its_first_day(cast, on):
    on(FIRST)
    row = a_round(cast["nadia"], opens_on=FIRST, closes_on=THIRD)
    workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ", nothing_changed=True)
    on(SECOND)
    workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    assert [last_report(day) for day in (BEFORE, BETWEEN, SECOND)] == [None, FIRST, SECOND]


def test_a_report_counts_on_the_day_that_it_is_where_the_site_is_at_home(cast, on):
    on(FIRST, hour=22)  # an hour past midnight in Dar es Salaam
    row = a_round(cast["nadia"], opens_on=FIRST, closes_on=THIRD)
    workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    assert (last_report(FIRST), last_report(THIRD)) == (None, date(2014, 6, 3))


def test_who_had_not_reported_by_the_day_is_silent(client, reported_twice):
    silent = [{row.pk for row in region_view(Selection(as_at=day)).silent} for day in (BEFORE, FIRST)]
    assert silent[0] - silent[1] == {"MOZ"}
    assert {row.pk for row in never_reported(Selection(as_at=BEFORE))} == silent[0]
    asked = {"as_at": BEFORE.isoformat()}
    assert set(client.get("/api/v1/progress/recommendations/", asked).json()["never_reported"]) == silent[0]


def test_a_matrix_a_comparison_and_the_gaps_say_so(client, reported_twice):
    head, first, *_others = taken(client, "/region/matrix/", as_at=BEFORE.isoformat())
    assert first[head.index("Mozambique")] == "no report"
    page = client.get("/region/compare/", {"a": "MOZ", "a_as_at": BEFORE, "b": "MOZ", "b_as_at": FIRST})
    assert [name for name, _day in page.context["names"]] == ["Mozambique (no report)", "Mozambique"]
    gaps = [client.get("/region/gaps/", {"country": "MOZ", "as_at": day}) for day in (BEFORE, FIRST)]
    assert [page.context["has_reported"] for page in gaps] == [None, FIRST]


def test_a_list_as_at_a_day_says_when_each_row_had_last_been_confirmed(as_person, reported_twice):
    column = taken(as_person("nadia"), "/activities/")[0].index("Last confirmed")
    asked = ({}, {"as_at": BETWEEN.isoformat()}, {"as_at": BEFORE.isoformat()})
    rows = [taken(as_person("nadia"), "/activities/", **day)[1][column] for day in asked]
    assert rows == [SECOND.isoformat(), FIRST.isoformat(), ""]


def test_more_time_counts_from_the_day_on_which_it_was_first_given(cast, on):
    on(FIRST)
    row = a_round(cast["nadia"], opens_on=FIRST)
    for day, until in ((SECOND, THIRD), (THIRD, date(2015, 5, 5))):
        on(day)
        workflow.extend_round(by=cast["nadia"], pk=row.pk, country="MOZ", closes_on=until, reason="Floods.")
    assert [
        round_rates(Selection(as_at=day), in_force(Selection(as_at=day)))[0].more_time for day in (FIRST, SECOND, THIRD)
    ] == [
        0,
        1,
        1,
    ]


def test_an_edition_knows_what_was_reported_until_it_was_taken(cast, reported_twice):
    row = a_round(cast["nadia"], as_at=BEFORE, opens_on=BEFORE)
    snapshot = workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)
    lines = {line["code"]: line["last_report"] for line in parts(snapshot)[0]["figures"]["countries"]}
    assert (lines["MOZ"], lines["SOM"]) == (SECOND.isoformat(), None)
    assert last_report(BEFORE) is None

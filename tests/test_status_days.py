"""The day on which a status begins, and the end that follows from it: what a later edit, a withdrawal or another report of the
same time makes of them. Each right value is worked out by hand."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from reports import workflow
from reports.models import Activity, Change, LaterFact, StatusSpan
from reports.workflow import statuses
from tests.base import R02, record, submitted, verified
from tests.clocks import at
from tests.later import GROUP, accept, group, suspend
from tests.reviewing import change, reread

TODAY = date(2026, 11, 29)


@pytest.fixture
def now(monkeypatch):
    return at(monkeypatch, "2026-11-29T09:00Z")


def spans(row):
    return [(span.status, str(span.since)) for span in row.status_spans.all()]


def report(by, row, status, since, reason=""):
    return workflow.report_status(by=by, pk=row.pk, status=status, since=since, reason=reason)


def refused(write, *args, **values):
    """The fields at which it was refused."""
    with pytest.raises(ValidationError) as refusal:
        write(*args, **values)
    return list(refusal.value.message_dict)


# A title that is edited moves no day ----------------------------------------------------------------------------------


def test_a_title_moves_no_day_of_a_status_that_was_reported(cast, now, monkeypatch):
    row = group(cast["amina"], cast["nadia"], status="planned", starts_on="2025-06-01", claims=[])
    fact = accept(cast["nadia"], report(cast["amina"], row, "suspended", "2026", "No budget."))
    at(monkeypatch, "2026-12-05T09:00Z")
    change(cast["amina"], row, title="Another title")
    edited = reread(row)
    assert (edited.status_since, edited.first_status, edited.begun_on) == (TODAY, "planned", None)
    assert spans(row) == [("planned", "None"), ("suspended", "2026-11-29")]
    workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="reported", reason="Too early.")
    assert (reread(row).status, spans(row)) == ("planned", [("planned", "None")])


@pytest.mark.parametrize(
    ("values", "name", "day"),
    [
        ({"status": "suspended", "status_since": "2026", "status_reason": "x"}, "status_since", TODAY),
        ({"status": "completed", "starts_on": "2025", "ends_on": "2026"}, "ends_on", TODAY),
        ({"status": "in_progress", "starts_on": "2026"}, "starts_on", TODAY),
        ({"status": "in_progress", "ends_on": "2026"}, "ends_on", date(2026, 12, 31)),
    ],
)
def test_what_is_said_to_have_come_this_year_counts_from_today_whatever_is_edited_later(
    cast, now, monkeypatch, values, name, day
):
    row = group(cast["amina"], claims=[], **values)
    assert getattr(reread(row), name) == day
    at(monkeypatch, "2026-12-05T09:00Z")
    change(cast["amina"], row, title="Another title")
    assert getattr(reread(row), name) == day


def test_a_title_does_not_move_the_start_of_what_was_planned_and_has_begun(cast, now, monkeypatch):
    row = group(cast["amina"], cast["nadia"], status="planned", starts_on="2026", claims=[])
    accept(cast["nadia"], report(cast["amina"], row, "in_progress", "2026-11"))
    at(monkeypatch, "2026-12-05T09:00Z")
    change(cast["amina"], row, title="Another title")
    assert (reread(row).starts_on, reread(row).begun_on) == (date(2026, 12, 31), TODAY)


def test_a_status_of_this_year_is_had_today(cast, now):
    group(cast["amina"], claims=[], status="suspended", status_since="2026", status_reason="No budget.")
    assert StatusSpan.objects.on(TODAY).get().status == "suspended"


# Completed, and not over ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_on": "2030-01-01"}, "ends_on"),
        ({"ends_on": "2027"}, "ends_on"),
        ({"starts_on": "2030-01-01", "ends_on": None}, "starts_on"),
    ],
)
def test_what_is_completed_has_no_day_in_the_future(cast, now, values, field):
    assert refused(record, cast["amina"], **R02 | values | {"claims": []}) == [field]


def test_a_row_that_has_such_a_day_is_edited_until_that_day_is(cast, now):
    row = group(cast["amina"], claims=[], status="completed", ends_on="2012-03-01")
    Activity.objects.filter(pk=row.pk).update(ends_on="2030-01-01", first_ends_on="2030-01-01")
    change(cast["amina"], row, title="Another title", countries=["MOZ"])
    assert (reread(row).title, str(reread(row).ends_on)) == ("Another title", "2030-01-01")
    assert refused(change, cast["amina"], row, ends_on="2031-01-01") == ["ends_on"]
    change(cast["amina"], row, ends_on="2012-04-01")


def test_what_is_completed_before_its_planned_end_ends_on_that_day(cast, now):
    row = group(cast["amina"], cast["nadia"], ends_on="2030-01-01", claims=[])
    assert refused(change, cast["amina"], row, status="completed", ends_on="2031-01-01") == ["ends_on"]
    change(cast["amina"], row, status="completed", ends_on="2026-11-20")
    assert (reread(row).review, str(reread(row).ends_on)) == ("verified", "2030-01-01")
    fact = accept(cast["nadia"], row.later_facts.get())
    assert (str(fact.since), str(reread(row).ends_on)) == ("2026-11-20", "2026-11-20")


def test_what_ended_this_year_is_completed_as_far_as_that_is_known(cast, now):
    row = group(cast["amina"], claims=[])
    change(cast["amina"], row, status="completed", ends_on="2026")
    assert (reread(row).since.known, reread(row).end.known, reread(row).ends_on) == ("2026", "2026", TODAY)
    assert row.later_facts.get().since == TODAY


# The end of what was completed ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["withdrawn", "refused"])
def test_a_completion_that_stands_no_more_leaves_no_end_behind(cast, how):
    row = group(cast["amina"], claims=[])
    fact = report(cast["amina"], row, "completed", "2016-05-03")
    assert str(reread(row).ends_on) == "2016-05-03"
    if how == "withdrawn":
        workflow.withdraw_fact(by=cast["amina"], pk=fact.pk)
    else:
        workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="refused", reason="Not yet.")
    assert (reread(row).status, reread(row).ends_on) == ("in_progress", None)
    report(cast["amina"], row, "completed", "2017")
    assert (reread(row).end.known, reread(row).ends_on) == ("2017", date(2017, 12, 31))


def test_what_went_on_after_its_completion_has_no_end(cast):
    row = group(cast["amina"], claims=[])
    report(cast["amina"], row, "completed", "2016-05-03")
    change(cast["amina"], row, status="in_progress", status_since="2017-01-01", ends_on=None)
    assert (reread(row).status, reread(row).ends_on) == ("in_progress", None)


def test_an_end_that_was_recorded_stays_when_a_completion_is_withdrawn(cast):
    row = group(cast["amina"], claims=[], ends_on="2013-06-30")
    fact = report(cast["amina"], row, "completed", "2013-06-30")
    workflow.withdraw_fact(by=cast["amina"], pk=fact.pk)
    assert str(reread(row).ends_on) == "2013-06-30"


def test_an_end_that_follows_is_not_emptied_but_may_be_corrected(cast):
    row = group(cast["amina"], claims=[])
    report(cast["amina"], row, "completed", "2016-05-03")
    assert refused(change, cast["amina"], row, ends_on=None) == ["ends_on"]
    change(cast["amina"], row, ends_on="2016-06-01")
    assert (str(reread(row).ends_on), str(reread(row).status_since)) == ("2016-06-01", "2016-05-03")


def test_the_ends_that_stood_before_are_carried_over_where_they_are(cast):
    recorded = group(cast["amina"], claims=[], ends_on="2013-06-30", title="With an end")
    follows = group(cast["amina"], claims=[], title="Without an end")
    facts = [report(cast["amina"], row, "completed", "2013-06-30") for row in (recorded, follows)]
    Activity.objects.update(first_ends_on=None)
    import_module("reports.migrations.0020_first_end").fill(apps, None)
    assert [str(reread(row).ends_on) for row in (recorded, follows)] == ["2013-06-30", "2013-06-30"]
    for fact in facts:
        workflow.withdraw_fact(by=cast["amina"], pk=fact.pk)
    assert [str(reread(row).ends_on) for row in (recorded, follows)] == ["2013-06-30", "None"]


# One after the other ---------------------------------------------------------------------------------------------------


def test_a_suspension_and_its_resumption_are_reported_one_after_the_other(cast):
    row = group(cast["amina"], cast["nadia"], claims=[])
    for fact in (suspend(cast["amina"], row), report(cast["amina"], row, "in_progress", "2013-09-01")):
        accept(cast["nadia"], fact)
    assert spans(row)[1:] == [
        ("in_progress", "2011-02-01"),
        ("suspended", "2013-05-03"),
        ("in_progress", "2013-09-01"),
    ]


@pytest.mark.parametrize(("first", "second"), [("2016", "2016"), ("2016", "2016-12-31"), ("2016-12", "2016")])
def test_two_statuses_that_count_from_one_day_are_refused(cast, first, second):
    row = group(cast["amina"], claims=[])
    report(cast["amina"], row, "suspended", first, "No budget.")
    assert refused(report, cast["amina"], row, "in_progress", second) == ["status_since"]
    report(cast["amina"], row, "in_progress", "2017-01")
    assert [status for status, _day in spans(row)] == ["planned", "in_progress", "suspended", "in_progress"]


def test_a_status_does_not_count_from_the_day_of_the_one_that_was_recorded(cast):
    row = group(cast["amina"], claims=[], status="suspended", status_since="2016", status_reason="No budget.")
    assert refused(report, cast["amina"], row, "in_progress", "2016") == ["status_since"]


def test_a_refusal_is_not_taken_back_where_another_status_took_its_day(cast):
    row = group(cast["amina"], cast["nadia"], claims=[])
    fact = report(cast["amina"], row, "suspended", "2016", "No budget.")
    workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="refused", reason="Which budget?")
    report(cast["amina"], row, "completed", "2016")
    again = {"by": cast["nadia"], "pk": fact.pk, "review": "reported", "reason": "A mistake."}
    assert refused(workflow.decide_fact, **again) == ["review"]


# A stop, and what was achieved -----------------------------------------------------------------------------------------

IN_2013 = [GROUP["claims"][0] | {"achieved_on": "2013-03-01"}]


@pytest.mark.parametrize("status", ["suspended", "cancelled"])
def test_nothing_stops_before_what_it_achieved(cast, status):
    row = group(cast["amina"], claims=IN_2013)
    with pytest.raises(ValidationError) as refusal:
        report(cast["amina"], row, status, "2012-05", "No budget.")
    assert "VI.T2.1 Mozambique" in refusal.value.message_dict["status_since"][0]
    report(cast["amina"], row, status, "2013-03", "No budget.")


def test_a_suspension_that_was_over_by_then_is_taken_after_its_resumption(cast):
    row = group(cast["amina"], claims=IN_2013)
    report(cast["amina"], row, "in_progress", "2012-09")
    report(cast["amina"], row, "suspended", "2012-05", "No budget.")
    assert spans(row)[2:] == [("suspended", "2012-05-31"), ("in_progress", "2012-09-30")]


def test_a_stop_before_a_result_locks_nothing_but_that_result(cast):
    row = group(cast["amina"], claims=IN_2013)
    fact = suspend(cast["amina"], row, "2013-05")
    for rows, name in (
        (LaterFact.objects.filter(pk=fact.pk), "since"),
        (Activity.objects.filter(pk=row.pk), "status_since"),
    ):
        rows.update(**{name: "2012-05-31", f"{name}_known": "2012-05"})  # as it could be said before that was refused
    change(cast["amina"], row, title="Another title")
    assert refused(change, cast["amina"], row, claims=[IN_2013[0] | {"achieved_on": "2013-04-01"}]) == ["claims"]


# What takes effect is logged --------------------------------------------------------------------------------------------


def last_logged(row):
    """`(verb, status before, status after)`"""
    logged = Change.objects.of(row).first()
    return logged.verb, logged.before["status"], logged.after["status"]


def test_a_correction_by_which_a_status_takes_effect_logs_that(cast):
    row = group(cast["amina"], cast["nadia"])
    suspend(cast["amina"], row)
    change(cast["amina"], row, starts_on="2011-01-01")
    assert last_logged(row) == ("activity.status_changed", "in_progress", "suspended")
    assert reread(row).status == "suspended"


def test_evidence_that_is_removed_logs_a_status_that_takes_effect_by_that(cast):
    row = group(cast["amina"], cast["nadia"])
    suspend(cast["amina"], row)
    workflow.remove_evidence(by=cast["amina"], pk=row.evidence.get().pk)
    assert last_logged(row) == ("activity.status_changed", "in_progress", "suspended")


def test_a_correction_after_which_another_status_is_the_last_logs_that(cast):
    row = group(cast["amina"], status="completed", ends_on="2012-06-01", claims=[])
    suspend(cast["amina"], row, "2013-06-01")
    change(cast["amina"], row, ends_on="2014-06-01")
    assert last_logged(row) == ("activity.status_changed", "suspended", "completed")


def test_what_a_reviewer_reported_themselves_stands_no_more_when_they_verify_the_rest(cast):
    row = group(cast["paul"], scope="regional", countries=[], claims=[], lead="IOM")
    suspend(cast["nadia"], row)
    assert reread(row).status == "suspended"
    workflow.verify_activity(by=cast["nadia"], pk=row.pk)
    assert (reread(row).status, row.later_facts.get().review) == ("in_progress", "reported")


# How often it is settled ------------------------------------------------------------------------------------------------


def claims_of(number):
    codes = ("VI.T2.1", "VI.T1.1", "VI.T1.2", "II.T4.1")[:number]
    return [{"indicator": code, "unit": "MOZ", "achieved_on": "2011-03-01"} for code in codes]


def test_each_claim_more_costs_a_decision_and_nothing_else(cast, django_assert_max_num_queries):
    spent = {}
    for number in (1, 4):
        row = submitted(cast["amina"], **GROUP | {"actions": ["VI.2", "II.1"], "claims": claims_of(number)})
        with django_assert_max_num_queries(200) as queries:
            workflow.verify_activity(by=cast["nadia"], pk=row.pk)
        spent[number] = len(queries)
    assert spent == {1: 43, 4: 54}


def test_a_verification_of_four_claims_is_taken_back_by_settling_once(cast, monkeypatch):
    row = verified(cast["amina"], cast["nadia"], **GROUP | {"actions": ["VI.2", "II.1"], "claims": claims_of(4)})
    settled = []
    monkeypatch.setattr(statuses, "settle_ends", lambda claims, ends, pen: settled.append(len(ends)))
    workflow.take_back(by=cast["nadia"], pk=row.pk, reason="Wrong.")
    assert len(settled) == 1

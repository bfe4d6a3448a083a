"""The days of two activities that become one: the one that was chosen stays the day that counts."""

from datetime import date

import pytest

from reports import workflow
from tests.clocks import at
from tests.later import group
from tests.reviewing import reread

STATUS_OF_THE_OTHER = {"status": "other", "dates": "other"}


def merge(cast, kept, gone, choices):
    workflow.merge_activities(by=cast["paul"], pk=kept.pk, other=gone.pk, choices=choices)
    return reread(kept)


def test_a_day_of_this_year_that_has_come_on_one_side_stays_that_day(cast, monkeypatch):
    at(monkeypatch, "2026-11-29T09:00Z")
    gone = group(cast["amina"], claims=[], starts_on="2026")
    kept = group(cast["amina"], claims=[], title="Planned", status="planned", starts_on="2027")
    at(monkeypatch, "2026-12-05T09:00Z")
    assert merge(cast, kept, gone, STATUS_OF_THE_OTHER).starts_on == date(2026, 11, 29)


@pytest.mark.parametrize(
    ("choices", "after_withdrawal"),
    [(STATUS_OF_THE_OTHER, None), ({"status": "this", "dates": "other"}, date(2016, 5, 3))],
)
def test_an_end_that_follows_on_one_side_stays_where_it_was_chosen(cast, choices, after_withdrawal):
    kept, gone = (group(cast["amina"], claims=[], title=title) for title in ("This", "Other"))
    fact = workflow.report_status(by=cast["amina"], pk=gone.pk, status="completed", since="2016-05-03")
    row = merge(cast, kept, gone, choices)
    assert row.ends_on == date(2016, 5, 3)
    fact.refresh_from_db()
    if fact.review == "reported":
        workflow.withdraw_fact(by=cast["amina"], pk=fact.pk)
    assert reread(kept).ends_on == after_withdrawal

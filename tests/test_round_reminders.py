"""Reminders of rounds: what was written of a round holds back what is written of it, and of no other."""

from datetime import timedelta

import pytest

from reports import notices, workflow
from reports.models import Round
from tests.base import today
from tests.test_mail import at, open_round, send_due

pytestmark = pytest.mark.usefixtures("noon")  # when the day is the same in every country


def test_who_was_just_given_more_time_is_not_reminded_at_once(cast):
    days = {"closes_on": today() + timedelta(16), "reason": "Floods."}
    workflow.extend_round(by=cast["nadia"], pk=open_round(14).pk, country="MOZ", **days)
    assert [due.person for due in notices.remind_of_rounds(at(today()), dry_run=True)] == [cast["juma"]]


def test_a_dry_run_names_nobody_who_has_had_the_reminder(cast):
    open_round(14)
    send_due()
    assert notices.remind_of_rounds(at(today() + timedelta(5)), dry_run=True) == []


def test_a_round_whose_number_begins_alike_holds_nothing_back(cast):
    days = {"opens_on": today(), "closes_on": today() + timedelta(40), "as_at": today()}
    Round.objects.create(pk=11, title="Eleven", **days)
    send_due()
    Round.objects.create(pk=1, title="One", **days)
    assert len(send_due()) == 2

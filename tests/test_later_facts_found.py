"""Of later facts: what reviews have found, each the right value worked out by hand."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from reports import limits, workflow
from tests.base import record
from tests.later import GROUP, accept, end, group, suspend
from tests.reviewing import change, reread
from tests.test_later_facts import counted


@pytest.mark.parametrize(
    ("values", "days"),
    [
        ({"status": "completed", "ends_on": "2016-10-05"}, ["2016-10-04", "2016-10-05"]),
        ({"status": "suspended", "status_since": "2016-06", "status_reason": "x"}, ["2016-06-29", "2016-06-30"]),
    ],
)
def test_what_began_in_a_year_in_which_it_was_over_began_before(cast, values, days):
    row = group(cast["amina"], starts_on="2016", claims=[], **values)
    assert [str(span.since) for span in row.status_spans.all()] == ["None", *days]
    assert reread(row).status == values["status"]


def test_a_start_is_not_corrected_to_after_what_was_reported_later(cast):
    row = group(cast["amina"], cast["nadia"], claims=[])
    suspend(cast["amina"], row)
    with pytest.raises(ValidationError) as refusal:
        change(cast["amina"], row, starts_on="2014-01-01")
    assert list(refusal.value.message_dict) == ["starts_on"]


def test_an_order_that_is_possible_is_taken(cast):
    claims = [GROUP["claims"][0] | {"achieved_on": "2011"}]
    row = group(cast["amina"], starts_on="2011", claims=claims)
    workflow.report_status(by=cast["amina"], pk=row.pk, status="suspended", since="2011-10-05", reason="x")
    end(cast["amina"], row, "2011-10-05")
    assert [counted(date(2011, 10, 4)), counted(date(2011, 12, 31))] == [(0, 0, 1), (0, 0, 0)]


def test_two_statuses_of_one_year_follow_on_one_another(cast):
    row = group(cast["amina"], status="planned", claims=[])
    for status, since in (("in_progress", "2016-03"), ("completed", "2016")):
        workflow.report_status(by=cast["amina"], pk=row.pk, status=status, since=since)
    assert reread(row).status == "completed"


def test_nobody_verifies_with_an_activity_what_they_reported(cast):
    row = group(cast["nadia"], scope="regional", countries=[], claims=[], lead="UNHCR")
    suspend(cast["nadia"], row)
    workflow.verify_activity(by=cast["paul"], pk=row.pk)
    fact = suspend(cast["nadia"], group(cast["paul"], scope="regional", countries=[], claims=[], lead="IOM"))
    workflow.verify_activity(by=cast["nadia"], pk=fact.activity_id)
    fact.refresh_from_db()
    assert (row.later_facts.get().review, fact.review) == ("verified", "reported")


def test_a_claim_that_is_verified_alone_takes_no_status_with_it(cast):
    claims = [*GROUP["claims"], {"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": "2011-03-01"}]
    row = group(cast["amina"], claims=claims)
    pending = row.claims.get(indicator="VI.T1.1")
    workflow.verify_activity(by=cast["nadia"], pk=row.pk, decisions={pending.pk: {"verification": "pending"}})
    fact = suspend(cast["amina"], row)
    workflow.decide_claim(by=cast["nadia"], pk=pending.pk, verification="verified")
    fact.refresh_from_db()
    assert (fact.review, reread(row).status) == ("reported", "in_progress")


def test_a_verification_taken_back_lets_what_is_reported_stand(cast):
    row = group(cast["amina"], cast["nadia"])
    suspend(cast["amina"], row)
    workflow.take_back(by=cast["nadia"], pk=row.pk, reason="Wrong.")
    assert reread(row).status == "suspended"


def test_an_end_given_with_its_completion_is_a_later_fact(cast):
    row = group(cast["amina"], cast["nadia"])
    change(cast["amina"], row, status="completed", ends_on="2013-06-30")
    assert (reread(row).review, reread(row).ends_on) == ("verified", None)
    accept(cast["nadia"], row.later_facts.get())
    assert (reread(row).review, str(reread(row).ends_on)) == ("verified", "2013-06-30")


def test_the_proof_of_an_end_does_not_prove_the_result(cast):
    row = record(cast["amina"], **GROUP)
    workflow.submit_activity(by=cast["amina"], pk=row.pk)
    end(cast["amina"], row)
    with pytest.raises(ValidationError, match="there is no evidence"):
        workflow.decide_claim(by=cast["nadia"], pk=row.claims.get().pk, verification="verified")


def test_there_is_a_limit_to_what_is_reported(cast, monkeypatch):
    monkeypatch.setattr(limits, "LATER_FACTS", 1)
    row = group(cast["amina"])
    workflow.add_note(by=cast["amina"], pk=row.pk, on="2012", text="x")
    with pytest.raises(ValidationError, match="At most 1 later developments"):
        workflow.add_note(by=cast["amina"], pk=row.pk, on="2013", text="y")


def test_the_key_of_another_note_is_no_fault(cast):
    first, second = group(cast["amina"]), group(cast["amina"], title="Another group", starts_on="2012-02-01")
    note = workflow.add_note(by=cast["amina"], pk=first.pk, on="2012", text="x", key=first.pk)
    other = workflow.add_note(by=cast["amina"], pk=second.pk, on="2013", text="y", key=first.pk)
    assert other.pk != note.pk


def test_what_was_refused_is_on_the_desk_until_it_is_reported_anew(as_person, cast):
    row, client = group(cast["amina"], cast["nadia"]), as_person("amina")
    for fact in (suspend(cast["amina"], row), end(cast["amina"], row)):
        workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="refused", reason="The minutes say 2014.")
    page = client.get(reverse("desk")).content.decode()
    assert [page.count(text) for text in ("The minutes say 2014.", "#fact-")] == [2, 2]
    end(cast["amina"], row, "2014-05-03")
    assert [fact.kind for fact in client.get(reverse("desk")).context["desk"].refused_facts] == ["status"]
    suspend(cast["amina"], row, "2014-05-03")
    assert client.get(reverse("desk")).context["desk"].refused_facts == []

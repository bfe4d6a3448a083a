"""What happens after an activity was recorded: reported beside what stands, reviewed by itself, and exact for every day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from indicators.attainment import Span
from reports import workflow
from reports.models import LaterFact
from reports.summaries import Selection, activity_totals, movements, target_progress
from tests.base import record
from tests.later import GROUP, accept, end, group, suspend
from tests.reviewing import change, reread

BEFORE, AFTER = date(2013, 5, 2), date(2013, 5, 3)


def counted(day, indicator="VI.T2.1"):
    """`(verified, reported, expected)` as at a day."""
    (target,) = target_progress(Selection(as_at=day), codes=[indicator.rpartition(".")[0]])
    row = next(row for row in target.indicators if row.code == indicator)
    return row.verified, row.reported, row.expected


def totals(day, **more):
    return tuple(activity_totals(Selection(as_at=day, **more)).values())


def spans(row):
    return [(span.status, str(span.since), str(span.until)) for span in row.status_spans.all()]


# A status ------------------------------------------------------------------------------------------------------------


def test_what_stood_stands_until_a_later_status_is_verified(cast):
    row = group(cast["amina"], cast["nadia"])
    fact = suspend(cast["amina"], row)
    assert (reread(row).status, reread(row).review, row.claims.get().verification) == (
        "in_progress",
        "verified",
        "verified",
    )
    accept(cast["nadia"], fact)
    assert (reread(row).status, str(reread(row).status_since), reread(row).status_reason) == (
        "suspended",
        "2013-05-03",
        "No budget.",
    )


def test_a_status_holds_from_its_day_to_the_next(cast):
    row = group(cast["amina"], cast["nadia"])
    accept(cast["nadia"], suspend(cast["amina"], row))
    resumed = workflow.report_status(by=cast["amina"], pk=row.pk, status="in_progress", since="2014")
    accept(cast["nadia"], resumed)
    assert spans(row) == [
        ("planned", "None", "2011-02-01"),
        ("in_progress", "2011-02-01", "2013-05-03"),
        ("suspended", "2013-05-03", "2014-12-31"),
        ("in_progress", "2014-12-31", "None"),
    ]
    assert [totals(day, status="suspended") for day in (BEFORE, AFTER, date(2014, 12, 31))] == [
        (0, 0, 0),
        (1, 0, 0),
        (0, 0, 0),
    ]


def test_what_was_suspended_keeps_what_it_achieved(cast):
    row = group(cast["amina"], cast["nadia"])
    accept(cast["nadia"], suspend(cast["amina"], row))
    assert [counted(day) for day in (BEFORE, AFTER, date(2020, 1, 1))] == [(1, 0, 0)] * 3
    assert [totals(day) for day in (BEFORE, AFTER)] == [(1, 0, 0)] * 2


def test_what_was_cancelled_before_it_began_is_dropped_from_its_day_on(cast):
    row = group(cast["amina"], status="planned", claims=[])
    workflow.report_status(by=cast["amina"], pk=row.pk, status="cancelled", since="2013-05-03", reason="No money.")
    assert [totals(day) for day in (BEFORE, AFTER)] == [(0, 0, 1), (0, 0, 0)]


def test_nothing_is_expected_any_more_of_what_was_cancelled(cast):
    claims = [*GROUP["claims"], {"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": None}]
    row = group(cast["amina"], claims=claims)
    workflow.report_status(by=cast["amina"], pk=row.pk, status="cancelled", since="2013-05-03", reason="No money.")
    assert [counted(day, "VI.T1.1") for day in (BEFORE, AFTER)] == [(0, 0, 1), (0, 0, 0)]
    assert counted(AFTER) == (0, 1, 0)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"status": "suspended", "since": "2013"}, "status_reason"),
        ({"status": "completed", "since": "2010"}, "status_since"),
        ({"status": "in_progress", "since": "2012"}, "status"),
        ({"status": "completed", "since": "2999"}, "status_since"),
        ({"status": "completed", "since": "May"}, "status_since"),
        ({"status": "stopped", "since": "2012"}, "status"),
    ],
)
def test_a_status_that_cannot_be_is_refused_at_its_field(cast, asked, field):
    row = group(cast["amina"])
    with pytest.raises(ValidationError) as refusal:
        workflow.report_status(by=cast["amina"], pk=row.pk, **asked)
    assert list(refusal.value.message_dict) == [field]
    assert not LaterFact.objects.exists()


def test_after_a_cancellation_comes_no_other_status(cast):
    row = group(cast["amina"])
    workflow.report_status(by=cast["amina"], pk=row.pk, status="cancelled", since="2013", reason="No money.")
    with pytest.raises(ValidationError, match="The activity was cancelled by then"):
        workflow.report_status(by=cast["amina"], pk=row.pk, status="in_progress", since="2014")


def test_another_status_of_what_was_verified_is_a_later_fact(cast):
    row = group(cast["amina"], cast["nadia"], ends_on="2013-06")
    change(cast["amina"], row, status="completed")
    assert (reread(row).review, reread(row).status) == ("verified", "in_progress")
    assert [(fact.status, fact.since_known, fact.review) for fact in row.later_facts.all()] == [
        ("completed", "2013-06", "reported")
    ]


def test_a_status_that_was_never_right_is_corrected(cast):
    row = group(cast["amina"], cast["nadia"])
    values, version = {"status": "completed", "ends_on": "2012-03"}, reread(row).version
    workflow.update_activity(by=cast["amina"], pk=row.pk, version=version, values=values, corrects_status=True)
    assert (reread(row).review, reread(row).status) == ("submitted", "completed")
    assert spans(row)[1:] == [("in_progress", "2011-02-01", "2012-03-31"), ("completed", "2012-03-31", "None")]
    assert not row.later_facts.exists()


def test_a_day_can_be_given_to_a_stop_that_had_none(cast):
    row = group(cast["amina"], status="suspended", status_reason="No budget.")
    assert [totals(day) for day in (BEFORE, AFTER)] == [(0, 0, 1)] * 2
    change(cast["amina"], row, status_since="2013-05-03")
    assert [totals(day) for day in (BEFORE, AFTER)] == [(0, 1, 0)] * 2
    assert spans(row)[1:] == [("in_progress", "2011-02-01", "2013-05-03"), ("suspended", "2013-05-03", "None")]


# An end --------------------------------------------------------------------------------------------------------------


def test_a_state_counts_until_its_end_is_verified_and_then_to_its_day(cast):
    row = group(cast["amina"], cast["nadia"])
    fact = end(cast["amina"], row)
    assert counted(AFTER) == (1, 0, 0)
    accept(cast["nadia"], fact)
    assert [counted(day) for day in (BEFORE, AFTER)] == [(1, 0, 0), (0, 0, 0)]
    assert reread(row).review == "verified"


def test_what_is_only_reported_ends_as_it_is_reported(cast):
    end(cast["amina"], group(cast["amina"]))
    assert [counted(day) for day in (BEFORE, AFTER)] == [(0, 1, 0), (0, 0, 0)]


def test_what_lapsed_is_said_to_have_moved(cast):
    accept(cast["nadia"], end(cast["amina"], group(cast["amina"], cast["nadia"])))
    (moved,) = movements(Selection(as_at=AFTER), BEFORE)
    assert [(move.unit, move.before, move.after) for move in moved.moves] == [("MOZ", "verified", "lapsed")]
    assert [(one.unit, one.ended_on) for one in moved.after.lapsed] == [("MOZ", AFTER)]


def test_a_claim_verified_with_its_reported_end_ends(cast):
    row = group(cast["amina"])
    end(cast["amina"], row)
    workflow.verify_activity(by=cast["nadia"], pk=row.pk)
    assert [counted(day) for day in (BEFORE, AFTER)] == [(1, 0, 0), (0, 0, 0)]


def test_an_end_without_evidence_is_not_verified(cast):
    row = group(cast["amina"], cast["nadia"])
    fact = workflow.report_end(by=cast["amina"], pk=row.claims.get().pk, since="2013", reason="Closed.")
    with pytest.raises(ValidationError, match="There is no evidence of this end"):
        accept(cast["nadia"], fact)


def test_an_event_cannot_end(cast):
    claims = [{"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": "2011-02-01"}]
    row = group(cast["amina"], claims=claims)
    with pytest.raises(ValidationError) as refusal:
        end(cast["amina"], row)
    assert refusal.value.message_dict == {
        "since": ["VI.T1.1 Mozambique counts an event: what has taken place cannot be reported as no longer so."]
    }


@pytest.mark.parametrize("since", ["2011-02-01", "2010", "2999"])
def test_an_end_that_cannot_be_is_refused(cast, since):
    with pytest.raises(ValidationError) as refusal:
        end(cast["amina"], group(cast["amina"]), since)
    assert list(refusal.value.message_dict) == ["since"]


def test_a_correction_cannot_lie_behind_the_end(cast):
    row = group(cast["amina"], cast["nadia"])
    end(cast["amina"], row)
    with pytest.raises(ValidationError) as refusal:
        change(cast["amina"], row, claims=[GROUP["claims"][0] | {"achieved_on": "2014-01-01"}])
    assert list(refusal.value.message_dict) == ["claims"]


# A target that was met -----------------------------------------------------------------------------------------------


def test_a_target_can_cease_to_be_met_and_stays_met_by_the_deadline(cast):
    for country in ("BDI", "KEN", "RWA"):
        claims = [{"indicator": "VI.T2.1", "unit": country, "achieved_on": "2011-02-01"}]
        row = group(cast["grace"], cast["nadia"], countries=[country], claims=claims)
    accept(cast["nadia"], end(cast["grace"], row))
    later = target_progress(Selection(as_at=AFTER), codes=["VI.T2"])[0].attainment
    assert (later.state, later.by_deadline, later.ended, later.earlier) == (
        "no_longer",
        True,
        AFTER,
        (Span(date(2011, 2, 1), AFTER),),
    )


# A note --------------------------------------------------------------------------------------------------------------


def test_a_note_is_added_and_changes_no_figure(cast):
    row = group(cast["amina"], cast["nadia"])
    before = reread(row)
    numbers = {"participants_women": 12, "participants_men": None, "amount_spent": "250.00", "currency": "usd"}
    note = workflow.add_note(by=cast["amina"], pk=row.pk, on="2012-05", text="It met twice.", numbers=numbers)
    assert (note.since_known, note.participants, note.currency, note.review) == ("2012-05", 12, "USD", "reported")
    assert (reread(row).version, reread(row).participants_women) == (before.version, before.participants_women)


def test_a_note_sent_twice_is_one(cast):
    row = group(cast["amina"])
    said = {"by": cast["amina"], "pk": row.pk, "on": "2012", "text": "x", "key": row.pk}
    assert workflow.add_note(**said) == workflow.add_note(**said)
    assert row.later_facts.count() == 1


def test_an_amount_without_its_currency_is_refused(cast):
    row = group(cast["amina"])
    with pytest.raises(ValidationError) as refusal:
        workflow.add_note(by=cast["amina"], pk=row.pk, on="2012", text="x", numbers={"amount_spent": "5"})
    assert list(refusal.value.message_dict) == ["currency"]


# Whose word ----------------------------------------------------------------------------------------------------------


def test_nobody_decides_on_what_they_reported(cast):
    fact = suspend(cast["nadia"], group(cast["paul"], scope="regional", countries=[], claims=[], lead="IOM"))
    with pytest.raises(workflow.NotAllowed, match="did not enter it"):
        workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="verified")


def test_a_draft_is_not_reported_on(cast):
    with pytest.raises(workflow.WrongState):
        suspend(cast["amina"], record(cast["amina"], **GROUP))


def test_a_refusal_says_why_and_leaves_what_stood(cast):
    row = group(cast["amina"], cast["nadia"])
    fact = suspend(cast["amina"], row)
    with pytest.raises(ValidationError, match="Explain why it is refused"):
        workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="refused")
    workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="refused", reason="Which budget?")
    assert reread(row).status == "in_progress"


def test_what_is_not_decided_can_be_withdrawn_and_is_kept(cast):
    row = group(cast["amina"])
    fact = suspend(cast["amina"], row)
    assert reread(row).status == "suspended"
    workflow.withdraw_fact(by=cast["amina"], pk=fact.pk)
    assert (reread(row).status, row.later_facts.get().review) == ("in_progress", "withdrawn")


def test_what_is_decided_is_withdrawn_after_the_decision_is(cast):
    row = group(cast["amina"], cast["nadia"])
    fact = accept(cast["nadia"], suspend(cast["amina"], row))
    with pytest.raises(workflow.WrongState):
        workflow.withdraw_fact(by=cast["amina"], pk=fact.pk)
    workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="reported", reason="Too early.")
    assert reread(row).status == "in_progress"


def test_its_proof_is_not_taken_away(cast):
    row = group(cast["amina"])
    fact = end(cast["amina"], row)
    with pytest.raises(workflow.WrongState):
        workflow.remove_evidence(by=cast["amina"], pk=fact.evidence_id)


def of_tanzania():
    return {"countries": ["TZA"], "claims": [GROUP["claims"][0] | {"unit": "TZA"}]}


# Pages ---------------------------------------------------------------------------------------------------------------


def test_both_are_offered_in_these_words(as_person, cast):
    page = as_person("juma").get(group(cast["juma"], **of_tanzania()).get_absolute_url()).content.decode()
    assert "Report a later status" in page
    assert "Correct what was recorded" in page


def test_an_end_is_reported_on_its_page(as_person, cast):
    row = group(cast["amina"])
    address = reverse("claim_end", args=[row.pk, row.claims.get().pk])
    typed = {"since": "2013-05", "reason": "It meets no more.", "citation": "Minutes"}
    assert as_person("amina").post(address, typed).status_code == 302
    assert counted(date(2013, 5, 30))[1:] == (1, 0)
    assert counted(date(2013, 5, 31))[1:] == (0, 0)


def test_a_refusal_loses_nothing_that_was_typed(as_person, cast):
    row = group(cast["amina"])
    typed = {"status": "suspended", "status_since": "2010", "status_reason": ""}
    answer = as_person("amina").post(reverse("activity_status", args=[row.pk]), typed)
    assert answer.status_code == 422
    assert 'value="2010"' in answer.content.decode()


def test_a_reviewer_decides_on_the_activitys_page(as_person, cast):
    row = group(cast["amina"], cast["nadia"])
    fact = suspend(cast["amina"], row)
    assert str(row) in as_person("nadia").get(reverse("review")).content.decode()
    answer = as_person("nadia").post(reverse("fact_decide", args=[fact.pk]), {"review": "verified"})
    assert (answer.status_code, reread(row).status) == (302, "suspended")


@pytest.mark.parametrize(("person", "seen"), [(None, False), ("charlie", False), ("juma", True), ("nadia", True)])
def test_what_is_reported_is_for_participants(as_person, cast, person, seen):
    row = group(cast["amina"], cast["nadia"])
    suspend(cast["amina"], row)
    assert ("No budget." in as_person(person).get(row.get_absolute_url()).content.decode()) == seen


def test_another_country_reports_nothing_of_it(as_person, cast):
    row = group(cast["amina"], cast["nadia"])
    fact = suspend(cast["amina"], row)
    client = as_person("juma")
    answers = [client.post(reverse("activity_status", args=[row.pk]), {}).status_code]
    answers.append(client.post(reverse("fact_withdraw", args=[fact.pk])).status_code)
    assert answers == [403, 403]

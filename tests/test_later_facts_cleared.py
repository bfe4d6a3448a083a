"""What a clearing officer cleared is cleared again after a later status or end, whoever reported, decided on or withdrew it."""

from datetime import date

import pytest

from reports import rules, workflow
from tests.base import submitted
from tests.later import GROUP, accept, end, group, suspend
from tests.recording import clearing_officer
from tests.reviewing import reread
from tests.rounds import a_round


def cleared(cast, officer):
    row = a_round(cast["nadia"], opens_on=date(2014, 1, 1), closes_on=date(2999, 1, 1))
    workflow.ask_report_clearance(by=cast["amina"], pk=row.pk, country="MOZ")
    workflow.clear_report(by=officer, pk=row.pk, country="MOZ")
    return row


def is_accepted(cast, row):
    try:
        workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    except workflow.WrongState as refusal:
        return "a change since then affects the figures" not in str(refusal)
    return True


def cleared_group(cast, reviewer=None):
    """As clearance was needed before it was submitted."""
    officer = clearing_officer("MOZ")
    row = group(cast["grace"], reviewer, countries=["MOZ"])
    return officer, row


def cancel(by, row):
    return workflow.report_status(by=by, pk=row.pk, status="cancelled", since="2014", reason="No money.")


def note(by, row):
    return workflow.add_note(by=by, pk=row.pk, on="2012", text="It met twice.")


@pytest.mark.parametrize(("report", "accepted"), [(end, False), (cancel, False), (note, True)])
@pytest.mark.parametrize("reviewer", [None, "nadia"])
def test_a_report_is_cleared_again_after_a_later_fact(cast, report, accepted, reviewer):
    officer, row = cleared_group(cast, reviewer and cast[reviewer])
    reporting_round = cleared(cast, officer)
    report(cast["amina"], row)
    assert is_accepted(cast, reporting_round) == accepted


@pytest.mark.parametrize("step", ["verified", "reopened", "withdrawn"])
def test_a_report_is_cleared_again_after_a_decision_or_a_withdrawal(cast, step):
    officer, row = cleared_group(cast, cast["nadia"])
    fact = end(cast["amina"], row)
    if step == "reopened":
        accept(cast["nadia"], fact)
    reporting_round = cleared(cast, officer)
    if step == "verified":
        accept(cast["nadia"], fact)
    elif step == "withdrawn":
        workflow.withdraw_fact(by=cast["amina"], pk=fact.pk)
    else:
        workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="reported", reason="Too early.")
    assert not is_accepted(cast, reporting_round)


def test_what_is_verified_with_its_activity_was_in_effect_when_it_was_cleared(cast):
    officer, row = cleared_group(cast)
    suspend(cast["amina"], row)
    reporting_round = cleared(cast, officer)
    workflow.verify_activity(by=cast["nadia"], pk=row.pk)
    assert is_accepted(cast, reporting_round)


def test_what_was_returned_is_cleared_again_after_a_later_status(cast):
    row = submitted(cast["amina"], **GROUP)
    workflow.return_activity(by=cast["nadia"], pk=row.pk, remark="Since when?")
    officer = clearing_officer("MOZ")
    workflow.ask_clearance(by=cast["amina"], pk=row.pk)
    workflow.clear_activity(by=officer, pk=row.pk)
    suspend(cast["amina"], row)
    with pytest.raises(workflow.WrongState, match="affects the figures"):
        workflow.submit_activity(by=cast["amina"], pk=row.pk)
    assert rules.asked_to_clear(reread(row)) == []

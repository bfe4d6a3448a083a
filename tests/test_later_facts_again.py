"""What was refused and is to stand after all, and claims that are removed with what was reported of their end."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from reports import workflow
from reports.models import Change, LaterFact
from tests.later import GROUP, accept, end, group, suspend
from tests.reviewing import change, reread

ANOTHER = "Another end is reported for this result. Decide on that one, or have it withdrawn first."


def refuse(by, fact):
    return workflow.decide_fact(by=by, pk=fact.pk, review="refused", reason="The minutes say otherwise.")


def refusal_of(by, fact, review):
    with pytest.raises(ValidationError) as refusal:
        workflow.decide_fact(by=by, pk=fact.pk, review=review, reason="After all.")
    return refusal.value.message_dict


# Refused, and reported anew -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("review", ["reported", "verified"])
@pytest.mark.parametrize("second", ["reported", "verified"])
def test_a_refused_end_does_not_stand_beside_another(cast, review, second):
    row = group(cast["amina"], cast["nadia"])
    first = refuse(cast["nadia"], end(cast["amina"], row))
    other = end(cast["amina"], row, "2014-05-03")
    if second == "verified":
        accept(cast["nadia"], other)
    assert refusal_of(cast["nadia"], first, review) == {"review": [ANOTHER]}
    assert workflow.decide_fact(by=cast["nadia"], pk=first.pk, review="refused", reason="Still.").review == "refused"


def test_once_the_other_is_withdrawn_it_stands(cast):
    row = group(cast["amina"], cast["nadia"])
    first = refuse(cast["nadia"], end(cast["amina"], row))
    workflow.withdraw_fact(by=cast["amina"], pk=end(cast["amina"], row, "2014-05-03").pk)
    assert accept(cast["nadia"], first).review == "verified"
    assert row.claims.get().ended_on == date(2013, 5, 3)


def test_the_refusal_is_said_on_the_page(as_person, cast):
    row = group(cast["amina"], cast["nadia"])
    first = refuse(cast["nadia"], end(cast["amina"], row))
    end(cast["amina"], row, "2014-05-03")
    typed = {"review": "reported", "reason": "After all."}
    answer = as_person("nadia").post(reverse("fact_decide", args=[first.pk]), typed)
    assert (answer.status_code, ANOTHER in answer.content.decode()) == (422, True)


def test_a_refused_end_does_not_stand_before_what_was_corrected_since(cast):
    row = group(cast["amina"], cast["nadia"])
    first = refuse(cast["nadia"], end(cast["amina"], row))
    change(cast["amina"], row, claims=[GROUP["claims"][0] | {"achieved_on": "2014-01-01"}])
    assert refusal_of(cast["nadia"], first, "reported") == {
        "review": ["The end must be after the day on which it was achieved. Correct one of them."]
    }


def test_a_refused_status_does_not_stand_beside_another_of_the_same_day(cast):
    row = group(cast["amina"], cast["nadia"])
    first = refuse(cast["nadia"], suspend(cast["amina"], row))
    workflow.report_status(by=cast["amina"], pk=row.pk, status="completed", since="2013-05-03")
    assert refusal_of(cast["nadia"], first, "reported") == {
        "review": ["A status is already reported from that day on. Withdraw that entry first."]
    }


# A claim that is removed ----------------------------------------------------------------------------------------------


def test_a_claim_with_a_verified_end_is_not_removed(cast):
    row = group(cast["amina"], cast["nadia"])
    accept(cast["nadia"], end(cast["amina"], row))
    with pytest.raises(ValidationError) as refusal:
        change(cast["amina"], row, claims=[])
    assert refusal.value.message_dict == {
        "claims": [
            "VI.T2.1 Mozambique cannot be removed: the working group has verified that it is no longer so since 3 May 2013. "
            "Ask the working group to take that decision back first."
        ]
    }
    assert (row.claims.get().ended_on, reread(row).review) == (date(2013, 5, 3), "verified")


def test_a_reported_end_is_withdrawn_with_its_claim_and_logged(cast):
    row = group(cast["amina"], cast["nadia"])
    fact = end(cast["amina"], row)
    change(cast["amina"], row, claims=[])
    change(cast["amina"], row, claims=GROUP["claims"])
    assert (LaterFact.objects.count(), row.claims.get().ended_on) == (0, None)
    said = Change.objects.filter(verb="activity.later_withdrawn").values_list("by", "after__fact", "after__since")
    assert list(said) == [(cast["amina"].pk, str(fact.pk), "2013-05-03")]


def test_after_the_decision_is_taken_back_the_claim_can_be_removed(cast):
    row = group(cast["amina"], cast["nadia"])
    fact = accept(cast["nadia"], end(cast["amina"], row))
    workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="reported", reason="Too early.")
    change(cast["amina"], row, claims=[])
    assert not reread(row).claims.exists()

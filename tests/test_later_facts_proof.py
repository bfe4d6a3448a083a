"""What proves a later fact, and what does not: a claim is proved by what was given for it."""

import pytest
from django.core.exceptions import ValidationError

from reports import workflow
from reports.models import Evidence, LaterFact, Merge, awaiting_review, with_proof
from tests.base import record, verified
from tests.later import GROUP, end, group
from tests.merging import merge
from tests.reviewing import reread
from tests.test_later_facts_whose import note, shared

LINK = "https://example.org/minutes"


def unproved(cast):
    """Submitted, with nothing given as evidence."""
    return workflow.submit_activity(by=cast["amina"], pk=record(cast["amina"], **GROUP).pk)


def is_proved(row):
    return with_proof(row.claims.all()).get().is_proved


def given(by, row, **more):
    return workflow.add_evidence(by=by, pk=row.pk, kind="link", url=LINK, **more)


def ended(by, row, **proof):
    return workflow.report_end(by=by, pk=row.claims.get().pk, since="2013", reason="No more.", **proof)


# A note proves itself ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("proof", [{"url": LINK}, {"citation": "Notícias, 3 May 2013"}])
def test_the_proof_of_a_note_proves_no_claim(cast, proof):
    row = unproved(cast)
    assert note(cast["amina"], row, **proof).evidence.is_of_fact
    assert not is_proved(row)
    with pytest.raises(ValidationError, match="there is no evidence"):
        workflow.decide_claim(by=cast["nadia"], pk=row.claims.get().pk, verification="verified")


def test_a_note_brings_no_refused_claim_back(cast):
    row = verified(cast["amina"], cast["nadia"], **GROUP)
    workflow.decide_claim(by=cast["nadia"], pk=row.claims.get().pk, verification="refused", finding="No evidence.")
    fact = note(cast["amina"], row, citation="Notícias, 3 May 2013")
    workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="verified")
    assert not awaiting_review(type(row).objects.filter(pk=row.pk)).exists()


# The same piece for something else -----------------------------------------------------------------------------------


def test_what_proved_an_end_is_taken_as_evidence_of_the_claim_too(cast):
    row = unproved(cast)
    ended(cast["amina"], row, url=LINK)
    piece = given(cast["amina"], row)
    assert (piece.sent_again_as, piece.is_of_fact, is_proved(row)) == ("", False, True)
    assert given(cast["amina"], row).pk == piece.pk


def test_what_proves_a_claim_is_found_again_as_proof_of_its_end(cast):
    row = unproved(cast)
    piece = given(cast["amina"], row)
    assert (ended(cast["amina"], row, url=LINK).evidence, piece.is_of_fact) == (piece, False)


def test_what_named_one_claim_is_taken_as_evidence_of_another(cast):
    claims = [*GROUP["claims"], {"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": "2011-03-01"}]
    row = record(cast["amina"], **GROUP | {"claims": claims})
    first, second = row.claims.order_by("indicator")
    assert given(cast["amina"], row, claims=[first.pk]).pk == given(cast["amina"], row, claims=[first.pk]).pk
    given(cast["amina"], row, claims=[second.pk])
    assert [claim.is_proved for claim in with_proof(row.claims.all())] == [True, True]
    given(cast["amina"], row)
    given(cast["amina"], row, claims=[first.pk, second.pk])  # the one before proves as much
    assert row.evidence.count() == 3


# Taken away ----------------------------------------------------------------------------------------------------------


def test_the_proof_of_a_refused_end_takes_no_verification_with_it(cast):
    row = group(cast["amina"], cast["nadia"])
    fact = end(cast["amina"], row)
    workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="refused", reason="It still meets.")
    workflow.remove_evidence(by=cast["amina"], pk=fact.evidence_id)
    assert (reread(row).review, row.claims.get().verification) == ("verified", "verified")


def test_the_proof_of_a_claim_still_does(cast):
    row = group(cast["amina"], cast["nadia"])
    workflow.remove_evidence(by=cast["amina"], pk=row.evidence.get().pk)
    assert (reread(row).review, row.claims.get().verification) == ("submitted", "pending")


# Somebody else's -----------------------------------------------------------------------------------------------------


def secret(by, row):
    said = {"kind": "citation", "citation": "A letter", "confidentiality": Evidence.Confidentiality.REVIEWERS}
    return workflow.add_evidence(by=by, pk=row.pk, **said)


def test_restricted_evidence_of_others_is_not_attached(cast):
    row = shared(cast)
    theirs = secret(cast["juma"], row)
    with pytest.raises(ValidationError) as refusal:
        note(cast["amina"], row, evidence=theirs.pk)
    assert refusal.value.message_dict == {"evidence": ["Choose from the evidence of this activity."]}
    with pytest.raises(ValidationError):
        ended(cast["amina"], row, evidence=theirs.pk)
    assert note(cast["juma"], row, evidence=theirs.pk).evidence == theirs


def test_evidence_of_another_activity_is_not_attached(cast):
    elsewhere = given(cast["amina"], record(cast["amina"], title="Another", starts_on="2012-01-01"))
    with pytest.raises(ValidationError):
        note(cast["amina"], shared(cast), evidence=elsewhere.pk)


def test_a_merge_from_before_is_undone_and_its_proof_proves_no_more(cast):
    kept, gone = unproved(cast), workflow.submit_activity(by=cast["amina"], pk=record(cast["amina"]).pk)
    piece = note(cast["amina"], gone, url=LINK).evidence
    merge(cast["paul"], kept, gone)
    former = Merge.objects.get()
    for line in former.before["gone"]["rows"]:
        for name in ("is_of_fact", "of_country"):
            line["fields"].pop(name, None)
    former.save()
    workflow.undo_merge(by=cast["paul"], pk=former.pk)
    assert (type(piece).objects.get(pk=piece.pk).is_of_fact, LaterFact.objects.get().of_country_id) == (True, "MOZ")

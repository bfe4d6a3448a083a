"""A neighbour's objection to what is claimed for a border of its own: the claim stays reported until that is settled."""

import pytest
from django.core.exceptions import ValidationError
from rest_framework.test import APIClient

from reports import workflow
from reports.models import Activity, Claim
from tests.base import submitted

AT_THE_BORDER = {
    "actions": ["III.1"],
    "border_regions": ["moz-tza"],
    "lead": "Ministry of the Interior",
    "claims": [{"indicator": "III.T1.1", "unit": "moz-tza", "achieved_on": "2014-05-26"}],
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(cast) -> Claim:
    """Mozambique's, for the border with Tanzania."""
    return submitted(cast["amina"], **AT_THE_BORDER).claims.get()


def objected(cast, claim: Claim):
    return workflow.object_to_claim(by=cast["juma"], pk=claim.pk, country="TZA", reasons="There is no such team.")


def verified(cast, claim: Claim) -> str:
    if Activity.objects.get(pk=claim.activity_id).review == "submitted":
        workflow.verify_activity(by=cast["nadia"], pk=claim.activity_id)
    else:
        workflow.decide_claim(by=cast["nadia"], pk=claim.pk, verification="verified")
    return Claim.objects.get(pk=claim.pk).verification


def test_a_border_counts_by_the_word_of_one_of_its_countries(cast, claim):
    assert (claim.word, verified(cast, claim)) == ("agreed", "verified")


def test_a_claim_to_which_a_neighbour_objects_is_not_verified(cast, claim):
    objected(cast, claim)
    with pytest.raises(ValidationError):
        verified(cast, claim)


def test_an_objection_undoes_the_verification(cast, claim):
    verified(cast, claim)
    cast_juma_sees = Activity.objects.get(pk=claim.activity_id)
    objected(cast, claim)
    assert (Claim.objects.get(pk=claim.pk).verification, cast_juma_sees.review) == ("pending", "verified")


def test_once_it_is_withdrawn_the_claim_may_be_verified(cast, claim):
    objected(cast, claim)
    workflow.withdraw_objection(by=cast["juma"], pk=claim.pk, country="TZA")
    assert verified(cast, claim) == "verified"


def test_once_both_agencies_have_answered_the_claim_may_be_verified(cast, claim):
    objected(cast, claim)
    for name in ("nadia", "paul"):
        workflow.record_finding(by=cast[name], pk=claim.pk, verdict="agree")
    assert verified(cast, claim) == "verified"


def test_the_answer_of_one_agency_is_not_enough(cast, claim):
    objected(cast, claim)
    workflow.record_finding(by=cast["nadia"], pk=claim.pk, verdict="agree")
    with pytest.raises(ValidationError):
        verified(cast, claim)


def test_what_an_agency_found_before_is_no_answer(cast, claim):
    for name in ("nadia", "paul"):
        workflow.record_finding(by=cast[name], pk=claim.pk, verdict="agree")
    objected(cast, claim)
    with pytest.raises(ValidationError):
        verified(cast, claim)


@pytest.mark.parametrize(("person", "country"), [("nadia", "TZA"), ("grace", "TZA"), ("juma", "MOZ"), ("juma", "MWI")])
def test_only_a_focal_point_on_the_border_objects(cast, claim, person, country):
    with pytest.raises(workflow.NotAllowed):
        workflow.object_to_claim(by=cast[person], pk=claim.pk, country=country, reasons="No.")


def test_an_objection_has_reasons(cast, claim):
    with pytest.raises(ValidationError) as refusal:
        workflow.object_to_claim(by=cast["juma"], pk=claim.pk, country="TZA", reasons=" ")
    assert set(refusal.value.message_dict) == {"reasons"}


def test_nobody_objects_twice(cast, claim):
    objected(cast, claim)
    with pytest.raises(workflow.WrongState):
        objected(cast, claim)


def test_a_neighbour_objects_on_the_page_of_what_it_sees(cast, claim, as_person):
    verified(cast, claim)
    client = as_person("juma")
    page = client.get(f"/activities/{claim.activity_id}/").content.decode()
    answer = client.post(f"/claims/{claim.pk}/object/TZA/", {"reasons": "There is no such team."})
    assert (f"/claims/{claim.pk}/object/TZA/" in page, answer.status_code, claim.objections.count()) == (True, 302, 1)


def test_a_refused_objection_keeps_its_page(cast, claim, as_person):
    verified(cast, claim)
    assert as_person("juma").post(f"/claims/{claim.pk}/object/TZA/", {"reasons": ""}).status_code == 422


def test_a_neighbour_objects_over_the_api(cast, claim):
    verified(cast, claim)
    program = APIClient()
    program.force_authenticate(cast["juma"])
    said = {"country": "TZA", "reasons": "There is no such team."}
    answer = program.post(f"/api/v1/claims/{claim.pk}/object/", said, format="json").json()
    assert [(row["country"], row["reasons"]) for row in answer["objections"]] == [("TZA", "There is no such team.")]

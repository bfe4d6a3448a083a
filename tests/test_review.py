"""A review that is a record: what changed, who finds what, what is asked, and what is taken back."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from reports import workflow
from reports.models import Change, Finding, Membership, Organisation
from reports.since_decision import changed_since_decision, passages
from tests.base import R02, fresh, submitted, verified
from tests.reviewing import change, claim_of, find, reread

# What changed --------------------------------------------------------------------------------------------------------


def test_an_activity_opens_with_what_changed_since_it_was_verified(cast):
    activity = verified(cast["amina"], cast["nadia"])
    change(cast["amina"], activity, summary="Stakeholders took careful stock.")
    change(cast["amina"], activity, starts_on="2014-05-25")
    changed = changed_since_decision(reread(activity))
    assert [row.name for row in changed.differences] == ["summary", "starts_on"]
    assert changed.differences[0].before == [(False, "Stakeholders took "), (False, "stock.")]
    assert changed.differences[0].after == [(False, "Stakeholders took "), (True, "careful "), (False, "stock.")]


def test_what_was_changed_and_changed_back_is_not_told(cast):
    activity = verified(cast["amina"], cast["nadia"])
    change(cast["amina"], activity, title="Another")
    change(cast["amina"], activity, title=R02["title"])
    assert changed_since_decision(reread(activity)).differences == []


def test_evidence_that_came_meanwhile_is_told_and_what_came_and_went_is_not(cast):
    activity = verified(cast["amina"], cast["nadia"])
    add = {"by": cast["amina"], "pk": activity.pk, "kind": "link"}
    gone = workflow.add_evidence(**add, url="https://example.org/a")
    workflow.add_evidence(**add, url="https://example.org/b")
    workflow.remove_evidence(by=cast["amina"], pk=gone.pk)
    [row] = changed_since_decision(reread(activity)).differences
    assert (row.name, row.before, row.after) == ("evidence", [], [(True, "https://example.org/b")])


def test_what_was_never_decided_is_compared_with_nothing(cast):
    assert changed_since_decision(reread(submitted(cast["amina"]))) is None


def test_a_very_long_text_is_marked_as_a_whole():
    before, after = "word " * 2001, "other " * 2002
    assert passages(before, after) == ([(True, before)], [(True, after)])


# Who may -------------------------------------------------------------------------------------------------------------


def test_nobody_verifies_that_in_which_they_last_changed_what_counts(cast):
    activity = submitted(cast["nadia"], scope="regional", countries=[], claims=[])
    change(cast["paul"], activity, starts_on="2014-05-20")
    with pytest.raises(workflow.NotAllowed):
        workflow.verify_activity(by=cast["paul"], pk=activity.pk)


def test_who_changed_only_the_wording_may_verify(cast):
    activity = submitted(cast["nadia"], scope="regional", countries=[], claims=[])
    change(cast["paul"], activity, title="Better worded")
    assert workflow.verify_activity(by=cast["paul"], pk=activity.pk).review == "verified"


# Remarks -------------------------------------------------------------------------------------------------------------


def test_a_question_on_a_field_leads_the_country_to_the_field(as_person, cast):
    activity = submitted(cast["amina"])
    data = {"about": "summary", "text": "How many took part?"}
    assert as_person("nadia").post(reverse("remark_add", args=[activity.pk]), data).status_code == 302
    page = as_person("amina").get(reverse("activity_edit", args=[activity.pk])).content.decode()
    assert ('href="#id_summary"' in page, "How many took part?" in page) == (True, True)


def test_a_question_on_a_claim_names_it(as_person, cast):
    activity = submitted(cast["amina"])
    data = {"about": str(claim_of(activity).pk), "text": "Which day?"}
    as_person("nadia").post(reverse("remark_add", args=[activity.pk]), data)
    [remark] = as_person("amina").get(reverse("activity", args=[activity.pk])).context["remarks"]
    assert remark.about == "VI.T1.1 MOZ"


def test_a_question_is_on_one_thing(cast):
    activity = submitted(cast["amina"])
    with pytest.raises(ValidationError) as refusal:
        workflow.add_remark(by=cast["nadia"], pk=activity.pk, text="?", claim=claim_of(activity).pk, field="summary")
    assert set(refusal.value.message_dict) == {"field"}


def test_a_question_is_not_on_a_field_that_does_not_exist(cast):
    activity = submitted(cast["amina"])
    with pytest.raises(ValidationError) as refusal:
        workflow.add_remark(by=cast["nadia"], pk=activity.pk, text="?", field="version")
    assert set(refusal.value.message_dict) == {"field"}


# Findings ------------------------------------------------------------------------------------------------------------


def test_where_the_agencies_differ_a_verified_claim_is_only_reported_again(cast):
    activity = verified(cast["amina"], cast["nadia"])
    find(cast["nadia"], activity, "agree")
    find(cast["paul"], activity, "doubt", "No list of participants")
    claim = claim_of(activity)
    assert (claim.verification, claim.is_disputed, reread(activity).review) == ("pending", True, "verified")


def test_nobody_verifies_over_a_doubt(cast):
    activity = submitted(cast["amina"])
    find(cast["paul"], activity, "doubt", "No list")
    with pytest.raises(ValidationError) as refusal:
        workflow.verify_activity(by=cast["nadia"], pk=activity.pk)
    assert set(refusal.value.message_dict) == {"verification"}


def test_a_decision_that_a_finding_undoes_is_nobody_s_and_in_the_log(cast):
    activity = verified(cast["amina"], cast["nadia"])
    find(cast["paul"], activity, "refuse", "Another meeting")
    claim, row = claim_of(activity), Change.objects.get(verb="activity.claim_reopened")
    assert (claim.verification, claim.decided_by, claim.decided_at) == ("pending", None, None)
    named = {"claim": str(claim.pk), "indicator": "VI.T1.1", "unit": "MOZ"}
    assert (row.by, row.reason) == (cast["paul"], "Another meeting")
    assert row.before == named | {"verification": "verified", "finding": "", "agency": "UNHCR"}
    assert row.after == named | {"verification": "pending", "finding": ""}


def test_nobody_refuses_over_an_agreement(cast):
    activity = submitted(cast["amina"], lead="A ministry")
    find(cast["nadia"], activity, "agree")
    with pytest.raises(ValidationError):
        workflow.decide_claim(by=cast["paul"], pk=claim_of(activity).pk, verification="refused", finding="No")


def test_once_both_agree_it_is_verified(cast):
    activity = submitted(cast["amina"])
    find(cast["paul"], activity, "doubt", "No list")
    find(cast["nadia"], activity, "agree")
    find(cast["paul"], activity, "agree")
    workflow.verify_activity(by=cast["nadia"], pk=activity.pk)
    assert (claim_of(activity).verification, Finding.objects.count()) == ("verified", 2)


def test_a_doubt_has_reasons(cast):
    with pytest.raises(ValidationError) as refusal:
        find(cast["nadia"], submitted(cast["amina"]), "doubt", " ")
    assert set(refusal.value.message_dict) == {"reasons"}


def test_who_belongs_to_no_agency_records_no_finding(cast):
    Membership.objects.filter(person=cast["nadia"]).update(organisation=None)
    with pytest.raises(workflow.NotAllowed):
        find(fresh(cast["nadia"]), submitted(cast["amina"]), "agree")


def test_a_focal_point_records_no_finding(cast):
    with pytest.raises(workflow.NotAllowed):
        find(cast["amina"], submitted(cast["amina"]), "agree")


def test_an_agreement_ends_when_what_counts_changes_and_a_doubt_stands_until_its_claim_does(cast):
    activity = submitted(cast["amina"])
    find(cast["nadia"], activity, "agree")
    find(cast["paul"], activity, "doubt", "No list")
    change(cast["amina"], activity, actions=["VI.1", "VI.2"])
    assert [row.verdict for row in Finding.objects.all()] == ["doubt"]
    change(cast["amina"], activity, claims=[R02["claims"][0] | {"achieved_on": "2014-05-25"}])
    assert Finding.objects.count() == 0


def test_the_country_and_the_log_hear_of_a_doubt(cast, django_capture_on_commit_callbacks):
    activity = submitted(cast["amina"])
    with django_capture_on_commit_callbacks(execute=True):
        find(cast["paul"], activity, "doubt", "No list of participants")
    logged = Change.objects.of(activity).first()
    assert (logged.verb, logged.after["agency"], logged.after["verdict"]) == ("activity.claim_finding", "IOM", "doubt")
    assert ([message.to for message in mail.outbox], "No list" in mail.outbox[0].body) == (
        [["amina@example.org"]],
        True,
    )


@pytest.mark.parametrize(("person", "is_inside"), [("amina", True), ("nadia", True), ("juma", False), (None, False)])
def test_the_api_tells_of_findings_only_inside(as_person, cast, person, is_inside):
    activity = verified(cast["amina"], cast["nadia"])
    find(cast["nadia"], activity, "agree")
    find(cast["paul"], activity, "doubt", "No list")
    shown = as_person(person).get(f"/api/v1/activities/{activity.pk}/").json()["claims"][0]
    assert (shown["verification"], "findings" in shown, shown.get("is_disputed")) == (
        "pending",
        is_inside,
        is_inside or None,
    )


def test_a_finding_is_recorded_over_the_api(as_person, cast):
    claim = claim_of(submitted(cast["amina"]))
    sent = {"verdict": "doubt", "reasons": "No list"}
    answer = as_person("paul").post(f"/api/v1/claims/{claim.pk}/finding/", sent, content_type="application/json")
    [finding] = answer.json()["findings"]
    assert {name: finding[name] for name in ("agency", "verdict", "reasons", "by")} == sent | {
        "agency": "IOM",
        "by": "paul",
    }


def test_merged_agencies_keep_one_finding_a_claim(cast):
    activity, both = submitted(cast["amina"]), [Organisation.objects.create(name=name) for name in ("UNDP", "PNUD")]
    for name, agency in zip(("nadia", "paul"), both, strict=True):
        Membership.objects.filter(person=cast[name]).update(organisation=agency)
        find(fresh(cast[name]), activity, "agree")
    workflow.merge_organisations(by=cast["grace"], pk=both[1].pk, into=both[0].pk)
    assert [row.agency for row in Finding.objects.all()] == [both[0]]


@pytest.mark.parametrize(
    ("person", "status"),
    [
        *((None, 302), ("charlie", 404), ("olga", 404), ("thabo", 404), ("juma", 404)),
        *(("amina", 403), ("grace", 403), ("nadia", 200), ("paul", 200)),
    ],
)
def test_a_claim_is_reviewed_by_the_working_group_alone(as_person, cast, person, status):
    claim = claim_of(submitted(cast["amina"]))
    assert as_person(person).get(reverse("claim_finding", args=[claim.pk])).status_code == status


def test_a_refused_finding_keeps_what_was_typed(as_person, cast):
    claim = claim_of(submitted(cast["amina"]))
    page = as_person("nadia").post(reverse("claim_finding", args=[claim.pk]), {"verdict": "doubt"})
    assert (page.status_code, list(page.context["finding_form"].errors)) == (422, ["reasons"])


# Taking back ---------------------------------------------------------------------------------------------------------


def test_a_verification_is_taken_back_with_a_reason(cast, django_capture_on_commit_callbacks):
    activity = verified(cast["amina"], cast["nadia"])
    with django_capture_on_commit_callbacks(execute=True):
        workflow.take_back(by=cast["paul"], pk=activity.pk, reason="Another meeting")
    verbs = [(row.verb, row.reason) for row in Change.objects.of(activity)[:2]]
    assert (reread(activity).review, claim_of(activity).verification) == ("submitted", "pending")
    assert verbs == [("activity.taken_back", "Another meeting"), ("activity.claim_reopened", "Another meeting")]
    assert ([message.to for message in mail.outbox], "Another meeting" in mail.outbox[0].body) == (
        [["amina@example.org"]],
        True,
    )


def test_without_a_reason_nothing_is_taken_back(as_person, cast):
    activity = verified(cast["amina"], cast["nadia"])
    page = as_person("nadia").post(reverse("activity_take_back", args=[activity.pk]), {"reason": " "})
    assert (page.status_code, reread(activity).review) == (422, "verified")


def test_only_what_is_verified_is_taken_back(cast):
    with pytest.raises(workflow.WrongState):
        workflow.take_back(by=cast["nadia"], pk=submitted(cast["amina"]).pk, reason="Wrong")


def test_a_focal_point_takes_no_decision_back(as_person, cast):
    activity = verified(cast["amina"], cast["nadia"])
    answer = as_person("amina").post(reverse("activity_take_back", args=[activity.pk]), {"reason": "Wrong"})
    assert (answer.status_code, reread(activity).review) == (403, "verified")


def test_what_was_refused_stays_refused(cast):
    activity = submitted(cast["amina"])
    refused = {claim_of(activity).pk: {"verification": "refused", "finding": "No"}}
    workflow.verify_activity(by=cast["nadia"], pk=activity.pk, decisions=refused)
    workflow.take_back(by=cast["nadia"], pk=activity.pk, reason="Read again")
    assert (claim_of(activity).verification, claim_of(activity).decision_reason) == ("refused", "No")


def test_the_decision_on_a_claim_is_taken_back_with_a_reason(as_person, cast):
    activity = verified(cast["amina"], cast["nadia"])
    address = reverse("claim_decide", args=[claim_of(activity).pk])
    assert as_person("paul").post(address, {"verification": "pending"}).status_code == 422
    assert as_person("paul").post(address, {"verification": "pending", "finding": "Wrong day"}).status_code == 302
    assert (claim_of(activity).verification, claim_of(activity).decision_reason) == ("pending", "Wrong day")


def test_a_decision_that_is_taken_back_is_nobody_s(cast):
    claim = claim_of(verified(cast["amina"], cast["nadia"]))
    assert (claim.decided_by, claim.decided_at is None) == (cast["nadia"], False)
    claim = workflow.decide_claim(by=cast["paul"], pk=claim.pk, verification="pending", finding="Wrong day")
    assert (claim.decided_by, claim.decided_at) == (None, None)


def test_a_decision_is_taken_back_over_the_api(as_person, cast):
    activity = verified(cast["amina"], cast["nadia"])
    address = f"/api/v1/activities/{activity.pk}/take-back/"
    assert as_person("paul").post(address, {}, content_type="application/json").status_code == 400
    answer = as_person("paul").post(address, {"reason": "Wrong"}, content_type="application/json")
    assert (answer.json()["review"], answer.json()["claims"][0]["verification"]) == ("submitted", "pending")

"""A review that is open is said: to the country, wherever the reviewer opened it, with whose turn it is."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reports import workflow
from reports.models import Activity, OpenReview
from tests.base import prove, record, submitted, verified

TANZANIA = {"indicator": "VI.T1.1", "unit": "TZA", "achieved_on": "2014-05-26"}


def test_the_country_is_told_who_has_it_open(as_person, cast):
    activity = submitted(cast["amina"])
    as_person("nadia").get(reverse("activity_verify", args=[activity.pk]))
    for name in ("activity", "activity_edit"):
        [review] = as_person("amina").get(reverse(name, args=[activity.pk])).context["open_reviews"]
        assert str(review) == "nadia (ACNUR)"


@pytest.mark.parametrize("page", ["activity", "activity_verify", "claim_finding"])
def test_wherever_a_reviewer_opens_it_the_country_is_told(as_person, cast, page):
    activity = submitted(cast["amina"])
    pk = activity.claims.get().pk if page == "claim_finding" else activity.pk
    assert as_person("nadia").get(reverse(page, args=[pk])).status_code == 200
    answer = as_person("amina").get(reverse("activity", args=[activity.pk])).content.decode()
    assert "nadia (ACNUR)" in answer
    over_the_api = as_person("amina").get(f"/api/v1/activities/{activity.pk}/").json()["open_reviews"]
    assert [(row["by"], row["agency"]) for row in over_the_api] == [("nadia", "UNHCR")]


def undecided_claim(cast):
    """A claim of a verified activity, proved since."""
    activity = workflow.submit_activity(by=cast["amina"], pk=record(cast["amina"]).pk)
    pending = {activity.claims.get().pk: {"verification": "pending"}}
    workflow.verify_activity(by=cast["nadia"], pk=activity.pk, decisions=pending)
    prove(cast["amina"], activity)
    return activity, activity.claims.get()


def test_a_claim_proved_since_is_open_until_it_is_decided(as_person, cast):
    activity, claim = undecided_claim(cast)
    address = reverse("activity", args=[activity.pk])
    assert f"{reverse('claim_finding', args=[claim.pk])}#decide" in as_person("nadia").get(address).content.decode()
    assert "nadia (ACNUR)" in as_person("amina").get(address).content.decode()
    workflow.decide_claim(by=cast["nadia"], pk=claim.pk, verification="verified")
    assert OpenReview.objects.count() == 0


def test_a_refused_claim_proved_anew_is_pending_and_open_likewise(as_person, cast):
    activity = submitted(cast["juma"], countries=["TZA"], claims=[TANZANIA])
    claim = activity.claims.get()
    refusal = {claim.pk: {"verification": "refused", "finding": "Who took part?"}}
    workflow.verify_activity(by=cast["nadia"], pk=activity.pk, decisions=refusal)
    assert awaited(as_person("juma"), activity) == ""
    workflow.add_evidence(by=cast["juma"], pk=activity.pk, kind="link", url="https://example.org/list")
    assert "Decide on the claim" in awaited(as_person("nadia"), activity)
    assert "VI.T1.1 Tanzania The claim was refused, but evidence has since been added" in awaited(
        as_person("juma"), activity
    )
    assert "nadia (UNHCR)" in as_person("juma").get(reverse("activity", args=[activity.pk])).content.decode()


@pytest.mark.parametrize("name", ["amina", "juma", "olga", "grace", None])
def test_nobody_but_a_reviewer_opens_a_review_by_reading(as_person, cast, name):
    activity = submitted(cast["amina"])
    as_person(name).get(reverse("activity", args=[activity.pk]))
    assert OpenReview.objects.count() == 0


def test_nor_does_its_country_by_reading_what_has_been_proved_since(as_person, cast):
    activity, _claim = undecided_claim(cast)
    as_person("amina").get(reverse("activity", args=[activity.pk]))
    assert OpenReview.objects.count() == 0


def test_what_is_decided_is_not_open_for_review(as_person, cast):
    activity = verified(cast["amina"], cast["nadia"])
    as_person("paul").get(reverse("activity", args=[activity.pk]))
    assert (workflow.open_for_review(by=cast["paul"], pk=activity.pk), OpenReview.objects.count()) == (None, 0)


def awaited(client, activity) -> str:
    """What the activity's page says is pending, as one line of text."""
    page = client.get(reverse("activity", args=[activity.pk])).content.decode()
    _before, section, after = page.partition('id="awaited"')
    return " ".join(re.sub(r"<[^>]+>", " ", after.partition("</section>")[0]).split()) if section else ""


def test_the_page_says_whose_turn_it_is(as_person, cast):
    activity = submitted(cast["juma"], countries=["TZA"], claims=[])
    assert "The working group now has to verify or return it." in awaited(as_person("juma"), activity)
    remark = workflow.add_remark(by=cast["nadia"], pk=activity.pk, text="Who took part?")
    asked = awaited(as_person("juma"), activity)
    assert ("nadia asked a question on" in asked, "Answer the question" in asked) == (True, True)
    assert "Read the question" in awaited(as_person("nadia"), activity)
    workflow.reply_to_remark(by=cast["juma"], pk=remark.pk, reply="Six ministries.")
    assert "juma answered the question from nadia" in awaited(as_person("juma"), activity)
    assert "Resolve the question" in awaited(as_person("nadia"), activity)
    assert awaited(as_person("nadia"), verified(cast["amina"], cast["paul"], lead="UNHCR")) == ""


def test_a_finding_against_a_claim_asks_the_country_for_evidence(as_person, cast):
    activity = submitted(cast["juma"], countries=["TZA"], claims=[TANZANIA])
    doubt = {"verdict": "doubt", "reasons": "No list of who took part."}
    workflow.record_finding(by=cast["nadia"], pk=activity.claims.get().pk, **doubt)
    said = awaited(as_person("juma"), activity)
    assert ("VI.T1.1 Tanzania: doubts." in said, "Add evidence" in said) == (True, True)
    workflow.add_evidence(by=cast["juma"], pk=activity.pk, kind="link", url="https://example.org/list")
    assert "doubts" not in awaited(as_person("juma"), activity)


def test_an_hour_later_nobody_is_told(as_person, cast):
    activity = submitted(cast["amina"])
    as_person("nadia").get(reverse("activity_verify", args=[activity.pk]))
    OpenReview.objects.update(seen_at=timezone.now() - timedelta(minutes=61))
    assert as_person("amina").get(reverse("activity", args=[activity.pk])).context["open_reviews"] == []


def test_loading_the_page_again_keeps_since_when_it_is_open(cast):
    activity = submitted(cast["amina"])
    since = workflow.open_for_review(by=cast["nadia"], pk=activity.pk).since
    assert workflow.open_for_review(by=cast["nadia"], pk=activity.pk).since == since


def test_a_decision_closes_it(cast):
    activity = submitted(cast["amina"], lead="UNHCR")
    workflow.open_for_review(by=cast["nadia"], pk=activity.pk)
    workflow.verify_activity(by=cast["paul"], pk=activity.pk)
    assert OpenReview.objects.count() == 0


def test_a_decision_on_a_claim_leaves_open_what_still_awaits_review(cast):
    activity = submitted(cast["amina"], lead="UNHCR")
    workflow.open_for_review(by=cast["nadia"], pk=activity.pk)
    workflow.decide_claim(by=cast["paul"], pk=activity.claims.get().pk, verification="verified")
    assert OpenReview.objects.count() == 1


def test_the_public_is_not_told_who_reviews(as_person, cast):
    activity = verified(cast["amina"], cast["nadia"])
    workflow.take_back(by=cast["nadia"], pk=activity.pk, reason="Wrong")
    workflow.open_for_review(by=cast["nadia"], pk=activity.pk)
    Activity.objects.update(review="verified")
    assert as_person(None).get(reverse("activity", args=[activity.pk])).context["open_reviews"] == []


@pytest.mark.parametrize("name", ["juma", "olga", None])
def test_to_others_the_page_says_nothing_of_what_is_pending(as_person, cast, name):
    activity, claim = undecided_claim(cast)
    workflow.record_finding(by=cast["nadia"], pk=claim.pk, verdict="doubt", reasons="National?")
    client = as_person(name)
    context = client.get(reverse("activity", args=[activity.pk])).context
    assert [context[one] for one in ("undecided", "doubted", "proved_anew")] == [[], [], []]
    assert awaited(client, activity) == ""


def test_what_was_refused_is_doubted_no_more(as_person, cast):
    activity = submitted(cast["amina"])
    pk = activity.claims.get().pk
    workflow.record_finding(by=cast["nadia"], pk=pk, verdict="doubt", reasons="National?")
    workflow.decide_claim(by=cast["nadia"], pk=pk, verification="refused", finding="It was not.")
    assert as_person("amina").get(reverse("activity", args=[activity.pk])).context["doubted"] == []


@pytest.mark.parametrize(("name", "page"), [("amina", "activity_edit"), ("paul", "claim_finding")])
def test_what_is_open_is_said_of_that_activity_alone(as_person, cast, name, page):
    activity, other = submitted(cast["amina"]), submitted(cast["amina"])
    workflow.open_for_review(by=cast["nadia"], pk=other.pk)
    pk = activity.pk if page == "activity_edit" else activity.claims.get().pk
    assert list(as_person(name).get(reverse(page, args=[pk])).context["open_reviews"]) == []


def test_a_reviewer_is_not_told_of_their_own(as_person, cast):
    activity = submitted(cast["amina"])
    workflow.open_for_review(by=cast["nadia"], pk=activity.pk)
    assert as_person("nadia").get(reverse("activity", args=[activity.pk])).context["open_reviews"] == []

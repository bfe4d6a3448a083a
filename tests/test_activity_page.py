"""The page of an activity: what it achieved and its proof come first, a question to those who may answer it before that; and
a reviewer decides beside the claim and its evidence."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from reports import workflow
from reports.models import Activity, Membership, Organisation
from tests.base import record, submitted, verified
from tests.later import accept, group, suspend
from tests.test_story import sign_in
from themes.dates import date_format

PROOF = "IOM and UNHCR, 27 May 2014"


def headings(page):
    main = page.content.decode().partition("<main")[2]
    return [" ".join(re.sub("<[^>]*>", "", text).split()) for text in re.findall(r"<h2.*?</h2>", main, re.DOTALL)]


def sentence(page):
    text = page.content.decode().partition('<p class="lead">')[2].partition("</p>")[0]
    return re.sub(r"as at [^:]*", "as at …", text)


def test_what_it_achieved_and_its_proof_come_first(cast, client):
    row = verified(cast["amina"], cast["nadia"], result="Measures were agreed.")
    page = client.get(row.get_absolute_url())
    assert headings(page) == ["Contribution to targets", "Evidence", "Result", "Summary", "Details"]
    assert sentence(page) == "Results for 1 target, as at …: 1 verified."


def test_the_sentence_tells_the_layers_apart(cast, as_person):
    claims = [{"indicator": "VI.T1.2", "unit": "MOZ", "achieved_on": None}]
    row = verified(cast["amina"], cast["nadia"], claims=claims)
    assert sentence(as_person(None).get(row.get_absolute_url())) == "Results for 1 target, as at …: 1 expected."
    row = submitted(
        cast["juma"], countries=["TZA"], claims=[{"indicator": "VI.T1.1", "unit": "TZA", "achieved_on": "2014-05-26"}]
    )
    assert sentence(as_person("nadia").get(row.get_absolute_url())) == "Results for 1 target, as at …: 1 reported."


def test_a_draft_counts_for_nothing(cast, as_person):
    assert sentence(as_person("nadia").get(submitted(cast["amina"], claims=[]).get_absolute_url())) == ""
    cast["amina"].language = "en"
    cast["amina"].save()
    assert sentence(as_person("amina").get(record(cast["amina"]).get_absolute_url())) == ""


def test_what_is_only_done_is_said_before_what_is_not_claimed(cast, as_person):
    row = record(cast["juma"], countries=["TZA"], claims=[])
    workflow.submit_activity(by=cast["juma"], pk=row.pk)
    read = headings(as_person("nadia").get(row.get_absolute_url()))
    assert read.index("Summary") < read.index("Details") < read.index("Contribution to targets")


def test_the_status_stands_with_its_history_beside_the_dates(cast, client):
    row = group(cast["amina"], cast["nadia"])
    accept(cast["nadia"], suspend(cast["amina"], row))
    page = client.get(row.get_absolute_url()).content.decode()
    details = page.partition('<dl class="facts">')[2]
    assert re.findall("<dt>(.*?)</dt>", details)[:4] == ["Dates", "Status", "Reason", "Scope"]
    assert re.findall(r'<li class="state (\w+)">', details) == ["in_progress", "suspended"]


def returned(cast):
    row = submitted(cast["juma"], countries=["TZA"], claims=[])
    return workflow.return_activity(by=cast["nadia"], pk=row.pk, remark="Who took part?")


def test_who_may_answer_reads_who_returned_it_for_whom_and_when(cast, as_person):
    row = returned(cast)
    Membership.objects.filter(person=cast["nadia"]).update(organisation=Organisation.objects.get(name="UNHCR"))
    page = " ".join(as_person("juma").get(row.get_absolute_url()).content.decode().split())
    assert f"<span>Returned by: UNHCR, {date_format(timezone.localdate())}</span>" in page
    assert "Question from <bdi>nadia</bdi>" in page
    assert "The working group (UNHCR and IOM) then reviews it once more." in page
    workflow.submit_activity(by=cast["juma"], pk=row.pk)
    assert "Returned by" not in as_person("juma").get(row.get_absolute_url()).content.decode()


def test_a_question_opens_the_page_for_those_who_may_answer(cast, as_person):
    row = returned(cast)
    page = as_person("juma").get(row.get_absolute_url())
    assert headings(page)[0] == "Questions and answers"
    assert page.content.decode().index("Who took part?") < page.content.decode().index('name="reply"')
    assert headings(as_person("nadia").get(row.get_absolute_url()))[0] != "Questions and answers"


def test_open_questions_stand_before_those_resolved(cast, as_person):
    row = returned(cast)
    workflow.resolve_remark(by=cast["nadia"], pk=row.remarks.get().pk)
    workflow.add_remark(by=cast["nadia"], pk=row.pk, text="And when?")
    page = as_person("juma").get(row.get_absolute_url()).content.decode()
    assert page.index("And when?") < page.index("Who took part?")


def test_a_reviewer_is_led_to_what_has_changed_where_something_has(cast, as_person):
    row, leads = returned(cast), 'href="#changed"'
    workflow.submit_activity(by=cast["juma"], pk=row.pk)
    address = reverse("activity_verify", args=[row.pk])
    assert leads not in as_person("nadia").get(address).content.decode()
    version = Activity.objects.get(pk=row.pk).version
    workflow.update_activity(by=cast["juma"], pk=row.pk, version=version, values={"place": "Dodoma"})
    assert leads in as_person("nadia").get(address).content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["activity_verify", "claim_finding"])
def test_a_reviewer_decides_beside_the_evidence(committed_cast, site, visitor, name):
    row = submitted(committed_cast["amina"])
    pk = row.claims.get().pk if name == "claim_finding" else row.pk
    page = visitor()
    sign_in(page, site, "nadia")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(site + reverse(name, args=[pk]))
    for seen in (page.get_by_text(PROOF).first, page.locator("#decide input[type=radio]").first):
        expect(seen).to_be_in_viewport()
    proof, decide = page.get_by_text(PROOF).first.bounding_box(), page.locator("#decide").bounding_box()
    assert proof["x"] + proof["width"] <= decide["x"]
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.locator("#decide").bounding_box()["x"] == pytest.approx(page.locator("h1").bounding_box()["x"], abs=2)

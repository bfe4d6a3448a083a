"""What countries answered is shown as each gave it, also when it was withdrawn, and no answer is covered unasked."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from reports import workflow
from reports.models import Adoption, Change
from reports.wording import change_words
from tests.test_answers import TREATY, UNAVAILABLE, adopt, answer, refusal, state, withdraw
from tests.test_answers_everywhere import MENU, of
from tests.test_api import send
from tests.test_menu_page import PAGE, row
from tests.test_period import of_country

FIRST, GONE = date(2011, 5, 1), date(2013, 6, 30)
EARLY = "An earlier answer, “adopted”, applies from 1 May 2011: enter that date or a later one."


@pytest.fixture
def two_places(cast):
    treaty = answer(cast, "in_place", TREATY)
    workflow.decide_answer(by=cast["nadia"], pk=treaty.pk, verification="verified")
    Adoption.objects.create(country_id="MWI", action_id="VI.2", answer="adopted", adopted_on=FIRST)


@pytest.fixture
def withdrawn(cast):
    adopt(cast, adopted_on=FIRST)
    withdraw(cast, on=GONE, because="The ministry was closed.")


@pytest.mark.parametrize("kind", ["actions", "recommendations"])
def test_the_gaps_say_of_each_country_its_own_answer(two_places, client, kind):
    said = "In place, verified: Mozambique; Adopted: Malawi"
    assert said in client.get("/region/gaps/", {"gap": kind}).content.decode()
    assert said in client.get("/region/gaps/", {"gap": kind, "format": "csv"}).getvalue().decode()
    rows = client.get("/api/v1/progress/gaps/").json()[kind]
    given = next(one["countries"] for one in rows if one["state"] == "in_place_verified")
    assert given == [
        {"country": "MOZ", "state": "in_place_verified"},
        {"country": "MWI", "state": "adopted"},
    ]


def test_what_was_withdrawn_is_shown_beside_no_answer(withdrawn, as_person, api, client):
    pages = [as_person(who).get(PAGE).content.decode() for who in (None, "juma")]
    assert ["until 30 June 2013" in page for page in pages] == [True, True]
    assert ["The ministry was closed." in page for page in pages] == [False, True]
    files = [as_person(who).get(PAGE, {"format": "csv"}).getvalue().decode() for who in (None, "juma")]
    assert [("adopted" in text, "The ministry was closed." in text) for text in files] == [(True, False), (True, True)]
    lines = [of(one.get(MENU), "VI.2") for one in (client, api("juma"))]
    assert [(line["answer"], line["given"], line["former"]["withdrawn_on"]) for line in lines] == [
        ("nothing", None, "2013-06-30")
    ] * 2
    assert [line["former"]["withdrawn_because"] for line in lines] == ["", "The ministry was closed."]


def test_beside_an_answer_stands_the_one_whose_place_it_took(cast, client):
    adopt(cast, adopted_on=FIRST)
    assert of(client.get(MENU), "VI.2")["former"] is None
    answer(cast, "not_taken_up", UNAVAILABLE)
    line = of(client.get(MENU), "VI.2")
    assert (line["answer"], line["former"]["answer"], line["former"]["withdrawn_on"]) == (
        "not_taken_up",
        "adopted",
        UNAVAILABLE["adopted_on"].isoformat(),
    )
    page = " ".join(client.get(PAGE).content.decode().split())
    assert re.search(r"Earlier answer: adopted, [^<]*, until 1 March 2012", page)


def test_the_period_report_lists_what_was_withdrawn(cast, as_person, api):
    adopt(cast, adopted_on=FIRST)
    withdraw(cast, on=date(2014, 6, 30), because="Closed.")
    assert [row.action_id for row in of_country().withdrawals.rows] == ["VI.2"]
    days = {"from": "2014-01-01", "to": "2014-12-31"}
    pages = [as_person(who).get("/countries/MOZ/period/", days).content.decode() for who in (None, "juma")]
    assert ["Closed." in page for page in pages] == [False, True]
    listed = api("juma").get("/api/v1/countries/MOZ/period/", days).json()["withdrawals"]
    assert [(one["action"], one["withdrawn_because"]) for one in listed["results"]] == [("VI.2", "Closed.")]


def test_on_the_page_an_answer_is_not_withdrawn_without_a_reason(cast, as_person):
    adopt(cast, adopted_on=FIRST)
    page = as_person("amina").post(PAGE, row("VI.2", when="2013-06-30", version="1") | {"save": "VI.2"})
    assert (page.status_code, list(page.context["rows"]["VI.2"].errors)) == (422, ["reason"])


def test_no_answer_is_given_from_a_day_that_is_yet_to_come(cast, api, as_person):
    day = timezone.localdate() + timedelta(days=40)
    assert list(refusal(lambda: adopt(cast, adopted_on=day))) == ["adopted_on"]
    own = {"title": "Ours", "theme_id": "VI", "language": "en", "adopted_on": day}
    refused = refusal(lambda: workflow.plan_own_action(by=cast["amina"], country="MOZ", values=own))
    assert list(refused) == ["adopted_on"]
    body = {"country": "MOZ", "action": "VI.2", "adopted_on": day.isoformat()}
    assert send(api("amina"), "adoptions/", body).json()["errors"][0]["field"] == "adopted_on"
    page = as_person("amina").post(PAGE, row("VI.2", answer="adopted", when=day.isoformat()) | {"save": "VI.2"})
    assert list(page.context["rows"]["VI.2"].errors) == ["when"]


def test_one_that_was_given_from_such_a_day_before_can_still_be_edited(cast):
    day = timezone.localdate() + timedelta(days=40)
    Adoption.objects.create(country_id="MOZ", action_id="VI.2", adopted_on=day)
    assert adopt(cast, priority="high").adopted_on == day


def test_an_answer_does_not_move_before_the_one_that_it_ended(cast, api, as_person):
    adopt(cast, adopted_on=FIRST)
    one = answer(cast, "not_taken_up", UNAVAILABLE)
    early = {"adopted_on": date(2010, 1, 1)}
    [said] = refusal(lambda: answer(cast, "not_taken_up", early))["adopted_on"]
    assert said.startswith(EARLY)
    sent = send(api("amina"), f"adoptions/{one.pk}/", {"adopted_on": "2010-01-01", "version": 2}, "patch")
    assert (sent.status_code, sent.json()["errors"][0]["field"]) == (400, "adopted_on")
    form = row("VI.2", answer="not_taken_up", when="2010-01-01", reason="x", version="2")
    assert list(as_person("amina").post(PAGE, form).context["rows"]["VI.2"].errors) == ["when"]
    assert [state(day) for day in (FIRST, date(2012, 3, 1))] == ["adopted", "not_taken_up"]


def test_a_wrong_answer_is_corrected_on_its_own_day(cast, as_person):
    adopt(cast, adopted_on=FIRST)
    answer(cast, "not_taken_up", UNAVAILABLE)
    form = row("VI.2", answer="adopted", when="2012-03-01", version="2")
    assert as_person("amina").post(PAGE, form).status_code == 422
    assert as_person("amina").post(PAGE, form | {"VI.2-corrects": "on"}).status_code == 302
    assert [state(day) for day in (FIRST, date(2012, 3, 1), date(2015, 1, 1))] == ["adopted"] * 3


def test_what_was_corrected_does_not_come_back_when_the_day_moves(cast):
    adopt(cast, adopted_on=FIRST)
    answer(cast, "in_place", TREATY | {"in_place_since": "2012-03-01"})
    answer(cast, "not_taken_up", UNAVAILABLE)
    answer(cast, "not_taken_up", {"adopted_on": date(2014, 1, 1)})
    assert [state(day) for day in (date(2013, 1, 1), date(2014, 1, 1))] == ["adopted", "not_taken_up"]


def test_the_log_names_a_day_by_the_answer(cast):
    adopt(cast, adopted_on=FIRST)
    answer(cast, "not_taken_up", UNAVAILABLE)
    rows = change_words(Change.objects.get(verb="adoption.answered"))["rows"]
    assert [row[:3] for row in rows if row[0] in ("adopted on", "not taken up from")] == [
        ("adopted on", "1 May 2011", ""),
        ("not taken up from", "", "1 March 2012"),
    ]

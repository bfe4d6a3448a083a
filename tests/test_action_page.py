"""The page of an action: who does it, in a sentence; the countries as squares, then by name; what came of it, what it serves,
and who asks for money. Those of a recommendation and of a theme begin likewise."""

import re
from collections import Counter
from decimal import Decimal

import pytest

from reports import workflow
from reports.attained import action_words
from reports.headlines import answers_words, taken_up_words
from reports.summaries import Selection, in_force, results_of, served_by, sought_under
from reports.views import plan
from tests.base import record, submitted, verified

PAGE = "/plan/actions/VI.1/"
ADOPTED = "Adopted in the national plan, no activity yet"
TANZANIA = {"countries": ["TZA"], "claims": [{"indicator": "VI.T1.1", "unit": "TZA", "achieved_on": "2014-05-26"}]}


def adopt(cast, **more):
    return workflow.adopt_action(by=cast["juma"], country="TZA", action="VI.1", values={"priority": "high"} | more)


def lead(page):
    text = page.content.decode().partition('<p class="lead">')[2].partition("</p>")[0]
    return " ".join(text.split()).partition(" As at")[0]


def answers(page):
    """What countries do and answer, as the page begins."""
    text = page.content.decode().partition('<ul class="counts bare">')[2].partition("</ul>")[0]
    return [" ".join(re.sub("<[^>]*>", "", line).split()) for line in re.findall("<li>.*?</li>", text, re.DOTALL)]


def section(page, name):
    return page.content.decode().partition(f'<section id="{name}">')[2].partition("</section>")[0]


def test_the_sentence_tells_who_does_it_and_how_far_that_is_proved(cast, client):
    assert lead(client.get(PAGE)) == ("No country has answered for this action or recorded an activity under it yet.")
    verified(cast["amina"], cast["nadia"])
    assert lead(client.get(PAGE)) == "Carried out, in place, expected or adopted in 1 of 13 countries."
    assert answers(client.get(PAGE)) == ["Carried out, verified: 1 (Mozambique)"]
    submitted(cast["juma"], **TANZANIA)
    assert lead(client.get(PAGE)) == "Carried out, in place, expected or adopted in 2 of 13 countries."
    assert answers(client.get(PAGE))[1:] == ["Carried out, not yet verified: 1 (Tanzania)"]


def test_each_answer_names_its_countries_the_farthest_first():
    said = answers_words([("adopted", "Malawi"), ("verified", "Burundi"), ("nothing", "Kenya"), ("adopted", "Zambia")])
    assert said == [
        ("Carried out, verified: 1", "Burundi"),
        ("Adopted in the national plan, no activity yet: 2", "Malawi, Zambia"),
    ]
    assert (
        taken_up_words(["not_taken_up", "expected", "in_place", "no_report"])
        == "Carried out, in place, expected or adopted in 2 of 4 countries."
    )


def test_the_sentence_names_every_state_without_zeros():
    states = {"verified": 1, "in_place": 2, "in_place_verified": 1, "adopted": 2, "not_taken_up": 1, "nothing": 5}
    assert action_words(Counter(states).elements()) == (
        "Carried out in 1 country (1 verified), in place in 3 (1 verified, 2 more reported), adopted in 2, not taken up in 1."
    )
    assert action_words(["expected", "no_report", "expected"]) == "Expected in 2 countries."
    assert action_words(["nothing", "nothing"]) == ""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ("Mise en œuvre, vérifiée : 1", "Mozambique")),
        ("pt", ("Executada, verificada: 1", "Moçambique")),
    ],
)
def test_it_is_said_in_the_readers_language(cast, client, language, said):
    verified(cast["amina"], cast["nadia"])
    [(words, names)] = client.get(PAGE, headers={"accept-language": language}).context["answers"]
    assert (words.replace("\u00a0", " "), names) == said


def test_each_country_is_a_square_the_farthest_first(cast, client):
    verified(cast["amina"], cast["nadia"])
    adopt(cast)
    squares = section(client.get(PAGE), "squares")
    drawn = re.findall(r'<a class="(\w+)" href="([^"]*)" title="([^"]*)"', squares)
    assert drawn[:2] == [("v", "#MOZ", "Mozambique: verified"), ("a", "#TZA", "Tanzania: adopted")]
    assert {letter for letter, _url, _title in drawn[2:]} == {"q"}
    assert len(drawn) == 13


def test_a_square_leads_to_what_the_country_does_and_the_rest_are_named(cast, client):
    verified(cast["amina"], cast["nadia"])
    page = client.get(PAGE)
    rows = section(page, "countries")
    assert re.findall(r'<tr id="(\w+)">', rows) == ["MOZ"]
    assert [str(country) for country in page.context["unanswered"]][:2] == ["Burundi", "DR Congo"]
    assert len(page.context["unanswered"]) == 12


def test_more_activities_than_fit_are_said_with_their_number(cast, client, monkeypatch):
    monkeypatch.setattr(plan, "MOST", 1)
    verified(cast["amina"], cast["nadia"])
    assert "activities under this action" not in section(client.get(PAGE), "activities")
    verified(cast["juma"], cast["nadia"], **TANZANIA)
    assert "All 2 activities under this action" in section(client.get(PAGE), "activities")


def test_it_names_the_targets_that_its_activities_serve(cast, client):
    assert served_by("VI.1", in_force(Selection())) == []
    row = verified(cast["amina"], cast["nadia"])
    submitted(cast["juma"], **TANZANIA)
    assert [
        (one.progress.code, one.verified, one.reported, one.expected)
        for one in served_by("VI.1", in_force(Selection()))
    ] == [("VI.T1", 1, 1, 0)]
    assert [*results_of(row.claims.all(), Selection()).values()] == [("VI.T1", "verified")]
    served = " ".join(section(client.get(PAGE), "serves").split())
    assert ("/plan/targets/VI.T1/" in served, "1 result verified, 1 more reported" in served) == (True, True)


def test_it_names_who_asks_for_money(cast, client):
    adopt(cast)
    assert section(client.get(PAGE), "sought") == ""
    workflow.adopt_action(
        by=cast["amina"], country="MOZ", action="VI.1", values={"priority": "high", "needs_funding": True}
    )
    money = {"status": "planned", "starts_on": "2099-01-01", "ends_on": None, "claims": []}
    verified(cast["amina"], cast["nadia"], amount_needed="900", currency="USD", **money)
    assert sought_under("VI.1").lacking == [("USD", Decimal(900))]
    asked = section(client.get(PAGE), "sought")
    assert ("Mozambique" in asked, "Tanzania" in asked, "1 underfunded activity" in asked) == (True, False, True)


def test_a_draft_serves_nothing(cast, client):
    record(cast["amina"])
    assert (served_by("VI.1", in_force(Selection())), section(client.get(PAGE), "countries")) == ([], "")


# A recommendation and a theme -----------------------------------------------------------------------------------------

RECOMMENDATION = "/plan/recommendations/VIII-iii/"


def test_a_recommendation_says_first_who_carries_it_out(cast, client):
    assert lead(client.get(RECOMMENDATION)) == (
        "No country carries out this recommendation or has adopted one of its actions yet."
    )
    verified(cast["amina"], cast["nadia"])
    adopt(cast)
    page = client.get(RECOMMENDATION)
    assert lead(page) == "Carried out in 1 country (1 verified), adopted in 1."
    squares = re.findall(r'<a class="(\w+)" href="([^"]*)" title="([^"]*)"', section(page, "squares"))
    assert squares[:2] == [
        ("v", "/countries/MOZ/", "Mozambique: verified"),
        ("a", "/countries/TZA/", "Tanzania: adopted"),
    ]


def test_that_one_action_is_not_taken_up_says_nothing_of_the_recommendation(cast, client):
    workflow.answer_action(
        by=cast["juma"], country="TZA", action="VI.1", answer="not_taken_up", values={"because": "No funds."}
    )
    assert "Carried out" not in lead(client.get(RECOMMENDATION))
    assert ("TZA", "not_taken_up") not in [
        (row.pk, state) for row, state, *_more in client.get(RECOMMENDATION).context["squares"]
    ]
    assert answers(client.get(PAGE)) == ["Not taken up: 1 (Tanzania)"]


def test_a_theme_says_first_what_is_met_and_carried_out(cast, client):
    verified(cast["amina"], cast["nadia"])
    text = client.get("/plan/themes/VI/?as_at=2015-01-01").content.decode().partition('<p class="lead">')[2]
    assert " ".join(text.partition("</p>")[0].split()) == (
        "0 of 6 targets met by the deadline; 0 met as at 1 January 2015. "
        "Actions carried out in at least one country, as at 1 January 2015: 1 of 11 (1 verified)."
    )


# As on another day ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2012-12-31", ["Expected: 1 (Mozambique)"]),
        ("2013-02-01", ["Expected: 1 (Mozambique)", f"{ADOPTED}: 1 (Tanzania)"]),
        ("2014-05-26", ["Carried out, verified: 1 (Mozambique)", f"{ADOPTED}: 1 (Tanzania)"]),
        ("2015-02-01", ["Carried out, verified: 1 (Mozambique)", "Not taken up: 1 (Tanzania)"]),
    ],
)
def test_an_action_is_said_as_it_stood_on_the_day(cast, client, day, said):
    verified(cast["amina"], cast["nadia"])
    adopt(cast, adopted_on="2013-02-01")
    reason = {"because": "No funds.", "adopted_on": "2015-02-01"}
    workflow.answer_action(
        by=cast["juma"], country="TZA", action="VI.1", answer="not_taken_up", values=reason, version=1
    )
    page = client.get(PAGE, {"as_at": day})
    assert answers(page) == said
    assert next(row.pk for row, *_more in page.context["squares"]) == "MOZ"


def test_it_says_for_which_targets_what_is_done_counts(cast, client):
    assert "count towards" not in client.get(PAGE).content.decode()
    verified(cast["amina"], cast["nadia"])
    said = client.get(PAGE).content.decode().partition('<p class="counts">')[2].partition("</p>")[0]
    assert " ".join(re.sub("<[^>]*>", "", said).split()) == (
        "Results of its activities count towards: VI.T1 Plan discussed and measures adopted everywhere: partly met (1 verified)."
    )


def test_a_recommendation_is_said_as_it_stood_on_the_day(cast, client):
    verified(cast["amina"], cast["nadia"])
    said = {day: lead(client.get(RECOMMENDATION, {"as_at": day})) for day in ("2014-05-25", "2014-05-26")}
    assert list(said.values()) == ["Expected in 1 country.", "Carried out in 1 country (1 verified)."]


@pytest.mark.parametrize("path", [PAGE, RECOMMENDATION])
def test_the_activities_of_another_day_are_those_that_count_as_at_it(cast, as_person, path):
    row = verified(cast["amina"], cast["nadia"])
    draft = record(cast["amina"], title="A draft")
    page = as_person("amina").get(path, {"as_at": "2020-01-01"})
    shown = section(page, "activities")
    assert (row.get_absolute_url() in shown, draft.get_absolute_url() in shown) == (True, False)
    assert "Cada actividade é apresentada com o seu estado actual." in shown
    assert draft.get_absolute_url() in section(as_person("amina").get(path), "activities")
    assert "counted=1&amp;as_at=2020-01-01" in page.content.decode()


@pytest.mark.parametrize("path", [PAGE, RECOMMENDATION])
def test_its_figures_are_cited_by_the_address_of_their_day(db, client, path):
    page = client.get(path, {"as_at": "2012-12-31", "theme": "I"}).content.decode()
    assert f"{path}?as_at=2012-12-31</a>" in page.partition('id="cite"')[2].partition("</details>")[0]


def test_what_is_sought_today_is_not_said_of_another_day(cast, client):
    workflow.adopt_action(
        by=cast["amina"], country="MOZ", action="VI.1", values={"priority": "high", "needs_funding": True}
    )
    sought = [section(client.get(PAGE, asked), "sought") != "" for asked in ({}, {"as_at": "2020-01-01"})]
    assert sought == [True, False]

"""The page of a border region: what is done there, in a sentence with its day; over the years; the targets for which it counts,
since when and verified by whom; its activities, as far as their reader may see them; and where it is linked from."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.search.norm import norm_entries
from reports.summaries import Selection, border_results
from reports.views import borders
from tests.base import record, submitted, verified

PAGE = "/borders/moz-tza/"
TEAM = {
    "actions": ["III.1"],
    "border_regions": ["moz-tza"],
    "lead": "Ministry of the Interior",
    "claims": [{"indicator": "III.T1.1", "unit": "moz-tza", "achieved_on": "2014-05"}],
}
TANZANIA = {"countries": ["TZA"], "claims": [], "border_regions": ["moz-tza"], "title": "Patrols"}


def lead(page):
    text = page.content.decode().partition('<p class="lead">')[2].partition("</p>")[0]
    return " ".join(text.split())


def section(page, name):
    return " ".join(page.content.decode().partition(f'<section id="{name}">')[2].partition("</section>")[0].split())


def words(page, name):
    return " ".join(re.sub("<[^>]+>", " ", section(page, name)).split())


def layers_on(day):
    return [row.unit and row.unit.layer for row in border_results("moz-tza", Selection(as_at=day))]


def test_the_sentence_tells_what_is_verified_from_what_is_reported(cast, as_person):
    verified(cast["amina"], cast["nadia"], **TEAM)
    submitted(cast["juma"], **TANZANIA)
    record(cast["juma"], **TANZANIA | {"title": "A draft"})
    day = {"as_at": "2020-01-01"}
    results = "Results for 1 target, as at 1 January 2020: 1 verified."
    assert lead(as_person(None).get(PAGE, day)) == f"1 activity reported and verified. {results}"
    assert lead(as_person("juma").get(PAGE, day)) == f"2 activities reported, 1 of them verified. {results}"
    assert lead(as_person("charlie").get(PAGE, day)) == f"1 activity reported and verified. {results}"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "1 activité déclarée et vérifiée. Résultats pour 1 objectif, au 1er janvier 2020 : 1 vérifié."),
        (
            "pt",
            "1 actividade comunicada e verificada. Resultados para 1 meta, situação à data de 1 de Janeiro de 2020: 1 verificado.",
        ),
    ],
)
def test_it_is_said_in_the_readers_language(cast, client, language, said):
    verified(cast["amina"], cast["nadia"], **TEAM)
    page = client.get(PAGE, {"as_at": "2020-01-01"}, headers={"accept-language": language})
    assert re.sub("[\u00a0\u202f]", " ", lead(page)) == said


def test_where_nothing_is_published_that_is_said_once(cast, client):
    submitted(cast["juma"], **TANZANIA)
    page = client.get(PAGE, {"as_at": "2020-01-01"})
    assert lead(page) == "No activity in this border region is published yet. As at 1 January 2020."
    assert ("Patrols" in page.content.decode(), section(page, "years"), section(page, "activities")) == (False, "", "")


def test_a_result_is_told_since_when_it_counts_and_by_whom_it_is_verified(cast, client, as_person):
    assert words(client.get(PAGE), "targets").count("No contribution has been claimed yet.") == 2
    submitted(cast["amina"], **TEAM)
    assert "Reported since May 2014 VI.T5" in words(client.get(PAGE), "targets")
    verified(cast["amina"], cast["nadia"], **TEAM | {"title": "Another team"})
    assert "Verified since May 2014 Verified by UNHCR on" in words(client.get(PAGE), "targets")
    assert "no evidence to show VI.T5" in words(client.get(PAGE), "targets")
    assert "1 piece of evidence VI.T5" in words(as_person("nadia").get(PAGE), "targets")


def test_a_result_is_that_of_the_day_that_is_asked_for(cast):
    verified(cast["amina"], cast["nadia"], **TEAM)
    assert layers_on(date(2014, 5, 30)) == ["expected", None]
    assert layers_on(date(2014, 5, 31)) == ["verified", None]


def test_its_figure_is_that_of_the_target(cast, client):
    verified(cast["amina"], cast["nadia"], **TEAM)
    of_target = [unit for row in client.get("/plan/targets/III.T1/").context["rows"] for unit in row.units]
    assert [(unit.unit, unit.layer, url) for unit, _name, url, _known in of_target] == [("moz-tza", "verified", PAGE)]
    assert [(row.unit.unit, row.unit.layer) for row in border_results("moz-tza", Selection())[:1]] == [
        ("moz-tza", "verified")
    ]


def test_another_region_is_none_of_its_own(cast, client):
    verified(cast["amina"], cast["nadia"], **TEAM)
    assert [row.unit for row in border_results("moz-mwi", Selection())] == [None, None]
    assert lead(client.get("/borders/moz-mwi/")).startswith("No activity in this border region is published yet.")


def test_what_claims_a_result_for_it_belongs_to_it_without_naming_it(cast, client):
    row = verified(cast["amina"], cast["nadia"], **TEAM | {"border_regions": []})
    assert row.get_absolute_url() in section(client.get(PAGE), "activities")
    assert [activity.pk for activity in client.get("/activities/?border_region=moz-tza").context["page"].rows] == [
        row.pk
    ]


def test_more_activities_than_fit_are_said_with_their_number(cast, client, monkeypatch):
    monkeypatch.setattr(borders, "MOST", 1)
    verified(cast["amina"], cast["nadia"], **TEAM)
    verified(cast["juma"], cast["nadia"], **TANZANIA)
    activities = section(client.get(PAGE), "activities")
    assert (activities.count("<h3>"), "All 2 activities in this border region" in activities) == (1, True)
    (address,) = re.findall(r'<p><a href="([^"]*)">All 2', activities)
    assert len(client.get(address.replace("&amp;", "&")).context["page"].rows) == 2


def test_it_names_its_countries_and_who_leads(cast, client):
    verified(cast["amina"], cast["nadia"], **TEAM)
    said = words(client.get(PAGE), "reporting")
    assert re.sub(r"\d+ \w+ \d{4}", "DAY", said) == (
        "Who reports Mozambique Last report: DAY. Tanzania No report yet. Lead Ministry of the Interior Map of the region"
    )


def test_it_is_linked_from_where_it_is_named(cast, client):
    row = verified(cast["amina"], cast["nadia"], **TEAM)
    page = client.get(row.get_absolute_url()).content.decode()
    assert page.count(f'href="{PAGE}"') == 2  # its place, and the unit of its claim
    assert {entry.url for entry in norm_entries() if entry.kind == "border_region"} >= {PAGE}
    assert f"<loc>http://testserver{PAGE}</loc>" in client.get("/sitemap-plan.xml").content.decode()


@pytest.mark.parametrize(("most", "years"), [(40, ""), (0, "\u00a0: 2014")])
def test_the_picture_names_the_themes_under_which_something_is_done(cast, client, monkeypatch, most, years):
    monkeypatch.setattr("reports.summaries.years.MOST", most)
    verified(cast["amina"], cast["nadia"], **TEAM | {"actions": ["III.1", "VI.1"]})
    chart = client.get(PAGE, headers={"accept-language": "fr"}).context["chart"]
    named = [label.text for label in chart.labels if label.text.startswith(("III ", "VI "))]
    assert named == [f"III Opérations{years}", f"VI Coopération et coordination{years}"]
    assert [label.text for label in chart.labels if label.text.startswith("rien")] == []


def test_it_costs_the_same_with_more_activities(cast, client):
    asked = []
    for more in (1, 2):
        for _n in range(more):
            verified(cast["amina"], cast["nadia"], **TEAM)
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        asked.append(len(captured))
    assert asked == [12, 12]


def test_there_is_no_page_of_what_is_no_border_region(db, client):
    assert client.get("/borders/moz-xxx/").status_code == 404

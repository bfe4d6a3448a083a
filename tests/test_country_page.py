"""The page of a country: what it does, in a sentence; over the years; the targets that it is part of and those that it misses;
its answer to the menu as 58 squares."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import Activity, Adoption
from reports.summaries import Selection, Sought, country_view, sought_by, years_of
from tests.base import record, submitted, verified
from tests.later import group
from tests.rounds import closed

PAGE = "/countries/MOZ/"
EXPECTED = {"status": "planned", "starts_on": "2099-01-01", "ends_on": None, "claims": []}


def lead(page):
    text = page.content.decode().partition('<p class="lead">')[2].partition("</p>")[0]
    return " ".join(text.split()).partition("As at")[0].strip()


def marks(page):
    """The marks of the activities, as `(look, words, address)`, without the signs of direction."""
    chart = page.context["chart"]
    return [(mark.look, re.sub("[\u2068\u2069]", "", mark.words), mark.url) for mark in chart.marks if mark.words]


def of_mozambique(**asked):
    return years_of("MOZ", Selection(**asked), Activity.objects.none())


def test_the_sentence_tells_what_is_verified_from_what_is_reported(cast, client):
    verified(cast["amina"], cast["nadia"])
    assert lead(client.get(PAGE)) == "1 activity verified, under 1 of the 58 actions; part of 1 target."
    submitted(cast["amina"], actions=["VI.2"], claims=[])
    submitted(cast["amina"], actions=["VI.3"], **EXPECTED)
    assert lead(client.get(PAGE)) == (
        "1 activity verified, 1 awaiting verification, under 2 of the 58 actions (with verified activities: 1); "
        "part of 1 target; 1 activity expected."
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "1 activité vérifiée, au titre de 1 des 58 actions ; contribue à 1 objectif. Au "),
        ("pt", "1 actividade verificada, no âmbito de 1 das 58 acções; contribui para 1 meta. Situação em "),
    ],
)
def test_it_is_said_in_the_readers_language(cast, client, language, said):
    verified(cast["amina"], cast["nadia"])
    page = client.get(PAGE, headers={"accept-language": language})
    assert said in " ".join(page.content.decode().split())


def test_a_country_that_never_reported_says_so_once(cast, client):
    page = client.get("/countries/SOM/")
    text = re.sub("<[^>]*>", "", page.content.decode().partition("<main")[2])
    assert (lead(page), text.count("No report yet"), text.count("No answer yet")) == ("", 1, 1)
    assert 'class="cells"' not in page.content.decode()


def test_each_activity_is_a_mark_that_opens_it(cast, client):
    row = verified(cast["amina"], cast["nadia"])
    assert marks(client.get(PAGE)) == [
        ("solid", "Verified, 26 May 2014: National meeting to assess progress", row.get_absolute_url())
    ]


def test_a_title_says_in_which_language_it_is(cast, client):
    verified(cast["amina"], cast["nadia"], title="Reunião nacional", language="pt")
    page = client.get(PAGE).content.decode()
    assert '<th scope="row"><span lang="pt" dir="auto">Reunião nacional</span></th>' in page


def test_what_goes_on_says_since_when(cast, client):
    group(cast["amina"], cast["nadia"])
    assert marks(client.get(PAGE))[0][1] == "Verified, since 1 February 2011: Inter-ministerial working group"


def test_what_the_reader_may_not_open_is_a_mark_without_its_name(cast, client, as_person):
    row = submitted(cast["amina"])
    assert marks(client.get(PAGE)) == [("hatch", "Reported, 2014: an activity that is not published", "")]
    assert [(look, url) for look, _words, url in marks(as_person("amina").get(PAGE))] == [
        ("hatch", row.get_absolute_url())
    ]


def test_a_draft_is_neither_drawn_nor_counted(cast, client, as_person):
    record(cast["amina"])
    submitted(cast["juma"], countries=["TZA"], claims=[])
    for page in (client.get(PAGE), as_person("juma").get(PAGE), as_person("amina").get(PAGE)):
        assert (marks(page), page.context["figures"].totals["reported"]) == ([], 0)


def test_what_is_only_expected_stands_beside_the_axis_without_its_days(cast, client):
    submitted(cast["amina"], **EXPECTED)
    assert marks(client.get(PAGE)) == [("outline", "Expected: an activity that is not published", "")]
    assert [(row.first, row.last) for row in of_mozambique().activities] == [(None, None)]


def test_it_lasts_from_its_start_to_its_end_or_to_the_day_that_is_shown(cast):
    group(cast["amina"], cast["nadia"])
    verified(cast["amina"], cast["nadia"], actions=["I.1"], starts_on="2012-01-01", ends_on="2014-05-26", claims=[])
    days = [(row.theme, row.first, row.last) for row in of_mozambique(as_at=date(2013, 1, 1)).activities]
    assert days == [
        ("I", date(2012, 1, 1), date(2013, 1, 1)),
        ("VI", date(2011, 2, 1), date(2013, 1, 1)),
    ]
    assert of_mozambique(as_at=date(2015, 1, 1)).activities[0].last == date(2014, 5, 26)


def test_the_picture_is_of_the_selection(cast, client):
    verified(cast["amina"], cast["nadia"])
    assert [len(marks(client.get(PAGE, {"as_at": f"2014-05-{day}"}))) for day in (25, 26)] == [1, 1]
    assert marks(client.get(PAGE, {"as_at": "2014-05-25"}))[0][0] == "outline"
    counts = [len(marks(client.get(PAGE, asked))) for asked in ({"theme": "VI"}, {"theme": "I"}, {"status": "planned"})]
    assert counts == [1, 0, 0]


def test_an_activity_of_two_themes_stands_under_both_and_is_counted_once(cast):
    verified(cast["amina"], cast["nadia"], actions=["VI.1", "VI.2", "I.1"])
    years = of_mozambique()
    assert ([row.theme for row in years.activities], years.totals["verified"]) == (["I", "VI"], 1)


def test_many_activities_are_drawn_in_numbers(cast, client, monkeypatch):
    monkeypatch.setattr("reports.summaries.years.MOST", 2)
    verified(cast["amina"], cast["nadia"])
    verified(cast["amina"], cast["nadia"], claims=[])
    submitted(cast["amina"], starts_on="2012-03-01", ends_on="2012-03-01", claims=[])
    page = client.get(PAGE)
    assert [words for _look, words, _url in marks(page)] == ["VI, 2012: 1 reported", "VI, 2014: 2 verified"]
    assert page.context["chart"].rows == [("VI", 2012, 0, 1, 0), ("VI", 2014, 2, 0, 0)]
    assert page.context["figures"].totals == {"verified": 2, "reported": 1, "expected": 0}


def test_the_picture_is_taken_away(cast, client):
    verified(cast["amina"], cast["nadia"])
    for kind in ("svg", "xlsx", "csv"):
        answer = client.get(PAGE, {"chart": "years", "format": kind})
        assert answer.streaming is False or b"".join(answer.streaming_content), kind
        assert answer["Content-Disposition"].startswith("attachment"), kind


def test_the_totals_are_those_of_the_country(cast):
    verified(cast["amina"], cast["nadia"])
    submitted(cast["amina"], claims=[])
    assert of_mozambique().totals == country_view("MOZ", Selection()).totals


def test_the_menu_is_58_squares_and_a_list_of_what_is_said(cast, client):
    verified(cast["amina"], cast["nadia"])
    page = client.get(PAGE).content.decode()
    squares = page.partition('class="cells"')[2].partition("</section>")[0]
    assert len(re.findall(r'<a class="(?:v|r|p|a|iv|ip|nt|n)" href=', squares)) == 58
    assert ('<a class="v" href="#VI.1"' in squares, squares.count('class="n" href="/plan/actions/')) == (True, 57)
    said = page.partition('id="menu"')[2].partition("</section>")[0]
    assert re.findall(r'<tr id="([^"]+)"', said) == ["VI.1"]
    assert said.partition("</table>")[2].partition("</p>")[0].count("<a ") == 57


def test_targets_that_count_countries_and_of_which_nothing_is_claimed_are_named(cast, client):
    submitted(cast["amina"])
    missing = [indicator.pk for _target, indicator in client.get(PAGE).context["figures"].missing]
    assert ("VI.T1.1" in missing, "VI.T1.2" in missing, "VI.T2.1" in missing, "V.T1.1" in missing) == (
        *(False, True, True, False),
    )
    assert client.get("/countries/AGO/").context["figures"].missing == []


def test_its_neighbours_are_those_that_share_a_border_region(cast, client):
    borders = client.get(PAGE).context["figures"].borders
    assert [(region.pk, [row.name for row in those]) for region, those in borders] == [
        ("moz-zaf", ["South Africa"]),
        ("moz-tza", ["Tanzania"]),
        ("moz-mwi", ["Malawi"]),
    ]
    page = client.get(PAGE).content.decode().partition('<section id="more">')[2].partition("</section>")[0]
    assert all(f'href="{address}"' in page for address in ("/borders/moz-tza/", "/countries/TZA/"))


def test_a_round_that_is_over_costs_no_query_of_its_own(cast, client):
    verified(cast["amina"], cast["nadia"])
    closed(cast)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(PAGE)
    assert ("Progress in 2014" in page.content.decode(), len(captured)) == (True, 12)


def test_its_bodies_are_those_of_the_day(db):
    bodies = {day: country_view("COD", Selection(as_at=date(day, 6, 1))).bodies for day in (2012, 2024)}
    assert [(row.body_id, row.since.year) for row in bodies[2012]] == [("AU", 2002), ("COMESA", 1994), ("SADC", 1998)]
    assert [row.body_id for row in bodies[2024]] == ["AU", "COMESA", "EAC", "SADC"]


def test_the_funding_that_it_seeks_is_that_of_what_is_published_and_of_its_plan(cast, client):
    assert "Funding sought" not in client.get(PAGE).content.decode()
    row = verified(cast["amina"], cast["nadia"], status="planned", starts_on="2099-01-01", ends_on=None, claims=[])
    hidden = submitted(cast["amina"], **EXPECTED)
    Activity.objects.filter(pk__in=[row.pk, hidden.pk]).update(amount_needed=1500, currency="USD")
    Adoption.objects.create(country_id="MOZ", action_id="VI.2", adopted_on=date(2012, 1, 1), needs_funding=True)
    assert sought_by("MOZ") == Sought(1, [("USD", Decimal("1500.00"))], 1)
    assert (sought_by("MOZ", "I"), sought_by("TZA")) == (Sought(0, [], 0), Sought(0, [], 0))
    assert "1 underfunded activity" in client.get(PAGE).content.decode()

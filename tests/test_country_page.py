"""The page of a country: what it does, in a sentence; over the years; the targets that it is part of and those that it misses;
its answer to the menu as 58 squares."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.attained import country_words
from reports.models import Activity, Adoption, Membership, Organisation
from reports.summaries import Begun, Selection, Sought, activity_totals, country_view, sought_by, years_of
from reports.views.years import cells_of, with_years
from tests.base import record, submitted, verified
from tests.later import group
from tests.rounds import a_round, closed

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
    selection = Selection(**asked)
    return years_of("MOZ", selection, Activity.objects.none(), activity_totals(selection, country="MOZ"))


def test_the_sentence_tells_what_is_verified_from_what_is_reported(cast, client):
    verified(cast["amina"], cast["nadia"])
    assert lead(client.get(PAGE)) == "1 activity reported and verified, under 1 of the 58 actions."
    submitted(cast["amina"], actions=["VI.2"], claims=[])
    submitted(cast["amina"], actions=["VI.3"], **EXPECTED)
    assert lead(client.get(PAGE)) == (
        "2 activities reported, 1 of them verified, under 1 of the 58 actions (with the others, 2 actions); "
        "1 activity expected."
    )


@pytest.mark.parametrize(
    ("verified", "reported", "said"),
    [
        (6, 0, "6 activities reported, all of them verified, under 5 of the 58 actions."),
        (0, 4, "4 activities reported, none verified yet, under 7 of the 58 actions."),
        (0, 1, "1 activity reported, not verified yet, under 7 of the 58 actions."),
        (8, 4, "12 activities reported, 8 of them verified, under 5 of the 58 actions (with the others, 7 actions)."),
    ],
)
def test_how_much_of_what_is_reported_is_verified(verified, reported, said):
    totals = {"verified": verified, "reported": reported, "expected": 0}
    assert country_words(totals, 7, 5, 58) == said


def test_what_verified_means_stands_below_and_leads_to_the_glossary(cast, client):
    verified(cast["amina"], cast["nadia"])
    page = client.get(PAGE).content.decode()
    said = '<a class="term" href="/help/#verified">Verified: evidence examined by UNHCR or IOM; only this counts towards a target.</a>'
    assert (said in page, said in client.get("/countries/SOM/").content.decode()) == (True, False)


def test_the_institution_that_reports_is_named_on_the_days_on_which_it_did(cast, client):
    ministry = Organisation.objects.create(name="Ministry", kind="ministry", country_id="MOZ")
    Membership.objects.filter(person=cast["amina"]).update(organisation=ministry, since=date(2012, 1, 1))
    known = f'Reporting institution: <a href="{ministry.get_absolute_url()}"><bdi>Ministry</bdi></a>.'
    unknown = "Reporting institution: not named."
    for day, said in {"2011-12-31": unknown, "2012-01-01": known}.items():
        page = client.get(PAGE, {"as_at": day}).content.decode()
        assert [words in page for words in (said, known, unknown)] == [True, said == known, said == unknown]
    assert "Reporting institution" not in client.get("/countries/AGO/").content.decode()


def test_an_organisation_of_elsewhere_is_not_said_to_report(cast, client):
    Membership.objects.filter(person=cast["amina"]).update(organisation=Organisation.objects.create(name="A name"))
    assert "A name" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "1 activité déclarée et vérifiée, au titre de 1 des 58 actions. Situation au "),
        ("pt", "1 actividade comunicada e verificada, no âmbito de 1 das 58 acções. Situação à data de "),
    ],
)
def test_it_is_said_in_the_readers_language(cast, client, language, said):
    verified(cast["amina"], cast["nadia"])
    page = client.get(PAGE, headers={"accept-language": language})
    assert said in " ".join(page.content.decode().split())


def beside_sentence(page):
    texts = re.findall('<p class="contributes">(.*?)</p>', page.content.decode(), re.DOTALL)
    return [" ".join(re.sub("<[^>]*>", "", text).split()) for text in texts]


def test_its_targets_are_named_beside_the_sentence_and_lead_to_their_pages(cast, client):
    verified(cast["amina"], cast["nadia"])
    page = client.get(PAGE)
    assert (
        beside_sentence(page)[0]
        == "Verified contribution to 1 target: VI.T1 Plan discussed and measures adopted everywhere."
    )
    link = '<a href="/plan/targets/VI.T1/" data-short="National measures"><span class="code">VI.T1</span>'
    assert link in page.content.decode()


def test_what_is_verified_and_what_is_only_reported_are_told_apart(cast, client):
    verified(cast["amina"], cast["nadia"])
    claims = [{"indicator": "III.T4.1", "unit": "MOZ", "achieved_on": "2014-05-26"}]
    claims += [{"indicator": "I.T2.1", "unit": "MOZ/I.c", "achieved_on": "2014-05-26"}]
    submitted(cast["amina"], actions=["III.8", "I.7"], claims=claims)
    assert beside_sentence(client.get(PAGE))[0] == (
        "Verified contribution to 1 target: VI.T1 Plan discussed and measures adopted everywhere. Contribution to 1 target, "
        "reported only: III.T4 Human rights monitoring: a pilot project. Contribution to 1 target, not sufficient to count yet: "
        "I.T2 Reform in two sectors and six countries."
    )


def test_it_says_how_many_of_the_sectors_needed_are_verified(cast, client):
    claims = [{"indicator": "I.T2.1", "unit": "MOZ/I.c", "achieved_on": "2014-05-26"}]
    verified(cast["amina"], cast["nadia"], actions=["I.7"], claims=claims)
    said = beside_sentence(client.get(PAGE))[0]
    assert said.endswith("I.T2 Reform in two sectors and six countries (1 of 2 sectors verified).")


def test_that_it_takes_part_leads_to_the_reason(cast, client):
    [said] = beside_sentence(client.get(PAGE))
    assert said == (
        "No report yet. Reporting institution: not named. Participating (assumed) since 7 September 2010: the Plan does not "
        "name its countries."
    )
    page = client.get(PAGE).content.decode()
    assert '<a href="#participation">' in page
    assert "thirteen delegations" in page.partition('<section id="participation">')[2]


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


def labels(page):
    return [label.text for label in page.context["chart"].labels]


def test_each_theme_is_named_and_says_where_nothing_is_reported(cast, client):
    verified(cast["amina"], cast["nadia"])
    submitted(cast["amina"], actions=["I.1"], **EXPECTED)
    said = labels(client.get(PAGE))
    assert said[0] == "I Legislative and policy reform: nothing reported yet"
    assert (sum("nothing reported yet" in text for text in said), said[1]) == (5, "Expected")
    assert "nothing reported yet" not in " ".join(labels(client.get(PAGE, {"status": "planned"})))


def test_the_years_of_each_activity_stand_beside_it(cast, client):
    verified(cast["amina"], cast["nadia"])
    group(cast["amina"], cast["nadia"])
    said = labels(client.get(PAGE, {"as_at": "2014-06-01"}))
    assert said[said.index("VI Cooperation and coordination") + 1 :][:2] == ["2011–2014", "2014"]


def test_of_many_activities_the_years_stand_beside_the_theme_where_there_is_room():
    assert with_years("I Reform", {2012, 2010, 2011, 2014}) == "I Reform: 2010–2012, 2014"
    assert [with_years("A" * 50, {2010}), with_years("I Reform", set())] == ["A" * 50, "I Reform"]


def test_what_began_before_the_axis_stands_in_its_first_year_and_says_when():
    rows = [Begun("I", 2008, 2, 0, 0), Begun("I", 2010, 1, 3, 0), Begun("I", 2011, 1, 0, 0), Begun("I", None, 0, 0, 4)]
    first, second = cells_of(rows, date(2014, 1, 1))
    assert first == (0, 3, 3, "I, 2008: 2 verified; I, 2010: 1 verified, 3 more reported")
    assert second[1:] == (1, 0, "I, 2011: 1 verified")


def test_the_axis_runs_to_the_year_of_the_day(cast, client):
    verified(cast["amina"], cast["nadia"])
    for day, names in {
        "2014-06-01": "2010 2011 2012 2013 2014",
        "2026-02-03": "2010 2012 2014 2016 2018 2020 2022 2024 2026",
    }.items():
        axis = client.get(PAGE, {"as_at": day}).context["chart"].labels
        assert " ".join(label.text for label in axis if label.anchor == "middle") == names


def test_what_was_returned_says_so_to_who_may_open_it(cast, client, as_person):
    Activity.objects.filter(pk=submitted(cast["amina"]).pk).update(review="returned")
    said = [marks(who.get(PAGE))[0][1].partition(":")[0] for who in (as_person("nadia"), client)]
    assert said == ["Expected, returned, 26 May 2014", "Expected"]


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


def contributions(page):
    return [[(one.layer, one.of) for one in those] for _target, those in page.context["contributions"]]


def test_each_badge_says_of_what(cast, client):
    sectors = [
        {"indicator": "I.T2.1", "unit": f"MOZ/{sector}", "achieved_on": "2014-05-26"} for sector in ("I.c", "I.f")
    ]
    submitted(cast["amina"], actions=["I.1"], claims=sectors)
    assert contributions(client.get(PAGE)) == [[("reported", "Refugee protection"), ("reported", "Child protection")]]
    assert '<span class="small">Child protection</span>' in client.get(PAGE).content.decode()


def test_what_has_no_name_of_its_own_stands_together_with_its_number(cast, client):
    for _n in range(2):
        submitted(
            cast["amina"], actions=["II.1"], claims=[{"indicator": "II.T3.1", "unit": "*", "achieved_on": "2014-05-26"}]
        )
    submitted(cast["amina"])
    assert contributions(client.get(PAGE)) == [[("reported", "2 activities")], [("reported", "VI.T1.1")]]


def rounds_said(client, day):
    page = client.get(PAGE, {"as_at": day}).content.decode().partition('<section id="reporting">')[2]
    said = re.findall(r"<p>(.*?)</p>", page.partition('<p class="actions">')[0], re.DOTALL)
    return [" ".join(re.sub("<[^>]*>", "", one).split()) for one in said]


def test_an_open_round_is_awaited_by_its_last_day_and_stands_before_the_last_that_is_over(cast, client):
    closed(cast)
    a_round(cast["nadia"], title="Open", opens_on=date(2015, 1, 1), closes_on=date(2015, 12, 31))
    over = "Progress in 2014: no report."
    assert rounds_said(client, "2015-06-01") == ["Open: report awaited by 31 December 2015.", over]
    assert rounds_said(client, "2014-12-01") == ["Progress in 2014: report awaited by 31 December 2014."]
    assert rounds_said(client, "2016-01-01") == ["Open: no report."]


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

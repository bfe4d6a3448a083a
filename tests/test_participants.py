"""Who was trained: each figure worked out by hand, on page, file, API and report alike."""

import csv
import json
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports import workflow
from reports.canonical import canonical, sha256_of
from reports.documents.forms import FORMS
from reports.documents.report import report
from reports.documents.source import source
from reports.filters import ActivityFilter
from reports.models import Activity, Snapshot
from reports.summaries import SEVERAL, Selection, country_training, participants, training_by_country
from tests.base import record, submitted, verified
from tests.rounds import closed, parts

TRAINING = {
    "actions": ["II.1"],
    "title": "A course",
    "status": "completed",
    "starts_on": "2012-05-14",
    "ends_on": "2012-05-18",
    "claims": [],
}
EVE, LATE = date(2012, 12, 31), date(2014, 12, 31)
NOTHING = (0, 0, 0, 0, 0)


def course(cast, **values):
    return verified(cast["amina"], cast["nadia"], **(TRAINING | values))


def numbered(women, men, **values):
    return {"participants_women": women, "participants_men": men} | values


@pytest.fixture
def held(cast):
    """Six that were held by 2014, and what is none: one of materials, one planned, one returned, a draft."""
    course(cast, **numbered(12, 18), topics=["children", "refugee-protection"], audiences=["judiciary"])
    course(cast)  # no number
    course(cast, **numbered(9, None), starts_on="2012-11-01", ends_on="2013-02-15", topics=["children"])
    shared = {"scope": "cross_border", "countries": ["MOZ", "TZA"], "starts_on": "2013-03-04", "ends_on": None}
    both = course(cast, **numbered(20, 34, **shared), topics=["refugee-protection"])
    workflow.agree(by=cast["juma"], pk=both.pk, country="TZA")
    submitted(cast["juma"], **TRAINING, countries=["TZA"], **numbered(5, 7), audiences=["journalists"])
    regional = {"scope": "regional", "countries": []}
    submitted(cast["paul"], **(TRAINING | numbered(11, 15, **regional)))
    course(cast, actions=["II.2"])
    course(cast, **numbered(50, 50), status="planned", starts_on="2030-01-01", ends_on=None)
    returned = submitted(cast["amina"], **TRAINING, **numbered(60, 60))
    workflow.return_activity(by=cast["nadia"], pk=returned.pk, remark="Which?")
    record(cast["amina"], **TRAINING, **numbered(70, 70))


def plain(trained):
    return (trained.trainings, trained.women, trained.men, trained.unnumbered, trained.half_numbered)


def shown(lines):
    return {one.code: (plain(one.verified), plain(one.reported)) for one in lines if one.held.trainings}


def test_all_are_counted_once_verified_apart_from_reported(held):
    total = participants(Selection(as_at=LATE)).total
    assert (plain(total.verified), total.verified.people) == ((4, 41, 52, 1, 1), 93)
    assert (plain(total.reported), total.reported.people) == ((2, 16, 22, 0, 0), 38)


def test_each_stands_in_one_place_several_countries_apart(held):
    assert shown(participants(Selection(as_at=LATE)).places) == {
        "MOZ": ((3, 21, 18, 1, 1), NOTHING),
        "TZA": (NOTHING, (1, 5, 7, 0, 0)),
        "several": ((1, 20, 34, 0, 0), NOTHING),
        "regional": (NOTHING, (1, 11, 15, 0, 0)),
    }


def test_countries_come_by_name_then_several_then_regional(held):
    assert [one.code for one in participants(Selection(as_at=LATE)).places] == ["MOZ", "TZA", "several", "regional"]


def test_the_year_is_that_of_the_end_or_of_the_start(held):
    assert shown(participants(Selection(as_at=LATE)).years) == {
        "2012": ((2, 12, 18, 1, 0), (2, 16, 22, 0, 0)),
        "2013": ((2, 29, 34, 0, 1), NOTHING),
    }


def test_what_had_not_ended_by_the_day_stands_in_the_year_of_its_start(held):
    assert shown(participants(Selection(as_at=EVE)).years) == {"2012": ((3, 21, 18, 1, 1), (2, 16, 22, 0, 0))}


def test_a_training_of_several_topics_stands_under_each_and_once_in_the_total(held):
    view = participants(Selection(as_at=LATE))
    assert shown(view.topics) == {
        "refugee-protection": ((2, 32, 52, 0, 0), NOTHING),
        "children": ((2, 21, 18, 0, 1), NOTHING),
        "": ((1, 0, 0, 1, 0), (2, 16, 22, 0, 0)),
    }
    assert len(view.topics) == 11


def test_audiences_are_those_of_the_plan_and_what_names_none(held):
    assert shown(participants(Selection(as_at=LATE)).audiences) == {
        "judiciary": ((1, 12, 18, 0, 0), NOTHING),
        "journalists": (NOTHING, (1, 5, 7, 0, 0)),
        "": ((3, 29, 34, 1, 1), (1, 11, 15, 0, 0)),
    }


def test_before_the_first_there_is_none(held):
    view = participants(Selection(as_at=date(2012, 5, 13)))
    assert (plain(view.total.held), view.places, view.years) == (NOTHING, [], [])


def test_of_a_body_only_what_its_members_or_it_do(held):
    """Tanzania was of the EAC, Mozambique was not."""
    assert shown(participants(Selection(as_at=LATE, body="EAC")).places) == {
        "TZA": (NOTHING, (1, 5, 7, 0, 0)),
        "several": ((1, 20, 34, 0, 0), NOTHING),
    }


@pytest.mark.parametrize(("place", "n"), [("MOZ", 3), ("TZA", 1), ("several", 1), ("regional", 1)])
def test_a_place_and_a_year_narrow_every_figure(held, place, n):
    assert participants(Selection(as_at=LATE), place=place).total.held.trainings == n
    assert participants(Selection(as_at=LATE), place=place, year=2011).total.held.trainings == 0


def test_of_a_country_what_it_held_alone_and_what_it_held_with_others(held):
    alone, together = country_training("TZA", Selection(as_at=LATE))
    assert (plain(alone.held), plain(together.held)) == ((1, 5, 7, 0, 0), (1, 20, 34, 0, 0))
    assert sorted(training_by_country(Selection(as_at=LATE))) == ["MOZ", "TZA"]


def test_a_country_that_has_not_agreed_is_not_one_of_several(cast):
    course(cast, **numbered(1, 2), scope="cross_border", countries=["MOZ", "TZA"])
    assert [one.code for one in participants(Selection()).places] == ["MOZ"]


@pytest.mark.parametrize(
    ("values", "n"),
    [
        ({"actions": ["II.3"]}, 0),
        ({"actions": ["II.3"], "topics": ["children"]}, 1),
        ({"actions": ["VI.1"]}, 0),
        ({"actions": ["VI.1"], "audiences": ["judiciary"]}, 1),
        ({"actions": ["VI.1"], "participants_men": 0}, 1),
        ({"actions": ["II.1", "II.2", "VI.1"]}, 1),
        ({"actions": [], "theme": "II"}, 1),
        ({"status": "in_progress", "ends_on": None}, 1),
        ({"status": "suspended", "status_reason": "No room."}, 0),
    ],
    ids=str,
)
def test_what_a_training_is(cast, values, n):
    course(cast, **values)
    assert participants(Selection()).total.held.trainings == n


def test_it_costs_the_same_with_more_rows(cast):
    for times in (1, 2):
        for _time in range(times):
            course(cast, **numbered(3, 4), topics=["children"])
        with CaptureQueriesContext(connection) as captured:
            participants(Selection())
        assert len(captured) == 6
    assert Activity.objects.count() == 3


def test_one_recorded_for_the_region_is_no_countrys(held):
    assert plain(country_training("MOZ", Selection(as_at=LATE))[1].held) == (1, 20, 34, 0, 0)
    assert SEVERAL not in training_by_country(Selection(as_at=LATE))


# ---- The page ----


@pytest.fixture
def page(as_person):
    def opened(person=None, **asked):
        return as_person(person).get(reverse("participants"), {"as_at": "2014-12-31"} | asked)

    return opened


def said(page):
    return page.context["sentences"]


def test_the_page_says_it_in_a_sentence_first(held, page):
    assert said(page()) == [
        "6 training activities: 93 participants verified (women: 41, men: 52), 38 more reported (women: 16, men: 22).",
        "1 of 6 training activities gave no number of participants.",
        "1 gave the number of women only or of men only; the total has what was given.",
    ]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"country": "TZA"}, "1 training activity: 12 participants reported, not yet verified (women: 5, men: 7)."),
        ({"country": "several"}, "1 training activity: 54 participants verified (women: 20, men: 34)."),
        (
            {"country": "regional"},
            "1 training activity: 26 participants reported, not yet verified (women: 11, men: 15).",
        ),
        ({"year": "2013"}, "2 training activities: 63 participants verified (women: 29, men: 34)."),
        (
            {"as_at": "2012-05-31", "country": "MOZ"},
            "2 training activities: 30 participants verified (women: 12, men: 18).",
        ),
    ],
    ids=str,
)
def test_the_address_narrows_the_page(held, page, asked, sentence):
    assert said(page(**asked))[0] == sentence


def test_without_any_training_that_is_said(cast, page):
    answer = page()
    assert (said(answer), "No training had been held in this selection" in answer.content.decode()) == ([], True)


def test_each_figure_opens_as_many_activities_as_it_counts(held, page):
    wrong = []
    for asked in (
        {},
        {"year": 2013},
        {"country": "MOZ"},
        {"body": "EAC"},
        {"as_at": "2012-12-31"},
        {"status": "completed"},
    ):
        for table in page(**asked).context["tables"]:
            for row in table["rows"]:
                for trained, listed, unnumbered in row["layers"]:
                    found = [behind(address) for address in (listed, unnumbered)]
                    if found != [trained.trainings, trained.unnumbered]:
                        wrong.append((asked, row["name"], found, trained))
    assert wrong == []


def behind(address):
    filterset = ActivityFilter(QueryDict(urlsplit(address).query), Activity.objects.all())
    assert filterset.is_valid(), filterset.errors
    assert filterset.is_of_figures
    return filterset.qs.count()


def test_a_topic_alone_is_no_figure(cast):
    filterset = ActivityFilter({"counted": "1", "topic": "children"}, Activity.objects.all())
    assert (filterset.is_valid(), filterset.is_of_figures) == (True, False)


def test_the_figures_are_the_same_for_everybody_but_not_the_names(held, page, as_person):
    assert len({tuple(said(page(person))) for person in (None, "amina", "nadia", "olga")}) == 1
    path = reverse("activities") + "?counted=1&training=1&layer=reported&as_at=2014-12-31"
    behind = [as_person(person).get(path).context["behind"] for person in (None, "nadia")]
    assert behind == [{"counted": 2, "shown": 0}, {"counted": 2, "shown": 2}]


def test_what_gave_no_number_is_not_said_to_be_none(cast, page):
    course(cast)
    rows = page().context["tables"][0]["rows"]
    assert (rows[0]["layers"][0][0].is_unknown, said(page())[0]) == (True, "1 training activity.")


def test_the_page_costs_the_same_with_more_rows(cast, page):
    for times in (1, 2):
        for _time in range(times):
            course(cast, **numbered(3, 4), topics=["children"])
        with CaptureQueriesContext(connection) as captured:
            page()
        assert len(captured) == 9


@pytest.mark.parametrize("asked", [{"country": "ZZZ"}, {"year": "x"}, {"year": "99999"}, {"as_at": "99/99/9999"}])
def test_an_address_that_makes_no_sense_is_answered(held, page, asked):
    answer = page(**asked)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, list(asked))


# ---- The file, the API and the country's page ----


def test_the_file_has_each_line_verified_apart_from_reported(held, page):
    text = b"".join(page(format="csv").streaming_content).decode("utf-8-sig")
    rows = {(row[0], row[1]): row[3:] for row in csv.reader(text.splitlines()) if len(row) == 15}
    assert rows["Total", "Total"] == ["4", "41", "52", "93", "1", "1", "2", "16", "22", "38", "0", "0"]
    assert rows["Country", "Several countries"] == ["1", "20", "34", "54", "0", "0", *"000000"]
    assert rows["Year", "2013"] == ["2", "29", "34", "63", "0", "1", *"000000"]
    assert rows["Training audience", "not stated"] == ["3", "29", "34", "63", "1", "1", "1", "11", "15", "26", "0", "0"]


def test_a_chart_comes_as_a_file(held, page):
    text = b"".join(page(format="csv", chart="places").streaming_content).decode("utf-8-sig")
    rows = [row for row in csv.reader(text.splitlines()) if row[:1] == ["Mozambique"]]
    assert rows == [["Mozambique", "21", "18", "39", "0", "0", "0"]]
    assert page(format="svg", chart="years")["Content-Type"] == "image/svg+xml"


def api(client, **asked):
    return client.get("/api/v1/progress/participants/", asked).json()


def layered(trainings, women, men, no_number=0, one_number=0):
    numbers = {"women": women, "men": men, "total": women + men, "no_number": no_number, "one_number": one_number}
    return {"trainings": trainings} | numbers


def test_the_api_gives_the_same(held, client):
    body = api(client, as_at="2014-12-31")
    assert body["total"] == {"verified": layered(4, 41, 52, 1, 1), "reported": layered(2, 16, 22)}
    assert [one["place"] for one in body["places"]] == ["MOZ", "TZA", "several", "regional"]
    assert body["years"][1] == {"year": 2013, "verified": layered(2, 29, 34, 0, 1), "reported": layered(0, 0, 0)}
    assert (body["topics"][-1]["topic"], len(body["topics"]), len(body["audiences"])) == (None, 11, 8)


def test_the_api_narrows_and_refuses(held, client):
    assert api(client, as_at="2014-12-31", country="several", year=2013)["total"]["verified"] == layered(1, 20, 34)
    assert api(client, as_at="2014-12-31", body="EAC")["total"]["verified"] == layered(1, 20, 34)
    assert client.get("/api/v1/progress/participants/", {"theme": "II"}).status_code == 400
    assert client.get("/api/v1/progress/participants/", {"year": "x"}).status_code == 400


def test_the_api_says_null_of_what_nobody_gave(cast, client):
    course(cast)
    nothing = {"women": None, "men": None, "total": None, "no_number": 1, "one_number": 0}
    assert api(client)["total"]["verified"] == {"trainings": 1} | nothing


def test_the_country_s_page_has_its_own_line_and_that_held_with_others(held, as_person):
    page = as_person(None).get(reverse("country", args=["MOZ"]), {"as_at": "2014-12-31"})
    (name, address, sentences), (other, shared, together) = page.context["training"]
    assert sentences[0] == "3 training activities: 39 participants verified (women: 21, men: 18)."
    assert (name, other, together[0]) == (
        "Training",
        "Training held with other countries",
        "1 training activity: 54 participants verified (women: 20, men: 34).",
    )
    assert said(as_person(None).get(address)) == sentences
    assert as_person("nadia").get(shared).context["behind"] == {"counted": 1, "shown": 1}


def test_on_another_theme_the_country_s_page_says_nothing_of_training(held, as_person):
    page = as_person(None).get(reverse("country", args=["MOZ"]), {"theme": "VI"})
    assert page.context["training"] == []


# ---- An edition and its report ----


@pytest.fixture
def edition(cast, held):
    return closed(cast)


def test_an_edition_keeps_the_figures_of_its_day(edition):
    document, public = parts(edition)
    kept = document["figures"]["training"]
    assert kept == public["figures"]["training"]
    assert [row["code"] for row in kept["places"]] == ["MOZ", "TZA", "regional", "several"]
    half = {"trainings": 4, "women": 41, "men": 52, "unnumbered": 1, "half_numbered": 1}
    assert kept["total"]["verified"] == half


def test_the_report_says_what_the_page_says(edition, page):
    training = report(source(edition, participants=True, language="en"))["training"]
    assert training["sentences"] == " ".join(said(page()))
    rows = {
        (one["title"], row["name"], row["word"]): row["figures"] for one in training["tables"] for row in one["rows"]
    }
    assert rows["By country", "Mozambique", "Verified"] == ["3", "21", "18", "39", "1"]
    assert rows["By country", "Several countries", "Verified"] == ["1", "20", "34", "54", "0"]
    assert rows["By year", "2013", "Verified"] == ["2", "29", "34", "63", "0"]
    assert rows["By training audience", "not stated", "Reported, not yet verified"] == ["1", "11", "15", "26", "0"]


def test_the_report_s_page_of_a_country_has_its_line(edition):
    countries = report(source(edition, participants=True, language="en"))["countries"]
    lines = {row["code"]: row["training"] for row in countries if row["training"]}
    assert lines["TZA"] == (
        "Training: 1 training activity: 12 participants reported, not yet verified (women: 5, men: 7)."
    )
    assert sorted(lines) == ["MOZ", "TZA"]


def test_the_edition_s_page_shows_them(edition, as_person, page):
    answer = as_person("olga").get(reverse("snapshot", args=[edition.pk]))
    assert answer.context["training"]["sentences"] == said(page())
    assert [name for name, _line in answer.context["training"]["places"]] == [
        *("Mozambique", "Tanzania"),
        *("Several countries", "Regional activities"),
    ]


def without_training(edition, by):
    """The next edition, as it was frozen before participants were kept."""
    document = json.loads(edition.content)
    del document["figures"]["training"]
    row = Snapshot(round=edition.round, edition=2, replaces=edition, why="x", as_at=edition.as_at, taken_by=by)
    row.taken_at, row.content, row.public_content = timezone.now(), *[canonical(document)] * 2
    row.sha256 = row.public_sha256 = sha256_of(row.content)
    row.code = row.sha256[:16]
    row.save()
    return row


def test_an_edition_frozen_before_says_nothing_of_it(edition, cast, as_person):
    row = without_training(edition, cast["nadia"])
    values = report(source(row, participants=True, language="en"))
    assert (values["training"], {country["training"] for country in values["countries"]}) == (None, {""})
    page = as_person("nadia").get(row.get_absolute_url())
    assert (page.context["training"], "Participants in training" in page.content.decode()) == (None, False)
    assert FORMS["pdf"]("report", values).startswith(b"%PDF-")


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_section_is_printed(edition, form):
    assert FORMS[form]("report", report(source(edition, participants=True, language="en")))

"""Who was trained, as page, file, API, edition and report show it: the same figures, worked out by hand."""

import csv
import json
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.canonical import canonical, sha256_of
from reports.documents.report import report
from reports.documents.setting import FORMS
from reports.documents.source import source
from reports.filters import ActivityFilter
from reports.models import Activity, Snapshot
from reports.snapshots.training import read_line
from reports.trained import training_sentences
from tests.base import make_cast
from tests.paper import parts_of, text_of
from tests.rounds import closed, parts
from tests.standing import stands
from tests.training import course, hold_six, numbered

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
        "1 training activity did not give the number of men; the total includes the women given.",
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
    checked, wrong = 0, []
    for asked in ({}, {"country": "MOZ", "year": 2013}, {"body": "EAC", "as_at": "2013-12-31", "status": "completed"}):
        for table in page(**asked).context["tables"]:
            for row in table["rows"]:
                trainings, unnumbered = row["cells"][0::5], row["cells"][4::5]
                checked += sum(figure != "0" for _label, figure, *_more in trainings)
                for label, figure, address, _is_said in (*trainings, *unnumbered):
                    if (behind(address) if address else 0) != int(figure):
                        wrong.append((asked, row["name"], label, figure))
    assert (wrong, checked) == ([], 15 + 4 + 8)


def behind(address):
    filterset = ActivityFilter(QueryDict(urlsplit(address).query), Activity.objects.all())
    assert filterset.is_valid(), filterset.errors
    assert filterset.is_of_figures
    return filterset.qs.count()


def test_a_topic_alone_is_no_figure(cast):
    filterset = ActivityFilter({"counted": "1", "topic": "children"}, Activity.objects.all())
    assert (filterset.is_valid(), filterset.is_of_figures) == (True, False)


def test_the_figures_are_the_same_for_everybody_but_not_the_names(held, page, as_person):
    assert len({page(person).context["total"] for person in (None, "amina", "nadia", "olga")}) == 1
    path = reverse("activities") + "?counted=1&training=1&layer=reported&as_at=2014-12-31"
    behind = [as_person(person).get(path).context["behind"] for person in (None, "nadia")]
    assert behind == [{"counted": 2, "shown": 0}, {"counted": 2, "shown": 2}]


def test_what_gave_no_number_is_not_said_to_be_none(cast, page):
    course(cast)
    rows = page().context["tables"][0]["rows"]
    assert ([figure for _label, figure, *_more in rows[0]["cells"][:5]], said(page())[0]) == (
        ["1", "–", "–", "–", "1"],
        "1 training activity.",
    )


def test_a_small_screen_leaves_out_what_says_nothing(women_alone, page):
    (row,) = page().context["tables"][0]["rows"]
    assert [is_said for *_cell, is_said in row["cells"]] == [True] * 4 + [False] * 6
    assert page().content.decode().count('class="number nil"') == 6 * 4


def test_a_training_without_numbers_says_that_alone_on_a_small_screen(cast, page):
    course(cast)
    (row,) = page().context["tables"][0]["rows"]
    assert [is_said for *_cell, is_said in row["cells"][:5]] == [True, False, False, False, True]


def test_topics_and_audiences_without_training_are_named_and_no_rows(cast, page):
    course(cast)
    tables = {table["id"]: table for table in page().context["tables"]}
    rows, without = tables["topics"]["rows"], tables["topics"]["without"]
    assert (len(rows) + len(without), tables["places"]["without"]) == (11, [])  # ten of the Plan, and none
    assert f"No training in this selection:</b> {without[0]}; " in page().content.decode()


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
    rows = {(row[0], row[1]): row[3:] for row in csv.reader(text.splitlines()) if len(row) == 17}
    assert rows["Total", "Total"] == [*("4", "41", "52", "93", "1", "0", "1"), *("2", "16", "22", "38", "0", "0", "0")]
    assert rows["Country", "Several countries"] == ["1", "20", "34", "54", *"000", *"0000000"]
    assert rows["Year", "2013"] == ["2", "29", "34", "63", *"001", *"0000000"]
    assert rows["Training audience", "Not stated"] == [
        *("3", "29", "34", "63", "1", "0", "1"),
        *("1", "11", "15", "26", "0", "0", "0"),
    ]


def test_a_chart_comes_as_a_file(held, page):
    text = b"".join(page(format="csv", chart="places").streaming_content).decode("utf-8-sig")
    rows = [row for row in csv.reader(text.splitlines()) if row[:1] == ["Mozambique"]]
    assert rows == [["Mozambique", "21", "18", "39", "0", "0", "0"]]
    assert page(format="svg", chart="years")["Content-Type"] == "image/svg+xml"


def api(client, **asked):
    return client.get("/api/v1/progress/participants/", asked).json()


def layered(trainings, women, men, no_number=0, one_number=0):
    numbers = {"women": women, "men": men, "total": women + men, "no_number": no_number, "one_number": one_number}
    return {"trainings": trainings} | numbers | {"women_only": one_number, "men_only": 0}


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
    nothing = {
        "women": None,
        "men": None,
        "total": None,
        "no_number": 1,
        "one_number": 0,
        "women_only": 0,
        "men_only": 0,
    }
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


@stands
def closed_on_trainings():
    cast = make_cast()
    hold_six(cast)
    return closed(cast).pk


@pytest.fixture
def edition(closed_on_trainings, db):
    """Of a round in which the six trainings were held; they and the cast are there too."""
    return Snapshot.objects.get(pk=closed_on_trainings)


def test_an_edition_keeps_the_figures_of_its_day(edition):
    document, public = parts(edition)
    kept = document["figures"]["training"]
    assert kept == public["figures"]["training"]
    assert [row["code"] for row in kept["places"]] == ["MOZ", "TZA", "regional", "several"]
    half = {"trainings": 4, "women": 41, "men": 52, "unnumbered": 1, "half_numbered": 1, "only_women": 1, "only_men": 0}
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
    assert rows["By training audience", "Not stated", "Reported"] == ["1", "11", "15", "26", "0"]


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
    assert values["training"] is None
    page = as_person("nadia").get(row.get_absolute_url())
    assert (page.context["training"], "Participants in training" in page.content.decode()) == (None, False)
    assert "Participants in training" not in text_of(FORMS["pdf"]("report", values))


def test_the_section_is_printed(edition):
    values = report(source(edition, participants=True, language="en"))
    for text in (text_of(FORMS["pdf"]("report", values)), parts_of(FORMS["docx"]("report", values))["document"]):
        assert "Participants in training" in text
        assert "6 training activities: 93 participants verified (women: 41, men: 52)" in text


# ---- Women given, men not ----


@pytest.fixture
def women_alone(cast):
    return course(cast, **numbered(15, None))


def test_men_who_were_not_given_are_no_zero_on_the_page(women_alone, page):
    answer = page()
    assert said(answer) == [
        "1 training activity: 15 participants verified (women: 15, men: –).",
        "1 training activity did not give the number of men; the total includes the women given.",
    ]
    text = answer.content.decode()
    assert ("number of men not given" in text, "0 men" in text) == (True, False)
    cells = answer.context["tables"][0]["rows"][0]["cells"]
    assert [cell[0] for cell in cells[::5]] == [
        "Verified: Training activities",
        "Reported, not yet verified: Training activities",
    ]
    assert [(cell[0], cell[1]) for cell in cells[2::5]] == [("Men", "–"), ("Men", "0")]


def test_nor_in_the_file_the_chart_s_and_the_api(women_alone, page, client):
    text = b"".join(page(format="csv").streaming_content).decode("utf-8-sig")
    assert "Total,Total,,1,15,,15,0,0,1," in text
    text = b"".join(page(format="csv", chart="places").streaming_content).decode("utf-8-sig")
    assert "Mozambique,15,,15," in text
    shown = api(client)["total"]["verified"]
    assert (shown["women"], shown["men"], shown["total"], shown["women_only"]) == (15, None, 15, 1)


def test_nor_in_an_edition_and_its_report(cast, women_alone):
    edition = closed(cast)
    assert parts(edition)[0]["figures"]["training"]["total"]["verified"]["only_women"] == 1
    training = report(source(edition, participants=True, language="en"))["training"]
    assert training["tables"][0]["rows"][0]["figures"] == ["1", "15", "–", "15", "0"]
    assert "did not give the number of men" in training["sentences"]


def test_an_edition_that_did_not_tell_them_apart_reads_as_it_did():
    row = {"code": "", "verified": {"trainings": 1, "women": 15, "men": 0, "unnumbered": 0, "half_numbered": 1}}
    line = read_line(row | {"reported": {}})
    assert (line.verified.known, len(training_sentences(line))) == ((15, 0, 15), 2)
    assert "women or of men only" in training_sentences(line)[1]


def test_the_api_lists_trainings_in_an_order(held, client):
    """Without one, the paginator warns, and a warning is an error here."""
    assert client.get("/api/v1/activities/", {"training": 1, "as_at": "2014-12-31"}).status_code == 200

"""Every page with a list offers it as a file and as a view, or stands here with a reason; none answers a file with a page."""

import re

import pytest
from django.urls import resolve

from tests.walk import PAGES, addresses

# Pages with rows of something that offer no file: each row has its own page or its list elsewhere, or there are few.
NO_FILE = {
    "account_logout": "a form",
    "action": "one action: its countries are a row of `matrix`, its activities a list of `activities`",
    "activity": "one activity: `activities` has it as a row",
    "activity_history": "one activity's part of `changes`",
    "activity_edit": "a form",
    "activity_new": "a form",
    "activity_verify": "one activity",
    "address": "a form",
    "adoption": "a form",
    "adoptions": "leads to `country_menu`",
    "answer_decide": "one answer: `country_menu` has it as a row",
    "api-docs": "about the API",
    "claim_finding": "one claim: `target` has it as a row",
    "border_region": "one border region: its activities are a list of `activities`, its results rows of `target`",
    "country": "one country: a row of `countries`, its activities a list of `activities`",
    "country_contact": "one country: a row of `people`, its calls and messages a part of `changes`",
    "country_people": "the people of one country: a part of the accounts of `people`",
    "desk": "what waits for one person today",
    "evidence_new": "a form",
    **dict.fromkeys(("accessibility", "help", "privacy"), "about the site"),
    "home": "the targets and the countries at a glance: its charts have files of their own",
    "line": "kept on the reader's own machine",
    "merge": "two activities side by side: `activities` has each as a row",
    "narrative": "texts, frozen in `snapshot`",
    "national_plan_print": "itself a way to take `national_plan` away",
    "organisation_merge": "a form",
    "organisations_alike": "groups to be merged, of rows of `organisations`",
    **dict.fromkeys(
        ("period_body", "period_country", "period_organisation"),
        "itself had as PDF and Word; the rows are `activities`",
    ),
    "profile": "one person: a row of `people`",
    "recommendation": "one recommendation: a row of `scorecard`",
    "region": "figures whose files are `countries`, `matrix` and `target`; its charts have files of their own",
    "round_close": "a form",
    "round_report": "a form",
    "saved_views": "views are addresses to be opened",
    "snapshot_correct": "a form",
    "table": "one table: the file was the person's own",
    "tables": "the last tables that were sent: the files were the persons' own",
    "theme": "one theme: `plan?theme=` has its actions",
    "trend": "charts with files of their own; the rounds are `rounds`",
    "translations": "texts to be written on the site",
}
WITH_CHARTS = {"border_region", "country", "home", "region", "trend"}  # whose files are their charts
ROWS = re.compile(r'<table|<ul class="rows"|<ul class="bare"|<ol class="timeline"')


@pytest.fixture
def visits(walked):
    """`(person, path)` of every page that the tests know."""
    return [(person, path) for person in PAGES for path in addresses(person, walked)]


def name_of(path):
    return resolve(path.partition("?")[0]).url_name


def test_a_page_with_a_list_offers_it_or_has_a_reason(visits, page_of):
    silent, offering = set(), set()
    for person, path in visits:
        page = page_of(person, path)
        if path != "/nowhere/" and ROWS.search(page.partition("<main")[2].partition("</main>")[0]):
            (offering if "format=csv" in page and "format=xlsx" in page else silent).add(name_of(path))
    assert (silent - offering - set(NO_FILE), set(NO_FILE) & offering - WITH_CHARTS) == (set(), set())


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "pdf"])
def test_what_is_asked_for_as_a_file_is_a_file_or_refused_in_words(visits, as_person, form):
    clients, wrong = {person: as_person(person) for person in PAGES}, []
    for person, path in visits:
        answer = clients[person].get(f"{path}{'&' if '?' in path else '?'}format={form}")
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if answer.status_code == 200 and (is_page or form not in ("csv", "xlsx")):
            wrong.append((person, path))
        assert not answer.streaming or b"".join(answer.streaming_content)
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "This page is not available in the format “csv”."),
        ("fr", "n’est pas disponible au format"),
        ("pt", "não está disponível no formato"),
    ],
)
@pytest.mark.parametrize("path", ["/help/", "/plan/actions/I.1/", "/region/?chart=none", "/region/trend/"])
def test_the_refusal_is_in_the_readers_language(as_person, path, language, words):
    answer = as_person(None).get(path, {"format": "csv"}, headers={"accept-language": language})
    assert (answer.status_code, words in answer.content.decode()) == (400, True)


@pytest.mark.parametrize(
    ("path", "is_kept"),
    [("/activities/?status=suspended", True), ("/activities/?country=ZZZ", False), ("/organisations/?q=zzz", True)],
)
def test_a_list_that_is_empty_is_downloaded_and_kept_too_but_not_one_that_cannot_be_read(as_person, path, is_kept):
    page = as_person("amina").get(path).content.decode()
    assert ("format=csv" in page, 'id="view-name"' in page) == (is_kept, is_kept)


def test_a_page_that_leads_to_another_takes_the_question_along(as_person):
    answer = as_person("olga").get("/desk/?format=csv", follow=True)
    assert (answer.redirect_chain[0][0], answer.status_code) == ("/?format=csv", 400)


def test_a_format_left_empty_is_the_page(as_person):
    assert as_person(None).get("/help/?format=").status_code == 200


def test_the_api_keeps_its_own_formats(as_person):
    client = as_person(None)
    assert client.get("/api/v1/themes/?format=json").status_code == 200
    assert client.get("/api/v1/themes/?format=csv").status_code == 404
    assert client.get("/api/v1/docs/?format=csv").status_code == 400

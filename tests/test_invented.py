"""What leaves a demonstration says that it is invented: every page, picture, file, document and answer; what is real never does."""

from datetime import date

import pytest

from reports.documents.period import values_of
from reports.documents.report import report
from reports.documents.source import source
from reports.models import Country, User
from reports.period import period_report
from reports.rules import PUBLIC
from reports.summaries.period import Period
from tests.rounds import closed
from tests.test_exports import sheets

MARK = "Invented for demonstration."


@pytest.fixture(params=[False, True], ids=["real", "demonstration"])
def invented(request, cast):
    User.objects.filter(username="charlie").update(is_demo=request.param)
    return request.param


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/activities/?format=csv", ".csv"),
        ("/activities/?format=xlsx", ".xlsx"),
        ("/region/?format=svg&chart=map", ".svg"),
        ("/countries/MOZ/period/en.pdf?from=2012-01-01&to=2012-12-31", ".pdf"),
    ],
)
def test_the_name_of_a_file_says_so(invented, as_person, path, name):
    answer = as_person(None).get(path)
    answer.close()
    said = answer["Content-Disposition"]
    assert (name in said, 'filename="demonstration-' in said) == (True, invented)


def test_a_picture_and_a_workbook_say_so_within(invented, as_person):
    drawn = as_person(None).get("/region/?format=svg&chart=map").content.decode()
    about = dict(sheets(as_person(None), "/activities/")["About"])
    assert (MARK in drawn, about.get("Note")) == (invented, MARK if invented else None)


def test_documents_say_so_on_every_page(invented, cast):
    edition = report(source(closed(cast), participants=False, language="en"))["edition"]
    place = Country.objects.get(pk="MOZ")
    period = values_of(period_report(PUBLIC, place, Period(date(2012, 1, 1), date(2012, 12, 31))), "en")["edition"]
    assert (MARK in edition, MARK in period) == (invented, invented)


def test_an_answer_of_the_api_says_so_and_a_page_in_its_banner(invented, as_person, api):
    answers = [api().get("/api/v1/targets/"), api().get("/api/v1/activities/nothing/")]
    assert [answer.get("Demonstration-Data") for answer in answers] == ["invented" if invented else None] * 2
    page = as_person(None).get("/")
    assert ("Demonstration-Data" in page, "Demonstration: fictitious" in page.content.decode()) == (False, invented)

"""What everybody is answered is made once in a process, until something changes it; nobody's own answer is kept, nor more than fits."""

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client

from actionplan.kept_answers import LARGEST, KeptAnswers
from reports import workflow
from tests import walk
from tests.base import record, verified
from tests.test_freshness import ANSWERS, PAGES


@pytest.fixture
def work(cast, settings):
    settings.KEPT_ANSWERS = 2**20
    return verified(cast["amina"], cast["nadia"], visibility="public")


def same(one, other):
    """But for the number of the request."""
    heads = [{name: value for name, value in answer.items() if name != "X-Request-ID"} for answer in (one, other)]
    return (one.status_code, one.content, heads[0]) == (other.status_code, other.content, heads[1])


@pytest.mark.parametrize("path", [*PAGES, *ANSWERS])
def test_the_next_reader_is_answered_the_same_with_one_query(work, path, django_assert_num_queries):
    reader = Client()
    first = reader.get(path)
    with django_assert_num_queries(1):
        second = reader.get(path)
    assert (first.status_code, same(second, first)) == (200, True)


@pytest.mark.parametrize("path", ["/activities/", "/api/v1/activities/"])
def test_after_a_write_it_is_made_anew(cast, work, path):
    reader = Client()
    seen = [str(work.pk) in reader.get(path).content.decode() for _time in range(2)]
    workflow.take_back(by=cast["nadia"], pk=work.pk, reason="By mistake")
    assert [*seen, str(work.pk) in reader.get(path).content.decode()] == [True, True, False]


def test_each_language_and_address_has_its_own(work):
    reader = Client()
    asked = [(path, language) for path in ("/", "/region/") for language in ("en", "fr", "pt")]
    answers = [reader.get(path, headers={"accept-language": language}) for path, language in asked]
    again = [reader.get(path, headers={"accept-language": language}) for path, language in asked]
    assert len({answer.content for answer in answers}) == len(asked)
    assert [one.content for one in again] == [one.content for one in answers]


def test_nobody_gets_the_answer_of_a_person_nor_a_person_that_of_everybody(cast, work):
    draft = record(cast["amina"], title="A draft of hers")
    reader = Client()
    for path in walk.addresses(None, walk.make_rows(cast)):
        reader.get(path)
    reader.force_login(cast["amina"])
    mine = reader.get("/activities/?q=draft")
    assert str(draft.pk) in mine.content.decode()
    reader.logout()
    assert str(draft.pk) not in reader.get("/activities/?q=draft").content.decode()


def test_a_token_is_answered_for_its_holder(cast, work):
    draft = record(cast["amina"], title="A draft of hers")
    _row, secret = workflow.create_token(by=cast["grace"], owner=cast["amina"], name="x", scope="read", days=1)
    reader, path = Client(), "/api/v1/activities/"
    own = {"Authorization": f"Token {secret}"}
    seen = [str(draft.pk) in reader.get(path, headers=held).content.decode() for held in ({}, own, {}, own)]
    assert seen == [False, True, False, True]


def test_the_oldest_goes_where_more_is_asked_than_fits():
    answers = KeptAnswers(most=100)
    for number in range(4):
        answers.keep(str(number), HttpResponse(b"x" * 40))
    assert [bool(answers.get(str(number))) for number in range(4)] == [False, False, True, True]
    answers.keep("5", HttpResponse(b"x" * 101))
    answers.keep("3", HttpResponse(b"y" * 10))
    assert (answers.get("5"), answers.get("3").content, answers.size) == (None, b"y" * 10, 50)


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse(b"x", status=404),
        HttpResponse(b"x" * (LARGEST + 1)),
        HttpResponse(b"x", content_type="text/csv"),
        StreamingHttpResponse([b"x"]),
    ],
    ids=["refused", "large", "a file", "streamed"],
)
def test_nothing_else_is_kept(answer):
    answers = KeptAnswers(most=2**20)
    answers.keep("1", answer)
    assert answers.get("1") is None

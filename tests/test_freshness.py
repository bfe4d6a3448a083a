"""Who asks again for what has not changed is greeted so, before anything is counted; whatever changes an answer changes its mark."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from rest_framework.test import APIClient

from actionplan.middleware import FreshnessMiddleware
from reports import freshness, workflow
from reports.models import User
from reports.views import home
from tests import walk
from tests.base import record, verified
from tests.clocks import at

PAGES = ("/", "/countries/MOZ/", "/region/", "/region/matrix/?theme=VI", "/plan/targets/VI.T1/", "/activities/?page=1")
FILES = ("/activities/?format=csv", "/activities/?format=xlsx", "/region/trend/?chart=pace&format=svg")
ANSWERS = (
    "/api/v1/activities/",
    "/api/v1/targets/",
    "/api/v1/progress/targets/",
    "/api/v1/progress/gaps/",
    "/api/v1/schema/",
)
# A form with a token of its own, which is in a cookie; what a person's mail led to; what there is not.
NOT_KEPT = re.compile(r"/account/(login|password/reset|address/.+)/|/mail/off/.+/|/nowhere/")


def again(client, path: str, answer):
    return client.get(path, headers={"If-None-Match": answer["ETag"]})


@pytest.fixture
def work(cast):
    return verified(cast["amina"], cast["nadia"], visibility="public")


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_what_is_for_everybody_is_kept_for_a_minute_and_asked_again_for_free(work, path, django_assert_num_queries):
    answer = Client().get(path)
    assert (answer.status_code, answer["Cache-Control"], dict(answer.cookies)) == (200, FreshnessMiddleware.PAGE, {})
    assert b"".join(answer)
    with django_assert_num_queries(1):
        once_more = again(Client(), path, answer)
    assert (once_more.status_code, once_more.content, once_more["ETag"]) == (304, b"", answer["ETag"])
    assert {"Cookie", "Accept-Language"} <= set(re.split(", *", once_more["Vary"]))


@pytest.mark.parametrize("path", ANSWERS)
def test_the_api_answers_a_program_again_for_free(cast, work, path, django_assert_max_num_queries):
    _row, secret = workflow.create_token(by=cast["grace"], owner=cast["amina"], name="x", scope="read", days=1)
    client = APIClient(headers={"Authorization": f"Token {secret}"})
    answer = client.get(path)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-cache")
    with django_assert_max_num_queries(3):
        once_more = again(client, path, answer)
    assert (once_more.status_code, once_more.content) == (304, b"")
    assert again(Client(), path, answer).status_code == 200


@pytest.mark.parametrize("path", ANSWERS)
def test_the_api_answers_everybody_again_for_free(work, path):
    answer = Client().get(path)
    assert (answer["Cache-Control"], again(Client(), path, answer).status_code) == ("public, no-cache", 304)


def test_every_open_page_without_a_form_may_be_kept_and_sets_no_cookie(cast):
    rows = walk.make_rows(cast)
    addresses = walk.addresses(None, rows)
    marked = {address for address in addresses if "ETag" in Client().get(address)}
    assert marked == {address for address in addresses if not NOT_KEPT.fullmatch(address)}


@pytest.mark.parametrize("path", [*PAGES, *ANSWERS])
def test_a_write_changes_the_mark_of_everything(cast, work, path):
    answer = Client().get(path)
    record(cast["amina"], title="Another")
    assert again(Client(), path, answer).status_code == 200


@pytest.mark.parametrize("what", ["a write", "an hour"])
def test_what_happens_while_a_page_is_made_changes_its_mark(cast, work, monkeypatch, what):
    seen = home.plan_view
    at(monkeypatch, "2016-05-01T20:59Z")

    def while_it_is_made(*args, **kwargs):
        if what == "an hour":
            at(monkeypatch, "2016-05-01T21:00Z")
        else:
            record(cast["amina"], title="Meanwhile")
        return seen(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(home, "plan_view", while_it_is_made)
        answer = Client().get("/")
    assert again(Client(), "/", answer).status_code == 200


@pytest.mark.parametrize("path", ["/", "/api/v1/targets/"])
def test_the_mark_is_of_the_language_the_hour_the_release_and_the_demonstration(work, path, monkeypatch):
    at(monkeypatch, "2016-05-01T10:10Z")
    answers = [Client().get(path), Client().get(path, headers={"Accept-Language": "fr"})]
    at(monkeypatch, "2016-05-01T11:10Z")
    answers.append(Client().get(path))
    monkeypatch.setattr(freshness, "release", lambda: "the next")
    answers.append(Client().get(path))
    User.objects.filter(username="charlie").update(is_demo=True)
    answers.append(Client().get(path))
    assert len({answer["ETag"] for answer in answers}) == len(answers)


def test_a_person_and_a_visitor_who_is_told_something_have_pages_of_their_own(as_person, work):
    person, greeted = as_person("amina"), Client()
    greeted.cookies["messages"] = "something"
    anonymous = Client().get("/")
    for client in person, greeted:
        assert ("ETag" in client.get("/"), again(client, "/", anonymous).status_code) == (False, 200)


def test_a_question_that_cannot_be_read_is_refused_whatever_mark_it_brings(work):
    answer = Client().get("/api/v1/targets/")
    asked = "/api/v1/targets/?nothing=1"
    assert again(Client(), asked, answer).status_code == 400
    assert "ETag" not in Client().get(asked)


def test_a_mark_is_of_one_address_and_one_host(work):
    answers = [
        Client().get("/countries/MOZ/"),
        Client().get("/countries/TZA/"),
        Client().get("/countries/MOZ/", headers={"host": "b"}),
    ]
    assert len({answer["ETag"] for answer in answers}) == 3


def test_a_visitor_chooses_a_language_without_a_token_and_a_person_with_one(as_person, cast):
    visitor, person = Client(enforce_csrf_checks=True), as_person("amina")
    person.handler.enforce_csrf_checks = True
    answers = [client.post("/language/", {"language": "pt", "next": "/"}) for client in (visitor, person)]
    assert [answer.status_code for answer in answers] == [302, 403]
    assert visitor.cookies[settings.LANGUAGE_COOKIE_NAME].value == "pt"
    person.get("/")
    token = person.cookies["csrftoken"].value
    sent = person.post("/language/", {"language": "pt", "next": "/", "csrfmiddlewaretoken": token})
    assert (sent.status_code, User.objects.get(username="amina").language) == (302, "pt")


def test_on_the_hour_begins_somebodys_day(work, monkeypatch):
    at(monkeypatch, "2016-05-01T20:59Z")
    before = Client().get("/countries/MOZ/")
    at(monkeypatch, "2016-05-01T22:01Z")
    after = again(Client(), "/countries/MOZ/", before)
    assert (after.status_code, after.context["selection"].as_at) == (200, date(2016, 5, 2))

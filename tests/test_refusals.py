"""What cannot be read, or not at the moment, is answered in words and in the form of what was asked; never by a 500."""

import json
from contextlib import contextmanager
from time import monotonic
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import URLPattern, get_resolver
from rest_framework.test import APIClient

from actionplan import refusals
from reports import limits, workflow
from reports.models import ApiToken, User
from tests.base import R02, record, submitted, verified

PROBLEM = "application/problem+json"
JSON = "application/json"
DEEP = "[" * 100_000


@pytest.fixture
def amina(cast):
    """A program that writes as she does."""
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(cast["amina"])
    return client


@pytest.fixture
def public(db):
    return Client(raise_request_exception=False)


def post(client, body, content_type=JSON, **headers):
    return client.generic("POST", "/api/v1/activities/", body, content_type=content_type, **headers)


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        (json.dumps(R02 | {"title": "a\0b"}), 400, "title"),
        ('{"title": "half \\ud83d"}', 400, "title"),
        ('{"partners": [{"organisation": "\\udc00"}]}', 400, "partners.0.organisation"),
        ('{"ti\\u0000tle": "x"}', 400, ""),
        ('{"title": "a", "title": "b"}', 400, "title"),
        (DEEP, 400, None),
        ('{"title": ' + DEEP, 400, None),
        ('{"title": ' + "[" * 30 + "]" * 30 + "}", 400, None),
        ('{"participants_women": ' + "9" * 5000 + "}", 400, None),
        ('{"participants_women": ' + "9" * 400 + "}", 400, "participants_women"),
        ('{"amount_needed": NaN}', 400, None),
        ('{"amount_needed": 1e400}', 400, "amount_needed"),
        (b'{"title": "\xff\xfe"}', 400, None),
        (b"\xef\xbb\xbf{}", 400, None),
        ("[]", 400, ""),
        ('"text"', 400, ""),
        ("null", 400, ""),
        ("x" * (limits.BODY_BYTES + 1), 413, None),
    ],
)
def test_a_body_that_is_no_plain_json_is_a_problem(amina, body, status, field):
    answer = post(amina, body)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM), answer.content[:200]
    if field is not None:
        assert field in [row["field"] for row in answer.json()["errors"]]


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "x",
        f"{JSON}; charset=utf-16",
        f"{JSON}; charset=hex",
    ],
)
def test_another_kind_of_body_is_415(amina, content_type):
    answer = post(amina, "{}", content_type)
    assert (answer.status_code, answer["Content-Type"]) == (415, PROBLEM)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary=\xc3\xa9"),
        (
            b'--x\r\nContent-Disposition: form-data; name="citation"\r\n\r\n\xff\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="citation"\r\n\r\na\0b\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (
            b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n' for _n in range(2500))
            + b"--x--\r\n",
            "multipart/form-data; boundary=x",
        ),
    ],
)
def test_a_broken_form_with_a_file_is_a_problem(amina, cast, body, content_type):
    address = f"/api/v1/activities/{record(cast['amina']).pk}/evidence/"
    answer = amina.generic("POST", address, body, content_type=content_type)
    assert (answer.status_code in (400, 413), answer["Content-Type"]) == (True, PROBLEM), answer.content


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%FF", "q=%ED%A0%80", "%00=1", "q=" + "x" * limits.QUERY_CHARACTERS, "&".join(["q"] * 3000)]
)
@pytest.mark.parametrize("path", ["/api/v1/activities/", "/activities/", "/", "/organisations/"])
def test_an_address_that_is_no_text_is_refused_in_its_own_form(public, path, query):
    answer = public.get(f"{path}?{query}", headers={"Accept-Language": "fr"})
    kind = PROBLEM if path.startswith("/api/") else "text/html; charset=utf-8"
    assert (answer.status_code in (400, 413, 414), answer["Content-Type"]) == (True, kind)
    if kind != PROBLEM:
        assert '<html lang="fr">' in answer.content.decode()


@pytest.mark.parametrize("query", ["q=%00a", "q=%00a&format=csv", "q=" + "x" * limits.QUERY_CHARACTERS])
def test_an_early_refusal_is_in_the_language_of_the_account(as_person, cast, query):
    User.objects.filter(pk=cast["amina"].pk).update(language="fr")
    answer = as_person("amina").get(f"/activities/?{query}", headers={"Accept-Language": "pt"})
    assert (answer.status_code in (400, 414), '<html lang="fr">' in answer.content.decode()) == (True, True)


@pytest.mark.parametrize("path", ["/plan/themes/%00/", "/api/v1/themes/%00/", "/countries/%ED%A0%80/", "/%FF/"])
def test_a_path_that_is_no_text_is_refused(public, path):
    assert public.get(path).status_code in (400, 404)


@pytest.mark.parametrize(
    "header", ["Token \xff\xfe", "Token \0", "Token a b", "Token", "Token " + "x" * 5000, "Basic \xff", "\xff"]
)
@pytest.mark.parametrize("path", ["/api/v1/activities/", "/evidence/0f8fad5b-d9cb-469f-a165-70867728950e/"])
def test_a_bad_header_is_no_error_of_ours(public, path, header):
    answer = public.get(path, headers={"Authorization": header})
    assert answer.status_code in (200, 400, 401, 404)
    if answer.status_code == 401:
        assert (answer["Content-Type"], answer["WWW-Authenticate"]) == (PROBLEM, "Token")


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": 'sessionid="\\000abcdefgh"'},
        {"Cookie": "sessionid=\xff; ;;=; django_language=" + "x" * 4000},
        {"Cookie": "csrftoken=\xe9; messages=x"},
        {"Accept-Language": "\xff;q=9, " + "x-" * 500},
        {"Accept": "nothing/at-all; q=x, ;;"},
        {"Host": "bad host"},
        {"Content-Length": "many"},
        {"If-None-Match": '"'},
        {"If-Modified-Since": "yesterday"},
        {"Range": "bytes=9-1"},
        {"X-Forwarded-For": "\xff"},
        {"Referer": "\xff"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/v1/themes/", "/activities/", "/account/login/"])
def test_no_header_breaks_a_page(public, path, headers):
    answer = public.get(path, headers=headers)
    assert answer.status_code < 500
    if path.startswith("/api/") and answer.status_code >= 400:
        assert answer["Content-Type"] == PROBLEM


def test_what_is_asked_for_in_a_form_that_there_is_not_is_406(public):
    answer = public.get("/api/v1/themes/", headers={"Accept": "application/xml"})
    assert (answer.status_code, answer["Content-Type"]) == (406, PROBLEM)


# Parameters ----------------------------------------------------------------------------------------------------------


def lists():
    """Every address of the API that can be read without a row's name."""
    for entry in get_resolver("actionplan.api").url_patterns:
        if isinstance(entry, URLPattern) and "<" not in str(entry.pattern):
            path = str(entry.pattern).strip("^$")
            if entry.name != "api-docs":
                yield f"/api/v1/{path}"


LISTS = sorted(set(lists()))


@pytest.mark.parametrize("path", [*LISTS, "/api/v1/themes/I/", "/api/v1/progress/countries/MOZ/"])
def test_a_parameter_that_there_is_not_is_refused_by_name(public, path):
    answer = public.get(path, {"no_such": "1"})
    assert (answer.status_code, [row["field"] for row in answer.json()["errors"]]) == (400, ["no_such"])
    assert public.get(path).status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("activities/?country=MOZ&country=TZA", "country"),
        ("activities/?page_size=501", "page_size"),
        ("activities/?page_size=0", "page_size"),
        ("activities/?page=x", "page"),
        ("activities/?page=-1", "page"),
        ("activities/?as_at=0001-01-01", "as_at"),
        ("activities/?q=" + "x" * (limits.SEARCH + 1), "q"),
        ("adoptions/?needs_funding=maybe", "needs_funding"),
        ("adoptions/?theme=IX", "theme"),
        ("claims/?target=IX.T1", "target"),
        ("claims/?activity=x", "activity"),
        ("remarks/?activity=x", "activity"),
        ("progress/targets/?as_at=9999-12-31", "as_at"),
        ("progress/gaps/?gap=claims", "gap"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_refused_by_name(public, query, field):
    answer = public.get(f"/api/v1/{query}")
    assert (answer.status_code, [row["field"] for row in answer.json().get("errors", [])]) == (400, [field])


@pytest.mark.parametrize("value", ["true", "false", ""])
def test_yes_and_no_are_read(public, cast, value):
    workflow.adopt_action(by=cast["amina"], country="MOZ", action="VI.2", values={"needs_funding": True})
    rows = public.get("/api/v1/adoptions/", {"needs_funding": value}).json()
    assert rows["count"] == (0 if value == "false" else 1)


# Nobody is told what they may not see --------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [None, "charlie", "juma", "olga", "nadia"])
def test_a_filter_is_no_oracle(as_person, cast, person):
    client, draft = as_person(person), record(cast["amina"])
    for path in ("claims", "remarks"):
        unseen, nothing = (client.get(f"/api/v1/{path}/", {"activity": pk}) for pk in (draft.pk, uuid4()))
        assert (unseen.status_code, unseen.content) == (nothing.status_code, nothing.content)
    answers = [client.get(f"/api/v1/activities/{pk}/") for pk in (draft.pk, uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() | {"instance": ""} == answers[1].json() | {"instance": ""}


COUNTS_ITSELF = {
    "actions": ["II.1"],
    "scope": "regional",
    "countries": [],
    "claims": [{"indicator": "II.T2.1", "unit": "*", "achieved_on": "2014-05-26"}],
}


@pytest.mark.parametrize("person", [None, "charlie", "amina", "olga", "thabo"])
def test_public_figures_name_no_unpublished_activity(as_person, cast, person):
    activity = submitted(cast["nadia"], **COUNTS_ITSELF)
    client = as_person(person)
    figures = [client.get(path).content.decode() for path in ("/api/v1/progress/targets/", "/api/v1/progress/region/")]
    pages = [client.get(path).content.decode() for path in ("/plan/targets/II.T2/", "/region/moved/?since=2013-01-01")]
    pages.append(b"".join(client.get("/plan/targets/II.T2/?format=csv").streaming_content).decode())
    assert '"unit":null,"layer":"reported"' in figures[0]
    assert [str(activity.pk) in text for text in (*figures, *pages)] == [False] * 5


def test_who_may_see_it_is_told_its_name(as_person, cast):
    activity = verified(cast["nadia"], cast["paul"], **COUNTS_ITSELF | {"lead": "UNHCR"})
    answer = as_person(None).get("/api/v1/progress/targets/").content.decode()
    assert f'"unit":"{activity.pk}","layer":"verified"' in answer


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/desk/",
        "/account/",
        "/activities/",
        "/activities/new/",
        "/api/v1/activities/",
        "/countries/MOZ/",
        "/line/",
    ],
)
def test_what_a_person_is_shown_is_kept_by_nobody_else(as_person, cast, path):
    answer = as_person("amina").get(path)
    assert {"private", "no-store"} <= {one.strip() for one in answer["Cache-Control"].split(",")}
    assert {"Cookie", "Authorization"} <= {one.strip() for one in answer["Vary"].split(",")}


def test_what_a_token_reads_is_kept_by_nobody_else(cast):
    _row, secret = workflow.create_token(by=cast["grace"], owner=cast["amina"], name="x", scope="read", days=1)
    answer = Client().get("/api/v1/activities/", headers={"Authorization": f"Token {secret}"})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-cache")


# A database that does not answer -------------------------------------------------------------------------------------


def locked(*_args, **_kwargs):
    raise OperationalError("database is locked")


AWAY = [
    ("/api/v1/themes/", PROBLEM),
    *(
        (path, "text/html; charset=utf-8")
        for path in ("/plan/", "/activities/?format=csv", "/organisations/?format=csv")
    ),
]


@pytest.mark.parametrize(("path", "kind"), AWAY)
def test_a_database_that_is_away_is_told_in_words(public, monkeypatch, path, kind):
    with monkeypatch.context() as away:
        away.setattr(connection, "cursor", locked)
        away.setattr(connection, "chunked_cursor", locked)  # by which PostgreSQL reads long lists
        answer = public.get(path, headers={"Accept-Language": "pt"})
    assert (answer.status_code, answer["Retry-After"], answer["Content-Type"]) == (503, "30", kind)


def test_it_is_told_to_who_is_signed_in_too(as_person, monkeypatch):
    client = as_person("amina")
    client.raise_request_exception = False
    with monkeypatch.context() as away:
        away.setattr(connection, "cursor", locked)
        answer = client.get("/desk/")
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("database is locked"), 503),
        (OperationalError("unable to open database file"), 503),
        (OperationalError("database or disk is full"), 503),
        (InterfaceError("connection already closed"), 503),
        (OperationalError("no such table: x"), None),
        (DatabaseError("something else"), None),
        (ValueError("A string literal cannot contain NUL (0x00) characters."), 400),
        (OverflowError("Python int too large to convert to SQLite INTEGER"), 400),
        (ValueError("invalid literal for int()"), None),
        (KeyError("x"), None),
    ],
)
def test_only_what_comes_from_outside_is_known(error, status):
    refusal = refusals.known(error)
    assert (refusal and refusal.status) == status


# A token's use -------------------------------------------------------------------------------------------------------


def read_with(secret):
    return Client(raise_request_exception=False).get("/api/v1/themes/", headers={"Authorization": f"Token {secret}"})


@pytest.fixture
def token(committed_cast):
    cast = committed_cast
    return workflow.create_token(by=cast["grace"], owner=cast["amina"], name="x", scope="read", days=1)


@contextmanager
def another_writes(row):
    """Somebody else, on a connection of their own, holds the token's row, and in SQLite the whole database."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE" if other.vendor == "sqlite" else "BEGIN")
            cursor.execute("UPDATE reports_apitoken SET name = 'y' WHERE digest = %s", [row.pk])
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()


@pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)
def test_reading_does_not_wait_for_who_writes(token):
    row, secret = token
    with another_writes(row):
        begun = monotonic()
        assert read_with(secret).status_code == 200
        assert monotonic() - begun < 10
    assert ApiToken.objects.get(pk=row.pk).last_used_at is None
    assert read_with(secret).status_code == 200
    assert ApiToken.objects.get(pk=row.pk).last_used_at is not None


@pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)
def test_reading_does_not_fail_where_nothing_can_be_written(token):
    row, secret = token
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 1" if sqlite else "SET default_transaction_read_only = on")
        try:
            assert read_with(secret).status_code == 200
        finally:
            cursor.execute("PRAGMA query_only = 0" if sqlite else "SET default_transaction_read_only = off")
    assert ApiToken.objects.get(pk=row.pk).last_used_at is None

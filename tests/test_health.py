"""`/health/` for a monitor: a plain probe gets 200 or 503, whatever it says of itself, and learns nothing else."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

PROBES = [
    {},
    {"HTTP_HOST": "10.0.0.7:8000"},
    {"HTTP_HOST": "[::1]"},
    {"HTTP_HOST": "nobody_knows..it"},
    {"HTTP_HOST": "tracker.example.org", "HTTP_X_FORWARDED_PROTO": "http"},
    {"HTTP_COOKIE": "sessionid=\xff; django_language=xx"},
    {"HTTP_ACCEPT": "application/json", "HTTP_AUTHORIZATION": "Token of-nobody"},
]


@pytest.fixture
def production(settings):
    settings.ALLOWED_HOSTS = ["tracker.example.org"]
    settings.SECURE_SSL_REDIRECT = True


@pytest.mark.parametrize("path", ["/health/", "/health", "/health/?x=%ff"])
@pytest.mark.parametrize("probe", PROBES)
def test_a_plain_probe_is_answered(db, production, probe, path):
    answer = Client().get(path, **probe)
    assert (answer.status_code, answer.content, "Set-Cookie" in answer) == (200, b"ok", False)


def test_it_is_not_kept(db, production):
    answer = Client().head("/health/")
    assert (answer.status_code, answer["Cache-Control"], "X-Request-ID" in answer) == (200, "no-store", True)


def test_a_database_that_is_away_is_503_and_nothing_of_it_is_told(db, production, monkeypatch):
    def away():
        raise OperationalError("connection to db.internal, user tracker, failed")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", away)
        answer = Client().get("/health/")
    assert (answer.status_code, answer.content) == (503, b"the database does not answer")


def test_nothing_is_taken_in(db, production):
    assert Client().post("/health/", {"x": "y"}).status_code == 405


def test_every_other_page_still_asks_for_its_host_and_https(db, production):
    assert Client().get("/", HTTP_HOST="10.0.0.7").status_code == 400
    assert Client().get("/", HTTP_HOST="tracker.example.org").status_code == 301
    assert Client().get("/healthy/", HTTP_HOST="tracker.example.org").status_code == 301

"""Browser tests run wherever a Chromium is found; where none is, that is said loudly, or forbidden."""

import os
import shutil

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from tests.base import make_cast

PLACES = ("chromium", "chromium-headless-shell", "google-chrome", "chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the test's thread


def chromium() -> str | None:
    found = (shutil.which(place) for place in (os.environ.get("CHROME") or "", *PLACES) if place)
    return next((path for path in found if path), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": chromium(), "args": FLAGS}


def pytest_collection_modifyitems(items):
    if chromium():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium found"))


def pytest_terminal_summary(terminalreporter):
    skipped = len(terminalreporter.stats.get("skipped", []))
    if skipped:
        terminalreporter.section("TESTS WERE SKIPPED", sep="!", red=True, bold=True)
        terminalreporter.line(f"{skipped} skipped. Browser tests want Chromium (Debian: apt install chromium).")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("FORBID_SKIPS") and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The Plan and the countries are there for every test, as on a real site."""
    with django_db_blocker.unblock():
        call_command("load_plan", verbosity=0)


@pytest.fixture(scope="session")
def lifted():
    """The guards that were lifted, as SQL that sets them up again."""
    return []


@pytest.fixture
def transactional_db(transactional_db, lifted):
    """The database guards what is never altered even from the emptying after such a test: lift the guards for that."""
    run(lifted)
    lifted.clear()
    yield
    if connection.vendor == "postgresql":
        tables = rows("SELECT DISTINCT tgrelid::regclass::text, '' FROM pg_trigger WHERE NOT tgisinternal")
        lifted += [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table, _none in tables]
        run(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table, _none in tables)
    else:
        triggers = rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        lifted += [sql for _name, sql in triggers]
        run(f"DROP TRIGGER {name}" for name, _sql in triggers)


def rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def run(statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def as_person(cast):
    """`as_person("amina")`: a browser in which she has signed in; `as_person(None)`: the public's."""

    def signed_in(name):
        client = Client()
        if name:
            client.force_login(cast[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in

"""Tests of a browser and of LibreOffice run wherever one is found; where none is, that is said loudly, or forbidden."""

import gc
import json
import os
import shutil
import sqlite3
from contextlib import closing
from itertools import product
from types import UnionType
from typing import get_args, get_origin, get_type_hints

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import translation
from django.utils.module_loading import import_string
from playwright.sync_api import Page
from rest_framework.test import APIClient

from reports import tallies, workflow
from reports.documents import apart
from reports.documents.setting import FORMS
from reports.documents.source import source
from reports.models import Activity, Snapshot
from tests import walk
from tests.base import make_cast, standing_cast, verified
from tests.clocks import at_noon, turned_by
from tests.recount import Recount
from tests.rich_rows import make_rows
from tests.rounds import closed
from tests.standing import asked_of, commits, name_groups, stands, take_back
from tests.training import hold_six
from tests.workbooks import soffice, writer

PLACES = ("chromium-headless-shell", "chromium", "google-chrome", "chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"wide": {"width": 1280, "height": 900}, "narrow": {"width": 360, "height": 740}}
hypothesis.settings.register_profile("patient", deadline=None)  # a busy machine is no failure
hypothesis.settings.load_profile("patient")
gc.set_threshold(100_000, 50, 1_000)  # what is made for a test and dropped after it is hardly worth looking for
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the test's thread


def chromium() -> str | None:
    paths = (shutil.which(place) for place in (os.environ.get("CHROME") or "", *PLACES) if place)
    return next((path for path in paths if path), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": chromium(), "args": FLAGS}


def pytest_itemcollected(item):
    if "demonstration" in item.fixturenames:  # without the mark, no database of the tests would be made for it alone
        item.add_marker(pytest.mark.django_db)
    asks_none = not item.get_closest_marker("django_db") and "django_db_setup" not in item.fixturenames
    only_prints = "demonstration" in item.fixturenames and "db" not in item.fixturenames
    if asks_none or only_prints:
        item.add_marker(pytest.mark.once)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Those that ask for the same standing rows come first and one after the other, so that these are made once and the largest
    groups are begun with; last, however fixtures are shared, those that commit, since they empty every table, the Plan's too."""
    items.sort(key=lambda item: (commits(item), *(not asked for asked in asked_of(item))))
    if hasattr(config, "workerinput"):
        name_groups(items)
    wanted = {"browser": ("Chromium", chromium()), "office": ("LibreOffice Calc", soffice())}
    wanted["writer"] = ("LibreOffice Writer", writer())
    for item in items:
        for mark, (program, is_there) in wanted.items():
            if not is_there and item.get_closest_marker(mark):
                # `make test` has to pass where Debian brings nothing but Python and make, and may not install a browser.
                # A skip is told below in red; CI installs all three and sets FORBID_SKIPS, under which it fails the run.
                reason = f"this test opens {program}, which is not on this machine"
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter):
    skipped = len(terminalreporter.stats.get("skipped", []))
    if skipped:
        terminalreporter.section("TESTS WERE SKIPPED", sep="!", red=True, bold=True)
        terminalreporter.line(f"{skipped} skipped. They want Chromium and LibreOffice:")
        terminalreporter.line("apt install chromium-headless-shell libreoffice-calc-nogui libreoffice-writer-nogui")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")  # none in a process that another one leads
    if os.environ.get("FORBID_SKIPS") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The Plan and the countries are there for every test, as on a real site."""
    with django_db_blocker.unblock():
        call_command("load_plan", verbosity=0)
        yield
        take_back()


@pytest.fixture(scope="session")
def lifted(django_db_setup, django_db_blocker):
    """The guards that were lifted, as SQL that sets them up again; a database that is kept has them again."""
    statements = []
    yield statements
    with django_db_blocker.unblock():
        run(statements)


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
        lifted += [sql.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS", 1) for _name, sql in triggers]
        run(f"DROP TRIGGER {name}" for name, _sql in triggers)


def rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def run(statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@stands
def loaded_demonstration():
    call_command("load_demo", verbosity=0)


@pytest.fixture
def demo(loaded_demonstration, db):
    """The rows of `load_demo` are there."""


@stands
def made_walk():
    """With what was read of their pages, which is forgotten when they are taken back."""
    return walk.make_rows(make_cast()), {}


@pytest.fixture
def walked(made_walk, db):
    """What the pages of `tests.walk` are about, by name; the cast is there too."""
    rows, _read = made_walk
    return dict(rows)


@pytest.fixture
def page_of(made_walk, walked, as_person):
    """`page_of("amina", path)`: the page to which this leads her while the walk's rows stand as they were made; asked for once."""
    _rows, read = made_walk

    def opened(person, path):
        if (person, path) not in read:
            with transaction.atomic():  # who signed in for one page has not for the next
                read[person, path] = as_person(person).get(path, follow=True).content.decode()
                transaction.set_rollback(True)
        return read[person, path]

    return opened


@stands
def held_and_verified():
    cast = make_cast()
    return verified(cast["amina"], cast["nadia"]).pk


@pytest.fixture
def meeting(held_and_verified, db):
    """The national meeting, verified with its claim; the cast is there too."""
    return Activity.objects.get(pk=held_and_verified)


@stands
def six_trainings():
    hold_six(make_cast())


@pytest.fixture
def held(six_trainings, db):
    """The six trainings of `tests.training`; the cast is there too."""


@stands
def closed_on_nothing():
    return closed(make_cast()).pk


@pytest.fixture
def bare(closed_on_nothing, db):
    """The edition of a round of 2014 in which nothing had been recorded; the cast is there too."""
    return Snapshot.objects.get(pk=closed_on_nothing)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Taken back as soon as the next test does not ask for it: a browser that it opens has another connection."""
    torn_down = yield
    if nextitem:
        take_back(but=nextitem)
    return torn_down


@pytest.fixture(scope="session")
def sources():
    """What was read of the frozen demonstration, once: its rows are the same whenever they stand."""
    return {}


@pytest.fixture(scope="class")
def demonstration(loaded_demonstration, sources, django_db_blocker):
    """The frozen demonstration in each language, ready to be printed: `demonstration("fr", participants=False)`."""
    if not sources:
        with django_db_blocker.unblock():
            row = Snapshot.objects.earliest("as_at")
            for key in product(("en", "fr", "pt"), (True, False)):
                language, part = key
                sources[key] = source(row, participants=part, language=language)
    return lambda language="en", *, participants=True: sources[language, participants]


@pytest.fixture(scope="module")
def rich_rows(django_db_setup, django_db_blocker):
    """Rows of every kind, made once for the tests of a module, which only read them, with their slow recount."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_rows(seed=12, activities=100)
        yield Recount()
        transaction.set_rollback(True)


@pytest.fixture
def slow(rich_rows, db):
    return rich_rows


@pytest.fixture
def noon(monkeypatch):
    return at_noon(monkeypatch)


@pytest.fixture
def on(monkeypatch):
    """`on(day)`: from now on it is noon of that day."""
    return turned_by(monkeypatch)


@pytest.fixture(autouse=True)
def in_english():
    """No test begins in the language of whoever made the last request."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def empty_cache():
    """No test is held up by the tries of another one, nor by a mail server that did not answer another one."""
    cache.clear()


@pytest.fixture
def cast(db):
    return standing_cast() or make_cast()


@pytest.fixture
def as_person(cast):
    """`as_person("amina")`: a browser in which she has signed in; `as_person(None)`: the public's."""

    def signed_in(name):
        client = Client()
        if name:
            client.force_login(cast[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture
def api(cast):
    """`api("amina")`: a program that acts for her; `api()`: the public's."""

    def program(name=None):
        client = APIClient()
        if name:
            client.force_authenticate(cast[name])
        return client

    return program


@pytest.fixture
def plainly(monkeypatch):
    """Every form of a document as the values that it would be set from, in this process: quick, and easy to read."""

    def here(task, content, **given):
        return import_string(task.replace(":", "."))(content, **given)

    monkeypatch.setattr(apart, "read_apart", here)
    for form in FORMS:
        monkeypatch.setitem(FORMS, form, lambda kind, values: json.dumps(values, ensure_ascii=False).encode())


@pytest.fixture
def kept_words(monkeypatch):
    """Each verb that is called gives back what its signature promises."""

    def keeping(verb):
        promised = get_type_hints(verb)["return"]
        kinds = get_args(promised) if isinstance(promised, UnionType) else (promised,)

        def called(**given):
            result = verb(**given)
            assert isinstance(result, tuple(get_origin(kind) or kind for kind in kinds)), verb.__name__
            return result

        return called

    for name in workflow.__all__:
        if hasattr(getattr(workflow, name), "__wrapped__"):
            monkeypatch.setattr(workflow, name, keeping(getattr(workflow, name)))


@pytest.fixture(scope="session")
def plan_again(django_db_setup, django_db_blocker):
    """`plan_again()`: the Plan and nothing else, after a test that committed took it away with everything else."""
    if connection.vendor != "sqlite":
        yield lambda: (call_command("load_plan", verbosity=0), tallies.build_missing())
        return
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as copy:
        with django_db_blocker.unblock():
            connection.ensure_connection()
            connection.connection.backup(copy)
        yield lambda: copy.backup(connection.connection)


@pytest.fixture
def committed_cast(transactional_db, plan_again):
    plan_again()
    return make_cast()


@pytest.fixture
def site(live_server, committed_cast):
    return live_server.url


@pytest.fixture
def visitor(browser):
    """`visitor(language, size, scripts, worker)`: a new browser of somebody who has never been here."""
    contexts = []

    def opened(language="en", size="wide", scripts=True, worker=True) -> Page:
        context = browser.new_context(
            viewport=SIZES[size],
            locale=language,
            java_script_enabled=scripts,
            service_workers="allow" if worker else "block",
        )
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()

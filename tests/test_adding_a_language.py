"""`docs/adding-a-language.md`, done: one language that Django knows and three that it does not, from right to left too."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import reduce
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from actionplan.languages import described

NEW = {"rn": "Kirundi", "am": "Amharic", "ckb": "Central Kurdish", "sdh": "Southern Kurdish"}
HOME = """
import django
from django.conf import settings
settings.STORAGES["staticfiles"] = {{"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
django.setup()
from django.test import Client
for code in {codes}:
    for path in ("/", "/plan/themes/I/", "/countries/MOZ/", "/region/", "/account/login/", "/api/v1/themes/", "/none/"):
        answer = Client().get(path, headers={{"accept-language": code}})
        page = answer.content.decode()
        print(code, path, answer.status_code, f'lang="{{code}}" dir="rtl"' in page, f'lang="{{code}}"' in page)
"""


# They copy the database of the tests, and say no more of it on PostgreSQL.
def of_the_site(test):
    return pytest.mark.django_db(pytest.mark.once(test))


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_setup, django_db_blocker):
    """A copy of the project, with the Plan in a database of its own."""
    place = tmp_path_factory.mktemp("copy") / "site"
    leave = shutil.ignore_patterns(".venv", ".git", "var", "staticfiles", "tests", "__pycache__")
    shutil.copytree(settings.BASE_DIR, place, ignore=leave)
    (place / "data").mkdir()
    with closing(sqlite3.connect(place / "data" / "tracker.sqlite3")) as copy, django_db_blocker.unblock():
        connection.ensure_connection()
        connection.connection.backup(copy)
    return place


@pytest.fixture(scope="module")
def copied(site):
    """The project with the languages added in the three steps of the document."""
    for code in NEW:
        folder = site / "actionplan" / "locale" / code / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.po").write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n')
    path = site / "actionplan" / "settings.py"
    added = "".join(f', ("{code}", _("{name}"))' for code, name in NEW.items())
    path.write_text(re.sub(r"(LANGUAGES = \[.*?)\]", rf"\1{added}]", path.read_text(), count=1))
    run(site, "-m", "actionplan.messages", "extract")
    for catalogue in (site / "actionplan" / "locale").glob("[fp][rt]/LC_MESSAGES/django.po"):
        named = [(f'msgid "{name}"\nmsgstr ""', f'msgid "{name}"\nmsgstr "{name}"') for name in NEW.values()]
        catalogue.write_text(reduce(lambda text, pair: text.replace(*pair), named, catalogue.read_text()))
    run(site, "-m", "actionplan.messages", "compile")
    run(site, "manage.py", "makemigrations", "-n", "added")
    run(site, "manage.py", "migrate", "-v0")
    run(site, "manage.py", "load_plan")
    return site


def run(place: Path, *command: str) -> str:
    extra = {"DATA_DIR": str(place / "data"), "DATABASE_URL": "", "DEVELOPMENT": "1"}
    extra["DJANGO_SETTINGS_MODULE"] = "actionplan.settings"
    done = subprocess.run([sys.executable, *command], cwd=place, env=os.environ | extra, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@of_the_site
def test_each_app_gets_one_migration(copied):
    assert sorted(path.parts[-3] for path in copied.rglob("*_added.py") if "migrations" in path.parts) == [
        "indicators",
        "reports",
        "themes",
    ]


@of_the_site
def test_every_page_speaks_the_new_languages_in_their_direction(copied):
    lines = [line.split() for line in run(copied, "-c", HOME.format(codes=list(NEW))).splitlines()]
    pages = [(code, path, int(status), rtl, lang) for code, path, status, rtl, lang in lines if "/api/" not in path]
    expected = {"rn": "False", "am": "False", "ckb": "True", "sdh": "True"}
    assert [row for row in pages if row[2:] != (404 if row[1] == "/none/" else 200, expected[row[0]], "True")] == []


@of_the_site
def test_the_catalogues_are_checked_as_before(copied):
    assert "am: 0 of" in run(copied, "-m", "actionplan.messages", "check")


@pytest.mark.parametrize(
    ("code", "own_name"), [("rn", "Ikirundi"), ("am", "አማርኛ"), ("kg", "Kikongo"), ("so", "Soomaali")]
)
def test_a_language_is_called_as_it_calls_itself(code, own_name):
    assert described(code)["name_local"] == own_name


@pytest.mark.parametrize("code", ["zz", "no such language"])
def test_a_code_that_nobody_knows_is_refused_in_words(code):
    with pytest.raises(ImproperlyConfigured, match="add it to UNLISTED"):
        described(code)

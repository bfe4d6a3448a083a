"""Commands work as they are printed: in a fresh clone, one after the other, as the documents have them."""

import ast
import re
import subprocess

import pytest
from django.core.management import get_commands, load_command_class
from django.template import engines

from tests.base import PASSWORD
from tests.own_copy import Browser, Serving, answered, free_port, fresh_clone, typed
from tests.printed import ROOT, blocks, commands, named_in_texts, of_developers, of_the_table, options, shortest
from tests.test_second_factor import code_of

# Blocks that are no commands: what holds them.
HELD = {
    "django": "compiled below",
    "nginx": "names what the site takes",
    "html": "a page of a how-to",
    "python": "parsed below",
}
# Commands that no test types, each with its reason.
EXCUSED = {
    "make test": "is what runs this",
    "make lint": "is what `.ci/run` begins with, and a cold mypy costs what all the others do",
    "make bench": "measures for minutes",
    "make bench-scenario": "plays minutes of a bad line in a browser",
    "make pins": "asks the package index",
    ".venv/bin/python manage.py rehearse": "is what `make rehearse` types",
    "python3 -m venv .venv": "done by `make`, whose packages this run has",
    ".venv/bin/pip install --require-hashes -r requirements.txt": "asks the package index",
}
GIVEN = {
    "FILE": "activities.csv",
    "--by USERNAME": "--by focal.moz",
    "USERNAME": "grace",
    "ADMINISTRATOR": "grace",
    "OWNER": "focal.moz",
}
GIVEN |= {"NAME": "Office", "TARGET": "kept.tar", "SOURCE": "kept.tar", "FOLDER": "backups"}
TWICE = {"Password:": PASSWORD, "Password (again):": PASSWORD}
ADMINISTRATOR = ".venv/bin/python manage.py createsuperuser"
ANSWERS = {
    ADMINISTRATOR: {"User name": "grace", "E-mail address": "grace@example.com"} | TWICE,
    ".venv/bin/python manage.py changepassword grace": TWICE,
}
WORKER = ".venv/bin/python manage.py work"
SERVERS = ("make run", ".venv/bin/gunicorn actionplan.wsgi --workers 2 --threads 4 --worker-class gthread", WORKER)


def filled(command: str) -> str:
    words = " ".join(shortest(command))
    return re.sub(r"--by USERNAME|\b[A-Z]+\b", lambda match: GIVEN.get(match[0], match[0]), words)


def test_each_block_is_run_or_held():
    assert [block for block in blocks() if block.language not in {"sh", *HELD}] == []


def test_a_block_of_a_template_is_one():
    for block in blocks():
        if block.language == "django":
            engines["django"].from_string("{% load i18n %}" + block.text)


def test_a_block_of_python_is_some():
    for block in blocks():
        if block.language == "python":
            ast.parse(block.text, block.page)


def test_a_block_of_the_proxy_names_what_the_site_takes():
    assert [block for block in blocks() if block.language == "nginx" and "client_max_body_size" not in block.text] == []


def test_a_command_in_a_text_is_typed_as_it_stands():
    """With the program that has the packages, or by `make`."""
    named = [*named_in_texts(), *of_the_table(), *of_developers()]
    typed_as = r"([A-Z_]+=\S+ )*(make |\.venv/bin/)|apt install |mkdir "
    assert [command for command in named if not re.match(typed_as, command)] == []
    assert len(named) > 20


@pytest.mark.parametrize(
    "command", sorted({*named_in_texts(), *of_the_table(), *of_developers(), *commands(for_real=True)})
)
def test_a_command_that_is_named_is_there_with_its_options(command):
    words = shortest(command)
    if words[0] == "make":
        subprocess.run(["make", "--dry-run", *words[1:]], cwd=ROOT, check=True, capture_output=True)
    if "manage.py" in words and (name := words[words.index("manage.py") + 1 :][:1]):
        app = get_commands()[name[0]]
        parser = (load_command_class(app, name[0]) if isinstance(app, str) else app).create_parser("manage.py", name[0])
        assert set(options(command)) <= set(parser._option_string_actions)


def sign_in_as_administrator(site: str) -> str:
    """The administrator signs in for the first time, sets up the second factor and opens People; where they end up."""
    browser = Browser(site)
    page = browser.send("/account/login/?next=/people/", login="grace", password=PASSWORD)
    secret = re.search(r'otp-key"[^>]*>(\w+)<', page)[1]
    browser.send(browser.address, code=code_of(secret))
    browser.get("/people/")
    return browser.address


def in_turn(place, wanted, **environment) -> list[str]:
    """Type them one after the other; what went wrong."""
    wrong = []
    for command in dict.fromkeys(map(filled, wanted)):
        if command in ANSWERS:
            wrong.append(answered(place, command, ANSWERS[command], **environment))
        elif command not in EXCUSED and command not in SERVERS:
            wrong.append(typed(place, command, **environment))
    return [problem for problem in wrong if problem]


def test_on_ones_own_machine(tmp_path):
    """The first administrator, then all the others on the same site, which is served again afterwards."""
    place, port = fresh_clone(tmp_path / "clone"), free_port()
    (place / "activities.csv").write_text("reference;title;countries\na-1;Uma formação;MOZ\n")
    with Serving(place, "DEMO=0 make run", port, PORT=str(port)) as site:
        assert in_turn(place, commands(for_real=False)) == []
        assert sign_in_as_administrator(site) == "/people/"
        others = [command for command in of_the_table() if " restore " not in command and command != ADMINISTRATOR]
        assert in_turn(place, others) == []
    with Serving(place, "make run", port, PORT=str(port)):
        said = (place / "served.log").read_text()
        assert ("Password for all: dar-es-salaam-2010" in said, "Collecting styles" in said) == (True, False)
    (restoring,) = (command for command in of_the_table() if " restore " in command)
    elsewhere = {"DATA_DIR": str(tmp_path / "empty"), "DEVELOPMENT": "1"}
    assert in_turn(place, [f"{restoring} --verify"], **elsewhere) == []


def test_for_real(tmp_path):
    place, port = fresh_clone(tmp_path / "clone"), free_port()
    (place / "backups").mkdir()
    names = {"SECRET_KEY": "long-and-secret-" * 5, "ALLOWED_HOSTS": "tracker.example.org", "DATA_DIR": str(tmp_path)}
    names |= {"SITE_URL": "https://tracker.example.org", "GUNICORN_CMD_ARGS": f"--bind 127.0.0.1:{port}"}
    assert in_turn(place, commands(for_real=True), **names) == []
    with Serving(place, SERVERS[1], port, **names):
        assert in_turn(place, [f"{WORKER} --until-empty"], **names) == []  # and has answered a plain probe


def test_a_command_without_a_site_says_what_to_do(tmp_path):
    place = fresh_clone(tmp_path / "clone")
    said = typed(place, ".venv/bin/python manage.py load_plan")
    assert ("SECRET_KEY" in said, "make run" in said) == (True, True)

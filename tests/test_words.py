"""One word for one thing: the phrases and names that lost do not come back."""

import ast
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from actionplan.messages import forms_of, read, used
from tests.trees import tree_of

ROOT = Path(__file__).resolve().parent.parent
LOSING = json.loads((ROOT / "tests" / "data" / "losing_phrases.json").read_text(encoding="utf-8"))
CODE = ("themes", "indicators", "reports", "actionplan", "benchmarks", "tests")
LOST_NAMES = {
    *("told", "found", "tell", "hold_still", "against", "what_stands_against", "with_itself", "Typed", "Careful"),
    *("Caring", "Warned", "tongue", "make_up", "NotNow", "free_key", "judgement", "Judgement", "judge"),
}


def texts(language):
    """`(message, text)`: English is the message itself, save where a library says it in other words."""
    rows = [(row.id, row.string) for row in read(language)]
    rows += [(row.id, row.id) for row in used()] if language == settings.LANGUAGE_CODE else []
    return [(forms_of(message)[0], text) for message, said in rows if message for text in forms_of(said)]


@pytest.mark.parametrize("language", LOSING)
def test_no_losing_phrase_is_in_a_catalogue(language):
    rows, back = texts(language), []
    for pattern, exempt in LOSING[language].items():
        phrase = re.compile(pattern, re.IGNORECASE)
        back += [(pattern, text) for message, text in rows if phrase.search(text) and message not in exempt]
    assert (len(rows) > 1500, back) == (True, [])


@pytest.mark.parametrize("language", LOSING)
def test_every_exempt_message_is_there_and_needs_it(language):
    rows = texts(language)
    needless = [
        (pattern, message)
        for pattern, exempt in LOSING[language].items()
        for message in exempt
        if not any(known == message and re.search(pattern, text, re.IGNORECASE) for known, text in rows)
    ]
    assert needless == []


def names_in(path):
    """Every name that a module defines, assigns or imports."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.alias):
            yield node.asname or node.name


def test_no_losing_name_is_in_the_code():
    paths = [path for folder in CODE for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]
    back = [
        (path.relative_to(ROOT).as_posix(), name) for path in paths for name in names_in(path) if name in LOST_NAMES
    ]
    assert back == []

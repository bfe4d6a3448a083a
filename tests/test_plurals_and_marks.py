"""A number agrees with its noun in every language, and marks between texts stand as the reader's language sets them."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override

from actionplan.messages import ROOT, complete_languages, read, used
from reports.attained import count_words
from themes.punctuation import introduced, semicolon

NUMBERS = "n|v|r|e|count|number|total|needed|required|now|then|before|after|met|done|left|days|answered|verified"
NO_NOUN = "antes|avant|após|après|depois|dans|of|sur|de|with"
COUNTED = re.compile(rf"%\((?:{NUMBERS})\)[sd] (?!(?:{NO_NOUN})\b)(?:[^\W\d_]+ )?[^\W\d_]+s\b")
NEVER_ONE = ("“%(line)s” has %(n)d characters",)  # said of what is longer than a limit
# What a template shows as it stands: neither a tag, nor a text for translation, nor what is inside an HTML tag.
NOT_SHOWN = re.compile(
    r"\{#.*?#\}|\{% blocktrans.*?endblocktranslate %\}|\{% comment.*?endcomment %\}|<(script|style|pre|code)\b.*?</\1>"
    r"|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>|&#?\w+;|https?://",
    re.DOTALL,
)


def single(messages) -> list[tuple[str, str]]:
    return [(row.id, row.string or row.id) for row in messages if row.id and isinstance(row.id, str)]


def disagreeing(texts: list[tuple[str, str]]) -> list[str]:
    return [text for message, text in texts if COUNTED.search(text) and not message.startswith(NEVER_ONE)]


def test_every_number_with_a_plural_noun_has_a_singular():
    assert disagreeing(single(used())) == []


@pytest.mark.parametrize("language", complete_languages())
def test_every_number_with_a_plural_word_has_a_singular_in_each_language(language):
    assert disagreeing(single(read(language))) == []


@pytest.mark.parametrize("text", ["%(n)s findings", "%(needed)s nécessaires.", "%(v)s open questions"])
def test_a_number_with_a_plural_noun_is_noticed(text):
    assert disagreeing([(text, text)]) == [text]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "1 of 2 targets met by the deadline; 1 met as at 1 January 2014"),
        ("fr", "objectifs atteints dans les délais : 1 sur 2 ; atteints au 1er janvier 2014 : 1"),
        ("pt", "metas alcançadas no prazo: 1 de 2; alcançadas à data de 1 de Janeiro de 2014: 1"),
    ],
)
def test_one_of_two_targets_is_met(language, words):
    with override(language):
        sentence = count_words(1, 1, 2, date(2014, 1, 1), date(2012, 12, 31))
    assert re.sub(r"\s", " ", sentence).lower() == words.lower()


# Marks ---------------------------------------------------------------------------------------------------------------


def set_by_hand(template: str) -> list[str]:
    return re.findall(r".*[:;].*", NOT_SHOWN.sub("·", template))


def test_no_template_sets_a_mark_by_hand():
    paths = (path for path in Path(ROOT / "templates").rglob("*.*") if path.suffix in (".html", ".txt"))
    marks = {path.name: set_by_hand(path.read_text(encoding="utf-8")) for path in paths}
    assert {name: lines for name, lines in marks.items() if lines} == {}


def test_a_mark_set_by_hand_is_noticed():
    assert set_by_hand("<p>{{ scope }}: {{ country }}</p>") == ["··: ··"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "National: Burundi;"), ("fr", "National\u00a0: Burundi\u202f;"), ("pt", "National: Burundi;")],
)
def test_a_mark_has_the_space_of_its_language(language, words):
    with override(language):
        assert introduced("National", "Burundi") + semicolon() == words

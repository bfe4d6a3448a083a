"""No text costs more than in proportion to its length: every pattern of the code, and what reads texts, is timed."""

import ast
import re
import time
from contextlib import suppress
from pathlib import Path

import pytest
import regex
from django import forms
from django.template.defaultfilters import linebreaks, truncatewords, urlize
from django.urls import get_resolver
from django.utils.html import strip_tags
from rest_framework import serializers

from reports.forms.proof import LinksField
from reports.links import encoded
from reports.privacy import personal_data
from reports.since_decision import passages
from tests.trees import tree_of
from themes.folding import fold, visible_text

ROOT = Path(__file__).resolve().parent.parent
MODULES = {"re": re, "regex": regex}
COMPILING = {"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
SHORT, TIMES = 4_000, 4
MOST_GROWTH, NOT_WORTH_TIMING = 9, 0.1  # 4 is in proportion, 16 is with the square; seconds
SIGNS = tuple('x1. @<"=\n')


def patterns():
    """`(place, pattern)` of every regular expression in the code of the product."""
    for path in sorted(ROOT.glob("*/**/*.py")):
        ours = path.parts[len(ROOT.parts)] in ("themes", "indicators", "reports", "actionplan")
        # A pattern is one here by the name of its module, or of Django's field or validator: nothing else need be parsed.
        if ours and re.search(r"import re|Regex", path.read_text(encoding="utf-8")):
            for node in ast.walk(tree_of(path)):
                if compiled := pattern_of(node):
                    yield pytest.param(compiled, id=f"{path.relative_to(ROOT)}:{node.lineno}")


def pattern_of(node):
    """The compiled pattern of a call such as `re.sub(r"...", ...)` or `RegexField(r"...")`; it has to stand there."""
    if not isinstance(node, ast.Call):
        return None
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    module = getattr(getattr(node.func, "value", None), "id", "")
    if module in MODULES and name in COMPILING:
        return MODULES[module].compile(ast.literal_eval(node.args[0]), flags_of(node) if name == "compile" else 0)
    return re.compile(ast.literal_eval(node.args[0])) if name in ("RegexField", "RegexValidator") else None


def flags_of(node):
    return eval(compile(ast.Expression(node.args[1]), "", "eval"), MODULES) if len(node.args) > 1 else 0


def seconds(read, text):
    started = time.process_time()
    with suppress(forms.ValidationError, serializers.ValidationError):
        read(text)
    return time.process_time() - started


def growth(read, part, tail):
    """By how much the time grows with a text four times as long; 1 where it is too short to be told."""
    texts = [(part * n)[:n] + tail for n in (SHORT, SHORT * TIMES)]
    if seconds(read, texts[1]) < NOT_WORTH_TIMING:
        return 1
    short, long = (min(seconds(read, text) for _time in range(2)) for text in texts)
    return long / short


def too_slow(read, parts):
    grown = {(part, tail): growth(read, part, tail) for part in parts for tail in ("", "!")}
    return {case: round(times, 1) for case, times in grown.items() if times > MOST_GROWTH}


def reading(compiled):
    """What finds every place of a pattern, in a text or in bytes."""
    is_text = isinstance(compiled.pattern, str)
    return lambda text: all(True for _match in compiled.finditer(text if is_text else text.encode()))


def parts_for(compiled):
    """Its own signs, each by itself and each before each other, as the repeated part of a text."""
    written = compiled.pattern if isinstance(compiled.pattern, str) else compiled.pattern.decode()
    own = [sign for sign in dict.fromkeys(written) if sign not in "\\[](){}?*+|^$"]
    signs = list(dict.fromkeys([*SIGNS, *own]))[:14]
    pairs = (one + other for one in signs for other in signs if one != other)
    return [*signs, *pairs, "<c ", '<c r="ZZ1" ', "\\\\", "<!---->", "<?a?>", "<!DOCTYPE>"]


@pytest.mark.parametrize("compiled", list(patterns()))
def test_no_pattern_of_the_code_takes_longer_than_in_proportion(compiled):
    assert too_slow(reading(compiled), parts_for(compiled)) == {}


def routes(resolver):
    for entry in resolver.url_patterns:
        yield entry.pattern.regex
        if hasattr(entry, "url_patterns"):
            yield from routes(entry)


def test_no_address_of_the_site_takes_longer_than_in_proportion():
    times = {
        route.pattern: too_slow(route.search, ("x", "/", "-", "1/", "a-", ".x")) for route in routes(get_resolver())
    }
    assert (len(times) > 100, {route: cases for route, cases in times.items() if cases}) == (True, {})


PARTS = (
    *(
        "x",
        "1",
        "é",
        "@",
        ".",
        "-",
        "(",
        "((a",
        "<",
        "&lt;",
        "&;",
        ";",
        "\n",
        "x\n\n",
        "\u200b",
        "\u200b1",
        "/",
        "+",
        "00",
    ),
    *(
        "a.",
        "a@",
        "a@b.",
        "a@a.com ",
        "(at)",
        "..a",
        "http://",
        "http://a.",
        "http://[",
        "www.",
        "www.a ",
        "a.com,",
        "xn--",
    ),
    *(
        "12 345 67 ",
        "1 2 3 ",
        "+1 ",
        "+258 84 123 4567 ",
        "0712345678/",
        "07 12 ",
        "-1",
        "22 20 12 34 ",
        "2012 ",
        "12/12/",
    ),
    *("AB123456 ", "705-12C00345 ", "case no 1 ", "passport no A1 ", "tel 12 ", "KAM-1", "1_", "ID card 1"),
)
READERS = {
    "personal_data": lambda text: personal_data(text, ["MOZ"]),
    "fold": fold,
    "visible_text": visible_text,
    "links": LinksField().clean,
    "encoded": encoded,
    "urlize": urlize,
    "linebreaks": linebreaks,
    "truncatewords": lambda text: truncatewords(text, 14),
    "strip_tags": strip_tags,
    "comparison": lambda text: passages("begin " + text, "end " + text.replace("1", "2") + " more"),
    "email of a form": forms.EmailField().clean,
    "address of a form": forms.URLField(assume_scheme="https").clean,
    "number of a form": forms.IntegerField().clean,
    "amount of a form": forms.DecimalField().clean,
    "day of a form": forms.DateField().clean,
    "email of the API": serializers.EmailField().run_validation,
    "address of the API": serializers.URLField().run_validation,
    "day of the API": serializers.DateField().run_validation,
}


@pytest.mark.parametrize("reader", READERS)
def test_nothing_that_reads_a_text_takes_longer_than_in_proportion(reader):
    assert too_slow(READERS[reader], PARTS) == {}


def test_many_different_numbers_are_read_in_proportion():
    numbers = [
        " ".join(f"9{n:08d}" for n in range(start, start + count)) for start, count in ((0, 500), (10**6, 2_000))
    ]
    short, long = (seconds(lambda text: personal_data(text, ["KEN"]), text) for text in numbers)
    assert long < MOST_GROWTH * max(short, NOT_WORTH_TIMING)


@pytest.mark.parametrize(("before", "after"), [("a " * 2_000, "a b " * 1_000), ("a b " * 1_000, "b a " * 1_000)])
def test_texts_of_few_words_again_and_again_are_compared_at_once(before, after):
    assert seconds(lambda text: passages("x " + text, "y " + after + "z"), before) < 1

"""The help page: what stands on it can be reached, and the words that it explains are linked from where they are used."""

import re

import pytest
from django.urls import reverse

from reports.templatetags.glossary import WORDS
from tests.base import record

EXPLAINED = ["claim", "unit", "layer", "menu", "scope", "agreement", "round", "edition", "later-development"]


@pytest.fixture
def help_page(as_person):
    return as_person(None).get(reverse("help")).content.decode()


def linked_words(page):
    return set(re.findall(r'class="term" href="/help/#([\w-]+)"', page))


def test_the_contents_name_every_part_of_the_help_page_in_its_order(help_page):
    contents = help_page.partition('class="contents"')[2].partition("</nav>")[0]
    parts = re.findall(r'<section id="([\w-]+)">\s*<h2>(.*?)</h2>', help_page)
    assert re.findall(r'href="#([\w-]+)">(.*?)</a>', contents) == parts


def test_the_glossary_explains_the_words_and_leads_to_what_says_more(help_page):
    glossary = help_page.partition('<section id="glossary">')[2].partition("</section>")[0]
    assert re.findall(r'<dt id="([\w-]+)">', glossary) == EXPLAINED
    assert [to for to in re.findall(r'href="#([\w-]+)"', glossary) if f'id="{to}"' not in help_page] == []
    assert set(WORDS) <= set(EXPLAINED)


@pytest.mark.parametrize(
    ("person", "path", "words"),
    [
        ("amina", "/activities/new/", {"claim", "unit", "layer"}),
        (None, "/plan/targets/VI.T1/", {"claim", "unit", "layer"}),
        (None, "/countries/MOZ/", {"menu", "layer"}),
        (None, "/countries/MOZ/menu/", {"menu", "layer"}),
    ],
)
def test_a_page_leads_to_the_words_that_it_does_not_explain(as_person, demo, person, path, words):
    assert linked_words(as_person(person).get(path).content.decode()) == words


def test_the_words_open_beside_a_form_that_is_being_filled_in(as_person, cast):
    page = as_person("amina").get(reverse("activity_edit", args=[record(cast["amina"]).pk])).content.decode()
    assert page.count('href="/help/#claim" target="_blank"') == 1

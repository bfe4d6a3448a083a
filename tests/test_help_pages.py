"""The help page: what stands on it can be reached, and the words that it explains are linked from where they are used."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from reports import limits
from reports.templatetags.glossary import WORDS
from tests.base import PASSWORD, record
from tests.walk import addresses

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
        (None, "/countries/MOZ/", {"menu", "layer", "verified"}),
        (None, "/countries/MOZ/menu/", {"menu", "layer"}),
    ],
)
def test_a_page_leads_to_the_words_that_it_does_not_explain(as_person, demo, person, path, words):
    assert linked_words(as_person(person).get(path).content.decode()) == words


def test_the_words_open_beside_a_form_that_is_being_filled_in(as_person, cast):
    page = as_person("amina").get(reverse("activity_edit", args=[record(cast["amina"]).pk])).content.decode()
    assert page.count('href="/help/#claim" target="_blank"') == 1


def test_the_foot_of_every_page_leads_to_contact_privacy_and_accessibility(help_page):
    foot = help_page.partition('<footer class="foot">')[2]
    assert [path for path in ("/help/#contact", "/privacy/", "/accessibility/") if f'href="{path}"' not in foot] == []


def test_the_page_on_privacy_names_every_cookie_that_a_person_is_given(client, cast):
    draft = record(cast["amina"])
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": "amina", "password": PASSWORD})
    client.post(reverse("set_language"), {"language": "pt"})
    client.post(reverse("activity_discard", args=[draft.pk]), {"typed_key": f"activity-{draft.pk}"})
    page = client.get(reverse("privacy")).content.decode()
    assert sorted(re.findall(r'<dt class="code">(\w+)</dt>', page)) == sorted(client.cookies)


def test_the_page_on_privacy_says_for_how_long_as_it_is_set(as_person, settings):
    settings.SESSION_COOKIE_AGE = 3 * 24 * 3600
    page = as_person(None).get(reverse("privacy")).content.decode()
    assert ("for 3 days, or until" in page, f"for {limits.BROWSER_KNOWN_DAYS} days" in page) == (True, True)
    assert (settings.CSRF_COOKIE_AGE, settings.LANGUAGE_COOKIE_AGE) == (364 * 24 * 3600, 365 * 24 * 3600)


def test_the_public_is_shown_no_name_of_an_account(walked, page_of, cast):
    names = re.compile(rf"\b({'|'.join(cast)})\b", re.IGNORECASE)
    public = [path for path in addresses(None, walked) if not path.startswith("/account/")]
    assert [path for path in public if names.search(page_of(None, path))] == []


@pytest.mark.parametrize("path", ["/help/", "/privacy/", "/accessibility/"])
def test_the_pages_say_to_whom_to_write(as_person, settings, path):
    contact = as_person(None).get(path).content.decode().partition('<section id="contact">')[2]
    assert "write to the person who invited you" in contact
    settings.CONTACT_EMAIL = "tracker@example.org"
    contact = as_person(None).get(path).content.decode().partition('<section id="contact">')[2]
    assert ('href="mailto:tracker@example.org"' in contact, "who invited you" in contact) == (True, False)


@pytest.mark.parametrize(("language", "drawn"), [("en", "en"), ("fr", "fr"), ("pt", "pt"), ("sw", "en")])
def test_each_desk_has_a_picture_in_the_readers_language(client, db, language, drawn):
    page = client.get("/help/", headers={"accept-language": language}).content.decode()
    files = re.findall(
        r'<img src="[^"]*img/help/([a-z-]+)\.webp" alt="" width="960" height="675" loading="lazy">', page
    )
    assert files == [f"{desk}-{drawn}" for desk in ("focal-point", "institution", "working-group")]
    assert all(finders.find(f"img/help/{file}.webp") for file in files)

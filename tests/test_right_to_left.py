"""An artificial language in Arabic letters, from right to left: every page turns round, and nothing is left in English."""

import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.conf import locale
from django.test import Client
from django.utils import translation
from playwright.sync_api import Page

from actionplan import messages
from indicators.models import Indicator
from reports.models import BorderRegion, Country, User
from tests.walk import addresses, make_rows
from themes.models import Theme, TrainingAudience, TrainingTopic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابجدهوزحطيكلمنسعفصقرشتثخذض")
KEPT = re.compile(r"(%\(\w+\)[sd]|%[sd]|\{[^}]*\}|<[^>]*>|&\w+;)")


def artificial(text: str) -> str:
    """The same length in Arabic letters; placeholders and tags stay."""
    return "".join(part if KEPT.fullmatch(part) else part.lower().translate(LETTERS) for part in KEPT.split(text))


@pytest.fixture(scope="module")
def artificial_catalogue(tmp_path_factory):
    """A folder with one, as `LOCALE_PATHS` has them."""
    catalog = Catalog(locale="ar", charset="utf-8", header_comment="")
    catalog._num_plurals, catalog._plural_expr = 2, "(n != 1)"
    for message in messages.wanted("pt"):
        words = message.id if isinstance(message.id, tuple) else (message.id,)
        said = tuple(artificial(word) for word in words)
        catalog.add(message.id, said if len(said) > 1 else said[0], context=message.context)
    place = tmp_path_factory.mktemp("artificial")
    folder = place / "xr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, catalog)
    return place


@pytest.fixture
def artificial_language(settings, artificial_catalogue, monkeypatch):
    language = {"bidi": True, "code": "xr", "name": "Artificial", "name_local": artificial("artificial")}
    monkeypatch.setitem(locale.LANG_INFO, "xr", language)
    settings.LOCALE_PATHS = [artificial_catalogue, *settings.LOCALE_PATHS]
    settings.LANGUAGES_BIDI = [*settings.LANGUAGES_BIDI, "xr"]
    settings.COMPLETE_LANGUAGES = (*settings.COMPLETE_LANGUAGES, "xr")
    settings.LANGUAGES = [*settings.LANGUAGES, ("xr", "Artificial")]


@pytest.fixture
def rows(committed_cast):
    rows = make_rows(committed_cast)
    User.objects.update(language="xr")
    return rows


LISTS = (TrainingTopic, TrainingAudience)
# The words of the interface itself: what is not marked as being in another language.
WORDS = """() => [...document.querySelectorAll("label, legend, button, th, dt, h1, h2, summary, .hint, .lead, .empty, nav a, .actions a")]
  .filter((e) => !e.closest("[lang]:not(html)"))
  .map((e) => [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join(" "))"""
NOT_WORDS = re.compile(
    r"\b[A-Z][\w ]*, UTC[+−][\d:]+|t\.csv|\b[IV]+(\.\w+)*|\b(Nov|Dec|Jan|Feb|Aug|Sept|Oct)\.|\b(March|April|May|June|July)\b|Excel|Word|PDF|API"
)


def data() -> list[str]:
    """Names and titles that come from the tables, in the French that an unknown language falls back to."""
    with translation.override("fr"):
        held = [str(row) for model in (Country, BorderRegion, User, *LISTS) for row in model.objects.all()]
        held += [text for row in Theme.objects.all() for text in (row.title, row.introduction)]
        held += [text for row in Indicator.objects.all() for text in (row.text, row.reading)]
    return sorted(held, key=len, reverse=True)


def left_in_english(page: Page, held: list[str]) -> list[str]:
    left = []
    for text in page.evaluate(WORDS):
        for name in held:
            text = text.replace(name, "")
        left += re.findall(r"[A-Za-z]{3,}.*", NOT_WORDS.sub("", text))
    return left


def not_turned(page: Page) -> list[str]:
    """What is wrong with a page from right to left: wider than the window, or its mark is not at the right."""
    mark = page.locator(".brand").bounding_box()
    problems = {
        "direction": page.locator("html").get_attribute("dir") != "rtl",
        "wide": not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"),
        "mark": mark["x"] + mark["width"] < page.viewport_size["width"] - 40,
    }
    return [name for name, wrong in problems.items() if wrong]


@pytest.fixture
def page_of(rows, artificial_language, live_server, browser):
    contexts = []

    def opened(person: str, width: int) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": 640}, base_url=live_server.url))
        client = Client()
        client.force_login(
            User.objects.get(username=person), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        session = client.cookies["sessionid"].value
        contexts[-1].add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("person", ["amina", "nadia", "grace"])
def test_every_page_turns_round_and_is_wholly_in_its_language(rows, page_of, person):
    page, held, problems = page_of(person, 360), data(), {}
    paths = [path for path in addresses(person, rows) if "language=fr" not in path]
    for path in paths:
        page.goto(path)
        # The pages of an account speak with the words of libraries, which know nothing of this language.
        faults = not_turned(page) + ([] if path.startswith("/account/") else left_in_english(page, held))
        if faults:
            problems[path] = faults
    assert problems == {}


def test_a_wide_page_is_mirrored(page_of):
    page = page_of("amina", 1280)
    page.goto("/desk/")
    brand, tools = page.locator(".brand").bounding_box(), page.locator(".tools").bounding_box()
    assert tools["x"] + tools["width"] < brand["x"]
    links = [link.bounding_box()["x"] for link in page.locator("nav.nav a").all()]
    assert links == sorted(links, reverse=True)


def test_a_bar_fills_from_the_right(page_of):
    page = page_of("amina", 1280)
    page.goto("/region/")
    turned = page.locator(".layers svg").first.evaluate("(bar) => getComputedStyle(bar).transform")
    assert turned == "matrix(-1, 0, 0, 1, 0, 0)"

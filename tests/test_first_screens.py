"""What a first screen has to answer ends above its fold, in each language: docs/first-screens.md."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import Client
from playwright.sync_api import sync_playwright

from reports.models import Activity
from tests.conftest import FLAGS, chromium
from tests.printed import ROOT

STYLE = ROOT / "actionplan" / "static" / "css" / "site.css"
HEIGHTS = {1280: 900, 360: 740}
TRAINED = {
    "en": "National training for front-line officers",
    "fr": "Formation nationale des agents des frontières",
    "pt": "Curso nacional para agentes da linha da frente",
}
# By page and width, the last thing that an answer wants of it.
LAST = [
    ("/plan/targets/I.T1/", 360, ".condition"),
    ("/plan/targets/I.T1/", 1280, ".condition"),
    ("/plan/actions/I.7/", 360, ".texts figure"),
    ("/countries/MOZ/", 360, "#years svg > text:has-text('VI ')"),
    ("/countries/MOZ/", 1280, "#years svg > text:has-text('VI ')"),
    ("/region/", 360, "#squares .squares"),
    ("/region/", 1280, "#squares .squares"),
]

pytestmark = pytest.mark.browser


def measured(pages: dict[str, str], width: int, place: str) -> dict[str, float]:
    """How far down the first such place of each page ends, without scripts."""
    ends = {}
    with sync_playwright() as programs, programs.chromium.launch(executable_path=chromium(), args=FLAGS) as browser:
        for language, text in pages.items():
            page = browser.new_page(viewport={"width": width, "height": HEIGHTS[width]}, offline=True)
            page.set_content(re.sub(r"<(?:link|script)\b[^>]*>(?:</script>)?", "", text))
            page.add_style_tag(path=STYLE)
            box = page.locator(place).first.bounding_box() or {}
            ends[language] = box["y"] + box["height"]
    return ends


def below_the_fold(paths: dict[str, str], width: int, place: str) -> dict[str, float]:
    """By language, where it ends: in a thread of its own, since a browser would have another connection to the database."""
    pages = {
        language: Client().get(path, headers={"accept-language": language}).content.decode()
        for language, path in paths.items()
    }
    with ThreadPoolExecutor(1) as apart:
        ends = apart.submit(measured, pages, width, place).result()
    return {language: end for language, end in ends.items() if end > HEIGHTS[width]}


@pytest.mark.parametrize(("path", "width", "place"), LAST)
def test_an_answer_ends_above_the_fold(demo, path, width, place):
    assert below_the_fold(dict.fromkeys(TRAINED, path), width, place) == {}


@pytest.mark.parametrize("width", HEIGHTS)
def test_what_an_activity_achieved_and_what_proves_it_stand_above_the_fold(demo, width):
    rows = {language: Activity.objects.get(title=title) for language, title in TRAINED.items()}
    assert {row.claims.get().indicator_id for row in rows.values()} == {"II.T4.1"}
    paths = {language: row.get_absolute_url() for language, row in rows.items()}
    assert below_the_fold(paths, width, ".head .counts") == {}

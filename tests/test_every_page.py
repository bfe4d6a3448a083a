"""Every page, for those who may open it: nothing for axe to find by day or night, no scrolling sideways, no
table cut, keys alone."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from reports.models import User
from tests.axe import violations
from tests.walk import NOT_PAGES, PAGES, addresses, make_rows, routes

# 320 px wide is also what a screen of 1280 px shows at 400 %.
SMALL, WIDE = {"width": 320, "height": 256}, {"width": 1280, "height": 900}


def test_every_route_is_walked_or_is_no_page():
    named = {name for _route, name in routes()}
    walked = {name for pages in PAGES.values() for name in pages}
    assert named - walked - NOT_PAGES == set()
    assert (walked | NOT_PAGES) - named == set()


@pytest.mark.parametrize("person", PAGES)
def test_every_form_can_be_sent_without_scripts(page_of, walked, person):
    for path in addresses(person, walked):
        page = page_of(person, path)
        forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
        assert [form[:99] for form in forms if not button_of(form, page)] == [], path


def button_of(form: str, page: str) -> bool:
    named = re.match(r'<form id="(\w+)"', form)
    outside = named and re.search(f'<button[^>]* form="{named[1]}"', page)
    return bool(outside or re.search(r'<button(?![^>]*type="button")', form))


@pytest.fixture
def walk(live_server, committed_cast, browser):
    """`walk(person)`: a small screen on which they are signed in, and every address that is theirs to open."""
    rows = make_rows(committed_cast)
    User.objects.update(language="pt")
    context = browser.new_context(viewport=SMALL, locale="pt", reduced_motion="reduce")

    def walked(person: str | None) -> tuple[Page, list[str]]:
        if person:
            client = Client()
            client.force_login(committed_cast[person], backend="allauth.account.auth_backends.AuthenticationBackend")
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
            context.add_cookies([cookie])
        return context.new_page(), [live_server.url + path for path in addresses(person, rows)]

    yield walked
    context.close()


# A table of countries by actions is wider than any telephone: it has a frame in which it scrolls under its own heads.
CUT = """() => [...document.querySelectorAll("table:not(.matrix)")].filter((table) => {
  let frame = table.parentElement;
  while (frame && !/auto|scroll|hidden|clip/.test(getComputedStyle(frame).overflowX)) frame = frame.parentElement;
  const edge = frame ? frame.getBoundingClientRect().right : innerWidth;
  return table.getBoundingClientRect().right > Math.min(edge, innerWidth) + 1;
}).map((table) => table.outerHTML.slice(0, 150))"""
ASTRAY = """() => [...document.querySelectorAll(".stack td[data-label]")].filter((cell) => {
  const start = cell.getBoundingClientRect().left + parseFloat(getComputedStyle(cell).paddingLeft);
  return [...cell.children].some((child) => child.offsetWidth && child.getBoundingClientRect().left < start - 1);
}).map((cell) => cell.outerHTML.slice(0, 150))"""


def too_wide(page: Page) -> int:
    """How many pixels it is, if it is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth > innerWidth && document.documentElement.scrollWidth")


def wrong(page: Page) -> dict[str, object]:
    """What is wrong with the page as it stands, on a small screen by day, on a wide one by night, and on paper; empty when
    nothing is."""
    page.set_viewport_size(SMALL)
    problems = {"by day": violations(page), "wider than the window": too_wide(page)}
    page.evaluate("document.querySelectorAll('details.more').forEach((more) => more.open = true)")
    problems |= {"cut": page.evaluate(CUT), "not beside its label": page.evaluate(ASTRAY)}
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(WIDE)
    problems |= {"by night": violations(page, "color-contrast"), "wider than a wide window": too_wide(page)}
    page.emulate_media(color_scheme="light", media="print")
    if page.locator("nav.nav").is_visible() or not page.locator("main").is_visible():
        problems["on paper"] = "the menu is printed, or nothing is"
    page.emulate_media(media="screen")
    return {name: problem for name, problem in problems.items() if problem}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("person", PAGES)
def test_a_page_is_open_to_everybody(walk, person):
    page, urls = walk(person)
    problems = {}
    for url in urls:
        answer = page.goto(url)
        assert answer.status == (404 if url.endswith("/nowhere/") else 200), url
        if faults := wrong(page):
            problems[url] = faults
    assert problems == {}


STATED = """([look, text]) => document.querySelector("main").append(
  Object.assign(document.createElement("span"), {className: look, textContent: text}))"""


@pytest.mark.browser
@pytest.mark.parametrize("look", ["chip", "state"])
def test_a_state_in_many_words_wraps_where_the_window_is_narrow(site, visitor, look):
    page = visitor()
    page.set_viewport_size(SMALL)
    page.goto(site)
    text = "Apreciação do grupo de trabalho: fora do bom caminho (31 de Dezembro de 2012)"
    page.evaluate(STATED, [look, text])
    assert not too_wide(page)


REACHABLE = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter((e) => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true})).length"""
FOCUSED = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  if (e === document.body) return null;
  if (!e.dataset.walked) e.dataset.walked = ++window.walked;
  return [Number(e.dataset.walked), (style.outlineStyle !== "none" || e.type === "date") && box.bottom > 0 && box.top < innerHeight, e.outerHTML.slice(0, 90)];
}"""


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["desk", "activity_new", "national_plan", "activity"])
def test_keys_alone_reach_everything_and_show_where_they_are(walk, name):
    page, urls = walk("amina")
    page.goto(urls[list(PAGES["amina"]).index(name)])
    page.evaluate("window.walked = 0")
    reached, hidden = 0, []
    while True:
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at is None or at[0] < reached:  # a date has three stops
            break
        reached = at[0]
        hidden += [] if at[1] else [at[2]]
    assert hidden == []
    assert reached >= page.evaluate(REACHABLE) * 0.9

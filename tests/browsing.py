"""What tests in a real browser share: people at work, a line that breaks, and what the browser has kept."""

import time

from django.contrib.sessions.models import Session
from playwright.sync_api import Page

from tests.base import PASSWORD
from tests.test_story import sign_in

NEW = "/activities/new/"
KEPT = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const keys = await (await caches.open(name)).keys();
    if (keys.length) found[name] = keys.map((key) => key.url.replace(location.origin, ""));
  }
  return found;
}"""


def kept(page: Page, prefix: str = "pages") -> list[str]:
    """The addresses in the browser's caches whose name begins so."""
    return [path for name, paths in page.evaluate(KEPT).items() if name.startswith(prefix) for path in paths]


def eventually(what, seconds: float = 20):
    end = time.monotonic() + seconds
    while not (answer := what()) and time.monotonic() < end:
        time.sleep(0.1)
    return answer


def at_work(page: Page, site: str, name: str) -> Page:
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, site, name)
    page.goto(site + NEW)
    assert eventually(lambda: {NEW, "/line/", "/activities/?country=MOZ"} <= set(kept(page)))
    return page


def fill(page: Page, title: str) -> None:
    page.fill("#id_title", title)
    page.fill("input.find >> nth=0", "II.1")
    page.check("input[name=actions][value='II.1']")
    page.fill("#id_starts_on", "2012-05-14")
    page.fill("#id_ends_on", "2012-05-18")


def dead(page: Page, is_dead: bool = True) -> None:
    page.context.set_offline(is_dead)


def sign_out_on_the_server() -> None:
    Session.objects.all().delete()


def sign_in_here(page: Page, name: str) -> None:
    page.fill("#id_login", name)
    page.fill("#id_password", PASSWORD)
    page.click("main form button.button")

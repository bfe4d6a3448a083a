"""The pictures of the documents and of the help, taken of the demonstration: `python -m tests.pictures` while `make run`
serves it."""

import io
import shutil
import sys

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.printed import ROOT

PICTURES = {"desk": ("focal.moz", "/desk/"), "queue": ("unhcr", "/review/"), "region": ("unhcr", "/region/")}
DESKS = {
    "focal-point": ("focal.moz", "/desk/"),
    "working-group": ("unhcr", "/review/"),
    "institution": ("inar.moz", "/desk/"),
}
LANGUAGES = ("en", "fr", "pt")
HELP = ROOT / "actionplan" / "static" / "img" / "help"
HELP_SIZE, HELP_QUALITY = (960, 675), 40
PASSWORD = "dar-es-salaam-2010"
SCREEN = {"width": 1280, "height": 900}
COLOURS = 128  # enough for a page, and a third of the bytes


def take(page: Page, site: str, person: str, path: str, language: str = "en") -> Image.Image:
    """The first screen of a page, without its introduction."""
    page.goto(f"{site}/account/login/?next={path}")
    page.fill("[name=login]", person)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "/login/" not in address)
    page.locator(f"form[action='/language/'] button[value={language}]").first.click()
    page.goto(f"{site}{path}")
    toured = page.locator("form[action='/desk/toured/'] button")
    if toured.count():
        toured.first.click()
        page.goto(f"{site}{path}")
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def main(site: str) -> None:
    with sync_playwright() as programs:
        browser = programs.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-headless-shell"), args=["--no-sandbox"]
        )
        for name, (person, path) in PICTURES.items():
            page = browser.new_context(viewport=SCREEN, locale="en").new_page()
            taken = take(page, site, person, path)
            taken.quantize(COLOURS, dither=Image.Dither.NONE).save(ROOT / "docs" / f"{name}.png", optimize=True)
        for name, (person, path) in DESKS.items():
            for language in LANGUAGES:
                page = browser.new_context(viewport=SCREEN, locale="en").new_page()
                taken = take(page, site, person, path, language).resize(HELP_SIZE, Image.Resampling.LANCZOS)
                taken.save(HELP / f"{name}-{language}.webp", quality=HELP_QUALITY, method=6)


if __name__ == "__main__":
    main(*sys.argv[1:] or ["http://127.0.0.1:8000"])

"""What axe finds on a page in the browser: the violations alone, each with the first element."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
# No page has a frame, and what is found is shown by its HTML.
LIGHT = {"resultTypes": ["violations"], "selectors": False, "iframes": False}


def violations(page: Page, *rules: str) -> list[tuple[str, str]]:
    """By these rules, or by all."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    options = LIGHT | ({"runOnly": list(rules)} if rules else {})
    rows = page.evaluate("async (options) => (await axe.run(document, options)).violations", options)
    return [(row["id"], row["nodes"][0]["html"][:200]) for row in rows]

"""Nothing that a page said before its pages began with their answers is lost: each link, file and word over a figure is on the
page, or on one that it leads to.

`tests/data/said-before.json` holds, by reader and page, what `tests.said` read of the release before, of the same rows.
"""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from lxml import html

from reports.models import User
from tests.said import plain, said
from tests.walk import PAGES

BEFORE = json.loads((Path(__file__).parent / "data" / "said-before.json").read_text())
# Said in other words since, or once where it was said of nothing row by row: the former words, and those of today.
RESAID = {
    "Latest verified activities": "Changes since",
    "The six themes": "Legislative and policy reform",
    "Recent activities": "Over the years",
    "actions without an activity or an answer": "no answer yet",
    "activities verified": "of them verified",
    "activity reported, not yet verified": "reported",
    "Reg.": "Regional",
    "Verified claims by month of achievement": "Verified claims by year of achievement",
    "Verified claims per month": "Verified claims",
    **dict.fromkeys(("April", "August", "July", "October", "November"), "by year"),  # in which nothing was achieved
    **dict.fromkeys(("By training audience", "By training topic", "No number given", "Women"), "No training"),
}
MOST_FOLLOWED = 200  # pages to which one leads


@pytest.fixture
def opened(as_person, walked):
    """`opened(reader, path)`: the main part of a page, in English, as what `said` reads of it and its text; once each."""
    User.objects.update(language="en")
    pages = {}

    def page(reader, path):
        if (reader, path) not in pages:
            answer = as_person(reader or None).get(path, follow=True, headers={"accept-language": "en"})
            is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
            pages[reader, path] = answer.content.decode() if is_page else ""
        return pages[reader, path]

    return page


def lacking(wanted: dict[str, list[str]], page: str) -> dict[str, list[str]]:
    """What of it is not on the page."""
    if not page:
        return wanted
    (main,) = html.fromstring(page).xpath("//main")
    text, now = straight(plain(main.text_content())), said(page)
    has = {kind: {*now[kind]} for kind in ("links", "files")}
    kept = {kind: [one for one in wanted[kind] if one not in has[kind]] for kind in has}
    return kept | {"words": [one for one in wanted["words"] if straight(RESAID.get(one, one)) not in text]}


def straight(text: str) -> str:
    """As it is compared: in small letters, with the apostrophes of a typewriter."""
    return text.casefold().replace("’", "'")


def led_to(page: str) -> list[str]:
    hrefs = html.fromstring(page).xpath("//main//a/@href")
    paths = [href for href in hrefs if href.startswith("/") and "format=" not in href and "logout" not in href]
    return list(dict.fromkeys(urlsplit(path)._replace(fragment="").geturl() for path in paths))[:MOST_FOLLOWED]


def test_each_link_file_and_word_is_on_the_page_or_on_one_that_it_leads_to(opened, walked):
    lost = {}
    for reader, pages in BEFORE.items():
        routes = {" ".join([name, *args]): (name, args) for name, args in PAGES[reader or None].items()}
        for which, before in pages.items():
            name, args = routes[which]
            page = opened(reader, reverse(name, args=[walked.get(value, value) for value in args]))
            left, further = lacking(before, page), iter(led_to(page))
            while any(left.values()) and (path := next(further, None)):
                left = lacking(left, opened(reader, path))
            if any(left.values()):
                lost[reader, which] = left
    assert lost == {}

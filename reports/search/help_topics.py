"""The help page as topics that can be found: every part of it that has an anchor, in each language."""

from functools import cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from lxml import html

from reports.search.entries import HELP, OF_A_NAME, Entry, Said

PAGE = "_help.html"
Topic = tuple[str, str, str]  # anchor, heading, text


@cache
def topics(language: str) -> tuple[Topic, ...]:
    """Kept for as long as the program runs: the page is the same for everybody, and changes with the program alone."""
    with override(language):
        page = html.fragment_fromstring(render_to_string(PAGE), create_parent=True)
    rows = []
    for heading in page.xpath(".//section[@id]/h2 | .//dt[@id]"):
        anchored, about = (heading, heading.getnext()) if heading.tag == "dt" else (heading.getparent(),) * 2
        text = " ".join(about.text_content().split())
        title = " ".join(heading.text_content().split())
        rows.append((anchored.get("id"), title, text.removeprefix(title).strip()))
    return tuple(rows)


def help_entries() -> list[Entry]:
    """No query."""
    own = {anchor: title for anchor, title, _text in topics(get_language() or settings.LANGUAGE_CODE)}
    names: dict[str, list[Said]] = {}
    texts: dict[str, list[Said]] = {}
    for language in settings.COMPLETE_LANGUAGES:
        for anchor, title, text in topics(language):
            names.setdefault(anchor, []).append(Said(title, language, OF_A_NAME))
            texts.setdefault(anchor, []).append(Said(text, language))
    return [
        Entry(
            kind=HELP,
            key=anchor,
            url=f"{reverse('help')}#{anchor}",
            title=Said(title, weight=OF_A_NAME),
            names=tuple(names[anchor]),
            texts=tuple(texts[anchor]),
        )
        for anchor, title in own.items()
    ]

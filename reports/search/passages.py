"""Why something was found: the passage in which the words stand, each of them marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from reports.search.entries import KINDS, OF_A_TEXT, Entry, Said
from reports.search.ranking import Hit
from reports.search.words import vocabulary
from themes.folding import fold
from themes.multilingual import page_language

TOKEN = re.compile(r"[\w'’-]+")
BEFORE, LENGTH = 60, 200  # signs of a passage: before the first word, and in all


@dataclass(frozen=True)
class Shown:
    """A hit as a page shows it: `title` and `passage` are marked. Where the title has all the words, the passage says more of it."""

    hit: Hit
    title: SafeString
    title_language: str
    passage: SafeString
    passage_language: str
    plain_passage: str

    @property
    def entry(self) -> Entry:
        return self.hit.entry

    @property
    def kind(self) -> str:
        return str(KINDS[self.entry.kind])

    @property
    def spelt(self) -> list[str]:
        """The words of the entry that were typed with a slip, as they are spelt there."""
        return sorted({*self.hit.spelt.values()})


def shown(hit: Hit) -> Shown:
    title = hit.entry.title
    others = [said for said in (*hit.entry.names, *hit.entry.texts) if said.text != title.text]
    in_title = words_in(title.text, hit.words)
    said = max(others, key=lambda one: worth(one, hit, in_title), default=Said(""))
    if not worth(said, hit, in_title)[0]:
        said = own_text(hit.entry)
    passage = cut(said.text, hit.words)
    return Shown(
        hit,
        marked(title.text, hit.words),
        other_than_the_pages(title),
        marked(passage, hit.words),
        other_than_the_pages(said),
        passage,
    )


def own_text(entry: Entry) -> Said:
    """Where the title says why: what the entry is about, in the reader's language or that of the page."""
    texts = {said.language: said for said in reversed(entry.texts) if said.weight == OF_A_TEXT}
    return texts.get(get_language() or "") or texts.get(page_language()) or texts.get(entry.title.language) or Said("")


def worth(said: Said, hit: Hit, known: frozenset[str]) -> tuple[int, bool, float]:
    """How many words it holds that the title does not; then the reader's own language, then names before texts."""
    return len(words_in(said.text, hit.words) - known), said.language == get_language(), said.weight


def other_than_the_pages(said: Said) -> str:
    """The language for `lang`, where the page around it has another."""
    return said.language if said.language != page_language() else ""


def words_in(text: str, words: frozenset[str]) -> frozenset[str]:
    return words.intersection(vocabulary(fold(text)))


def pieces(text: str, words: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """The text cut around what is to be marked: `[("Rules against ", False), ("trafficking", True)]`."""
    end = 0
    for token in TOKEN.finditer(text):
        if not words.isdisjoint(vocabulary(fold(token[0]))):
            yield text[end : token.start()], False
            yield token[0], True
            end = token.end()
    yield text[end:], False


def marked(text: str, words: frozenset[str]) -> SafeString:
    parts = (format_html("<mark>{}</mark>", part) if is_meant else part for part, is_meant in pieces(text, words))
    return SafeString("".join(map(conditional_escape, parts)))


def cut(text: str, words: frozenset[str]) -> str:
    """Of a long text the stretch that holds the most of the words, from a word to a word."""
    if len(text) <= LENGTH:
        return text
    starts = [token.start() for token in TOKEN.finditer(text) if not words.isdisjoint(vocabulary(fold(token[0])))]
    first = max(starts, key=lambda start: (within(starts, start), -start), default=0)
    begin = text.rfind(" ", 0, max(0, first - BEFORE)) + 1 if first > BEFORE else 0
    end = text.rfind(" ", begin, begin + LENGTH) if begin + LENGTH < len(text) else len(text)
    return f"{'… ' if begin else ''}{text[begin:end]}{' …' if end < len(text) else ''}"


def within(starts: Sequence[int], start: int) -> int:
    return sum(start <= one < start + LENGTH - BEFORE for one in starts)

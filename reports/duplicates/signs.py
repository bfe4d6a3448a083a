"""What of an activity is compared: its days and places, who takes part, and what its texts speak of in any language."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from reports.activity.checks import themes_of
from reports.activity.state import DAYS
from reports.duplicates import equivalents
from reports.models import Activity
from themes.folding import fold
from themes.known_days import first_day, last_day, unless_whole

MOST_KEPT = 2_000  # activities, and names, of which a process remembers what they say
MOST_CHARACTERS = 1_500  # of a summary: what an event is stands at its beginning
SHORT, STEM = 6, 5  # words of this length and more go by their first letters, which cognates share
LEAST_NUMBER = 10  # below, two texts share a number by chance
YEARS = range(1900, 2100)
Meaning = tuple[str, str]  # its class, and what is meant


def stem(word: str) -> str:
    return word[:STEM] if len(word) >= SHORT else word


def meanings() -> dict[str, list[Meaning]]:
    """`{"polic": [("audiences", "police")]}`: what a word means that begins so."""
    meant: dict[str, list[Meaning]] = defaultdict(list)
    for name, words in CLASSES.items():
        for meaning, written in words.items():
            for beginning in written.split():
                meant[beginning].append((name, meaning))
    return dict(meant)


CLASSES = {
    "audiences": equivalents.AUDIENCES,
    "topics": equivalents.TOPICS,
    "kinds": equivalents.KINDS,
    "stages": equivalents.STAGES,
    "general": equivalents.GENERAL,
}
MEANINGS = meanings()
LONGEST = max(map(len, MEANINGS))
WITHOUT_WEIGHT = frozenset(equivalents.WITHOUT_WEIGHT.split())
WIDER = frozenset(f"{equivalents.WIDER} {equivalents.COUNTRIES}".split())
NO_NAMES = {stem(word) for word in f"{equivalents.COUNTRIES} {equivalents.MONTHS}".split()}
BESIDE_A_NAME = WIDER | WITHOUT_WEIGHT | frozenset(equivalents.SETTINGS.split())
OF_MANY = frozenset(equivalents.OF_MANY.split()) | WITHOUT_WEIGHT
AGENCIES = {word: agency for agency, written in equivalents.AGENCIES.items() for word in written.split()}
SERIES = frozenset(f"{equivalents.SERIES} {equivalents.COUNTED}".split())
COUNTED = frozenset(equivalents.COUNTED.split())
ROMAN = equivalents.ROMAN
TENS, LINKS = range(10, 100, 10), ("et", "e", "and")
ORDINALS = {word: number for number, written in equivalents.ORDINALS.items() for word in written.split()}
NUMBERS = {word: number for number, written in equivalents.NUMBERS.items() for word in written.split()}
SENTENCE = re.compile(r"[.!?:;\n]+\s*")
CAPITAL = re.compile(r"\b[^\W\d_]\w+")
GROUPED = re.compile(r"(?<!\d)\d{1,3}(?:[., \u00a0\u202f]\d{3})+(?!\d)")  # 9.412, 9,412 and 9 412 are 9412
ORDINAL_SIGN = re.compile(r"(\d)\.?[ªº°]")
BETWEEN = re.compile(r"[^\w]+")
ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|ere|eme|e|a|o)")


@dataclass(frozen=True)
class Text:
    """What a text speaks of, by class, and its other `words`, by what cognates share."""

    meanings: Mapping[str, frozenset[str]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    numbers: frozenset[int] = frozenset()
    places_in_series: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()

    def of(self, name: str) -> frozenset[str]:
        return self.meanings.get(name, frozenset())


@dataclass(frozen=True)
class Signs:
    """`is_dated` where both days are known as such, and not to the month or the year; `organisations` holds lead and partners: the folded name, and what of it tells them from others; `place` holds the words that name its place, which
    `is_wide` where it is a province or more; `title` is what the title says, `text` what title, summary and place say."""

    begins: date
    ends: date
    has_end: bool
    is_dated: bool
    is_regional: bool
    countries: frozenset[str]
    border_regions: frozenset[str]
    actions: frozenset[str]
    themes: frozenset[str]
    organisations: Mapping[str, frozenset[str]]
    place: frozenset[str]
    is_wide: bool
    title: Text
    text: Text
    title_words: frozenset[str]


def signs_of(state: Mapping[str, Any]) -> Signs | None:
    """The signs of an activity as plain values (see `reports.activity.state`), with organisations as the directory names
    them; None while it has no day."""
    if not state["starts_on"]:
        return None
    begins, is_dated = first_day(state["starts_on"]), not any(unless_whole(state[name] or "") for name in DAYS)
    names = [state["lead"], *(partner["organisation"] for partner in state["partners"])]
    summary = state["summary"][:MOST_CHARACTERS]
    spoken = spoken_of(state["title"], summary, state["place"])
    return Signs(
        begins=begins,
        ends=last_day(state["ends_on"] or state["starts_on"]),
        has_end=bool(state["ends_on"]) and is_dated,
        is_dated=is_dated,
        is_regional=state["scope"] == Activity.Scope.REGIONAL,
        countries=frozenset(state["countries"]),
        border_regions=frozenset(state["border_regions"]),
        actions=frozenset(state["actions"]),
        themes=frozenset(themes_of(dict(state))),
        organisations=dict(distinguished(name) for name in names if name),
        **vars(spoken),
    )


@dataclass(frozen=True)
class Spoken:
    """What the texts of an activity say; see `Signs`."""

    place: frozenset[str]
    is_wide: bool
    title: Text
    text: Text
    title_words: frozenset[str]


@lru_cache(maxsize=MOST_KEPT)  # the same ones are compared again and again
def spoken_of(title: str, summary: str, place: str) -> Spoken:
    words, words_of_place = words_in(title), words_in(place)
    return Spoken(
        place=frozenset(word for word in words_of_place if len(word) > 2 and not word.isdecimal()) - BESIDE_A_NAME,
        is_wide=not WIDER.isdisjoint(words_of_place),
        title=read(words),
        text=replace(read([*words, *words_in(summary), *words_of_place]), names=names_in(f"{title}. {summary}")),
        title_words=frozenset(words),
    )


@lru_cache(maxsize=MOST_KEPT)
def distinguished(name: str) -> tuple[str, frozenset[str]]:
    return fold(name), distinguishing(name)


def distinguishing(name: str) -> frozenset[str]:
    """`OIM Éthiopie` -> `{"iom"}`, `Puntland Ministry of Interior` -> `{"puntl", "inter"}`; what says nothing is whole."""
    words = words_in(name)
    if agencies := {AGENCIES[word] for word in words if word in AGENCIES}:
        return frozenset(agencies)
    telling = set()
    for word in words:
        meant = meant_by(word)
        if word not in OF_MANY and not any(kind == "general" for kind, _meaning in meant):
            telling |= {meaning for _kind, meaning in meant} or {stem(word)}
    return frozenset(telling) or frozenset((fold(name),))


def words_in(text: str) -> list[str]:
    whole = GROUPED.sub(lambda number: BETWEEN.sub("", number[0]), ORDINAL_SIGN.sub(r"\1a ", text))
    return [word for word in BETWEEN.split(fold(whole)) if word]


def read(words: list[str]) -> Text:
    spoken: dict[str, set[str]] = defaultdict(set)
    others = set()
    for word in words:
        meant = meant_by(word)
        for name, meaning in meant:
            spoken[name].add(meaning)
        if not meant and word not in WITHOUT_WEIGHT and not word.isdigit():
            others.add(stem(word))
    return Text(
        {name: frozenset(meant) for name, meant in spoken.items()},
        frozenset(others),
        frozenset(number for number in numbers_in(words) if number >= LEAST_NUMBER and number not in YEARS),
        frozenset(series_in(words)),
    )


def names_in(text: str) -> frozenset[str]:
    """Words with a capital within a sentence, and those of capitals alone: towns, bodies, camps, in whatever language.
    Neither countries and months, nor the agencies and the words of the field."""
    names = set()
    for sentence in SENTENCE.split(text):
        for place, word in enumerate(CAPITAL.findall(sentence)):
            if word[0].isupper() and (place or word.isupper()) and len(word) > 2:
                names |= {stem(one) for one in words_in(word) if one not in AGENCIES and not meant_by(one)}
    return frozenset(names - NO_NAMES - WITHOUT_WEIGHT)


def meant_by(word: str) -> list[Meaning]:
    """By the longest beginning that the field's words have of it."""
    if whole := MEANINGS.get(f"{word}."):
        return whole
    for length in range(min(len(word), LONGEST), 1, -1):
        if meant := MEANINGS.get(word[:length]):
            return meant
    return []


def numbers_in(words: Iterable[str]) -> list[int]:
    """Numbers in figures or in words: `35`, `vingt cinq`, `vinte e dois`, `soixante quinze`, `quatre vingts`."""
    numbers: list[int] = []
    tens = 0
    for word in words:
        is_figure = word.isdecimal() and len(word) < 10
        number = int(word) if is_figure else NUMBERS.get(word, 0)
        if number == 20 and word.startswith("vingt") and numbers[-1:] == [4]:
            numbers[-1] = number = 80
        elif number and (number < 10 < tens + number or (tens >= 60 and number < 20)) and tens and not is_figure:
            numbers[-1] = tens + number
        elif number:
            numbers.append(number)
        tens = number if number in TENS and not is_figure else tens if word in LINKS else 0
    return numbers


def series_in(words: list[str]) -> list[int]:
    """Which of a series is meant: `module 2`, `2nd meeting`, `deuxieme phase`, `part II`."""
    places = []
    for place, word in enumerate(words):
        before, after = (words[place - 1] if place else ""), " ".join(words[place + 1 : place + 2])
        ordinal = ORDINALS.get(word) or (int(match[1]) if (match := ORDINAL.fullmatch(word)) else 0)
        if ordinal and {before, after} & SERIES:
            places.append(ordinal)
        elif before in COUNTED and (number := ROMAN.get(word) or (int(word) if word.isdecimal() else 0)):
            places.append(number)
    return [number for number in places if number < 100]

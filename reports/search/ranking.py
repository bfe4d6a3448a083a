"""What of many entries was meant, the best first: the same arithmetic whatever the database, and whatever they are."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from reports.search.entries import ACTIVITY, EDITION, KINDS, OF_A_NAME, OF_A_TEXT, ORGANISATION, Entry
from reports.search.words import ONE_SLIP, WORD, alike, vocabulary
from themes.folding import fold

BY_CODE = 100.0  # before whatever is only alike
OF_A_WHOLE_NAME, OF_A_PHRASE = 2.0, 1.0  # beside at most 3 for words, so that "Kenya" is the country first
LEAST_OF_THE_BEST = 0.45  # of what the best hit holds of the words, by their weight
OPEN = frozenset(KINDS) - {ACTIVITY, ORGANISATION, EDITION}  # to everybody alike
Meanings = Mapping[str, Mapping[str, float]]  # of each typed word: the words that may be meant, and how surely


@dataclass(frozen=True)
class Read:
    """The words of an entry: of each name by itself, in order; of its texts by what they weigh; `every` one."""

    names: tuple[tuple[float, tuple[str, ...]], ...]
    texts: tuple[tuple[float, frozenset[str]], ...]
    every: frozenset[str]


@dataclass(frozen=True)
class Hit:
    """An entry that was meant: `score`, the higher the surer; `words` of it that are meant; `spelt`: the typed words that were
    taken for another, `{"trafficing": "trafficking"}`; whether its code was typed."""

    entry: Entry
    score: float
    words: frozenset[str]
    spelt: Mapping[str, str]
    by_code: bool = False


def read(entry: Entry) -> Read:
    """Kept of what everybody may see; of what people have recorded nothing is."""
    return read_once(entry) if entry.kind in OPEN else read_anew(entry)


def read_anew(entry: Entry) -> Read:
    if entry.folded:
        texts = [(OF_A_TEXT, frozenset(vocabulary(entry.folded)))]
    else:
        texts = [(said.weight, frozenset(vocabulary(fold(said.text)))) for said in entry.texts]
    names = tuple((said.weight, tuple(sorted_words(fold(said.text)))) for said in entry.names)
    every = frozenset().union(*(words for _weight, words in (*names, *texts)))
    return Read(names, tuple(texts), every)


read_once = lru_cache(maxsize=1_024)(read_anew)  # the norm and the help in each language


def sorted_words(folded: str) -> list[str]:
    """In the order of the text; what a hyphen joins stands behind."""
    words = list(dict.fromkeys(WORD.findall(folded)))
    return words + sorted(vocabulary(folded).difference(words))


def ranked(entries: Iterable[Entry], typed: Sequence[str]) -> list[Hit]:
    """By the folded words that were typed, the best first; what holds much less of them than the best one is left out."""
    rows = [(entry, read(entry)) for entry in entries]
    every = frozenset().union(*(row.every for _entry, row in rows))
    meanings = {word: alike(word, every) for word in typed}
    weights = weights_of([row.every for _entry, row in rows], meanings)
    hits = [hit for entry, row in rows if (hit := hit_of(entry, row, typed, meanings, weights))]
    best = max((hit.held for hit in hits), default=0.0)
    kept = [row.hit for row in hits if row.hit.by_code or row.held >= best * LEAST_OF_THE_BEST]
    return sorted(kept, key=lambda hit: (-hit.score, hit.entry.kind, hit.entry.key))


def weights_of(rows: Sequence[frozenset[str]], meanings: Meanings) -> dict[str, float]:
    """What a typed word tells: the more, the fewer entries hold it; nothing, if none does."""
    weights = {}
    for word, meant in meanings.items():
        holding = sum(not row.isdisjoint(meant) for row in rows) if meant else 0
        weights[word] = log(1 + len(rows) / holding) if holding else 0.0
    return weights


@dataclass(frozen=True)
class Held:
    """A hit, and how much of the weight of the words it holds."""

    hit: Hit
    held: float


def hit_of(
    entry: Entry, row: Read, typed: Sequence[str], meanings: Meanings, weights: Mapping[str, float]
) -> Held | None:
    by_code = is_code_of(entry, typed)
    best = {word: best_of(row, meanings[word]) for word in typed if weights[word]}
    matches = {word: one for word, one in best.items() if one[0]}
    total = sum(weights.values())
    if not by_code and not matches:
        return None
    held = sum(weights[word] for word in matches) / total if total else 0.0
    strength = sum(weights[word] * worth for word, (worth, _meant, _sure) in matches.items()) / total if total else 0.0
    named = max((of_name(weight, words, meanings, typed) for weight, words in row.names), default=0.0)
    meant = {word for of_word in meanings.values() for word in of_word}
    hit = Hit(
        entry=entry,
        score=strength * held + named + (BY_CODE if by_code else 0),
        words=row.every.intersection(meant),
        spelt={word: meant for word, (_worth, meant, sure) in matches.items() if sure <= ONE_SLIP},
        by_code=by_code,
    )
    return Held(hit, held)


def best_of(row: Read, meant: Mapping[str, float]) -> tuple[float, str, float]:
    """Of a typed word: what it is worth here at best, the word that it is taken for, and how surely."""
    best = (0.0, "", 0.0)
    for weight, words in row.names:
        for word in words:
            if sure := meant.get(word):
                best = max(best, (weight * sure, word, sure))
    for weight, text in row.texts:
        for word in text.intersection(meant):
            best = max(best, (weight * meant[word], word, meant[word]))
    return best


def of_name(weight: float, words: Sequence[str], meanings: Meanings, typed: Sequence[str]) -> float:
    """How much of a name was typed, by its letters; and whether all that was typed stands there in one."""
    sure = {word: max(of.get(word, 0.0) for of in meanings.values()) for word in words} if meanings else {}
    letters = sum(map(len, words))
    share = sum(len(word) * likely for word, likely in sure.items()) / letters if letters else 0.0
    is_phrase = len(typed) > 1 and f" {' '.join(typed)}" in f" {' '.join(words)}"
    return (OF_A_WHOLE_NAME * share + OF_A_PHRASE * is_phrase) * weight / OF_A_NAME


def is_code_of(entry: Entry, typed: Sequence[str]) -> bool:
    """`VI.T2`, `vi t2`, `the target VI.T2`; a code of one part stands alone, or behind what it is one of: `MOZ`, `theme 3`."""
    for code in entry.codes:
        parts = WORD.findall(fold(code))
        joined = "".join(parts)
        if list(typed) == parts or (list(typed[1:]) == parts and is_kind(entry, typed[0])):
            return True
        ends_so = len(parts) > 1 and list(typed[-len(parts) :]) == parts
        if ends_so or (list(typed) == [joined] and re.search(r"\d", joined)):
            return True
    return False


def is_kind(entry: Entry, word: str) -> bool:
    return bool(alike(word, [fold(str(KINDS[entry.kind]))]))

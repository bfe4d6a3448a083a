"""Words as they are compared: whatever their accents, endings and one typing slip, in any of the site's languages."""

import re
from collections.abc import Iterable

from themes.folding import fold

WORD = re.compile(r"\w+")
WITH_HYPHENS = re.compile(r"[\w-]+")
EXACT, ENDING, BEGINNING, ONE_SLIP, TWO_SLIPS = 1.0, 0.9, 0.8, 0.7, 0.5
SHORTEST_BEGINNING = 3  # letters of a word that is not typed to its end
SHORTEST_TRUNK = 4  # letters that two forms of a word have in common
LETTERS_OF_A_SLIP, LETTERS_OF_TWO = 4, 8  # of a word in which one typing slip is forgiven, or two
# What stands behind the trunk in forms of one word, without accents.
ENGLISH = """
    s es d ed ing er ers or ors al ally ic ical ian ians n ns y ys ies ied ying ise ize ising izing isation ization isations
    izations izer ion ions tion tions ation ations ition itions ication ification fication ment ments ary aries ance ances
    ence ences ial ially if ive ives ist ists ity ities
"""
FRENCH = """
    s x e es ale ales aux ique iques er ez ons ont ir iser se ant ante antes ants ent ente entes ents ee ees eur eurs euse
    trice ement ements aire aires iel ielle iels ielles iais iste istes if ifs ite ites
"""
PORTUGUESE = """
    a as o os ao oes cao coes acao acoes icao icoes icacao ificacao ar er ir izar izacao ado ada ados adas ido ida idos idas
    iado iada iados iadas ando endo mente amento amentos ario aria arios arias ico ica icos icas encia encias ivo iva ivos
    ivas ista istas idade idades
"""
ENDINGS = frozenset(f"{ENGLISH} {FRENCH} {PORTUGUESE} ze".split()) | {""}


def words_of(text: str) -> list[str]:
    """The words of a text that may not be folded yet, as often as they stand in it."""
    return WORD.findall(fold(text))


def vocabulary(folded: str) -> set[str]:
    """The words of a folded text; one with a hyphen in it also as one: `inter`, `ministerial`, `interministerial`."""
    joined = {word.replace("-", "") for word in WITH_HYPHENS.findall(folded)} - {""}
    return {*WORD.findall(folded), *joined}


def alike(typed: str, words: Iterable[str]) -> dict[str, float]:
    """Which of the `words` may be meant by the one that was typed, and how surely: from 1 down, one that is meant by none
    is left out. Where a word stands just so, others that only look like it weigh half."""
    letters, allowed, beginning = frozenset(typed), slips_allowed(typed), typed[:2]
    likely = {}
    for word in words:
        likeness = likeness_of_forms(typed, word) if word[:2] == beginning else 0.0
        # Cheap, and nearly always enough to tell that a word is another one.
        if not likeness and allowed and len(letters.difference(word)) <= allowed:
            likeness = likeness_with_slips(typed, word, allowed)
        if likeness:
            likely[word] = likeness
    if EXACT not in likely.values():
        return likely
    return {word: likeness / 2 if likeness <= ONE_SLIP else likeness for word, likeness in likely.items()}


def likeness_of_forms(typed: str, word: str) -> float:
    """Of two words that begin alike."""
    if typed == word:
        return EXACT
    if is_form_of(typed, word):
        return ENDING
    return BEGINNING if len(typed) >= SHORTEST_BEGINNING and word.startswith(typed) else 0


def likeness_with_slips(typed: str, word: str, allowed: int) -> float:
    """Of a word as long as the typed one, or of the beginning of a longer one."""
    longer = len(word) - len(typed)
    if longer < -allowed or len(word) < LETTERS_OF_A_SLIP or not word.isalpha():
        return 0
    if longer <= allowed and (made := slips(typed, word, allowed)) <= allowed:
        return ONE_SLIP if made == 1 else TWO_SLIPS
    if longer < 1 or typed[0] != word[0] or len(typed) == LETTERS_OF_A_SLIP:
        return 0
    return TWO_SLIPS if any(slips(typed, word[: len(typed) + more], 1) == 1 for more in (0, 1)) else 0


def slips_allowed(typed: str) -> int:
    """None in short words, nor in what is no word: a year, a code."""
    if not typed.isalpha() or len(typed) < LETTERS_OF_A_SLIP:
        return 0
    return 1 if len(typed) < LETTERS_OF_TWO else 2


def is_form_of(a: str, b: str) -> bool:
    """Do two words differ in their endings alone? Tried from the longest trunk that they share, for some letters more."""
    shared = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    least = max(SHORTEST_TRUNK, (min(len(a), len(b)) + 1) // 2)
    return any(a[n:] in ENDINGS and b[n:] in ENDINGS for n in range(shared, least - 1, -1))


def slips(a: str, b: str, most: int) -> int:
    """How many letters are wrong, missing, too many or in each other's place; more than `most` is not told apart."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y)))
            if i > 1 and j > 1 and (x, a[i - 2]) == (b[j - 2], y):
                row[j] = min(row[j], before[j - 2] + 1)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]

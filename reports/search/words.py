"""Words as they are compared: whatever their accents, endings and one typing slip, in any of the site's languages."""

import re
from collections import Counter
from collections.abc import Iterable

from themes.folding import fold

WORD = re.compile(r"\w+")
JOINED = re.compile(r"\w+(?:-\w+)+")
EXACT, ENDING, BEGINNING, ONE_SLIP, TWO_SLIPS = 1.0, 0.9, 0.8, 0.7, 0.5
SHORTEST_BEGINNING = 3  # letters of a word that is not typed to its end
SHORTEST_TRUNK = 4  # letters that two forms of a word have in common
LETTERS_OF_A_SLIP, LETTERS_OF_TWO = 4, 8  # of a word in which one typing slip is forgiven, or two
# What stands behind the trunk in forms of one word: English, French and Portuguese together, without accents.
ENDINGS = frozenset(
    "s x e es a as o os d ed ing er ers or ors al ale ales aux ic ique iques ico ica icos icas ian ians n ns "
    "y ys ies ied ying se ze ise ize ising izing isation ization isations izations iser izar izer izacao ion ions tion tions ation ations ition itions ication ification fication ment ments ement ements "
    "ant ants ante antes ent ents ee ees eur eurs euse trice ir er ez ons ont "
    "ao oes cao coes acao acoes icao icoes icacao ificacao ar ado ada ados adas ido ida idos idas iado iada iados iadas ando endo mente amento "
    "ario aria arios arias aire aires ial ially ially iel ielle iels ielles iais ary aries ance ances ence ences encia "
    "ivo iva ivos ivas if ifs ive ives ist ists iste istes ista istas ity ite ites idade".split()
) | {""}


def words_of(text: str) -> list[str]:
    """The words of a text that may not be folded yet, as often as they stand in it."""
    return WORD.findall(fold(text))


def vocabulary(folded: str) -> set[str]:
    """The words of a folded text; one with a hyphen in it also as one: `inter`, `ministerial`, `interministerial`."""
    return {*WORD.findall(folded), *(word.replace("-", "") for word in JOINED.findall(folded))}


def alike(typed: str, words: Iterable[str]) -> dict[str, float]:
    """Which of the `words` may be meant by the one that was typed, and how surely: from 1 down, one that is meant by none
    is left out. Where a word stands just so, others that only look like it weigh half."""
    found = {word: likeness for word in words if (likeness := likeness_of(typed, word))}
    if EXACT not in found.values():
        return found
    return {word: likeness / 2 if likeness <= ONE_SLIP else likeness for word, likeness in found.items()}


def likeness_of(typed: str, word: str) -> float:
    if typed == word:
        return EXACT
    if typed[:2] == word[:2]:
        if is_form_of(typed, word):
            return ENDING
        if len(typed) >= SHORTEST_BEGINNING and word.startswith(typed):
            return BEGINNING
    allowed = slips_allowed(typed)
    if not allowed or len(word) < LETTERS_OF_A_SLIP or len(typed) - len(word) > allowed or not word.isalpha():
        return 0
    if (Counter(typed) - Counter(word)).total() > allowed:  # cheap, and nearly always enough
        return 0
    return likeness_with_slips(typed, word, allowed)


def likeness_with_slips(typed: str, word: str, allowed: int) -> float:
    if len(word) - len(typed) <= allowed and (made := slips(typed, word, allowed)) <= allowed:
        return ONE_SLIP if made == 1 else TWO_SLIPS
    beginnings = [word[: len(typed) + more] for more in (0, 1)] if len(typed) > LETTERS_OF_A_SLIP else []
    is_beginning = typed[0] == word[0] and any(slips(typed, beginning, 1) <= 1 for beginning in beginnings)
    return TWO_SLIPS if is_beginning else 0


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

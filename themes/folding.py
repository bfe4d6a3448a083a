"""One folding for search and for names: what a reader takes for the same text is the same, on every database alike."""

import unicodedata

import regex

APOSTROPHES = "'’‘ʼʹʻ‛ˈ´`′＇\u055a\ua78c"
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
BETWEEN_WORDS = '\u2800"“”„‟«»‹›〝〞,;!?¡¿…()[]{}،؛؟՝፣፤፥፦።'
AROUND_A_WORD = "'-.:·•"  # within it they belong to it: `l'immigration`, `VI.1`, `sub-regional`
LOOK_ALIKES = str.maketrans(
    dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(DASHES, "-") | dict.fromkeys(BETWEEN_WORDS, " ")
)
LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i"})
# Signs that are drawn as nothing at all: soft hyphens, joiners, marks of direction, variation selectors, fillers.
WITHOUT_WIDTH = regex.compile(r"(?!\s)[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]")
BLANK = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Z}\u2800]")


def fold(text: str) -> str:
    """`"« L’État », Cœur"` -> `"l'etat coeur"`: words without accents or case, with one space between.

    What consists of punctuation alone stays, so that it is not taken for empty: `"(…)"` -> `"(...)"`.
    """
    visible = WITHOUT_WIDTH.sub("", text)
    # Before the normal forms, which make of some look-alikes a space with an accent; and after, for what they make.
    plain = unicodedata.normalize("NFKC", visible.translate(LOOK_ALIKES)).casefold().translate(LETTERS)
    decomposed = unicodedata.normalize("NFKD", plain).translate(LOOK_ALIKES)
    words = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).split()
    folded = " ".join(filter(None, (word.strip(AROUND_A_WORD) for word in words)))
    return folded or " ".join(unicodedata.normalize("NFKC", BLANK.sub(" ", visible)).split())


def visible_text(text: str) -> str:
    """The text without space around it; an empty one where nothing of it would be seen."""
    return text.strip() if BLANK.sub("", text) else ""

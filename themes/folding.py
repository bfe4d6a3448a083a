"""Text without accents or case, so that `etat` finds `État` on every database alike."""

import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "\u00a0": " "})


def fold(text: str) -> str:
    """`"L’État, Cœur"` -> `"l'etat, coeur"`."""
    decomposed = unicodedata.normalize("NFD", text.casefold().translate(LIGATURES))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))

"""The marks between two texts that no sentence joins, as the reader's language sets them: in French a space comes before."""

from django.utils.functional import lazy
from django.utils.translation import pgettext


def colon() -> str:
    return pgettext("punctuation", ":")


def semicolon() -> str:
    return pgettext("punctuation", ";")


def unstopped(text: object) -> str:
    """A sentence without its full stop, for where another text or mark follows; what ends in an abbreviation of several stops, or
    in dots, as it is."""
    words = str(text)
    last = words.rsplit(maxsplit=1)[-1:]
    return words[:-1] if words.endswith(".") and last[0].count(".") == 1 else words


def introduced(name: object, text: object) -> str:
    """Such as `Mozambique: Beira`."""
    return f"{name}{colon()} {text}"


introduced_lazy = lazy(introduced, str)


def isolated(text: object) -> str:
    """Where no element can say so: its direction is its own, and what stands beside it keeps its place."""
    return f"\u2068{text}\u2069"

"""The marks between two texts that no sentence joins, as the reader's language sets them: in French a space comes before."""

from django.utils.functional import lazy
from django.utils.translation import pgettext


def colon() -> str:
    return pgettext("punctuation", ":")


def semicolon() -> str:
    return pgettext("punctuation", ";")


def introduced(name: object, text: object) -> str:
    """Such as `Mozambique: Beira`."""
    return f"{name}{colon()} {text}"


introduced_lazy = lazy(introduced, str)


def isolated(text: object) -> str:
    """Where no element can say so: its direction is its own, and what stands beside it keeps its place."""
    return f"\u2068{text}\u2069"

"""Signs that a file cannot hold or a font cannot draw, and what stands in their place."""

import re
import unicodedata
from collections.abc import Callable, Container
from typing import Any

import regex

# Neither XML nor UTF-8 holds these, however they came into a text: controls, halves of a sign, and two that are none.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
TAG = regex.compile(r"[\U000E0020-\U000E007E]")  # in the flag of a part of a country: an `e`, an `n`, a `g`
SHOWS_NOTHING = regex.compile(r"\p{Default_Ignorable_Code_Point}+|\p{Cc}+")


def named(cluster: str) -> str:
    """`[WOMAN, SCALES]`: the Unicode names of the signs that readers see as one, or the number of one without a name.

    What shows nothing by itself has no name in it, but the letters that tell a flag; of such signs alone nothing stays.
    """
    if not SHOWS_NOTHING.sub("", cluster):
        return ""
    signs = (sign for sign in cluster if TAG.match(sign) or not SHOWS_NOTHING.match(sign))
    return f"[{', '.join(unicodedata.name(sign, f'U+{ord(sign):04X}') for sign in signs)}]"


def writable(text: str) -> str:
    """The text as every file can hold it: without controls, other signs that it cannot hold by their number."""
    return UNWRITABLE.sub(lambda sign: named(sign[0]), text)


def with_texts(values: Any, change: Callable[[str], str], *, but: Container[str] = ()) -> Any:
    """The same lists and dictionaries with every text in them changed; the keys stay, and what stands under `but`."""
    if isinstance(values, str):
        return change(values)
    if isinstance(values, dict):
        return {key: row if key in but else with_texts(row, change, but=but) for key, row in values.items()}
    if isinstance(values, list | tuple):
        return [with_texts(row, change, but=but) for row in values]
    return values

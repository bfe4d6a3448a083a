"""A picture of several signs is printed whole or by the names of all its signs: none is left out."""

import unicodedata
from itertools import product

import pytest
import regex

from reports.documents.brief import brief
from reports.documents.pdf import pdf
from reports.documents.printed import printable
from reports.signs import named
from tests.paper import text_of

JOINER, PICTURE, KEYCAP = "\u200d", "\ufe0f", "\ufe0f\u20e3"
TONES = ["", *map(chr, range(0x1F3FB, 0x1F400))]
SINGLE = regex.findall(r"\p{Emoji}", "".join(map(chr, range(0x203C, 0x1FAFF))))
ROLES = [f"{sign}{PICTURE}" for sign in SINGLE if regex.match(r"\p{Emoji_Presentation=No}", sign)] + list("🌾🎓🏫💻🔬")
PICTURES = {
    "joined": [JOINER.join((person, role)) for person, role in product("👩👨🧑🐻", ROLES)],
    "joined and toned": [
        f"{person}{tone}{JOINER}{role}" for person, tone, role in product("👩🧑", TONES[1:], ROLES[:60])
    ],
    "toned": [
        f"{sign}{tone}" for sign in SINGLE if regex.match(r"\p{Emoji_Modifier_Base}", sign) for tone in TONES[1:]
    ],
    "of a family": [JOINER.join(row) for row in product("👨👩", "👨👩", "👧👦")] + ["❤️‍🔥", "🏳️‍🌈", "🏳️‍⚧️", "🏴‍☠️", "👁️‍🗨️"],
    "flag": ["".join(chr(0x1F1E6 + ord(letter) - 65) for letter in pair) for pair in product("ABCMTZ", repeat=2)],
    "flag of a part": [
        f"🏴{''.join(chr(0xE0000 + ord(one)) for one in part)}\U000e007f" for part in ("gbeng", "gbsct")
    ],
    "keycap": [f"{sign}{KEYCAP}" for sign in "0123456789#*"],
}


@pytest.mark.parametrize("kind", PICTURES)
def test_each_picture_of_several_signs_has_all_their_names(kind):
    shown = printable(PICTURES[kind])
    assert shown == [named(one) for one in PICTURES[kind]]
    assert len(set(shown)) == len(shown)


def test_a_name_leaves_no_sign_out():
    typed = f"🧑🏽{JOINER}⚕{PICTURE}"
    assert named(typed) == f"[{', '.join(map(unicodedata.name, '🧑🏽⚕'))}]"


def test_a_woman_as_a_physician_stands_on_the_page(demonstration):
    document = brief(demonstration(), "TZA")
    document["country"]["activities"][0] |= {"title": "Clinic 👩‍⚕️ ⚕"}
    assert "Clinic [WOMAN, STAFF OF AESCULAPIUS] ⚕" in text_of(pdf("brief", document))

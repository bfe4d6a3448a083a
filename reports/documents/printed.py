"""Texts as they are printed: what our fonts draw as itself, anything else by its Unicode name in brackets.

PDF/UA forbids a sign that nobody could see, and a frozen edition can never be corrected: whatever a text holds, it is
printed. What belongs together (a letter with its marks, the signs of one picture) is decided as one, by Typst itself.
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_noto_sans_arabic
import justmytype_intl_africa
import regex
import typst

from reports.signs import SHOWS_NOTHING, named, with_texts
from themes.punctuation import isolated

STANDARD = "ua-1"
# Ethiopic and Arabic, beside those that Typst brings.
FONT_FOLDERS = [str(Path(pack.__file__).parent) for pack in (justmytype_intl_africa, fontpkg_noto_sans_arabic)]
FAMILIES = json.dumps(["Libertinus Serif", "Noto Sans Ethiopic", "Noto Sans Arabic"]).encode("ascii")
DRAWINGS = ("svg",)  # values that are no texts
SPECIMEN = b"""
#set document(title: "1")
#set text(font: json("fonts.json"), lang: "en")
#for one in json("data.json") {
  for weight in ("regular", "semibold", "bold") { par(text(weight: weight)[a#{one}b #one]) }
}
"""
CLUSTER = regex.compile(r"\X")
PLAIN = regex.compile(r"[\n\t -~\u00A0-\u024F\u2013\u2014\u2018-\u201E\u2022\u2026\u202F]*")
QUOTED_SIGN = regex.compile(r'`"(.)"`')  # a single sign, as Typst quotes what it cannot draw
NEW_LINE = regex.compile(r"\r\n?|[\x85\u2028\u2029]")
# Controls, marks of a file's beginning, and orders to write from right to left: left open, they would turn round what
# we say after the text.
UNPRINTED = regex.compile(r"(?![\n\t])\p{Cc}|[\u202A-\u202E\u2066-\u2069\uFEFF]")
NEVER = regex.compile(r"[\p{Co}\p{Cs}]")  # for private use, a font may draw anything; half a sign is none
FROM_RIGHT_TO_LEFT = regex.compile(r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}]")
LETTER = regex.compile(r"[^\p{M}\p{Default_Ignorable_Code_Point}]")  # what a font has to have by itself
MARK_ALONE = regex.compile(r"\p{M}")
ITS_PLACE = "\u25cc"  # a circle of dots, as a mark that has no letter is shown


def compiled(sources: dict[str, bytes], **how: Any) -> Any:
    """What Typst makes of these files: bytes, or those of each page."""
    return typst.compile(sources, font_paths=fonts(), timestamp=0, **how)


@cache
def fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=FONT_FOLDERS)


def printable(values: Any) -> Any:
    """The same values with every text as it is printed."""
    unusual: set[str] = set()
    tidied = with_texts(values, lambda text: noted(tidy(text), unusual), but=DRAWINGS)
    shown = forms(unusual)
    return with_texts(tidied, lambda text: rewritten(text, lambda one: shown.get(one, one)), but=DRAWINGS)


def plainest(values: Any) -> Any:
    """The same with every sign named that is not among the commonest."""

    def form(cluster: str) -> str:
        return cluster if PLAIN.fullmatch(cluster) else named(cluster)

    return with_texts(values, lambda text: rewritten(tidy(text), form), but=DRAWINGS)


def noted(text: str, unusual: set[str]) -> str:
    unusual.update(one for one in clusters(text) if not PLAIN.fullmatch(one))
    return text


def tidy(text: str) -> str:
    return text if PLAIN.fullmatch(text) else UNPRINTED.sub("", NEW_LINE.sub("\n", text))


def clusters(text: str) -> list[str]:
    return [text] if PLAIN.fullmatch(text) else CLUSTER.findall(text)


def rewritten(text: str, form: Callable[[str], str]) -> str:
    """Each cluster in its form, and the whole in its own direction."""
    text = "".join(map(form, clusters(text)))
    return isolated(text) if FROM_RIGHT_TO_LEFT.search(text) else text


def forms(unusual: set[str]) -> dict[str, str]:
    """How each cluster is printed: as it is, else without what shows nothing, else by name."""
    first = {one: f"{ITS_PLACE}{one}" if MARK_ALONE.match(one) else one for one in unusual}
    second = {one: SHOWS_NOTHING.sub("", first[one]) for one in undrawn(first)}
    names = {one: named(one) for one in undrawn(second)}
    return first | second | names


def undrawn(form_of: dict[str, str]) -> set[str]:
    """Those of the clusters whose form our fonts do not draw."""
    never = {one for one, form in form_of.items() if NEVER.search(form)} | lacking(form_of)
    single = {one for one, form in form_of.items() if len(form) == 1}
    return never | unset(sorted(single - never), form_of) | unset(sorted(form_of.keys() - single - never), form_of)


def lacking(form_of: dict[str, str]) -> set[str]:
    """Those of several signs of which our fonts lack one.

    Typst says nothing of a sign that it leaves out beside a joiner, where a font has another sign of the same picture:
    of a woman as a physician it draws the staff alone.
    """
    joined = {one: set(LETTER.findall(form)) for one, form in form_of.items() if len(form) > 1}
    signs = sorted(set().union(*joined.values()))
    missing = unset(signs, dict(zip(signs, signs, strict=True)))
    return {one for one, letters in joined.items() if letters & missing}


def unset(ones: list[str], form_of: dict[str, str]) -> set[str]:
    """Halved until each that Typst refuses stands alone; the first refusal mostly names single signs."""
    complaint = refusal([form_of[one] for one in ones])
    if not complaint or len(ones) == 1:
        return set(ones) if complaint else set()
    signs = set(QUOTED_SIGN.findall(complaint))
    refused = {one for one in ones if form_of[one] in signs}
    if refused:
        return refused | unset([one for one in ones if one not in refused], form_of)
    half = len(ones) // 2
    return unset(ones[:half], form_of) | unset(ones[half:], form_of)


def refusal(signs: list[str]) -> str:
    """What Typst says of signs that it cannot draw, alone and between letters in each weight; empty if it can."""
    page = {"main.typ": SPECIMEN, "fonts.json": FAMILIES, "data.json": json.dumps(signs).encode("ascii")}
    try:
        compiled(page, format="pdf", pdf_standards=[STANDARD])
    except typst.TypstError as refused:
        return refused.diagnostic or refused.message
    return ""

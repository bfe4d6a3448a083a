"""Setting a document as PDF with Typst: tagged (PDF/UA-1), with the fonts that Typst brings and no other."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parent / "templates"
STANDARD = "ua-1"
DPI = 220
ONE_SIGN = b'#set document(title: "1")\n#set text(font: "Libertinus Serif", lang: "en")\n#json("data.json")'
LATIN = range(0xA0, 0x250)  # every sign of it has its letter
CONTROLS = re.compile(r"(\\\\)|\\u00[01][0-9a-f]|\\[bf]")  # as JSON writes them; a backslash that was typed stays
UNSEEN = "\ufffd"


@cache
def templates() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(TEMPLATES.glob("*.typ"))}


def files(kind: str, values: dict[str, Any]) -> dict[str, bytes]:
    """What Typst reads: `values` goes in as JSON, never as markup."""
    told = readable(json.dumps(values, ensure_ascii=False))
    return templates() | {"main.typ": templates()[f"{kind}.typ"], "data.json": told.encode("utf-8")}


@cache
def shown(sign: str) -> bool:
    """Whether a font that Typst brings has this sign: PDF/UA refuses a text of which a part could not be seen."""
    page = {"main.typ": ONE_SIGN, "data.json": json.dumps(sign).encode("utf-8")}
    try:
        typst.compile(page, format="pdf", pdf_standards=[STANDARD], ignore_system_fonts=True, timestamp=0)
    except typst.TypstError:
        return False
    return True


def readable(told: str) -> str:
    """JSON with a mark in place of each sign that no font has, as of a script that none of our languages uses."""
    told = CONTROLS.sub(lambda found: found[1] or "", told)
    unusual = {sign for sign in told if not sign.isascii() and ord(sign) not in LATIN}
    return told.translate({ord(sign): UNSEEN for sign in unusual if not shown(sign)})


def pdf(kind: str, values: dict[str, Any]) -> bytes:
    """`kind` is `report` or `brief`, of which `values` are what `reports.documents.report` says.

    The same values give the same bytes: the document bears the day on which its snapshot was taken.
    """
    return typst.compile(
        files(kind, values), format="pdf", pdf_standards=[STANDARD], ignore_system_fonts=True, timestamp=0
    )


def pictures(values: dict[str, Any]) -> dict[str, bytes]:
    """The map, and the bars by the code of their theme or indicator, as PNG: what `pictures.typ` draws, in its order."""
    drawn = typst.compile(files("pictures", values), format="png", ppi=DPI, ignore_system_fonts=True, timestamp=0)
    return dict(zip(["map", *(one["code"] for one in bars(values))], drawn, strict=True))


def bars(values: dict[str, Any]) -> list[dict[str, Any]]:
    themes = values["themes"]
    indicators = [one for theme in themes for target in theme["targets"] for one in target["indicators"]]
    return [*(theme["bar"] for theme in themes), *indicators]

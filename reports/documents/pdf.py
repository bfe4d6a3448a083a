"""Setting a document as PDF with Typst: tagged (PDF/UA-1), with the fonts that come with it and no other."""

import json
import logging
from functools import cache
from pathlib import Path
from typing import Any

import typst

from reports.documents.printed import FAMILIES, STANDARD, compiled, plainest, printable

log = logging.getLogger(__name__)
TEMPLATES = Path(__file__).parent / "templates"
DPI = 220


@cache
def templates() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(TEMPLATES.glob("*.typ"))}


def files(kind: str, values: dict[str, Any]) -> dict[str, bytes]:
    """What Typst reads: `values` goes in as JSON, never as markup."""
    data = {"fonts.json": FAMILIES, "data.json": json.dumps(values).encode("ascii")}
    return templates() | {"main.typ": templates()[f"{kind}.typ"]} | data


def pdf(kind: str, values: dict[str, Any]) -> bytes:
    """`kind` is `report` or `brief`, of which `values` are what `reports.documents.report` says.

    The same values give the same bytes: the document bears the day on which its snapshot was taken.
    """
    try:
        return set_pages(kind, printable(values))
    except typst.TypstError as refused:  # by something that is drawn by itself and not in its company
        log.warning("A document is printed with the names of its unusual signs: %s", refused)
        return set_pages(kind, plainest(values))


def set_pages(kind: str, values: dict[str, Any]) -> bytes:
    return compiled(files(kind, values), format="pdf", pdf_standards=[STANDARD])


def pictures(values: dict[str, Any]) -> dict[str, bytes]:
    """The map, and the bars by the code of their theme or indicator, as PNG: what `pictures.typ` draws, in its order."""
    drawn = compiled(files("pictures", values), format="png", ppi=DPI)
    return dict(zip(["map", *(one["code"] for one in bars(values))], drawn, strict=True))


def bars(values: dict[str, Any]) -> list[dict[str, Any]]:
    themes = values["themes"]
    indicators = [one for theme in themes for target in theme["targets"] for one in target["indicators"]]
    return [*(theme["bar"] for theme in themes), *indicators]

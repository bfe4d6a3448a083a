"""Setting a document as PDF with Typst: tagged (PDF/UA-1), with the fonts that Typst brings and no other."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parent / "templates"
STANDARD = "ua-1"
DPI = 220


@cache
def templates() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(TEMPLATES.glob("*.typ"))}


def files(kind: str, values: dict[str, Any]) -> dict[str, bytes]:
    """What Typst reads: `values` goes in as JSON, never as markup."""
    told = json.dumps(values, ensure_ascii=False).encode("utf-8")
    return templates() | {"main.typ": templates()[f"{kind}.typ"], "data.json": told}


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

"""The card that messengers show of a page, as PNG: its title, its answer and their day. Set in a process of its own."""

import json

from reports.documents.pdf import templates
from reports.documents.printed import FAMILIES, compiled, printable

PPI = 72  # 1200 by 630 points are as many pixels


def draw(content: bytes) -> bytes:
    """`content`: JSON of `title`, `answer`, `note`, `site`, `mark` (empty where nothing is invented), `language` and
    `direction` (`ltr` or `rtl`)."""
    values = json.dumps(printable(json.loads(content))).encode("ascii")
    sources = {"main.typ": templates()["card.typ"], "fonts.json": FAMILIES, "data.json": values}
    pages: bytes | list[bytes] = compiled(sources, format="png", ppi=PPI)
    return pages if isinstance(pages, bytes) else pages[0]

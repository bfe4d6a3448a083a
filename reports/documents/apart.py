"""What is set while somebody waits, in a process of its own: a worker of the site loads none of the libraries for it."""

import json
from typing import Any

from reports.documents import shelf
from reports.files.apart import read_apart
from reports.files.carried import Refused

SETTING = "reports.documents.setting"


def set_apart(kind: str, values: dict[str, Any], form: str) -> bytes:
    """A document that is not kept. Raises Busy where others take it too long."""
    return apart(f"{SETTING}:set_values", json.dumps(values).encode(), kind=kind, form=form)


def picture_apart(drawing: str) -> bytes:
    """A drawing in SVG as PNG. Raises Busy."""
    return apart(f"{SETTING}:set_picture", drawing.encode())


def card_apart(says: bytes) -> bytes:
    """The card of a page, see `reports.documents.card`. Raises Busy."""
    return apart("reports.documents.card:draw", says)


def apart(task: str, content: bytes, **given: str) -> bytes:
    try:
        made: bytes = read_apart(task, content, **given)
    except Refused as refusal:
        raise shelf.Busy from refusal
    return made

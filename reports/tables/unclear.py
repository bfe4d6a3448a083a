"""What a cell is refused with where it cannot be read in one way."""

from typing import Any

from django.utils.translation import gettext as _

from reports.limits import LABEL


class NotReadable(ValueError):
    """The message says what the cell holds, what is wrong with it, and what to write instead."""


def refusal(message: str, text: str, **more: Any) -> NotReadable:
    """With what the cell holds as `text`, or with how it begins."""
    return NotReadable(message % {"text": text if len(text) <= LABEL else f"{text[:LABEL]}…", **more})


def read_twice(text: str, one: str, other: str) -> NotReadable:
    message = _("“%(text)s” can be read as %(one)s or as %(other)s. Write it so that only one reading is possible.")
    return refusal(message, text, one=one, other=other)

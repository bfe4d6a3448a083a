"""No personal data of refugees or migrants: free text that looks as if it held some draws a warning, never a refusal."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

# What is looked for: its code in the change log, and what to call it. The first that fits a passage names it.
LOOKS_LIKE = (
    ("email", re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), _("an e-mail address")),
    (
        "case",
        re.compile(r"\b\d{3}-\d{2}C\d{5}\b|\b[A-Z]{3}-\d{6,}\b|\bcase (?:no\.?|number) ?\w*\d", re.I),
        _("a case number"),
    ),
    ("passport", re.compile(r"\b[A-Z]{1,2}\d{6,9}\b"), _("a passport number")),
    ("telephone", re.compile(r"(?<![\d.,])\+?\d(?:[ ()-]?\d){8,14}(?![\d.,])"), _("a telephone number")),
)


# Where people write what they like: the names that these texts have in the change log.
FREE_TEXTS = (
    *("title", "summary", "result", "status_reason", "place", "source", "lead", "partners"),
    *("citation", "file_name", "text", "reply", "finding", "lead_ministry", "reasons", "decided_by", "aliases", "why"),
)
# What stands beside every free text.
NOT_HERE = _("No names, contacts or case numbers of refugees or migrants.")


def with_care(hint) -> str:
    """A hint, and after it what must not be written there."""
    return format_lazy("{} {}", hint, NOT_HERE)


@dataclass(frozen=True)
class Passage:
    """What in a text looks like personal data: its code, what it is called, and the passage itself."""

    code: str
    kind: str
    passage: str


def personal_data(text: str) -> list[Passage]:
    """The passages of a text that look like personal data, in order of kind."""
    found, rest = [], text
    for code, pattern, kind in LOOKS_LIKE:
        found += [Passage(code, str(kind), match.group().strip()) for match in pattern.finditer(rest)]
        rest = pattern.sub(" ", rest)
    return found


def codes_written(before: dict[str, Any], after: dict[str, Any], reason: str = "") -> list[str]:
    """What kinds of personal data the free texts that were just written look as if they held.

    Codes for the change log, never the passages. Whoever wrote them on a page was asked and confirmed.
    """
    written = [words(after[name]) for name in FREE_TEXTS if name in after and after[name] != before.get(name)]
    return sorted({passage.code for text in [*written, reason] for passage in personal_data(text)})


def words(value: Any) -> str:
    """A text, or the names in a list of partners or of other names."""
    if not isinstance(value, list):
        return str(value)
    return " ; ".join(row["organisation"] if isinstance(row, dict) else row for row in value)

"""No personal data of refugees or migrants: free text that looks as if it held some draws a warning, never a refusal."""

import re
from dataclasses import dataclass

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

"""No personal data of refugees or migrants: free text that looks as if it held some draws a warning, never a refusal."""

import re

from django.utils.translation import gettext_lazy as _

# What is looked for, and what to call it. The first that fits a passage names it.
LOOKS_LIKE = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), _("an e-mail address")),
    (
        re.compile(r"\b\d{3}-\d{2}C\d{5}\b|\b[A-Z]{3}-\d{6,}\b|\bcase (?:no\.?|number) ?\w*\d", re.I),
        _("a case number"),
    ),
    (re.compile(r"\b[A-Z]{1,2}\d{6,9}\b"), _("a passport number")),
    (re.compile(r"(?<![\d.,])\+?\d(?:[ ()-]?\d){8,14}(?![\d.,])"), _("a telephone number")),
)


def personal_data(text: str) -> list[tuple[str, str]]:
    """What in a text looks like personal data: `[("an e-mail address", "a.b@example.org")]`, in order of kind."""
    found, rest = [], text
    for pattern, kind in LOOKS_LIKE:
        found += [(str(kind), match.group().strip()) for match in pattern.finditer(rest)]
        rest = pattern.sub(" ", rest)
    return found

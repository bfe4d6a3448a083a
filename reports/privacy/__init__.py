"""No personal data of refugees or migrants: free text that looks as if it held some draws a warning, never a refusal.

Everything here runs in linear time, whatever a text holds: one pass cuts it into chunks, and what is asked of a chunk
looks at a fixed number of those beside it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reports.privacy.addresses import email_addresses, hides_at
from reports.privacy.identifiers import case_numbers, passport_numbers
from reports.privacy.signs import Text
from reports.privacy.telephones import regions_of, telephone_numbers

# What is looked for: its code in the change log, and what to call it. The first that fits a passage names it.
KINDS = {
    "email": _("an e-mail address"),
    "case": _("a case number"),
    "passport": _("a passport or identity card number"),
    "telephone": _("a telephone number"),
}

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


def personal_data(text: str, countries: Iterable[str] = ()) -> list[Passage]:
    """The passages of a text or a file name that look like personal data, in order of kind.

    `countries` are those that the text is about (`["MOZ"]`): the numbering plans of these are asked first.
    """
    if not any(sign.isdecimal() or sign == "@" for sign in text) and not hides_at(text):
        return []
    read = Text(text)
    regions = regions_of(tuple(countries))
    finders: dict[str, Callable[[Text], Iterator[tuple[int, int]]]] = {
        "email": email_addresses,
        "case": case_numbers,
        "passport": passport_numbers,
        "telephone": lambda read: telephone_numbers(read, regions),
    }
    found = []
    for code, finder in finders.items():
        for first, last in finder(read):
            found.append(Passage(code, str(KINDS[code]), read.passage(first, last)))
            read.use(first, last)
    return found


def codes_written(
    before: dict[str, Any], after: dict[str, Any], reason: str = "", countries: Iterable[str] = ()
) -> list[str]:
    """What kinds of personal data the free texts that were just written look as if they held.

    Codes for the change log, never the passages. Whoever wrote them on a page was asked and confirmed.
    """
    countries = tuple(countries)
    written = [words(after[name]) for name in FREE_TEXTS if name in after and after[name] != before.get(name)]
    return sorted({passage.code for text in [*written, reason] for passage in personal_data(text, countries)})


def words(value: Any) -> str:
    """A text, or the names in a list of partners or of other names."""
    if not isinstance(value, list):
        return str(value)
    return " ; ".join(row["organisation"] if isinstance(row, dict) else row for row in value)

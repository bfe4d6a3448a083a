"""No personal data of refugees or migrants: free text that looks as if it held some draws a warning, never a refusal.

Everything here runs in linear time, whatever a text holds: one pass cuts it into chunks, and what is asked of a chunk
looks at a fixed number of those beside it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.privacy.addresses import email_addresses, hides_at
from reports.privacy.identifiers import case_numbers, passport_numbers
from reports.privacy.signs import Text
from reports.privacy.telephones import regions_of, telephone_numbers

if TYPE_CHECKING:  # names of the stubs alone
    from django.utils.functional import _StrOrPromise, _StrPromise

# What is looked for: its code in the change log, and what to call it. The first that fits a passage names it.
KINDS = {
    "email": gettext_lazy("an e-mail address"),
    "case": gettext_lazy("a case number"),
    "passport": gettext_lazy("a passport or identity card number"),
    "telephone": gettext_lazy("a telephone number"),
}

# Where people write what they like: the names that these texts have in the rows, and in the change log.
FREE_TEXTS = (
    *("title", "summary", "result", "status_reason", "place", "source", "lead", "partners", "name", "aliases"),
    "funding_lines",
    *("citation", "url", "file_name", "text", "reply", "finding", "lead_ministry", "reason", "reasons", "why"),
    *("decided_by", "decision", "decision_reason", "declined_because", "participation_source", "reading", "note"),
    *("because", "withdrawn_because", "proof_url", "proof_citation"),
    *("introduction", "address", "query", "translations", "missing", "handed_back", "short_name"),
)
# What stands beside every free text.
NOT_HERE = gettext_lazy("Do not identify refugees or migrants here: no names, contact details or case numbers.")


def with_care(hint: "_StrOrPromise") -> "_StrPromise":
    """A hint, and after it what must not be written there."""
    return format_lazy("{} {}", hint, NOT_HERE)


@dataclass(frozen=True)
class Passage:
    """What in a text looks like personal data: its code, what it is called, and the passage itself."""

    code: str
    kind: str
    passage: str

    def __str__(self):
        return _("“%(passage)s” looks like %(kind)s.") % {"passage": self.passage, "kind": self.kind}


def personal_data(text: str, countries: Iterable[str] = ()) -> list[Passage]:
    """The passages of a text or a file name that look like personal data, in order of kind.

    `countries` are those that the text is about (`["MOZ"]`): the numbering plans of these are asked first.
    """
    text = text.replace("%40", "@")  # as an address of the web writes it
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
    passages = []
    for code, finder in finders.items():
        for first, last in finder(read):
            passages.append(Passage(code, str(KINDS[code]), read.passage(first, last)))
            read.use(first, last)
    return passages


def codes_written(
    before: dict[str, Any], after: dict[str, Any], reason: str = "", countries: Iterable[str] = ()
) -> list[str]:
    """What kinds of personal data the free texts that were just written look as if they held.

    Codes for the change log, never the passages. Whoever wrote them on a page was asked and confirmed.
    """
    countries = tuple(countries)
    written = [
        words(value) for name, value in after.items() if is_free_text(name) and value and value != before.get(name)
    ]
    return sorted({passage.code for text in [*written, reason] for passage in personal_data(text, countries)})


def is_free_text(name: str) -> bool:
    """Whether a field of this name is one of `FREE_TEXTS`, in whatever language (`text_fr`)."""
    stem, _line, language = name.rpartition("_")
    return (stem if language in dict(settings.LANGUAGES) else name) in FREE_TEXTS


def words(value: Any) -> str:
    """A text, one in several languages, or the names in a list of partners, funders or other names."""
    if isinstance(value, dict) and "funder" in value:
        return words(value["funder"])
    if isinstance(value, dict):
        return " ; ".join(words(text) for name, text in value.items() if name != "role")
    return " ; ".join(map(words, value)) if isinstance(value, list) else str(value)

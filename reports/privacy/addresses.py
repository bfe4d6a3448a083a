"""E-mail addresses in a text; and the chunks of web addresses, whose digits say nothing of a person."""

import re
from collections.abc import Iterator

from reports.privacy.signs import Text

HIDDEN_AT = ("at", "arobase", "arroba", "kwa")  # as people write it: ana(at)example.org
LINK = re.compile(r"(?:https?://|www\.)\S+", re.I)
CALLS = ("wa.me/", "tel:", "api.whatsapp.com")
BEFORE, BETWEEN = "-.+'_&", "-."  # what joins the parts of a name, and of a domain
MOST_PARTS = 8


def email_addresses(text: Text) -> Iterator[tuple[int, int]]:
    """First and last chunk of each. Afterwards the chunks of links are used: they are no numbers of anybody."""
    for place in range(1, len(text.chunks) - 1):
        gap = text.chunks[place].gap
        if gap.strip() == "@" or is_hidden_at(text, place):
            first, last = local_part(text, place), domain(text, place)
            if last:
                yield first, last
    use_links(text)


def hides_at(text: str) -> bool:
    """Whether an address may be hidden in a text without @ and without figures."""
    lowered = text.lower()
    return any(word in lowered for word in HIDDEN_AT) and any(sign in text for sign in "([")


def is_hidden_at(text: Text, place: int) -> bool:
    """`(at)`: the chunk before is that word, in brackets."""
    if place < 2 or text.chunks[place - 1].folded not in HIDDEN_AT:
        return False
    return text.chunks[place - 1].gap.strip() in ("(", "[") and text.chunks[place].gap.strip() in (")", "]")


def local_part(text: Text, place: int) -> int:
    first = place - 1 - (text.chunks[place - 1].gap.strip() in ("(", "["))
    while first and place - first < MOST_PARTS and text.chunks[first].gap in tuple(BEFORE):
        first -= 1
    return first


def domain(text: Text, place: int) -> int:
    """The last chunk of a domain that begins here, or 0 where none does: at least two parts, the last without digits."""
    last = place
    while last + 1 < min(place + MOST_PARTS, len(text.chunks) - 1) and text.chunks[last + 1].gap in tuple(BETWEEN):
        last += 1
    while last > place and (text.chunks[last].has_digit or len(text.chunks[last].text) < 2):
        last -= 1
    return last if last > place else 0


def use_links(text: Text) -> None:
    place = 0
    for link in LINK.finditer(text.text):
        if any(call in link.group() for call in CALLS):
            continue
        while text.chunks[place].end <= link.start() and place < len(text.chunks) - 1:
            place += 1
        while text.chunks[place].start < link.end() and place < len(text.chunks) - 1:
            text.chunks[place].used = True
            place += 1

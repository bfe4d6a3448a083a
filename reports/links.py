"""Addresses of the web as people paste them: with blanks, several on a line, longer than can be kept."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from reports import limits
from themes.folding import WITHOUT_WIDTH

SHOWN_CHARACTERS = 80  # of a refused one, in what is said of it
BEGINNINGS = ("http://", "https://", "www.")
WORD = re.compile(r"\S+")

is_address = URLValidator(schemes=["http", "https"])


def links_in(text: str) -> Iterator[str]:
    """Each link of a text as one address: one a line, or where a further one begins; blanks within it are encoded."""
    for line in WITHOUT_WIDTH.sub("", text).splitlines():
        start = end = 0
        for word in WORD.finditer(line):
            if end and word.group().lower().startswith(BEGINNINGS):
                yield encoded(line[start:end])
                start = word.start()
            end = word.end()
        if end:
            yield encoded(line[start:end])


def encoded(link: str) -> str:
    """One address with its blanks encoded: `.../My file.pdf` -> `.../My%20file.pdf`."""
    return "".join(quote(sign) if sign.isspace() else sign for sign in WITHOUT_WIDTH.sub("", link).strip())


def checked_link(written: str) -> str:
    """The address as it is kept. Raises ValidationError: it is too long, or is no address."""
    link = encoded(written)
    if link and "://" not in link:
        link = f"https://{link}"
    if len(link) > limits.LINK:
        message = _(
            "“%(line)s” has %(n)d characters; a link may have at most %(most)d. Enter a shorter link to the same page."
        )
        raise ValidationError(message % {"line": shortened(link), "n": len(link), "most": limits.LINK})
    try:
        is_address(link)
    except ValidationError:
        message = _("“%(line)s” is not a web address. Copy it in full from the browser, beginning with https://.")
        raise ValidationError(message % {"line": shortened(written)}) from None
    return link


def shortened(link: str) -> str:
    return link if len(link) <= SHOWN_CHARACTERS else f"{link[:SHOWN_CHARACTERS]}…"

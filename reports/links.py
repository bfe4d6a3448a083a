"""Addresses of the web as people and programs give them."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from reports import limits

BLANK = re.compile(r"\s")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+-]*:")
BETWEEN = re.compile(r"\s+(?=https?://)")
is_address = URLValidator(schemes=["http", "https"])


def lines_of(text: str) -> list[str]:
    """What stands for one link each: a line, or where one holds several, each from its http on."""
    return [link for line in text.splitlines() for link in BETWEEN.split(line.strip()) if link]


def cleaned_link(written: str) -> str:
    """The address, beginning with https:// where nothing was said, a blank inside it encoded.

    Raises ValidationError: for what is longer than a link may be, and for what is none.
    """
    link = BLANK.sub("%20", written.strip())
    link = link if SCHEME.match(link) else f"https://{link}"
    if len(link) > limits.LINK:
        told = _("The link “%(begins)s…” is longer than %(most)d characters. Give a shorter one, or a citation.")
        raise ValidationError(told % {"begins": link[:60], "most": limits.LINK})
    try:
        is_address(link)
    except ValidationError:
        told = _("“%(line)s” is not an address. Copy it whole from the browser, beginning with https://.")
        raise ValidationError(told % {"line": written.strip()[:200]}) from None
    return link

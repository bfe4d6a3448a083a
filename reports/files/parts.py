"""A part of an Office, OpenDocument or PDF file, cleaned by what it is: a picture, a text, a document of its own."""

import re

from reports.files.kinds import EXTENSIONS, kind_of
from reports.files.nested import Inside, uncleanable
from reports.files.pictures import BrokenPicture, picture_of, stripped
from reports.files.pictures.metafiles import TELLS

FONTS = (".odttf", ".ttf", ".otf", ".ttc", ".fntdata", ".woff", ".woff2")
OPAQUE = (*FONTS, "layout-cache")  # what LibreOffice remembers of its lines
MARKED_UP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
HIDING_TEXTS = (b"{\\rtf", b";base64,", b"content-transfer-encoding:")  # texts that hold files in letters
WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html)", re.IGNORECASE)


def cleaned_part(name: str, content: bytes, inside: Inside) -> bytes:
    """The part without place and author. Raises Refused, naming it, for one of which nobody can tell."""
    kind = picture_of(content)
    if kind:
        try:
            return stripped(content, kind)
        except BrokenPicture:
            raise uncleanable(name) from None
    if kind_of(content) in EXTENSIONS:
        return inside.cleaned(content)
    if not content or is_plain(name, content):
        return content
    raise uncleanable(name)


def is_plain(name: str, content: bytes) -> bool:
    """Whether it can hold no picture: a font, or a text in which no file is written out in letters."""
    if name.lower().endswith(OPAQUE):
        return not any(words in content for words in TELLS)
    return (
        is_text(content) and not any(words in content.lower() for words in HIDING_TEXTS) and not WEB_PAGE.match(content)
    )


def is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def cleaned_attachment(name: str, content: bytes, inside: Inside) -> bytes:
    """As a part, but a text stays as it is."""
    inside.take(len(content))
    return cleaned_part(name, content, inside)

"""A part of an Office, OpenDocument or PDF file, cleaned by what it is: a picture, a text, a document of its own."""

from reports.files.kinds import EXTENSIONS, kind_of
from reports.files.nested import Inside, uncleanable
from reports.files.pictures import BrokenPicture, picture_of, stripped
from reports.files.pictures.metafiles import TELLS
from reports.files.written import MARKED_UP, cleaned_text, is_marked_up

FONTS = (".odttf", ".ttf", ".otf", ".ttc", ".fntdata", ".woff", ".woff2")
WEB = (".htm", ".html", ".shtml", ".xhtml", ".mht", ".mhtml", ".eml")  # pages and messages, which name their makers
OPAQUE = (*FONTS, "layout-cache")  # what LibreOffice remembers of its lines
HIDING_TEXTS = (b"{\\rtf", b";base64,", b"content-transfer-encoding:")  # texts that hold files in letters


def cleaned_part(name: str, content: bytes, inside: Inside) -> bytes:
    """The part without place and author. Raises Refused, naming it, for one of which nobody can tell."""
    kind = picture_of(content)
    if kind:
        try:
            return stripped(content, kind)
        except BrokenPicture:
            raise uncleanable(name) from None
    if kind_of(content) in EXTENSIONS:
        return inside.cleaned(name, content)
    if is_marked_up(content) and not name.lower().endswith(WEB):
        return cleaned_text(name, content, lambda file: cleaned_within(name, file, inside))
    if not content or is_plain(name, content):
        return content
    raise uncleanable(name)


def cleaned_within(name: str, content: bytes, inside: Inside) -> bytes:
    """As a part, for what was in no list of parts and is counted here."""
    inside.take(len(content))
    return cleaned_part(name, content, inside)


def is_plain(name: str, content: bytes) -> bool:
    """Whether it can hold no picture: a font, or a text in which no file is written out in letters."""
    if name.lower().endswith(OPAQUE):
        return not any(words in content for words in TELLS)
    return (
        is_text(content)
        and not name.lower().endswith(WEB)
        and not MARKED_UP.match(content)
        and not any(one in content.lower() for one in HIDING_TEXTS)
    )


def is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False

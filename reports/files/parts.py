"""A part of an Office, OpenDocument or PDF file, cleaned by what it is: a picture, a text, a document of its own."""

from reports.files.fonts import is_font
from reports.files.kinds import EXTENSIONS, kind_of
from reports.files.nested import Inside, uncleanable
from reports.files.pictures import BrokenPicture, picture_of, stripped
from reports.files.written import cleaned_text, is_marked_up

WEB = (".htm", ".html", ".shtml", ".xhtml", ".mht", ".mhtml", ".eml")  # pages and messages, which name their makers
LAYOUT = b"\1\0\1\0p"  # what LibreOffice remembers of its lines: a version, then one record of records
OF_A_LAYOUT, SIZES_IN_A_LAYOUT = b"PTF", range(4, 65)  # paragraphs, tables and frames: numbers alone; bytes


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
    if not content or is_font(content) or is_layout(content):
        return content
    raise uncleanable(name)


def cleaned_attachment(name: str, content: bytes, inside: Inside) -> bytes:
    """As a part, for a file that somebody attached to a PDF: what is XML there was written by no program as a part."""
    inside.take(len(content))
    if is_marked_up(content):
        raise uncleanable(name)
    return cleaned_part(name, content, inside)


def cleaned_within(name: str, content: bytes, inside: Inside) -> bytes:
    """As a part, for what was in no list of parts and is counted here."""
    inside.take(len(content))
    return cleaned_part(name, content, inside)


def is_layout(content: bytes) -> bool:
    """Whether it is the `layout-cache` of LibreOffice, record by record to its end."""
    if not content.startswith(LAYOUT) or size_of_record(content, 4) != len(content) - 4:
        return False
    at = 9
    while at + 4 <= len(content) and content[at] in OF_A_LAYOUT and size_of_record(content, at) in SIZES_IN_A_LAYOUT:
        at += size_of_record(content, at)
    return at == len(content)


def size_of_record(content: bytes, at: int) -> int:
    return int.from_bytes(content[at + 1 : at + 4], "little")


def is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False

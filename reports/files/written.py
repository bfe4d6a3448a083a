"""Texts in a document, as XML: what people wrote stays, with their comments; what programs noted beside it goes."""

import base64
import re
from collections.abc import Callable

from lxml import etree

from reports.files.paths import without_folders
from reports.files.pictures import svg

MARKED_UP = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<")
WHOLE_FILES = re.compile(rb"<(?:!doctype html|html|office:document|pkg:package|\?mso-application)[\s?>]", re.IGNORECASE)
LOOKED_AT = 4_096  # bytes in which such a file says what it is
ABOUT_THE_SERVER = (  # customXml: who shared it, on which server
    b"http://schemas.microsoft.com/office/2006/metadata/properties",
    b"http://schemas.microsoft.com/office/2006/coverPageProps",
)


EMPTY = rb'\1""'
EDITS = (  # a word that is looked for first, what is then replaced, and by what
    (b"gfxdata", re.compile(rb'\s\w+:gfxdata="[^"]*"'), b""),  # a drawing with its pictures once more, for Word alone
    (
        b"absPath",
        re.compile(rb"""(<(?:\w+:)?absPath\b[^<>]*?\burl\s*=\s*)(?:"[^"]*"|'[^']*')"""),
        EMPTY,
    ),  # the maker's folder
    (b"fileSharing", re.compile(rb"""(<(?:\w+:)?fileSharing\b[^<>]*?\buserName\s*=\s*)(?:"[^"]*"|'[^']*')"""), EMPTY),
    (
        b"presenceInfo",
        re.compile(rb"""(<(?:\w+:)?presenceInfo\b[^<>]*?\buserId\s*=\s*)(?:"[^"]*"|'[^']*')"""),
        EMPTY,
    ),  # mail
    (b"threadedcomments", re.compile(rb"""(<(?:\w+:)?person\b[^<>]*?\buserId\s*=\s*)(?:"[^"]*"|'[^']*')"""), EMPTY),
    (
        b"refreshedBy",
        re.compile(rb"""(<(?:\w+:)?pivotCacheDefinition\b[^<>]*?\brefreshedBy\s*=\s*)(?:"[^"]*"|'[^']*')"""),
        EMPTY,
    ),
    (
        b"userInfo",
        re.compile(rb"""(<(?:\w+:)?userInfo\b[^<>]*?\bname\s*=\s*)(?:"[^"]*"|'[^']*')"""),
        EMPTY,
    ),  # who has it open
    (
        b"headers",
        re.compile(rb"""(<(?:\w+:)?header\b[^<>]*?\buserName\s*=\s*)(?:"[^"]*"|'[^']*')"""),
        EMPTY,
    ),  # who saved it
    (b"customWorkbookView", re.compile(rb'(<(?:\w+:)?customWorkbookView\b[^<>]*?\bname=")[^"]* - '), rb"\1"),
    (b"onnect", re.compile(rb"((?:User ID|UID|Workstation ID)=)[^;\"'&<]*"), rb"\1"),  # who opens a database
    (b"printerSettings", re.compile(rb"<w:printerSettings\b[^>]*/>"), b""),
    (b"pageSetup", re.compile(rb'(<(?:\w+:)?pageSetup\b[^>]*?)\s\w+:id="[^"]*"'), rb"\1"),  # the printer's own settings
    (b"Printer", re.compile(rb'(<config:config-item config:name="Printer(?:Name|Setup)"[^>]*>)[^<]*'), rb"\1"),
    (  # who kept an earlier version in LibreOffice, and what was noted of it
        b"version-entry",
        re.compile(
            rb"""(<(?:\w+:)?version-entry\b(?:[^<>"']|"[^"<]*"|'[^'<]*')*?\bcreator\s*=\s*)(?:"[^"]*"|'[^']*')"""
        ),
        EMPTY,
    ),
    (
        b"version-entry",
        re.compile(
            rb"""(<(?:\w+:)?version-entry\b(?:[^<>"']|"[^"<]*"|'[^'<]*')*?\bcomment\s*=\s*)(?:"[^"]*"|'[^']*')"""
        ),
        EMPTY,
    ),
)
WRITTEN_OUT = re.compile(rb"(<(?:\w+:)?binary-data[^>]*>)([^<]*)(</)")


def is_marked_up(content: bytes) -> bool:
    """Whether it is XML, and neither a drawing nor a document whole in one text, which is a file of its own.

    One whose letters are two bytes each is none here: nothing that is looked for would be found in it.
    """
    beginning = content[:LOOKED_AT]
    is_text = MARKED_UP.match(content) and b"\0" not in beginning and not svg.is_svg(content)
    return bool(is_text) and not WHOLE_FILES.search(beginning)


def cleaned_text(name: str, content: bytes, cleaned: Callable[[bytes], bytes]) -> bytes:
    """`cleaned` cleans a file that is written out in it in letters (base64)."""
    for word, pattern, instead in EDITS:
        if word in content:
            content = pattern.sub(instead, content)
    content = without_folders(content)
    if b"binary-data" in content:
        content = WRITTEN_OUT.sub(lambda match: match[1] + in_letters(match[2], cleaned) + match[3], content)
    if name.lower().startswith("customxml/") and any(space in content for space in ABOUT_THE_SERVER):
        content = emptied_root(content)
    return content


def in_letters(letters: bytes, cleaned: Callable[[bytes], bytes]) -> bytes:
    return base64.b64encode(cleaned(base64.b64decode(b"".join(letters.split()))))


def emptied_root(content: bytes) -> bytes:
    tree = parsed(content)
    for row in list(tree):
        tree.remove(row)
    return written(tree)


def parsed(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(content, parser)


def written(tree: etree._Element) -> bytes:
    return etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True)

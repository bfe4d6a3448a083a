"""Fonts, known by their first bytes and by how their tables stand, and never by their names.

Word mixes the beginning of a font with the letters of a GUID that its list of fonts tells.
"""

import struct
from collections.abc import Iterable

from lxml import etree

from reports.files.pictures.metafiles import TELLS

ONE, SEVERAL, FOR_THE_WEB = (b"\0\1\0\0", b"OTTO", b"true"), b"ttcf", (b"wOFF", b"wOF2")
EOT_VERSIONS, EOT_MARK = (0x00010000, 0x00020001, 0x00020002), 0x504C  # PowerPoint (.fntdata)
MIXED, KEY_BYTES = 32, 16  # bytes at the beginning, and of a GUID


def is_font(content: bytes, keys: Iterable[bytes] = ()) -> bool:
    """Whether it is one as it stands, or mixed with one of the keys."""
    is_known = is_plain_font(content) or any(is_plain_font(unmixed(content, key)) for key in keys)
    return is_known and not any(words in content for words in TELLS)


def is_plain_font(content: bytes) -> bool:
    try:
        return is_one(content, 0) or is_several(content) or is_for_the_web(content) or is_eot(content)
    except struct.error:
        return False


def is_one(content: bytes, at: int) -> bool:
    """Whether a font begins there whose tables, one at least, all stand in the file."""
    if content[at : at + 4] not in ONE:
        return False
    (count,) = struct.unpack_from(">H", content, at + 4)
    rows = (struct.unpack_from(">4s4xLL", content, at + 12 + 16 * number) for number in range(count))
    return count > 0 and all(tag.isascii() and start + length <= len(content) for tag, start, length in rows)


def is_several(content: bytes) -> bool:
    """Whether it is a collection, by the first of its fonts."""
    return content.startswith(SEVERAL) and is_one(content, *struct.unpack_from(">L", content, 12))


def is_for_the_web(content: bytes) -> bool:
    """Whether it is packed for the web, and as long as it says."""
    return content.startswith(FOR_THE_WEB) and struct.unpack_from(">L", content, 8) == (len(content),)


def is_eot(content: bytes) -> bool:
    whole, font, version = struct.unpack_from("<LLL", content)
    (mark,) = struct.unpack_from("<H", content, 34)
    return mark == EOT_MARK and version in EOT_VERSIONS and whole == len(content) > font > 0


def unmixed(content: bytes, key: bytes) -> bytes:
    mixed = content[:MIXED]
    return bytes(one ^ key[number % KEY_BYTES] for number, one in enumerate(mixed)) + content[MIXED:]


def key_of(guid: str) -> bytes:
    """The bytes of "{1DDB2A3E-...}", the last first; none of what is no GUID."""
    try:
        key = bytes.fromhex(guid.strip("{} ").replace("-", ""))[::-1]
    except ValueError:
        return b""
    return key if len(key) == KEY_BYTES else b""


def listed_keys(tree: etree._Element) -> Iterable[tuple[str, bytes]]:
    """`(id of the relation, key)` of every font in Word's list of fonts."""
    for row in tree.iter("*"):
        attributes = {name.rpartition("}")[2]: value for name, value in row.items()}
        if key := key_of(attributes.get("fontKey", "")):
            yield attributes.get("id", ""), key

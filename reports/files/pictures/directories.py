"""Directories of entries, as TIFF, JPEG XR and Exif have them."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from reports.files.pictures.broken import BrokenPicture

Order = Literal["little", "big"]
ORDERS: dict[bytes, Order] = {b"II": "little", b"MM": "big"}
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}  # bytes, by kind of value
SHORT, LONG = 3, 4
ORIENTATION, UPRIGHT = 0x0112, 1
MOST_DIRECTORIES = 1_000


@dataclass(frozen=True)
class Entry:
    """`value` in bytes, as they stand in the file."""

    tag: int
    kind: int
    count: int
    value: bytes

    def numbers(self, order: Order) -> list[int]:
        size = SIZES[self.kind]
        return [int.from_bytes(self.value[at : at + size], order) for at in range(0, len(self.value), size)]


def number(content: bytes, at: int, size: int, order: Order) -> int:
    if at + size > len(content):
        raise BrokenPicture("a number beyond the end")
    return int.from_bytes(content[at : at + size], order)


def order_of(content: bytes) -> Order:
    if content[:2] not in ORDERS:
        raise BrokenPicture("no order of bytes")
    return ORDERS[content[:2]]


def directories(content: bytes) -> Iterator[list[Entry]]:
    """Each directory of the chain. Raises BrokenPicture for a chain that bites its tail."""
    order, seen = order_of(content), set[int]()
    at = number(content, 4, 4, order)
    while at:
        if at in seen or len(seen) >= MOST_DIRECTORIES:
            raise BrokenPicture("directories without end")
        seen.add(at)
        count = number(content, at, 2, order)
        yield [entry_at(content, at + 2 + 12 * place, order) for place in range(count)]
        end = at + 2 + 12 * count
        at = number(content, end, 4, order) if end + 4 <= len(content) else 0


def entry_at(content: bytes, at: int, order: Order) -> Entry:
    tag, kind = number(content, at, 2, order), number(content, at + 2, 2, order)
    count, size = number(content, at + 4, 4, order), SIZES.get(kind, 0)
    length = count * size
    start = at + 8 if length <= 4 else number(content, at + 8, 4, order)
    return Entry(tag, kind, count, content[start : start + length])


def orientation_of(exif: bytes) -> int:
    """How the picture is to be turned, 1 to 8; 1 (upright) where that is not said."""
    try:
        first: list[Entry] = next(directories(exif), [])
        orientations = [
            entry.numbers(order_of(exif))[0] for entry in first if entry.tag == ORIENTATION and entry.kind == SHORT
        ]
    except (BrokenPicture, IndexError):
        return UPRIGHT
    return orientations[0] if orientations and 1 <= orientations[0] <= 8 else UPRIGHT


def turned(orientation: int) -> bytes:
    """An Exif that says nothing but how the picture is to be turned."""
    return struct.pack(">2sHLHHHLHHL", b"MM", 42, 8, 1, ORIENTATION, SHORT, 1, orientation, 0, 0)

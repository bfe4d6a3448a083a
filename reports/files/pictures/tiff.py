"""TIFF and JPEG XR: written anew with the directories that the picture needs, each dot as it was."""

from itertools import chain

from reports.files.pictures import jpeg
from reports.files.pictures.broken import BrokenPicture
from reports.files.pictures.directories import LONG, Entry, Order, directories, order_of

COMPRESSION, JPEG_TABLES, NEW_JPEG = 259, 347, 7
BLOCKS = {273: 279, 324: 325, 0xBCC0: 0xBCC1, 0xBCC2: 0xBCC3}  # where pieces of the picture stand, how long they are
OF_THE_PICTURE = {
    *(254, 255, *range(256, 260), 262, 263, 266, 274, 277, 278, *range(280, 285), *range(290, 294), 296, 297),
    *(301, *range(317, 324), 332, 334, 336, *range(338, 343), 347, *range(529, 533), 34675),
    *(*range(0xBC01, 0xBC05), *range(0xBC80, 0xBC84), 0xBCC4, 0xBCC5),
    *chain.from_iterable(BLOCKS.items()),
}


def stripped(content: bytes) -> bytes:
    order = order_of(content)
    made, pointer = bytearray(content[:4] + bytes(4)), 4
    for entries in directories(content):
        kept = {entry.tag: entry for entry in entries if entry.tag in OF_THE_PICTURE}
        if not BLOCKS.keys() & kept.keys():
            raise BrokenPicture("a directory without a picture")
        for at, lengths in BLOCKS.items():
            if at in kept:
                kept |= moved(content, kept, at, lengths, made, order)
        if JPEG_TABLES in kept:
            entry = kept[JPEG_TABLES]
            tables = jpeg.tables(entry.value)
            kept[JPEG_TABLES] = Entry(entry.tag, entry.kind, len(tables), tables)
        made[pointer : pointer + 4] = len(made).to_bytes(4, order)
        pointer = add_directory(made, [kept[tag] for tag in sorted(kept)], order)
    if pointer == 4:
        raise BrokenPicture("no picture in it")
    return bytes(made)


def moved(
    content: bytes, kept: dict[int, Entry], at: int, lengths: int, made: bytearray, order: Order
) -> dict[int, Entry]:
    """The pieces of a picture, added to what is made, and the entries that say where they stand there."""
    starts, sizes = kept[at].numbers(order), kept[lengths].numbers(order)
    is_jpeg = COMPRESSION in kept and kept[COMPRESSION].numbers(order)[:1] == [NEW_JPEG]
    if len(starts) != len(sizes):
        raise BrokenPicture("pieces of no length")
    places, new_sizes = [], []
    for start, size in zip(starts, sizes, strict=True):
        piece = content[start : start + size]
        if len(piece) < size:
            raise BrokenPicture("a piece beyond the end")
        piece = jpeg.stripped(piece) if is_jpeg else piece
        places.append(len(made))
        new_sizes.append(len(piece))
        made += piece + bytes(len(piece) % 2)
    return {tag: longs(tag, numbers, order) for tag, numbers in ((at, places), (lengths, new_sizes))}


def longs(tag: int, numbers: list[int], order: Order) -> Entry:
    return Entry(tag, LONG, len(numbers), b"".join(value.to_bytes(4, order) for value in numbers))


def add_directory(made: bytearray, entries: list[Entry], order: Order) -> int:
    """Add it with its values; where the number of the next one stands."""
    start = len(made)
    values = start + 2 + 12 * len(entries) + 4
    table, beyond = bytearray(len(entries).to_bytes(2, order)), bytearray()
    for entry in entries:
        table += entry.tag.to_bytes(2, order) + entry.kind.to_bytes(2, order) + entry.count.to_bytes(4, order)
        if len(entry.value) <= 4:
            table += entry.value.ljust(4, b"\0")
        else:
            table += (values + len(beyond)).to_bytes(4, order)
            beyond += entry.value + bytes(len(entry.value) % 2)
    made += table + bytes(4) + beyond
    return values - 4

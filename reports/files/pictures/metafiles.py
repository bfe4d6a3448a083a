"""Drawings as Windows and OpenOffice keep them. What they tell of themselves, and of pictures in them, is overwritten.

Office writes one for every object and chart that is embedded, so they are not refused; their lengths stay as they were.
"""

import gzip
import io
import struct
import zlib

from reports.files.pictures import jpeg
from reports.files.pictures.broken import BrokenPicture
from reports.files.pictures.chunked import PNG_BEGINNING, PNG_KEPT
from reports.limits import PACKED_PICTURE_BYTES

EMF_HEADER, EMF_END, EMF_COMMENT = 1, 14, 70
DRAWN_COMMENTS = (b"EMF+", b"GDIC")  # comments that draw
TELLS = (b"Exif\0\0", b"http://ns.adobe.com/xap/", b"<x:xmpmeta", b"Photoshop 3.0\0")
EMPTY = b"blNk"  # a piece of a PNG that programs pass over


def emf(content: bytes) -> bytes:
    made, at = bytearray(content), 0
    while at + 8 <= len(content):
        kind, length = struct.unpack_from("<LL", content, at)
        if length < 8 or at + length > len(content):
            raise BrokenPicture("a record beyond the end")
        record = made[at : at + length]
        if kind == EMF_HEADER and length >= 68:
            characters, start = struct.unpack_from("<LL", record, 60)
            if characters and start + 2 * characters <= length:
                record[start : start + 2 * characters] = bytes(2 * characters)
        elif kind == EMF_COMMENT and record[12:16] not in DRAWN_COMMENTS:
            record[12:] = bytes(length - 12)
        made[at : at + length] = blanked(bytes(record))
        at += length
        if kind == EMF_END:
            return without_tells(bytes(made[:at]))
    raise BrokenPicture("no end")


def packed(content: bytes) -> bytes:
    """A drawing that is packed by itself (.emz, .wmz)."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as archive:
            drawing = archive.read(PACKED_PICTURE_BYTES + 1)
    except (EOFError, zlib.error) as broken:
        raise BrokenPicture(str(broken)) from None
    if len(drawing) > PACKED_PICTURE_BYTES:
        raise BrokenPicture("a drawing that is too large")
    drawing = emf(drawing) if drawing[40:44] == b" EMF" else blanked_whole(drawing)
    return gzip.compress(drawing, mtime=0)


def blanked_whole(content: bytes) -> bytes:
    return without_tells(blanked(content))


def without_tells(content: bytes) -> bytes:
    if any(words in content for words in TELLS):
        raise BrokenPicture("it tells of itself in a place unknown")
    return content


def blanked(content: bytes) -> bytes:
    """Every JPEG and PNG in it with noughts for what they tell of themselves."""
    made = bytearray(content)
    at = -1
    while (at := content.find(b"\xff\xd8\xff", at + 1)) >= 0:
        blank_jpeg(content, at, made)
    while (at := content.find(PNG_BEGINNING, at + 1)) >= 0:
        blank_png(content, at, made)
    return bytes(made)


def blank_jpeg(content: bytes, at: int, made: bytearray) -> None:
    if content[at + 3] not in (*range(0xE0, 0xF0), 0xDB, 0xC4, 0xFE):
        return  # these bytes came together by chance
    for marker, start, end in jpeg.segments(content, at + 2):
        if marker == jpeg.SCAN:
            return
        if marker in (*range(0xE0, 0xF0), jpeg.COMMENT) and not jpeg.kept_of(marker, content[start:end]):
            if end > len(content):
                raise BrokenPicture("a picture in several records")
            made[start:end] = bytes(end - start)


def blank_png(content: bytes, at: int, made: bytearray) -> None:
    at += len(PNG_BEGINNING)
    while at + 12 <= len(content):
        length, name = struct.unpack_from(">L4s", content, at)
        end = at + 8 + length
        if name not in PNG_KEPT:
            if end + 4 > len(content):
                raise BrokenPicture("a picture in several records")
            made[at + 4 : end + 4] = EMPTY + bytes(length) + struct.pack(">L", zlib.crc32(EMPTY + bytes(length)))
        if name == b"IEND":
            return
        at = end + 4

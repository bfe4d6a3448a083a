"""Pictures in pieces that say what they are: PNG, GIF, WebP, JPEG 2000, BMP. Only pieces of the picture are kept."""

import struct
import zlib
from collections.abc import Iterator

from reports.files.pictures.broken import BrokenPicture
from reports.files.pictures.directories import UPRIGHT, orientation_of, turned

PNG_BEGINNING = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"pHYs"),
    *(b"hIST", b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT"),
}
WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP"}
WEBP_EXIF, WEBP_XMP = 0x08, 0x04
FRAME_HEADER = 16  # bytes of an ANMF before its own pieces
GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
JP2_KEPT = {b"jP  ", b"ftyp", b"jp2h", b"jp2c", b"rreq"}
J2K_COMMENT, J2K_TILE, J2K_END = 0xFF64, 0xFF90, b"\xff\xd9"


def png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG_BEGINNING)
    while at + 12 <= len(content):
        length, name = struct.unpack_from(">L4s", content, at)
        body = content[at + 8 : at + 8 + length]
        if len(body) < length:
            break
        yield name, body
        if name == b"IEND":
            return
        at += 12 + length
    raise BrokenPicture("no end")


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))


def png(content: bytes) -> bytes:
    kept, orientation = [PNG_BEGINNING], UPRIGHT
    for name, body in png_chunks(content):
        if name == b"eXIf":
            orientation = orientation_of(body)
        elif name in PNG_KEPT:
            kept.append(png_chunk(name, body))
    if orientation != UPRIGHT:
        kept.insert(2, png_chunk(b"eXIf", turned(orientation)))
    return b"".join(kept)


def png_orientation(content: bytes) -> int:
    return next((orientation_of(body) for name, body in png_chunks(content) if name == b"eXIf"), UPRIGHT)


def gif(content: bytes) -> bytes:
    at = 13 + palette(content[10])
    kept = [content[:at]]
    while content[at] != 0x3B:
        start = at
        if content[at] == 0x2C:  # a picture
            at = end_of_blocks(content, at + 11 + palette(content[at + 9]))
            kept.append(content[start:at])
            continue
        if content[at] != 0x21:
            raise BrokenPicture("an unknown block")
        label, at = content[at + 1], end_of_blocks(content, at + 2)
        is_loop = label == 0xFF and content[start + 3 : start + 14] in GIF_LOOPS
        if label == 0xF9 or is_loop:
            kept.append(content[start:at] if label == 0xF9 else content[start : start + 14] + loops(content, start))
    return b"".join([*kept, b"\x3b"])


def loops(content: bytes, start: int) -> bytes:
    """How often it is repeated: one block of three bytes, and no other."""
    block = content[start + 14 : start + 18]
    if block[:2] != b"\x03\x01":
        raise BrokenPicture("an unknown loop")
    return block + b"\0"


def palette(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def end_of_blocks(content: bytes, at: int) -> int:
    while content[at]:
        at += 1 + content[at]
    return at + 1


def riff_chunks(content: bytes, at: int) -> Iterator[tuple[bytes, bytes]]:
    while at + 8 <= len(content):
        name, length = struct.unpack_from("<4sL", content, at)
        body = content[at + 8 : at + 8 + length]
        if len(body) < length:
            raise BrokenPicture("a piece beyond the end")
        yield name, body
        at += 8 + length + length % 2


def riff_chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<L", len(body)) + body + bytes(len(body) % 2)


def webp(content: bytes) -> bytes:
    content = content[: 8 + int.from_bytes(content[4:8], "little")]
    pieces, orientation = [], UPRIGHT
    for name, body in riff_chunks(content, 12):
        if name == b"EXIF":
            orientation = orientation_of(body.removeprefix(b"Exif\0\0"))
        elif name in WEBP_KEPT:
            pieces.append((name, webp_piece(name, body)))
    if not pieces:
        raise BrokenPicture("no picture in it")
    if orientation != UPRIGHT and pieces[0][0] == b"VP8X":
        pieces[0] = (b"VP8X", bytes((pieces[0][1][0] | WEBP_EXIF,)) + pieces[0][1][1:])
        pieces.append((b"EXIF", turned(orientation)))
    body = b"WEBP" + b"".join(riff_chunk(name, piece) for name, piece in pieces)
    return b"RIFF" + struct.pack("<L", len(body)) + body


def webp_piece(name: bytes, body: bytes) -> bytes:
    if name == b"VP8X":
        return bytes((body[0] & ~(WEBP_EXIF | WEBP_XMP),)) + body[1:10]
    if name == b"ANMF":
        inner = [riff_chunk(*piece) for piece in riff_chunks(body, FRAME_HEADER) if piece[0] in WEBP_KEPT]
        return body[:FRAME_HEADER] + b"".join(inner)
    return body


def jpeg_2000(content: bytes) -> bytes:
    kept, at = [], 0
    while at + 8 <= len(content):
        length, name = struct.unpack_from(">L4s", content, at)
        header = 16 if length == 1 else 8
        length = int.from_bytes(content[at + 8 : at + 16], "big") if length == 1 else length or len(content) - at
        if length < header or at + length > len(content):
            break
        if name == b"jp2c":
            stream = codestream(content[at + header : at + length])
            kept.append(struct.pack(">L", 8 + len(stream)) + name + stream)
        elif name in JP2_KEPT:
            kept.append(content[at : at + length])
        at += length
        if name == b"jp2c":
            return b"".join(kept)
    raise BrokenPicture("no picture in it")


def codestream(content: bytes) -> bytes:
    """With its comments overwritten, so that every length stays true."""
    made, at = bytearray(content), 2
    while at + 4 <= len(content):
        marker, length = struct.unpack_from(">HH", content, at)
        if marker == J2K_TILE:
            last = content.find(J2K_END, at)  # no two bytes of the picture itself are these
            return bytes(made if last < 0 else made[: last + 2])
        end = at + 2 + length
        if marker < 0xFF00 or length < 2 or end > len(content):
            break
        if marker == J2K_COMMENT:
            made[at + 6 : end] = b" " * max(0, end - at - 6)
        at = end
    raise BrokenPicture("no picture in it")


def bmp(content: bytes) -> bytes:
    """Without what follows the length that it tells."""
    length = int.from_bytes(content[2:6], "little")
    return content[:length] if length >= 54 else content

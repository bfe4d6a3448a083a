"""JPEG: its segments one by one. Whatever follows the end of the picture (a film, another picture) is left out."""

import re
from collections.abc import Iterator

from reports.files.pictures.broken import BrokenPicture
from reports.files.pictures.directories import UPRIGHT, orientation_of, turned

END, SCAN, JFIF, EXIF, PROFILE, ADOBE, COMMENT = 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
BEGINNING, EXIF_NAME = b"\xff\xd8", b"Exif\0\0"
ALONE = {0x01, *range(0xD0, 0xD9)}  # markers that nothing belongs to
OF_THE_PICTURE = {*range(0xC0, 0xD0), SCAN, *range(0xDB, 0xE0)} - {0xC8}
AFTER_A_SCAN = re.compile(rb"\xff+[\x01-\xcf\xd8-\xfe]", re.DOTALL)
ADOBE_BYTES, JFIF_BYTES = 12, 14


def segments(content: bytes, at: int = 2) -> Iterator[tuple[int, int, int]]:
    """Of each segment its marker, and where what belongs to it begins and ends; a scan holds its data too."""
    while (at := content.find(b"\xff", at)) >= 0:
        while content[at : at + 1] == b"\xff":
            at += 1
        marker = content[at] if at < len(content) else END
        at += 1
        if marker == END:
            return
        if marker in ALONE or not marker:
            continue
        end = at + int.from_bytes(content[at : at + 2], "big")
        if end < at + 2:
            raise BrokenPicture("a segment of no length")
        if marker == SCAN:
            next_marker = AFTER_A_SCAN.search(content, end)
            end = next_marker.start() if next_marker else len(content)
        yield marker, at + 2, end
        at = end


def stripped(content: bytes) -> bytes:
    kept, orientation, has_scan = [BEGINNING], UPRIGHT, False
    for marker, start, end in segments(content):
        if end > len(content):
            raise BrokenPicture("a segment beyond the end")
        body = content[start:end]
        if marker == EXIF and body.startswith(EXIF_NAME) and orientation == UPRIGHT:
            orientation = orientation_of(body[len(EXIF_NAME) :])
        elif body := kept_of(marker, body):
            kept.append(bytes((0xFF, marker)) + body_with_length(marker, body, content[start - 2 : start]))
            has_scan = has_scan or marker == SCAN
    if not has_scan:
        raise BrokenPicture("no picture in it")
    if orientation != UPRIGHT:
        kept.insert(2 if kept[1][1] == JFIF else 1, segment(EXIF, EXIF_NAME + turned(orientation)))
    return b"".join([*kept, bytes((0xFF, END))])


def kept_of(marker: int, body: bytes) -> bytes:
    """What is kept of a segment: of the picture itself all, of what programs add its colours alone."""
    if marker in OF_THE_PICTURE:
        return body
    if marker == JFIF and body.startswith(b"JFIF\0") and len(body) >= JFIF_BYTES:
        return body[: JFIF_BYTES - 2] + b"\0\0"  # without its small picture
    if marker == PROFILE and body.startswith(b"ICC_PROFILE\0"):
        return body
    if marker == ADOBE and body.startswith(b"Adobe") and len(body) >= ADOBE_BYTES:
        return body[:ADOBE_BYTES]
    return b""


def body_with_length(marker: int, body: bytes, length: bytes) -> bytes:
    """A scan's length is that of its header, without its data."""
    return (length if marker == SCAN else (len(body) + 2).to_bytes(2, "big")) + body


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def tables(content: bytes) -> bytes:
    """Tables that stand apart from the pictures that need them (TIFF), without anything else."""
    kept = [segment(marker, content[start:end]) for marker, start, end in segments(content) if marker in OF_THE_PICTURE]
    return b"".join([BEGINNING, *kept, bytes((0xFF, END))])


def orientation(content: bytes) -> int:
    """How it is to be turned, 1 to 8."""
    for marker, start, end in segments(content):
        if marker == EXIF and content[start:end].startswith(EXIF_NAME):
            return orientation_of(content[start + len(EXIF_NAME) : end])
    return UPRIGHT

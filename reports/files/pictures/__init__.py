"""Pictures inside documents, without what they say of place, camera and author; nothing of them is drawn anew.

What is left out stands apart from the picture, so that it looks the same to the last dot. How it is to be turned, and
its colour profile, stay.
"""

import struct
from collections.abc import Callable

from reports.files.pictures import chunked, jpeg, metafiles, svg, tiff
from reports.files.pictures.broken import BrokenPicture

__all__ = ("BrokenPicture", "picture_of", "stripped")

STRIPPED: dict[str, Callable[[bytes], bytes]] = {
    "JPEG": jpeg.stripped,
    "PNG": chunked.png,
    "GIF": chunked.gif,
    "WEBP": chunked.webp,
    "JP2": chunked.jpeg_2000,
    "J2K": chunked.codestream,
    "BMP": chunked.bmp,
    "TIFF": tiff.stripped,
    "EMF": metafiles.emf,
    "WMF": metafiles.blanked_whole,
    "SVM": metafiles.blanked_whole,
    "GZIP": metafiles.packed,
    "SVG": svg.stripped,
}
BEGINNINGS = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "JP2"),
    (b"\xff\x4f\xff\x51", "J2K"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II\xbc\x01", "TIFF"),  # JPEG XR, laid out in the same way
    (b"BM", "BMP"),
    (b"\xd7\xcd\xc6\x9a", "WMF"),
    (b"\x01\0\x09\0", "WMF"),
    (b"\x02\0\x09\0", "WMF"),
    (b"VCLMTF", "SVM"),
    (b"\x1f\x8b\x08", "GZIP"),
)


def picture_of(content: bytes) -> str:
    """Which kind of picture it is, by its first bytes; an empty text for anything else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[:4] == b"\x01\0\0\0" and content[40:44] == b" EMF":
        return "EMF"
    if svg.is_svg(content):
        return "SVG"
    return next((kind for beginning, kind in BEGINNINGS if content.startswith(beginning)), "")


def stripped(content: bytes, kind: str = "") -> bytes:
    """The picture of a known kind. Raises BrokenPicture for what does not stand as its kind says."""
    try:
        return STRIPPED[kind or picture_of(content)](content)
    except (IndexError, KeyError, ValueError, OSError, struct.error) as broken:
        raise BrokenPicture(str(broken)) from None

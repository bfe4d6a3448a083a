"""What a file says about its makers, taken out on the way in: place, camera, author, company.

Pictures are drawn anew. Of Office files the properties are emptied, of PDFs they are taken out. What stands in the
pages stays as it is, comments and tracked changes with their authors too. A signed document stays whole: its
signature names its author, and holds only for the very same bytes. All of it runs in a process of its own (see
`apart`): nothing of Django here.
"""

import io
import re
import shutil
import warnings
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

from reports.files.archives import BROKEN, LOCKED, UNREADABLE, parts_of
from reports.files.carried import TOO_MUCH, Refused, gettext_noop
from reports.files.kinds import EXTENSIONS, JPEG, PDF, PDF_HEADER, PNG, kind_of
from reports.limits import PDF_STREAM_BYTES, PICTURE_PIXELS, UNPACKED_BYTES

NOT_ACCEPTED = gettext_noop(
    "This kind of file is not accepted. Send a PDF, a PNG or JPEG picture, or a Word, Excel, "
    "PowerPoint or OpenDocument file without macros."
)
UNREADABLE_PICTURE = gettext_noop("The picture cannot be read. Open it, save it again and send that.")
TOO_MANY_PIXELS = gettext_noop("The picture has more than %(most)d million pixels. Send a smaller one.")
MEMORY_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
KEPT_OF_A_PICTURE = ("transparency",)  # without it a picture of few colours would look another
SIGNATURES = ("_xmlsignatures/", "META-INF/documentsignatures.xml")
OFFICE_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006"
EMPTY_PROPERTIES = {
    "docProps/core.xml": "<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": f'<Properties xmlns="{OFFICE_PROPERTIES}/extended-properties"/>',
    "docProps/custom.xml": f'<Properties xmlns="{OFFICE_PROPERTIES}/custom-properties"/>',
    "meta.xml": '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' office:version="1.2"><office:meta/></office:document-meta>',
}

# From here on a picture larger than that is refused before anything of it is unpacked.
Image.MAX_IMAGE_PIXELS = PICTURE_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)
pikepdf.settings.set_qpdf_limits(
    **dict.fromkeys(
        ("flate_max_memory", "run_length_max_memory", "png_max_memory", "tiff_max_memory", "dct_max_memory"),
        PDF_STREAM_BYTES,
    )
)


def cleaned(content: bytes) -> dict[str, Any]:
    """`{"content_type", "content"}`: the same document without what it says about its makers. Raises Refused.

    The same content always comes out the same.
    """
    kind = kind_of(content)
    if kind not in EXTENSIONS:
        raise Refused(NOT_ACCEPTED)
    return {"content_type": kind, "content": CLEANERS.get(kind, without_properties)(content)}


def redrawn(content: bytes, form: str) -> bytes:
    """The picture drawn anew, upright, without place, camera or author."""
    try:
        with Image.open(io.BytesIO(content), formats=[form]) as picture:
            ImageOps.exif_transpose(picture, in_place=True)
            picture.load()
            picture.info = {name: picture.info[name] for name in KEPT_OF_A_PICTURE if name in picture.info}
            saved = io.BytesIO()
            picture.save(saved, form, quality=88)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refused(TOO_MANY_PIXELS, most=PICTURE_PIXELS // 1_000_000) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise Refused(UNREADABLE_PICTURE) from None
    return saved.getvalue()


def without_info(content: bytes) -> bytes:
    """The PDF without its information dictionary and its metadata; one too broken for that stays as it is."""
    try:
        saved = unsigned_without_info(content)
    except pikepdf.PasswordError:
        raise Refused(LOCKED) from None
    except pikepdf.PdfError:
        saved = content
        if not content.startswith(PDF_HEADER):  # something else that names a PDF near its beginning
            raise Refused(UNREADABLE) from None
    if is_swollen():
        raise Refused(TOO_MUCH)
    return saved


def unsigned_without_info(content: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if ("/Info" not in pdf.trailer and "/Metadata" not in pdf.Root) or is_signed(pdf):
            return content
        if "/Info" in pdf.trailer:
            del pdf.docinfo
        if "/Metadata" in pdf.Root:
            del pdf.Root.Metadata
        saved = io.BytesIO()
        pdf.save(saved, deterministic_id=True)
    return saved.getvalue()


def is_swollen() -> bool:
    """Whether so much had to be unpacked that qpdf gave up: it passes over that part without a word."""
    most = MEMORY_PEAK.search(Path("/proc/self/status").read_text())
    return bool(most) and int(most[1]) * 1024 > PDF_STREAM_BYTES


def is_signed(pdf: pikepdf.Pdf) -> bool:
    """A flag that is no number says nothing."""
    form = pdf.Root.get("/AcroForm", {})
    try:
        return bool(int(form.get("/SigFlags", 0)) & 1)
    except (AttributeError, TypeError, ValueError):
        return False


def without_properties(content: bytes) -> bytes:
    """The Office or OpenDocument file with empty properties, all else as it was."""
    saved = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(saved, "w") as new:
            entries = parts_of(old, UNPACKED_BYTES)
            if any(entry.filename.startswith(SIGNATURES) for entry in entries):
                return content
            for entry in entries:
                with old.open(entry) as part, new.open(as_found(entry), "w") as copy:
                    if entry.filename in EMPTY_PROPERTIES:
                        copy.write(EMPTY_PROPERTIES[entry.filename].encode())
                    else:
                        shutil.copyfileobj(part, copy)
    except BROKEN:
        raise Refused(UNREADABLE) from None
    return saved.getvalue()


def as_found(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The name, day and packing of a part, without where and how long it stood."""
    fresh = zipfile.ZipInfo(entry.filename, entry.date_time)
    fresh.compress_type, fresh.external_attr, fresh.create_system = (
        entry.compress_type,
        entry.external_attr,
        entry.create_system,
    )
    return fresh


CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    PDF: without_info,
    PNG: partial(redrawn, form="PNG"),
    JPEG: partial(redrawn, form="JPEG"),
}

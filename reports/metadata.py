"""What a file says about its makers, taken out on the way in: place, camera, author, company.

Pictures are drawn anew. Of Office files the properties are emptied, of PDFs they are taken out. What stands in the
pages stays as it is, comments and tracked changes with their authors too. A signed document stays whole: its
signature names its author, and holds only for the very same bytes.
"""

import io
import zipfile
import zlib

import pikepdf
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_PIXELS = 50_000_000
MAX_UNPACKED = 200 * 1024 * 1024
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


def without_metadata(content: bytes, content_type: str) -> bytes:
    """The same document without what it says about its makers. Raises ValidationError (`file`) if it is broken.

    The same content always comes out the same.
    """
    if content_type.startswith("image/"):
        return redrawn(content, content_type)
    return without_info(content) if content_type == "application/pdf" else without_properties(content)


def refusal(message: str) -> ValidationError:
    return ValidationError({"file": [message]})


def redrawn(content: bytes, content_type: str) -> bytes:
    """The picture drawn anew, upright, without place, camera or author."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise refusal(_("The picture has too many pixels. Send a smaller one."))
            upright = ImageOps.exif_transpose(picture)
            drawn = Image.new(upright.mode, upright.size)
            if upright.mode == "P" and upright.palette:
                drawn.putpalette(upright.palette)
            drawn.paste(upright)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise refusal(_("The picture cannot be read. Open it, save it again and send that.")) from None
    saved = io.BytesIO()
    drawn.save(saved, "PNG" if content_type == "image/png" else "JPEG", quality=88)
    return saved.getvalue()


def without_info(content: bytes) -> bytes:
    """The PDF without its information dictionary and its metadata; one too broken for that stays as it is."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if ("/Info" not in pdf.trailer and "/Metadata" not in pdf.Root) or is_signed(pdf):
                return content
            if "/Info" in pdf.trailer:
                del pdf.docinfo
            if "/Metadata" in pdf.Root:
                del pdf.Root.Metadata
            saved = io.BytesIO()
            pdf.save(saved, deterministic_id=True)
    except pikepdf.PasswordError:
        raise refusal(_("The file wants a password, so nobody could check it. Send it without one.")) from None
    except pikepdf.PdfError:
        return content
    return saved.getvalue()


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
            entries = old.infolist()
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise refusal(_("The file is too large once it is unpacked. Send a smaller one."))
            if any(entry.filename.startswith(SIGNATURES) for entry in entries):
                return content
            for entry in entries:
                kept = old.read(entry)
                if entry.filename == "META-INF/manifest.xml" and b"encryption-data" in kept:
                    raise refusal(_("The file wants a password, so nobody could check it. Send it without one."))
                new.writestr(entry, EMPTY_PROPERTIES.get(entry.filename, kept))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, zlib.error):
        raise refusal(_("The file cannot be read. Open it, save it again and send that.")) from None
    return saved.getvalue()

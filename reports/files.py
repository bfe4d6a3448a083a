"""What may be uploaded as evidence: told by content, not by name; names and metadata are cleaned on the way in."""

import hashlib
import io
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _

from reports.metadata import refusal, without_metadata

OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OFFICE = "application/vnd.openxmlformats-officedocument."
EXTENSIONS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    f"{OPEN_DOCUMENT}text": "odt",
    f"{OPEN_DOCUMENT}spreadsheet": "ods",
    f"{OPEN_DOCUMENT}presentation": "odp",
    f"{OFFICE}wordprocessingml.document": "docx",
    f"{OFFICE}spreadsheetml.sheet": "xlsx",
    f"{OFFICE}presentationml.presentation": "pptx",
}
OFFICE_FOLDERS = {
    "word/": "wordprocessingml.document",
    "xl/": "spreadsheetml.sheet",
    "ppt/": "presentationml.presentation",
}


@dataclass(frozen=True)
class CheckedFile:
    """A file fit to be kept: `content` in bytes, its true type, a cleaned name with the matching ending."""

    name: str
    content_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def checked_file(upload: File) -> CheckedFile:
    """Read and check a file that was sent. Raises ValidationError (`file`) with what to do instead."""
    require_size(upload.size)
    content = upload.read()
    content_type = type_of(content)
    if content_type not in EXTENSIONS:
        raise refusal(
            _(
                "This kind of file is not accepted. Send a PDF, a PNG or JPEG picture, or a Word, Excel, "
                "PowerPoint or OpenDocument file without macros."
            )
        )
    name = cleaned_name(upload.name or "", EXTENSIONS[content_type])
    return CheckedFile(name, content_type, without_metadata(content, content_type))


def require_size(size: int) -> None:
    if size > settings.EVIDENCE_MAX_BYTES:
        limit = settings.EVIDENCE_MAX_BYTES // (1024 * 1024)
        raise refusal(_("The file is larger than %(limit)d MB. Send a smaller one, or a link.") % {"limit": limit})
    if not size:
        raise refusal(_("The file is empty. Choose it again."))


def type_of(content: bytes) -> str:
    """The media type of an acceptable file, by its content; an empty text for anything else."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return document_type(content) if content.startswith(b"PK\x03\x04") else ""


def document_type(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                return archive.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, zlib.error):
        return ""
    if "[Content_Types].xml" not in names or any(name.endswith("vbaProject.bin") for name in names):
        return ""
    for folder, kind in OFFICE_FOLDERS.items():
        if any(name.startswith(folder) for name in names):
            return OFFICE + kind
    return ""


def cleaned_name(name: str, extension: str) -> str:
    """A plain name: no folder, no control or odd signs, at most 100 letters, the ending of its true type."""
    stem = re.split(r"[\\/]", name)[-1].rpartition(".")[0] or "document"
    stem = unicodedata.normalize("NFC", stem)
    stem = re.sub(r"[^\w\- ]+", "_", stem).strip("_ ")[:100] or "document"
    return f"{stem}.{extension}"

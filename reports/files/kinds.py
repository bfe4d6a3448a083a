"""What kind of file it is, recognised by its content and not by its name."""

import io
import zipfile

from reports.files.archives import BROKEN

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OFFICE = "application/vnd.openxmlformats-officedocument."
EXTENSIONS = {
    PDF: "pdf",
    PNG: "png",
    JPEG: "jpg",
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
NOT_HERE = ("vbaproject.bin", "xl/workbook.bin")  # macros; a workbook that nobody could look into
PDF_HEADER, BEFORE_HEADER = b"%PDF-", 1024  # bytes before it that readers of PDF pass over


def kind_of(content: bytes) -> str:
    """The media type of an acceptable file; an empty text for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"PK\x03\x04"):
        return kind_of_archive(content)
    return PDF if PDF_HEADER in content[: BEFORE_HEADER + len(PDF_HEADER)] else ""


def kind_of_archive(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
                return kind if kind in EXTENSIONS else ""
    except BROKEN:
        return ""
    if "[Content_Types].xml" not in names or any(name.lower().endswith(NOT_HERE) for name in names):
        return ""
    return next(
        (OFFICE + kind for folder, kind in OFFICE_FOLDERS.items() if any(name.startswith(folder) for name in names)), ""
    )

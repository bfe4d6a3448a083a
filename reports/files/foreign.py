"""What people send that is not accepted, known by its first bytes: what it is, and how to save it as something that is."""

import io
import re
import zipfile
from collections.abc import Callable

from reports.files.archives import BROKEN, LOCKED, MANIFEST
from reports.files.carried import gettext_noop
from reports.files.pictures import picture_of

NOT_ACCEPTED = gettext_noop(
    "This type of file is not accepted. Send a PDF, a PNG or JPEG picture, or a Word, Excel, PowerPoint or "
    "OpenDocument file (.docx, .xlsx, .pptx, .odt, .ods, .odp) without macros."
)
OLD_WORD = gettext_noop(
    "This is an old Word document (.doc). Open it, choose “Save as”, save it as a Word document (.docx) or as a "
    "PDF, and send that file."
)
OLD_EXCEL = gettext_noop(
    "This is an old Excel workbook (.xls). Open it, choose “Save as”, save it as an Excel workbook (.xlsx) or as "
    "a PDF, and send that file."
)
OLD_POWERPOINT = gettext_noop(
    "This is an old PowerPoint presentation (.ppt). Open it, choose “Save as”, save it as a PowerPoint "
    "presentation (.pptx) or as a PDF, and send that file."
)
BINARY_EXCEL = gettext_noop(
    "This is a binary Excel workbook (.xlsb). Open it, choose “Save as”, save it as an Excel workbook (.xlsx), "
    "and send that file."
)
WITH_MACROS = gettext_noop(
    "The file contains macros (.docm, .xlsm, .pptm). Open it, choose “Save as”, save it without macros (.docx, "
    ".xlsx, .pptx) or as a PDF, and send that file."
)
MESSAGE = gettext_noop(
    "This is an e-mail message (.msg, .eml). Print it to a PDF and send that, or send the files attached to it."
)
RICH_TEXT = gettext_noop(
    "This is a rich text file (.rtf). Open it, choose “Save as”, save it as a Word document (.docx) or as a PDF, "
    "and send that file."
)
APPLE = gettext_noop(
    "This is a Pages, Numbers or Keynote file. Export it as a PDF or as a Word (.docx), Excel (.xlsx) or "
    "PowerPoint (.pptx) file, and send that file."
)
HEIC = gettext_noop(
    "This is a HEIC or AVIF picture. Save or export it as a JPEG and send that file. On an iPhone: Settings, "
    "Camera, Formats, Most Compatible."
)
OTHER_PICTURE = gettext_noop(
    "Only PNG and JPEG pictures are accepted (not GIF, TIFF, WebP, BMP, SVG, ...). Open the picture, save it as "
    "a PNG or JPEG, and send that file."
)
FILM = gettext_noop("Video and audio recordings are not accepted. Publish them elsewhere and send the link.")
ARCHIVE = gettext_noop("This is an archive (.zip, .rar, .7z). Unpack it and send the files one by one.")
TEXT = gettext_noop(
    "This is a plain text file (.txt), a text table (.csv) or a web page. Open it, save it as a PDF, .docx or "
    ".xlsx file, and send that file."
)
OTHER_OPEN_DOCUMENT = gettext_noop(
    "This OpenDocument file is a template, a drawing or a database. Save it as a .odt, .ods, .odp or PDF file, "
    "and send that file."
)

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OF_COMPOUND = {  # streams of an old Office file, by which it is known
    "EncryptedPackage": LOCKED,
    "WordDocument": OLD_WORD,
    "PowerPoint Document": OLD_POWERPOINT,
    "Workbook": OLD_EXCEL,
    "Book": OLD_EXCEL,
    "__nameid_version1.0": MESSAGE,
}
STILL_PICTURES = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")
FILMS = (
    b"ID3",
    b"OggS",
    b"fLaC",
    b"\x1aE\xdf\xa3",
    b"#!AMR",
    b"0&\xb2u\x8ef\xcf\x11",
    b"\xff\xfb",
    b"\xff\xf1",
    b"FLV",
)
MESSAGES = (b"received:", b"return-path:", b"from:", b"mime-version:", b"delivered-to:", b"message-id:")
TEXT_LOOKED_AT = 4_096  # bytes
UTF_16, NO_TEXT = (b"\xff\xfe", b"\xfe\xff"), re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")


def why_not(content: bytes) -> str:
    """Why a file of no accepted kind is refused, and how it could be sent: a text of the catalogues."""
    return next((reason for known in KNOWN if (reason := known(content))), NOT_ACCEPTED)


def of_compound(content: bytes) -> str:
    if not content.startswith(COMPOUND):
        return ""
    reasons = (reason for name, reason in OF_COMPOUND.items() if f"{name}\0".encode("utf-16-le") in content)
    return next(reasons, NOT_ACCEPTED)


def of_archive(content: bytes) -> str:
    if content.startswith(ARCHIVES):
        return ARCHIVE
    if not content.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return of_names(archive.namelist())
    except BROKEN:
        return ARCHIVE


def of_names(names: list[str]) -> str:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return WITH_MACROS
    if "xl/workbook.bin" in names:
        return BINARY_EXCEL
    if any(name.endswith(".iwa") or name in ("Index.zip", "index.apxl") for name in names):
        return APPLE
    return OTHER_OPEN_DOCUMENT if {"mimetype", MANIFEST} <= set(names) else ARCHIVE


def of_film(content: bytes) -> str:
    if content[4:8] == b"ftyp":
        return HEIC if content[8:12] in STILL_PICTURES else FILM
    if content[:4] == b"RIFF" and content[8:12] in (b"WAVE", b"AVI "):
        return FILM
    return FILM if content.startswith(FILMS) else ""


def of_picture(content: bytes) -> str:
    return OTHER_PICTURE if picture_of(content) else ""


def of_text(content: bytes) -> str:
    beginning = content[:TEXT_LOOKED_AT]
    if beginning.startswith(b"{\\rtf"):
        return RICH_TEXT
    if beginning.lower().startswith(MESSAGES):
        return MESSAGE
    if content.startswith(UTF_16) or (content and not NO_TEXT.search(beginning)):
        return TEXT
    return ""


KNOWN: tuple[Callable[[bytes], str], ...] = (of_compound, of_archive, of_film, of_picture, of_text)

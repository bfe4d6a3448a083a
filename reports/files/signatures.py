"""Whether a document is digitally signed, and does not only look so: nothing may be taken out of one that is.

Nobody checks here whether a signature is good: neither its digests nor its value are worked out. It has to be there as its
kind of file keeps it, with both; of a PDF its two ranges have to be those of the file. So letters of anybody's count as a
value, beside right digests too: whoever writes them keeps their own place and author, by intent. What does not count is
taken out with what leads to it, since it says who signed.
"""

import base64
import binascii
import zipfile
from collections.abc import Iterator

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Object

from reports.files.written import parsed

SIGNED = "{http://www.w3.org/2000/09/xmldsig#}"
OFFICE_LIST, OPEN_DOCUMENT_LIST = "[Content_Types].xml", "META-INF/documentsignatures.xml"
OFFICE_KIND = "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"
OFFICE_KINDS = "application/vnd.openxmlformats-package.digital-signature-"  # its origin, itself and its certificates
OFFICE_FOLDERS = ("_xmlsignatures/", "package/services/digital-signature/")
OPEN_DOCUMENT_FOLDER, OPEN_DOCUMENT_WORD = "meta-inf/", "signatures"
OF_THE_WHOLE = ("/Perms", "/DSS")  # of a PDF: what its signatures allow, and the certificates that prove them
SHORTEST = 40  # bytes of the value of a signature (DSA)
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # what a signature of a PDF says first of itself
BARE, BARE_BEGINNING, BEGINNING = "/adbe.x509.rsa_sha1", 0x04, 0x30


class Signed(Exception):
    """The document is signed: its signature holds only for the very same bytes."""


def is_signed_package(archive: zipfile.ZipFile) -> bool:
    """Of an Office file by its list of parts, of an OpenDocument file by the name of the part."""
    names = set(archive.namelist())
    if OFFICE_LIST not in names:
        return OPEN_DOCUMENT_LIST in names and holds_signature(archive.read(OPEN_DOCUMENT_LIST))
    rows = parsed(archive.read(OFFICE_LIST))
    listed = {row.get("PartName", "").lstrip("/") for row in rows if row.get("ContentType") == OFFICE_KIND}
    endings = {row.get("Extension", "").lower() for row in rows if row.get("ContentType") == OFFICE_KIND} - {""}
    parts = (name for name in names if name in listed or name.rpartition(".")[2].lower() in endings)
    return any(holds_signature(archive.read(name)) for name in parts)


def holds_signature(content: bytes) -> bool:
    """A signature with what it is of, and its value."""
    try:
        tree = parsed(content)
    except etree.LxmlError:
        return False
    of_what = f"{SIGNED}SignedInfo/{SIGNED}Reference/{SIGNED}DigestValue"
    return any(
        len(letters_of(one.findtext(f"{SIGNED}SignatureValue"))) >= SHORTEST and letters_of(one.findtext(of_what))
        for one in tree.iter(f"{SIGNED}Signature")
    )


def is_part_of_signature(name: str, kind: str) -> bool:
    """Of an Office file, by its kind, or where programs keep signatures; of an OpenDocument file, by its name."""
    low = name.lower()
    if low.startswith(OPEN_DOCUMENT_FOLDER):
        return OPEN_DOCUMENT_WORD in low
    return low.startswith(OFFICE_FOLDERS) or kind.startswith(OFFICE_KINDS)


def letters_of(written: str | None) -> bytes:
    try:
        return base64.b64decode("".join((written or "").split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def is_signed_pdf(pdf: pikepdf.Pdf, content: bytes) -> bool:
    return any(is_signature(value, content) for value in values_of_signatures(pdf.Root.get("/AcroForm")))


def values_of_signatures(form: Object | None) -> Iterator[Dictionary]:
    """What stands in the fields of the form that are for signatures; each field is looked at once."""
    waiting: list[tuple[Object, Object | None]] = [(field, None) for field in listed(form, "/Fields")]
    seen: set[tuple[int, int]] = set()
    while waiting:
        field, kind = waiting.pop()
        if not isinstance(field, Dictionary) or (field.is_indirect and field.objgen in seen):
            continue
        seen.add(field.objgen)
        kind = field.get("/FT", kind)
        value = field.get("/V")
        if kind == "/Sig" and isinstance(value, Dictionary):
            yield value
        waiting += [(kid, kind) for kid in listed(field, "/Kids")]


def listed(thing: Object | None, key: str) -> list[Object]:
    value = thing.get(key) if isinstance(thing, Dictionary) else None
    return list(value) if isinstance(value, Array) else []


def is_signature(value: Dictionary, content: bytes) -> bool:
    """Whether its two ranges are of this file, and between them stands the signature and nothing else."""
    ranges, kept = listed(value, "/ByteRange"), value.get("/Contents")
    if len(ranges) != 4 or not all(isinstance(one, int) for one in ranges) or not isinstance(kept, pikepdf.String):
        return False
    start, length, after, rest = (int(one) for one in ranges)
    if start or not 0 < length < after or rest < 0 or after + rest > len(content):
        return False
    return between(content[length:after]) == bytes(kept) and is_der(bytes(kept), str(value.get("/SubFilter", "")))


def between(hole: bytes) -> bytes | None:
    """The bytes that stand as `<...>` in hexadecimal letters."""
    hole = hole.strip()
    if not (hole.startswith(b"<") and hole.endswith(b">")):
        return None
    try:
        return bytes.fromhex(hole[1:-1].decode("ascii"))
    except ValueError:
        return None


def is_der(kept: bytes, form: str) -> bool:
    """Whether it begins as signatures do: a sequence that says that it is signed data; an old kind is bare bytes."""
    if form == BARE:
        return len(kept) > SHORTEST and kept[0] == BARE_BEGINNING
    return len(kept) > SHORTEST and kept[0] == BEGINNING and SIGNED_DATA in kept[: len(SIGNED_DATA) + 10]


def removed_value(field: Object) -> bool:
    """Whether the field had a signature, which does not count and is no longer in it."""
    value = field.get("/V")
    if not isinstance(value, Dictionary) or not (
        "/ByteRange" in value or value.get("/Type") in ("/Sig", "/DocTimeStamp")
    ):
        return False
    del field["/V"]
    return True


def remove_what_signatures_allow(pdf: pikepdf.Pdf) -> None:
    for key in OF_THE_WHOLE:
        if key in pdf.Root:
            del pdf.Root[key]
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and form.get("/SigFlags"):
        form.SigFlags = 0

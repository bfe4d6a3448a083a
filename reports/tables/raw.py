"""The raw reading of an uploaded table: bytes in, plain lists and dictionaries out.

It asks neither the database nor the reader's language, and runs in a process of its own (`reports.files.apart`).
"""

from typing import Any

from reports.limits import TABLE_BYTES
from reports.tables.grids import Book, NotATable, packed
from reports.tables.texts import read_text
from reports.tables.workbooks import read_workbook

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OF_OLD_OFFICE = {  # by what is in it; an old workbook may hold an old document
    "EncryptedPackage": "password",
    "Workbook\0": "old_excel",
    "Book\0": "old_excel",
    "WordDocument\0": "unreadable",
    "PowerPoint Document\0": "unreadable",
}


def read_book(content: bytes) -> Book:
    """The sheets of a workbook or the rows of a CSV (see `reports.tables.grids`). Raises NotATable."""
    if not content:
        raise NotATable("empty")
    if len(content) > TABLE_BYTES:
        raise NotATable("large", limit=TABLE_BYTES)
    if content.startswith(OLD_OFFICE):
        raise NotATable(old_kind(content))
    return read_workbook(content) if content.startswith(b"PK\x03\x04") else read_text(content)


def old_kind(content: bytes) -> str:
    kinds = (kind for name, kind in OF_OLD_OFFICE.items() if name.encode("utf-16-le") in content)
    return next(kinds, "old_excel")


def book(content: bytes) -> dict[str, Any]:
    """`{"packed": a book as `grids.packed` writes it}`, or why there is none: `{"code", "more"}` of a NotATable."""
    try:
        return {"packed": packed(read_book(content))}
    except NotATable as reason:
        return {"code": reason.code, "more": reason.more}

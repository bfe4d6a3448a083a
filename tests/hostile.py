"""Files made to take a machine, small on their way in: built here, so that none lies about."""

import importlib
import io
import os
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pikepdf
from PIL import Image

MEGABYTE = 1024 * 1024
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
BOOK = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
CELL = '<c t="inlineStr"><is><t>title</t></is></c>'


def packed_twice(megabytes: int) -> bytes:
    """Noughts, a thousandth of a thousandth of their size."""
    once, noughts = zlib.compressobj(9), bytes(MEGABYTE)
    return zlib.compress(b"".join([*(once.compress(noughts) for _n in range(megabytes)), once.flush()]), 9)


def pdf_bomb(megabytes: int) -> bytes:
    """A PDF of about 3 KB whose list of its parts is that long once it is unpacked."""
    noughts = packed_twice(megabytes)
    body = (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    )
    place = len(body)
    table = b"3 0 obj\n<</Type/XRef/Size 4/Root 1 0 R/W[1 2 1]/Filter[/FlateDecode/FlateDecode]/Length %d>>\nstream\n"
    end = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % place
    return body + table % len(noughts) + noughts + end


def page_bomb(megabytes: int) -> bytes:
    """A good PDF with a page that is that long once it is unpacked."""
    saved = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(100, 100))
        contents = pikepdf.Stream(pdf, b"")
        filters = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
        contents.write(packed_twice(megabytes), filter=filters)
        pdf.pages[0].Contents = contents
        pdf.save(saved)
    return saved.getvalue()


def picture(side: int, mode: str = "1", form: str = "PNG") -> bytes:
    saved = io.BytesIO()
    Image.new(mode, (side, side)).save(saved, form)
    return saved.getvalue()


def archive(parts: dict[str, str | bytes]) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return saved.getvalue()


def book(rows: str, **others: str) -> bytes:
    """A workbook of one sheet with these rows, and `content__xml` as a part of that name."""
    sheet = f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'
    named = {name.replace("__", "."): content for name, content in others.items()}
    return archive(BOOK | {"xl/worksheets/sheet1.xml": sheet} | named)


def book_far() -> bytes:
    """A workbook of a few KB with a full last row whose cells do not say where they stand."""
    return book(f'<row r="1">{CELL}</row><row r="1048576">{CELL * 16384}</row>')


def open_document_far() -> str:
    """The content of an OpenDocument sheet whose one cell is repeated over all of it."""
    return (
        f'<office:document-content xmlns:office="{OASIS}:office:1.0" xmlns:table="{OASIS}:table:1.0" '
        f'xmlns:text="{OASIS}:text:1.0"><office:body><office:spreadsheet><table:table table:name="S">'
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384" office:value-type="string"><text:p>title</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )


# What a reading process may do wrong, as `read_apart` runs it --------------------------------------------------------


def takes_memory(content: bytes) -> int:
    return len(content * 10**9)


def takes_time(content: bytes) -> None:
    while content:
        pass


def says_much(content: bytes) -> str:
    return "x" * (60 * MEGABYTE)


def dies(content: bytes) -> None:
    os.abort()


def breaks(content: bytes) -> None:
    raise LookupError("a library that breaks on this file")


def waits(content: bytes, path: str) -> None:
    """With a process of its own, whose number it writes where it is told."""
    Path(path).write_text(str(subprocess.Popen(["sleep", "60"]).pid))
    time.sleep(60)


def knows_django(content: bytes) -> list[str]:
    return sorted(name for name in sys.modules if name.partition(".")[0] in ("django", "rest_framework"))


def says_surroundings(content: bytes) -> list[str]:
    return sorted(os.environ)


def imports(content: bytes, module: str) -> list[str]:
    importlib.import_module(module)
    return knows_django(content)

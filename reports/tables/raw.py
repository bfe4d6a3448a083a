"""From the bytes of a table to its cells, in a process of its own (see `reports.files.apart`): nothing of Django here."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from reports.files.archives import BROKEN, parts_of
from reports.files.carried import Refused, gettext_noop
from reports.limits import TABLE_ROWS, TABLE_UNPACKED_BYTES

UNREADABLE = gettext_noop("The file cannot be read as a table. Save it as an Excel workbook (.xlsx) or as CSV UTF-8.")
FAR = gettext_noop("Something is written far outside the table. Delete the columns and rows beyond it.")
TOO_MANY_ROWS = gettext_noop("The file has more than %(most)d rows. Divide it.")
UNREADABLE_LINE = gettext_noop("Line %(line)d cannot be read: %(problem)s")
# A filled cell beyond column CZ or row 29,999: all the cells before it would have to be held in memory.
FAR_OUT = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["'](?:(?:[D-Z][A-Z]|[A-Z]{3,})\d+|[A-Z]+(?:[3-9]\d{4}|\d{6,}))["'][^>]*(?<!/)>"""
)
WORKBOOK, OF_A_WORKBOOK = "xl/workbook.xml", ("[Content_Types].xml", "_rels/", "docProps/", "xl/")
HEADS = 2  # rows that say what stands below them

Grid = list[tuple[int, list[Any]]]  # rows with their number, as a person counts


def grids(content: bytes) -> list[tuple[str, Grid]]:
    """`[(title, grid)]` of the sheets that hold something; of a CSV one without title. Raises Refused.

    A formula is what it last came to. The heads apart, a row without any cell is left out.
    """
    if content.startswith(b"PK\x03\x04"):
        return [(title, filled(grid)) for title, grid in grids_of_workbook(content) if grid]
    return [("", filled(rows_of_csv(content)))]


def filled(rows: Iterable[tuple[int, list[Any]]]) -> Grid:
    kept: Grid = []
    for place, (number, cells) in enumerate(rows):
        if place < HEADS or any(cell != "" for cell in cells):
            kept.append((number, shortened(cells, len(kept[0][1]) if kept else 1)))
        if len(kept) > TABLE_ROWS + HEADS:
            raise Refused(TOO_MANY_ROWS, most=TABLE_ROWS)
    return kept


def shortened(cells: list[Any], least: int) -> list[Any]:
    """Without the empty ones at its end, but as long as the first row: an empty cell under a head says something."""
    most = len(cells)
    while most > least and cells[most - 1] == "":
        most -= 1
    return cells[:most]


def grids_of_workbook(content: bytes) -> list[tuple[str, Grid]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(repacked(content)))
        sheets = [(title, book.get_sheet_by_name(title)) for title in book.sheet_names]
        return [(title, list(enumerate(sheet.to_python(skip_empty_area=False), start=1))) for title, sheet in sheets]
    except (CalamineError, *BROKEN):
        raise Refused(UNREADABLE) from None


def repacked(content: bytes) -> bytes:
    """The parts of an Excel workbook and no others, each no larger than it says and all of them within bounds."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(target, "w") as packed:
        parts = parts_of(archive, TABLE_UNPACKED_BYTES)
        if WORKBOOK not in {part.filename for part in parts}:
            raise Refused(UNREADABLE)
        for part in parts:
            if part.filename.startswith(OF_A_WORKBOOK):
                unpacked = archive.read(part)
                if part.filename.startswith("xl/worksheets/") and FAR_OUT.search(unpacked):
                    raise Refused(FAR)
                packed.writestr(part.filename, unpacked)
    return target.getvalue()


def rows_of_csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the line on which it begins: a quoted cell may span several."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(UNREADABLE) from None
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as problem:
        raise Refused(UNREADABLE_LINE, line=line, problem=str(problem)) from None

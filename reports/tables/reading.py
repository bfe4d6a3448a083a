"""From an uploaded file to rows of cells: the workbook that we wrote, another one, or a CSV."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from reports.tables.columns import ACTIVITIES, PLAIN, SHEETS
from reports.workflow.organisations import folded

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 20_000
ABOUT = "actionplan.about"


@dataclass
class Sheet:
    """`rows` is `[(line, {column: raw cell})]`, without empty rows; `line` and `columns` as a person counts them."""

    title: str
    columns: dict[str, int]
    rows: list[tuple[int, dict[str, Any]]]

    def cell(self, line: int, column: str) -> str:
        """`F12`; of a column that is not there, the line alone."""
        place = self.columns.get(column)
        return f"{letters(place)}{line}" if place is not None else str(line)


@dataclass
class Table:
    """`workbook` names the file of ours that it came from: its new rows keep their identity at a second upload."""

    workbook: UUID
    sheets: dict[str, Sheet] = field(default_factory=dict)
    is_ours: bool = False

    @property
    def total(self) -> int:
        return sum(len(self.sheets[name].rows) for name in ("activities", "adoptions") if name in self.sheets)


def letters(place: int) -> str:
    """`0` is A, `26` is AA."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


def read_table(content: bytes) -> Table:
    """The rows of a file. Raises ValidationError when it is no table that can be read."""
    if not content:
        raise ValidationError(_("The file is empty. Choose it again."))
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The file is larger than %(limit)d MB.") % {"limit": MOST_BYTES // 1024 // 1024})
    name = uuid5(NAMESPACE_URL, hashlib.sha256(content).hexdigest())
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        table = from_workbook(content, name)
    else:
        table = Table(name, {"activities": plain_sheet("", list(csv_rows(content)))})
    if table.total > MOST_ROWS:
        raise ValidationError(_("The file has more than %(most)d rows. Divide it.") % {"most": MOST_ROWS})
    return table


def from_workbook(content: bytes, name: UUID) -> Table:
    try:
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if sum(row.file_size for row in archive.infolist()) > MOST_UNPACKED:
                    raise ValidationError(_("The file is larger than %(limit)d MB.") % {"limit": 200})
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        grids = [(title, book.get_sheet_by_name(title).to_python(skip_empty_area=False)) for title in book.sheet_names]
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError):
        told = _("The file cannot be read as a table. Save it as an Excel workbook (.xlsx) or as CSV UTF-8.")
        raise ValidationError(told) from None
    grids = [(title, grid) for title, grid in grids if grid and any(grid[0])]
    table = Table(name)
    for title, grid in grids:
        keys = [str(key) for key in grid[0]]
        if keys[0] == ABOUT:
            table.workbook, table.is_ours = UUID(keys[1]), True
        kind = keys[0].partition(".")[0]
        if kind in SHEETS and all(key.startswith(f"{kind}.") for key in keys if key):
            columns = {key.partition(".")[2]: place for place, key in enumerate(keys) if key}
            table.sheets[kind] = Sheet(title, columns, list(rows_of(columns, enumerate(grid[2:], start=3))))
    if not table.sheets:
        if not grids:
            raise ValidationError(_("The workbook has no rows."))
        table.sheets["activities"] = plain_sheet(grids[0][0], list(enumerate(grids[0][1], start=1)))
    return table


def plain_sheet(title: str, numbered: list[tuple[int, list[Any]]]) -> Sheet:
    """A table whose first row names the columns, by key or by title in any of the languages."""
    if not numbered:
        raise ValidationError(_("The file is empty. Choose it again."))
    known = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for column in (*ACTIVITIES, *PLAIN):
                known[folded(column.label)] = known[folded(column.key)] = column.key
    header = [str(name or "").strip() for name in numbered[0][1]]
    unknown = [name for name in header if name and folded(name) not in known]
    columns = {known[folded(name)]: place for place, name in enumerate(header) if name and folded(name) in known}
    if unknown or "title" not in columns:
        told = _("The columns may be %(wanted)s; title has to be among them. Unknown: %(unknown)s.")
        wanted = ", ".join(column.key for column in (*PLAIN, *ACTIVITIES) if not column.is_locked)
        raise ValidationError(told % {"wanted": wanted, "unknown": ", ".join(unknown) or "—"})
    return Sheet(title, columns, list(rows_of(columns, numbered[1:])))


def rows_of(columns: dict[str, int], numbered: Iterable[tuple[int, list[Any]]]) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, cells in numbered:
        row = {key: cells[place] for key, place in columns.items() if place < len(cells)}
        if any(value not in ("", None) for key, value in row.items() if key != "no"):
            yield line, row


def csv_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the line on which it begins: a quoted cell may span several."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(_("The file is not UTF-8 text. Save it as CSV UTF-8.")) from None
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as problem:
        raise ValidationError(
            _("Line %(line)d cannot be read: %(problem)s") % {"line": line, "problem": problem}
        ) from None

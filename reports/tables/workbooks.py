"""The raw reading of an Excel workbook (.xlsx), part by part, exactly as it stands: see `reports.tables.grids`.

What a program shows and what the file holds can differ: a date is a number with a format, a formula may never have been
worked out, a merged cell holds nothing in all of its places but the first. Here it is seen.
"""

import io
import re
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from lxml import etree

from reports.limits import TABLE_LAST_COLUMN, TABLE_UNPACKED_BYTES
from reports.tables.grids import (
    ERROR,
    MERGED,
    UNFINISHED,
    Book,
    Cell,
    NotATable,
    Rows,
    Sheet,
    ShownInPart,
    filled,
    require_near,
)

DAY = timedelta(days=1)
NUMBERS_OF_YEARS = range(1990, 2100)  # which as days would be some of 1905
FIRST_DAYS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}  # by "is it of the 1904 date system"
AS_SHOWN = {"date": len("2016-05-01"), "month": len("2016-05"), "year": len("2016")}  # by the kind of a format
BUILT_IN_MONTHS = {17}
BUILT_IN_DATES = {*range(14, 17), 22, *range(27, 32), 34, 35, 36, *range(50, 59)}
BUILT_IN_TIMES = {18, 19, 20, 21, 32, 33, 45, 46, 47}
BUILT_IN_PERCENT = {9, 10}
NOT_OF_A_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]')  # texts, signs, colours
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
DIGITS = "0123456789"
PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
MOST_MERGED = 1_000_000  # cells
MOST_IN_A_FORMAT = 255  # characters, as Excel has it
LAST_DAY = 2_958_465  # 31 December 9999
WRONG = (zipfile.BadZipFile, zlib.error, etree.LxmlError, OSError, ValueError, IndexError, RuntimeError, EOFError)


def read_workbook(content: bytes) -> Book:
    """Every sheet that holds something. Raises NotATable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return Reader(archive).book()
    except (*WRONG, NotImplementedError):
        raise NotATable("unreadable") from None


class Reader:
    def __init__(self, archive: zipfile.ZipFile):
        self.archive = archive
        self.names = {part.filename for part in archive.infolist()}
        if sum(part.file_size for part in archive.infolist()) > TABLE_UNPACKED_BYTES:
            raise NotATable("unpacked", limit=TABLE_UNPACKED_BYTES)
        self.main = next(iter(self.related("", "officeDocument").values()), "xl/workbook.xml")
        if self.main not in self.names:
            raise NotATable(foreign_kind(archive, self.names))

    def book(self) -> Book:
        tree = self.tree(self.main)
        properties = next(tree.iter("{*}workbookPr"), None)
        self.is_1904 = properties is not None and is_true(properties.get("date1904"))
        self.first_day = FIRST_DAYS[self.is_1904]
        calculation = next(tree.iter("{*}calcPr"), None)
        self.is_to_be_worked_out = calculation is not None and is_true(calculation.get("fullCalcOnLoad"))
        self.formats = self.number_formats()
        self.strings = self.shared_strings()
        sheets, charts = self.related(self.main, "worksheet"), self.related(self.main, "chartsheet")
        grids = []
        for sheet in tree.iter("{*}sheet"):
            key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
            if key in sheets:
                grids.append(self.sheet(sheet, sheets[key]))
            elif key not in charts:
                raise NotATable("unreadable")
        if not grids:
            raise NotATable("unreadable")
        return {"kind": "xlsx", "is_1904": self.is_1904, "encoding": "", "separator": "", "sheets": grids}

    # Parts ------------------------------------------------------------------------------------------------------------

    def part(self, name: str) -> bytes:
        content = self.archive.read(name)
        if b"<!DOCTYPE" in content:
            raise NotATable("unreadable")
        return content

    def tree(self, name: str) -> Any:
        return etree.fromstring(self.part(name), etree.XMLParser(**CAREFUL))

    def elements(self, name: str, *tags: str) -> Iterator[Any]:
        """The elements of these names, one after the other; what was seen is let go."""
        qualified_tags = [f"{{*}}{tag}" for tag in tags]
        for _event, element in etree.iterparse(io.BytesIO(self.part(name)), tag=qualified_tags, **CAREFUL):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]

    def related(self, source: str, kind: str) -> dict[str, str]:
        """`{id: name of the part}` of what a part refers to."""
        folder, _slash, name = source.rpartition("/")
        path = f"{folder}/_rels/{name}.rels".lstrip("/")
        if path not in self.names:
            return {}
        parts = {}
        for one in self.tree(path).iter("{*}Relationship"):
            if one.get("Type", "").lower().endswith(f"/{kind}".lower()):
                parts[one.get("Id", "")] = joined(folder, one.get("Target", ""))
        return parts

    def shared_strings(self) -> list[str]:
        name = next(iter(self.related(self.main, "sharedStrings").values()), "")
        return [text_of(one) for one in self.elements(name, "si")] if name in self.names else []

    def number_formats(self) -> list[str]:
        """What a number in each of the styles is: `date`, `time`, `percent`, `00` for so many digits, or empty."""
        name = next(iter(self.related(self.main, "styles").values()), "")
        if name not in self.names:
            return []
        tree = self.tree(name)
        own = {int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in tree.iter("{*}numFmt")}
        styles = next(tree.iter("{*}cellXfs"), ())
        return [kind_of_format(int(one.get("numFmtId", "0")), own) for one in styles]

    # Sheets -----------------------------------------------------------------------------------------------------------

    def sheet(self, named: Any, part: str) -> Sheet:
        rows: dict[int, dict[int, Cell]] = {}
        merged, hidden, number = [], 0, 0
        for element in self.elements(part, "row", "mergeCell"):
            if element.tag.endswith("}mergeCell"):
                merged.append(element.get("ref", ""))
                continue
            number = int(element.get("r") or number + 1)
            cells = self.cells(element, number)
            if any(map(filled, cells.values())):
                rows[number] = cells
                hidden += is_true(element.get("hidden"))
        cover(rows, merged)
        comments = self.related(part, "comments") | self.related(part, "threadedComment")
        return {
            "title": named.get("name", ""),
            "is_hidden": named.get("state", "visible") != "visible",
            "rows": as_lists(rows),
            "hidden_rows": hidden,
            "has_comments": bool(comments),
        }

    def cells(self, row: Any, number: int) -> dict[int, Cell]:
        cells: dict[int, Cell] = {}
        place = -1
        for element in row:
            written = element.get("r")
            place = column_of(written.rstrip(DIGITS)) if written else place + 1
            cell = self.cell(element)
            if filled(cell):
                require_near(number, place)
                cells[place] = cell
        return cells

    def cell(self, element: Any) -> Cell:
        kind, written, formula = element.get("t", "n"), None, None
        for part in element:
            if part.tag.endswith("}v"):
                written = part.text or ""
            elif part.tag.endswith("}f"):
                formula = part.text or ""
            elif part.tag.endswith("}is"):
                return text_of(part)
        if formula is not None and (written is None or (not written and kind != "str")):
            return UNFINISHED, f"={formula}"
        if not written:
            return None
        if kind == "s":
            return self.strings[int(written)]
        if kind == "str":
            return unescaped(written)
        if kind == "e":
            return ERROR, written
        if kind == "b":
            return is_true(written)
        if kind == "d":
            return datetime.fromisoformat(written)
        number = float(written)
        if formula is not None and self.is_to_be_worked_out and not number:
            return UNFINISHED, f"={formula}"  # a 0 that its writer left for Excel to replace
        return self.number(number, int(element.get("s", "0")))

    def number(self, number: float, style: int) -> Cell:
        form = self.formats[style] if 0 <= style < len(self.formats) else ""
        if number - number:  # neither infinite nor no number at all
            return ERROR, str(number)
        if form in AS_SHOWN and number >= 1:
            return as_shown(self.day(number), AS_SHOWN[form])
        if form in (*AS_SHOWN, "time"):
            minutes = round(number * 24 * 60)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        if form == "percent":
            return f"{number * 100:.10g}%"
        plain = int(number) if number.is_integer() and abs(number) < 1e15 else number
        return str(plain).zfill(len(form)) if form and isinstance(plain, int) and plain >= 0 else plain

    def day(self, number: float) -> Cell:
        if number > LAST_DAY:
            return ERROR, f"{number:.10g}"
        days = int(number) + (not self.is_1904 and number < 60)  # Excel counts a 29 February 1900
        seconds = round((number % 1) * 86_400)
        day = self.first_day + days * DAY
        return datetime(day.year, day.month, day.day) + timedelta(seconds=seconds) if seconds else day


def as_shown(day: Cell, length: int) -> Cell:
    """The first day of a month or year, where its cell shows no more of it than so many signs."""
    if type(day) is not date:
        return day
    known = day.isoformat()[:length]
    return ShownInPart.of(known) if length < AS_SHOWN["date"] and ShownInPart.of(known) == day else day


CAREFUL = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def foreign_kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    """Which other kind of file it is, where that can be recognised."""
    if "mimetype" in names and archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument"):
        return "opendocument"
    if any(name.endswith(".iwa") for name in names):
        return "numbers"
    return "unreadable"


def joined(folder: str, target: str) -> str:
    """The name of a part from the folder that refers to it: `/xl/a.xml`, `a.xml` and `../a.xml` alike."""
    steps = target.strip("/").split("/") if target.startswith("/") else [*folder.split("/"), *target.split("/")]
    path: list[str] = []
    for step in steps:
        if step == "..":
            path = path[:-1]
        elif step not in ("", "."):
            path.append(step)
    return "/".join(path)


def kind_of_format(number: int, own: dict[int, str]) -> str:
    code = own.get(number)
    if code is None:
        builtin = {
            "month": BUILT_IN_MONTHS,
            "date": BUILT_IN_DATES,
            "time": BUILT_IN_TIMES,
            "percent": BUILT_IN_PERCENT,
        }
        return next((kind for kind, numbers in builtin.items() if number in numbers), "")
    first = NOT_OF_A_FORMAT.sub("", code[:MOST_IN_A_FORMAT].partition(";")[0]).lower()
    if "general" in first:
        return ""
    if "y" in first and not any(sign in first for sign in "dhs"):
        return "month" if "m" in first else "year"
    if any(sign in first for sign in "yd") or ("m" in first and not any(sign in first for sign in "hs")):
        return "date"
    if any(sign in first for sign in "hs"):
        return "time"
    if "%" in first:
        return "percent"
    return first if len(first) > 1 and not first.strip("0") else ""


def text_of(element: Any) -> str:
    """The text of a cell, of all its runs; how it is pronounced is no part of it."""
    if len(element) == 1 and element[0].tag.endswith("}t"):
        return unescaped(element[0].text or "")
    runs = (one for one in element.iter("{*}t") if not one.getparent().tag.endswith("}rPh"))
    return unescaped("".join(one.text or "" for one in runs))


def unescaped(text: str) -> str:
    return ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text


def is_true(written: str | None) -> bool:
    return written in ("1", "true", "on")


@lru_cache(maxsize=1_000)
def column_of(letters: str) -> int:
    """`A` is 0, `AA` is 26. Raises ValueError."""
    if not re.fullmatch("[A-Z]{1,3}", letters):
        raise ValueError(letters)
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def cover(rows: dict[int, dict[int, Cell]], merged: list[str]) -> None:
    """Say of every place under the first line of a merged cell that its value is in doubt."""
    room, numbers = MOST_MERGED, sorted(rows)
    for written in merged:
        first, _colon, last = written.partition(":")
        start, end = PLACE.fullmatch(first), PLACE.fullmatch(last)
        if not (start and end):
            continue
        (left, top), (right, bottom) = ((column_of(one.group(1)), int(one.group(2))) for one in (start, end))
        if not filled(rows.get(top, {}).get(left)):
            continue
        below = numbers[bisect_right(numbers, top) : bisect_right(numbers, bottom)]
        width = min(right, TABLE_LAST_COLUMN) - left + 1
        room -= len(below) * width
        if room < 0:
            raise NotATable("unreadable")
        for number in below:
            rows[number] |= dict.fromkeys(range(left, left + width), (MERGED, written))


def as_lists(rows: dict[int, dict[int, Cell]]) -> Rows:
    width = max((place for cells in rows.values() for place in cells), default=-1) + 1
    return [(number, [cells.get(place) for place in range(width)]) for number, cells in sorted(rows.items())]

"""The raw reading of a CSV, as whatever program has written it: see `reports.tables.grids`."""

import csv
import io
import re
from collections.abc import Iterator

from reports.limits import TABLE_CELL, TABLE_ROWS
from reports.tables.grids import Book, NotATable, filled

HEADS = 3  # rows that say what stands below them: keys, names, tags
SEPARATORS = ";,\t|"
SEPARATOR_LINE = re.compile(r'"?sep=([^\r\n])"?;?,?(?:\r\n|\r|\n|$)', re.IGNORECASE)
NOT_TEXT = (b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"{\\rtf", b"PK")
# In a text that is not of Windows-1252 these stand for letters: it is of an old Mac or of DOS, or of two encodings.
FOREIGN = re.compile(r"(?<=[A-Za-z])[‚ƒ„†‡ˆ‰Š‹ŒŽ‘“•˜™š›¡¢£¤](?=[a-z])")
TWO_ENCODINGS = re.compile(rb"[\xc3\xc2][\x80-\xbf]")
CONTROL = re.compile(r"[\x01-\x08\x0b\x0e-\x1f]")


def read_text(content: bytes) -> Book:
    """Raises NotATable."""
    text, encoding = decoded(content)
    separator_line = SEPARATOR_LINE.match(text)
    first = 1
    if separator_line:
        text, first = text[separator_line.end() :], 2
    separator = separator_line.group(1) if separator_line else separator_of(text)
    sheet = {"title": "", "is_hidden": False, "hidden_rows": 0, "has_comments": False}
    sheet["rows"] = [(number, cells) for number, cells in csv_rows(text, separator, first) if any(map(filled, cells))]
    stated_separator = separator_line.group(1) if separator_line else ""
    return {"kind": "csv", "is_1904": False, "encoding": encoding, "separator": stated_separator, "sheets": [sheet]}


def decoded(content: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding where it is not UTF-8."""
    if content.startswith(NOT_TEXT):
        raise NotATable("unreadable")
    try:
        if content.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
            raise NotATable("unreadable")
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16"), "UTF-16"
        if (half := zeros_of(content)) is not None:
            return content.decode(half), "UTF-16"
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return windows_text(content), "Windows-1252"


def zeros_of(content: bytes) -> str | None:
    """UTF-16 without its mark shows by the zeros in every second byte."""
    start = content[:400]
    for half, name in ((start[1::2], "utf-16-le"), (start[::2], "utf-16-be")):
        if len(half) > 4 and half.count(0) > len(half) * 0.8:
            return name
    return None


def windows_text(content: bytes) -> str:
    """What Excel saves as "CSV" in western Europe; anything that does not look like it is not guessed."""
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise NotATable("encoding") from None
    if TWO_ENCODINGS.search(content) or FOREIGN.search(text) or CONTROL.search(text) or "\x00" in text:
        raise NotATable("encoding")
    return text


def separator_of(text: str) -> str:
    """The sign that stands most often in the first line, outside of quotation marks."""
    header = re.split(r"\r\n|\r|\n", text.lstrip("\r\n"), maxsplit=1)[0]
    bare = "".join(header.split('"')[::2])
    return max(SEPARATORS, key=bare.count)


def csv_rows(text: str, separator: str, first: int) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the line on which it begins: a quoted cell may span several."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line, held = first, 0
    try:
        for cells in reader:
            held += any(cells)
            if held > TABLE_ROWS + HEADS:
                raise NotATable("rows", most=TABLE_ROWS)
            yield line, cells
            line = reader.line_num + first
    except csv.Error:
        raise NotATable("line", line=line, most=TABLE_CELL) from None

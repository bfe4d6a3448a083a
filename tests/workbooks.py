"""Workbooks as somebody would hand them in: ours, read and written again by other programs, edited cell by cell."""

import io
import shutil
import subprocess
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

Grids = dict[str, list[list[Any]]]


def soffice() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def writer() -> bool:
    """Whether that LibreOffice opens texts too."""
    program = soffice()
    return bool(program) and Path(program).resolve().with_name("libswlo.so").exists()


def saved_by_libreoffice(content: bytes, folder: Path, ending: str = "xlsx", kind: str = "xlsx") -> bytes:
    """The file of a `kind` as LibreOffice writes it after opening it, as another file of the kind `ending`."""
    taken = folder / f"in.{kind}"
    taken.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [soffice(), profile, "--headless", "--convert-to", ending, "--outdir", folder / "out", taken]
    subprocess.run(command, check=True, timeout=120, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (folder / "out" / f"in.{ending}").read_bytes()


def grids_of(content: bytes) -> Grids:
    """`{title: rows of cells}` of every sheet, hidden rows and columns too."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {title: book.get_sheet_by_name(title).to_python(skip_empty_area=False) for title in book.sheet_names}


def book_of(grids: Grids) -> bytes:
    """A plain workbook of these cells: dates as dates, `("=A1", "x")` as a formula that came to x."""
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for title, rows in grids.items():
            sheet = book.add_worksheet(title)
            for line, cells in enumerate(rows):
                for place, value in enumerate(cells):
                    if isinstance(value, tuple):
                        sheet.write_formula(line, place, value[0], value=value[1])
                    elif value not in ("", None):
                        sheet.write(line, place, value, day if isinstance(value, date) else None)
    return target.getvalue()


def sheet_of(grids: Grids, kind: str) -> list[list[Any]]:
    return next(rows for rows in grids.values() if rows and str(rows[0][0]).startswith(f"{kind}."))


def edited(content: bytes, changes: Iterable[tuple[str, int, str, Any]]) -> bytes:
    """With cells changed: `("activities", 3, "title", "x")` is line 3 of that sheet, as a person counts."""
    grids = grids_of(content)
    for kind, line, key, value in changes:
        rows = sheet_of(grids, kind)
        while len(rows) < line:
            rows.append([""] * len(rows[0]))
        rows[line - 1][rows[0].index(f"{kind}.{key}")] = value
    return book_of(grids)

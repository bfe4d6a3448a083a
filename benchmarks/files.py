"""The list of activities as a file, beside the library alone that writes the same cells."""

import csv
import io
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from xlsxwriter import Workbook

from benchmarks.asking import Answer, Request, Site, query
from benchmarks.costs import Cost, Goal
from benchmarks.measuring import cpu, forget_peak, memory
from benchmarks.place import FOLDER
from reports.exports.csv import Echo
from reports.models import Activity

MOST = 100_000  # rows of a file; of more, one country's
GOAL = Goal(ratio=1.1, times=1.5)
PART = 1_000  # lines read at once, uncounted
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def measure(site: Site) -> Iterator[Cost]:
    asked = {} if Activity.objects.published().count() <= MOST else {"country": "MOZ"}
    kept = FOLDER / "activities.csv"
    kept.write_bytes(site.ask(Request(query("/activities/", format="csv", **asked))).content)
    rows = sum(1 for _line in lines(kept)) - 1
    for form, alone in (("csv", csv_alone), ("xlsx", xlsx_alone)):
        request = Request(query("/activities/", format=form, **asked))
        forget_peak()
        before, begun = memory("VmHWM"), cpu()
        answer: Answer = site.ask(request, keep=False)
        spent, grown = cpu() - begun, memory("VmHWM") - before
        note = f"{rows:,} rows, {answer.size / 1e6:.1f} MB, first byte after {answer.first:.2f} s"
        floor = alone(kept)
        times = spent / floor
        yield Cost(form.upper(), spent / rows * 1000, "ms a row", GOAL, times=times, note=f"{note}; +{grown} MB")


def lines(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.reader(file)


def writing(path: Path, write: Callable[[int, list[str]], object]) -> float:
    """Seconds of writing alone."""
    source, spent, number = lines(path), 0.0, 0
    while part := list(islice(source, PART)):
        begun = cpu()
        for line in part:
            write(number, line)
            number += 1
        spent += cpu() - begun
    return spent


def csv_alone(path: Path) -> float:
    writer = csv.writer(Echo())
    return writing(path, lambda _number, line: writer.writerow(line).encode())


def xlsx_alone(path: Path) -> float:
    book = Workbook(io.BytesIO(), OPTIONS)
    sheet = book.add_worksheet()

    def write(number: int, line: list[str]) -> None:
        for place, value in enumerate(line):
            if value:
                sheet.write_string(number, place, value)

    spent, begun = writing(path, write), cpu()
    book.close()
    return spent + cpu() - begun

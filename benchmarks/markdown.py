"""Figures as tables of Markdown, with the machine named."""

import os
import platform
from collections.abc import Iterable
from pathlib import Path

from django.db import connection

from benchmarks.costs import Cost
from benchmarks.measuring import Figure
from benchmarks.promises import Row

Figures = dict[str, tuple[Row, Figure]]
Costs = dict[str, Cost]


def machine() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
    load = os.getloadavg()[1]
    version = ".".join(map(str, connection.get_database_version()))
    python = platform.python_version()
    return f"{os.cpu_count()} x {model}, load {load:.1f}; Python {python}, {connection.display_name} {version}"


def table(head: Iterable[str], lines: Iterable[Iterable[object]]) -> str:
    head = list(head)
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in rows)


def table_of_requests(small: int, few: Figures, large: int, many: Figures) -> str:
    """Each request at the small size and at the large one."""
    head = ["work", f"{small:,}: ms (spread)", "x floor", "SQL"]
    head += [f"{large:,}: ms (spread)", "x floor", "SQL", "ratio", "goal", "met"]
    return table(head, (line_of(*few[name], many[name][1]) for name in few))


def line_of(row: Row, few: Figure, many: Figure) -> list[object]:
    promise, ratio = row.promise, many.median / few.median
    goal = f"{promise.times:g}x {promise.floor}, {promise.ratio:g}, {promise.queries}"
    misses = few.note or ", ".join(missed(row, few, many, ratio)) or "yes"
    own = (f"{few.median:.0f} ({few.spread})", f"{few.times:.1f}", few.queries)
    grown = (f"{many.median:.0f} ({many.spread})", f"{many.times:.1f}", many.queries)
    return [row.name, *own, *grown, f"{ratio:.2f}", goal, misses if misses == "yes" else f"no: {misses}"]


def missed(row: Row, few: Figure, many: Figure, ratio: float) -> list[str]:
    promise = row.promise
    pairs = {
        "CPU": few.times > promise.times,
        "growth": ratio > promise.ratio,
        "SQL": max(few.queries, many.queries) > promise.queries,
    }
    return [what for what, is_missed in pairs.items() if is_missed]


def table_of_costs(few: Costs, many: Costs) -> str:
    """What is no request of a page."""
    head = ("work", "of few", "of many", "ratio", "x library", "SQL a row", "MB", "met", "")
    return table(head, (line_of_cost(few.get(name), many.get(name)) for name in few | many))


def line_of_cost(few: Cost | None, many: Cost | None) -> list[object]:
    known = [one for one in (few, many) if one]
    last = known[-1]
    misses = last.missed(few if many else None)
    ratio = f"{many.amount / few.amount:.2f}" if few and many else ""
    amounts = [f"{one.amount:.3g} {one.unit}" if one else "" for one in (few, many)]
    beside = [f"{last.times:.1f}" if last.times else "", f"{last.queries:.1f}" if last.queries else ""]
    notes = "; ".join(one.note for one in known if one.note)
    met = f"no: {', '.join(misses)}" if misses else "yes"
    return [last.name, *amounts, ratio, *beside, last.megabytes or "", met, notes]

"""`make bench`: each promise at 1,000 activities and at ten times as many, or `make bench SIZE=1000000`, in a throw-away
database. It prints the tables of `docs/performance.md`."""

import io
import os
import sys
import time
from collections.abc import Iterable
from itertools import chain

from django.core.management import call_command
from django.db import connection

from benchmarks import files, markdown, requests, rounds, tables, worker
from benchmarks.asking import Site
from benchmarks.costs import Cost
from benchmarks.data import fill
from benchmarks.measuring import work_in_one_process

SMALL = 1_000
SIZE = int(os.environ.get("SIZE") or 10_000)
IS_LONG = SIZE >= 100_000
ROWS = {SMALL: 1_000, SIZE: 10_000} if IS_LONG else {SMALL: 50, SIZE: 200}  # of a table
ROUNDS = (5_000, 50_000) if IS_LONG else (SMALL, 2 * SMALL)  # activities of which a report is made


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def prepare() -> None:
    """Raises SystemExit where something stands in the database already: nothing of a site is ever filled up."""
    if connection.introspection.table_names():
        raise SystemExit("The database named by DATABASE_URL is not empty.")
    for name in ("migrate", "createcachetable", "load_plan", "load_demo"):
        call_command(name, verbosity=0, stdout=io.StringIO())
    call_command("collectstatic", interactive=False, verbosity=0)


def grow(total: int) -> None:
    begun = time.perf_counter()
    added = fill(total)
    say(f"{added:,} activities generated in {time.perf_counter() - begun:.0f} s")


def costs(site: Site, size: int) -> markdown.Costs:
    """A worker's at the end alone."""
    of_worker = worker.measure() if size == SIZE else ()
    return by_name(chain(files.measure(site), tables.measure(ROWS[size]), of_worker))


def by_name(measured: Iterable[Cost]) -> markdown.Costs:
    named = {}
    for cost in measured:
        say(f"{cost.name}: {cost.amount:.3g} {cost.unit}")
        named[cost.name] = cost
    return named


def figures(site: Site) -> markdown.Figures:
    measured = {}
    for row, figure in requests.measure(site):
        say(f"{row.name}: {figure.median:.0f} ms, {figure.times:.0f} times its floor, {figure.queries} queries")
        measured[row.name] = row, figure
    return measured


def main() -> None:
    prepare()
    work_in_one_process()
    site = Site()
    grow(SMALL)
    floors = requests.floors(site)
    few, few_costs = figures(site), costs(site, SMALL)
    reports = []
    for size in ROUNDS:
        grow(size)
        reports.append(by_name(rounds.measure()))
    grow(SIZE)
    many, many_costs = figures(site), costs(site, SIZE)
    print(f"{markdown.machine()}\n")
    for name, figure in floors.items():
        print(f"- {name}: {figure.median:.2f} ms ({figure.size / 1024:.0f} KB)")
    print(f"\n{markdown.table_of_requests(SMALL, few, SIZE, many)}\n")
    print(markdown.table_of_costs(few_costs | reports[0], many_costs | reports[1]))


if __name__ == "__main__":
    main()

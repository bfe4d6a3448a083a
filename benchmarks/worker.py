"""A worker of the web alone: CPU until its first answer, memory then and after every promised page is asked."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator

from benchmarks.asking import Request, Site
from benchmarks.costs import Cost, Goal
from benchmarks.measuring import memory
from benchmarks.promises import WRITES, rows

START, MEMORY = Goal(most=1.5), Goal(most=120)


def serve() -> None:
    """In a process of its own: prints `[seconds, MB, MB]`."""
    site = Site()
    site.ask(Request("/health/"))
    started, first = time.process_time(), memory()
    ask_all(site)
    sys.stdout.write(json.dumps([started, first, memory()]))


def ask_all(site: Site) -> None:
    for row in rows():
        if row.promise is not WRITES:
            site.ask(row.ready(site)(), keep=False)
    for form in ("csv", "xlsx"):
        site.ask(Request(f"/activities/?format={form}&country=MOZ"), keep=False)


def measure() -> Iterator[Cost]:
    """Raises CalledProcessError."""
    command = [sys.executable, "-m", "benchmarks.worker"]
    started, first, last = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    yield Cost("start of a worker", started, "s", START, note=f"{first} MB then")
    yield Cost("memory of a worker after all of this", last, "MB", MEMORY)


if __name__ == "__main__":
    serve()

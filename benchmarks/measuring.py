"""CPU of the web and of the database together, floor and work by turns."""

import resource
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

MOST, LEAST = 9, 3  # samples of a row
SECONDS, MOST_SECONDS = (
    0.6,
    3.0,
)  # of CPU, after which a row has enough of them, and after which it has to do with fewer


def cpu() -> float:
    """Seconds that this process, the processes that it started and its backend of PostgreSQL have worked."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime + of_database()


def of_database() -> float:
    """Of SQLite nothing: it works in this process. Raises OSError where the server is on another machine."""
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def work_in_one_process() -> None:
    """A query that PostgreSQL divided among processes would be counted in part."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")


def memory(name: str = "VmRSS", pid: int | str = "self") -> int:
    """MB; `VmHWM` is the most since `forget_peak`."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith(f"{name}:"))) // 1024


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    queries: list[str] = []

    def count(execute, sql, parameters, many, context):
        queries.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(count):
        yield queries


@dataclass
class Figure:
    """Of one row: milliseconds of its work and of its floor, each sample; queries and bytes of a request."""

    work: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    queries: int = 0
    size: int = 0
    note: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.work)

    @property
    def times(self) -> float:
        return self.median / statistics.median(self.floor)

    @property
    def spread(self) -> str:
        return f"{min(self.work):.0f}-{max(self.work):.0f}"


def sample(work: Callable[[], Callable[[], object]], floor: Callable[[], object]) -> Figure:
    """By turns, after one of each that only its queries are counted of. `work` makes ready, uncounted, what is then done."""
    floor()
    figure, made_ready = Figure(), work()
    with counted_queries() as queries:
        made_ready()
    figure.queries, begun = len(queries), cpu()
    while len(figure.work) < MOST and cpu() - begun < (SECONDS if len(figure.work) >= LEAST else MOST_SECONDS):
        figure.floor.append(milliseconds(floor))
        figure.work.append(milliseconds(work()))
    return figure


def milliseconds(work: Callable[[], object]) -> float:
    begun = cpu()
    work()
    return (cpu() - begun) * 1000

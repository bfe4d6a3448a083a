"""Tables of activities: a dry run of few and of many rows, and writing them."""

import time
from collections.abc import Callable, Iterator

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from benchmarks.asking import BACKEND
from benchmarks.costs import Cost, Goal
from benchmarks.measuring import counted_queries, cpu
from reports.jobs.queueing import do_here
from reports.models import Job, TableUpload, User

GOAL = Goal(most=5, ratio=1.1, queries=1)


def table_of(rows: int, mark: str) -> bytes:
    lines = (
        f"{mark}{number},Activity {number},VI.1,completed,2012-01-01,MOZ,IOM,Partner {number % 50},VI.T1.1=MOZ@2012-01-01"
        for number in range(rows)
    )
    return "\n".join(("reference,title,actions,status,starts_on,countries,lead,partners,claims", *lines)).encode()


def read_whole(client: Client, content: bytes) -> str:
    """Upload a table and have it read, by a job where it is long: its address."""
    answer = client.post("/countries/MOZ/tables/", {"file": SimpleUploadedFile("work", content)})
    work()
    while TableUpload.objects.latest("created_at").state == "reading":
        assert client.get(answer.url).status_code == 200
    return answer.url


def apply_whole(client: Client, address: str) -> None:
    client.post(address)
    work()


def work() -> None:
    """What a worker does with tables, in this process."""
    for key in list(Job.objects.open().filter(kind__startswith="table").values_list("key", flat=True)):
        do_here(key)


def measure(rows: int) -> Iterator[Cost]:
    client = Client()
    client.force_login(User.objects.get(username="focal.moz"), backend=BACKEND)
    addresses: list[str] = []
    yield cost("dry run of an import", rows, lambda: addresses.append(read_whole(client, table_of(rows, f"T{rows}-"))))
    yield cost("applying an import", rows, lambda: apply_whole(client, addresses[0]))
    assert TableUpload.objects.latest("created_at").state == "applied"


def cost(name: str, rows: int, work: Callable[[], object]) -> Cost:
    begun, at = cpu(), time.perf_counter()
    with counted_queries() as queries:
        work()
    spent, waited = cpu() - begun, time.perf_counter() - at
    note = f"{rows:,} rows, {waited:.1f} s by the clock"
    return Cost(name, spent / rows * 1000, "ms a row", GOAL, queries=len(queries) / rows, note=note)

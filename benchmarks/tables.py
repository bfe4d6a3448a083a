"""Tables of activities: looking at 5,000 rows beside 500, what others wait meanwhile, writing, and taking away again."""

import resource
import statistics
import threading
import time
from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from reports.models import Country, TableUpload, User
from reports.tables.workbook import workbook_of

FEW, MANY = 500, 5_000
OTHERS_PAGE = "/activities/"


def table_of(rows: int, mark: str) -> bytes:
    lines = (
        f"{mark}{number},Activity {number},VI.1,completed,2012-01-01,MOZ,IOM,Partner {number % 50},VI.T1.1=MOZ@2012-01-01"
        for number in range(rows)
    )
    return "\n".join(("reference,title,actions,status,starts_on,countries,lead,partners,claims", *lines)).encode()


def requests_until_read(client: Client, content: bytes) -> tuple[str, list[float]]:
    """Upload a table and ask for its page until it is read: its address, and the seconds of each request."""
    begun = time.perf_counter()
    answer = client.post("/countries/MOZ/tables/", {"file": SimpleUploadedFile("work", content)})
    seconds = [time.perf_counter() - begun]
    while TableUpload.objects.first().state == "reading":
        begun = time.perf_counter()
        assert client.get(answer.url).status_code == 200
        seconds.append(time.perf_counter() - begun)
    return answer.url, seconds


def page_times(stop: threading.Event) -> Iterator[float]:
    client = Client()
    client.get(OTHERS_PAGE)
    while not stop.is_set():
        begun = time.perf_counter()
        client.get(OTHERS_PAGE)
        yield time.perf_counter() - begun


def others(work) -> tuple[float, float]:
    """Seconds that somebody else waits for a page on a thread of its own while `work` goes on: median and longest."""
    stop, times = threading.Event(), []

    def ask():
        times.extend(page_times(stop))
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    work()
    stop.set()
    thread.join()
    return statistics.median(times), max(times)


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure() -> None:
    person = User.objects.get(username="focal.moz")
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    idle, _longest = others(lambda: time.sleep(2))
    _address, few = requests_until_read(client, table_of(FEW, "F"))
    before, looked = memory(), []
    median, longest = others(lambda: looked.append(requests_until_read(client, table_of(MANY, "M"))))
    address, many = looked[0]
    ratio = (sum(many) / MANY) / (sum(few) / FEW)
    print(f"looking at {FEW:,} rows: {FEW / sum(few):,.0f} rows/s; at {MANY:,} rows: {MANY / sum(many):,.0f} rows/s")
    print(f"  a row of many costs {ratio:.2f} of a row of few; {len(many)} requests, the longest {max(many):.1f} s")
    print(
        f"  others wait {median / idle:.1f} times as long meanwhile, {longest:.2f} s at most; +{memory() - before} MB"
    )
    begun = time.perf_counter()
    client.post(address)
    assert TableUpload.objects.first().state == "applied"
    spent = time.perf_counter() - begun
    print(f"writing {MANY:,} rows: {MANY / spent:,.0f} rows/s, {spent:.0f} s in one transaction")
    begun = time.perf_counter()
    content = workbook_of(Country.objects.get(pk="MOZ"), by=person, language="pt")
    print(f"the workbook of them: {time.perf_counter() - begun:.1f} s, {len(content) // 1024:,} kB")
    _address, back = requests_until_read(client, content)
    assert TableUpload.objects.first().findings["counts"]["changed"] == 0
    print(f"looking at it again: {MANY / sum(back):,.0f} rows/s; {memory()} MB in all")

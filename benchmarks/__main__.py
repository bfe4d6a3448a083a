"""`make bench`: the dashboards at one and at ten times the activities, the longest list as a file, tables, and the closing
of a round of 20 countries and 5,000 activities with its report, in a throw-away SQLite database."""

import io
import resource
import statistics
import time

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks import tables
from reports import workflow
from reports.documents.report import report
from reports.documents.setting import FORMS
from reports.documents.source import source
from reports.models import Activity, Agreement, Claim, Evidence, Round, Snapshot, StatusSpan, User, Word
from reports.snapshots import contents
from reports.snapshots.frozen import parsed

PAGES = ("/", "/region/", "/region/matrix/", "/countries/MOZ/", "/activities/", "/api/v1/progress/targets/")
COUNTRIES = "MOZ TZA KEN UGA ZMB MWI BDI RWA COD ETH SOM ZAF ZWE AGO BWA LSO NAM SWZ DJI SSD"
START = "2012-01-01"
TEXT = "Officers of the border posts and of the ministry worked through cases of protection and assistance. " * 4


def grow(total: int) -> None:
    """Verified national activities that were held on one day, each with an action and a claim, up to `total`."""
    author = User.objects.first()
    have = Activity.objects.count()
    made = Activity.objects.bulk_create(
        Activity(
            created_by=author,
            language="en",
            title=f"Activity {number}",
            summary=TEXT,
            status="completed",
            first_status="completed",
            starts_on=START,
            begun_on=START,
            review="verified",
            confirmed_on=START,
            is_agreed=True,
        )
        for number in range(have, total)
    )
    give_histories(made)
    actions, countries = Activity.actions.through, COUNTRIES.split()
    pairs = [(row, countries[number % len(countries)]) for number, row in enumerate(made)]
    agreed = (Agreement(activity=row, country_id=country, word=Word.AGREED) for row, country in pairs)
    Agreement.objects.bulk_create(agreed, batch_size=5000)
    actions.objects.bulk_create([actions(activity=row, action_id="VI.1") for row in made], batch_size=5000)
    claim(pairs)
    prove(made, author)


def give_histories(made: list[Activity]) -> None:
    """Planned until the day on which they were held."""
    spans = (
        span
        for row in made
        for span in (
            StatusSpan(activity=row, status="planned", until=START),
            StatusSpan(activity=row, status="completed", since=START),
        )
    )
    StatusSpan.objects.bulk_create(spans, batch_size=5000)


def claim(pairs: list[tuple[Activity, str]]) -> None:
    Claim.objects.bulk_create(
        [
            Claim(
                activity=row,
                indicator_id="VI.T1.1",
                unit=country,
                country_id=country,
                achieved_on=START,
                word=Word.AGREED,
                verification="verified",
                decided_at=timezone.now(),
            )
            for row, country in pairs
        ],
        batch_size=5000,
    )


def prove(made: list[Activity], author: User) -> None:
    Evidence.objects.bulk_create(
        [
            Evidence(
                activity=row, kind="citation", citation="Joint report, 2012", confidentiality="public", added_by=author
            )
            for row in made
        ],
        batch_size=5000,
    )


def median(path: str) -> float:
    client, times = Client(), []
    for _n in range(7):
        begun = time.perf_counter()
        assert client.get(path).status_code == 200
        times.append(time.perf_counter() - begun)
    return statistics.median(times[1:])


def close_a_round() -> None:
    """What freezing costs, how long the documents are, and what their page costs when it is first read and after."""
    agency = User.objects.get(username="unhcr")
    row = Round.objects.create(title="Benchmark", opens_on="2012-10-01", closes_on="2012-12-31", as_at="2012-12-31")
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        snapshot = workflow.close_round(by=agency, pk=row.pk, contents=contents)
    seconds = time.perf_counter() - begun
    sizes = [len(text.encode()) / 1e6 for text in (snapshot.content, snapshot.public_content)]
    print(
        f"closing a round of {Activity.objects.count()} activities: {seconds:.1f} s, {len(queries)} queries", end=", "
    )
    print(f"{sizes[0]:.1f} MB for participants, {sizes[1]:.1f} MB for the public")
    client = Client()
    client.force_login(agency, backend="allauth.account.auth_backends.AuthenticationBackend")
    for path in (snapshot.get_absolute_url(), f"{snapshot.get_absolute_url()}targets/VI.T1/"):
        parsed.cache_clear()
        times = []
        for _n in range(3):
            begun = time.perf_counter()
            assert client.get(path).status_code == 200
            times.append(f"{(time.perf_counter() - begun) * 1000:.0f} ms")
        print(f"  {path}: {', '.join(times)}")
    assert Snapshot.objects.get(pk=snapshot.pk).sha256 == snapshot.sha256
    set_documents(snapshot)


def set_documents(snapshot: Snapshot) -> None:
    """What the report of that round costs in its forms."""
    for form, setting in FORMS.items():
        begun = time.perf_counter()
        values = report(source(snapshot, participants=True, language="fr"))
        read = time.perf_counter() - begun
        size = len(setting("report", values)) / 1e6
        print(f"  report as {form}: {time.perf_counter() - begun:.1f} s, of which reading {read:.1f} s; {size:.1f} MB")


def export(form: str) -> None:
    """The list of activities as a file: how long, how large, and by how much the memory of the process grew (MB)."""
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    response = Client().get("/activities/", {"format": form})
    size = sum(len(part) for part in response.streaming_content)
    took, grown = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"{form:<30}{took:>8.1f} s {size / 1e6:>8.1f} MB {grown / 1024:>+8.1f} MB of memory")


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_plan", verbosity=0)
    call_command("load_demo", verbosity=0, stdout=io.StringIO())
    call_command("collectstatic", interactive=False, verbosity=0)
    grow(1_000)
    small = {path: median(path) for path in PAGES}
    grow(5_000)
    close_a_round()
    grow(10_000)
    print(f"{'page':<30}{'1,000':>10}{'10,000':>10}{'ratio':>8}")
    for path in PAGES:
        large = median(path)
        print(f"{path:<30}{small[path] * 1000:>8.1f}ms{large * 1000:>8.1f}ms{large / small[path]:>8.2f}")
    grow(50_000)
    print("\nthe list of 50,000 activities")
    for form in ("csv", "xlsx"):
        export(form)
    Activity.objects.all().delete()
    tables.measure()


main()

"""`make bench`: the dashboards at one and at ten times the activities, and the longest list as a file, in a throw-away
SQLite database."""

import io
import os
import resource
import statistics
import tempfile
import time
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory(prefix="tracker-bench-")
os.environ["DEVELOPMENT"] = "1"
os.environ["DATABASE_URL"] = f"sqlite:///{Path(FOLDER.name) / 'bench.sqlite3'}"
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402 - the environment has to be set first

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from reports.models import Activity, Claim, User  # noqa: E402

PAGES = ("/", "/region/", "/region/matrix/", "/countries/MOZ/", "/activities/", "/api/v1/progress/targets/")
COUNTRIES = ("MOZ", "TZA", "KEN", "UGA", "ZMB", "MWI", "BDI", "RWA")


def grow(total: int) -> None:
    """Verified national activities, each with an action and a claim, up to `total`."""
    author = User.objects.first()
    have = Activity.objects.count()
    made = Activity.objects.bulk_create(
        Activity(
            created_by=author,
            language="en",
            title=f"Activity {number}",
            status="completed",
            starts_on="2012-01-01",
            review="verified",
            confirmed_on="2012-01-01",
        )
        for number in range(have, total)
    )
    places, actions = Activity.countries.through, Activity.actions.through
    pairs = [(row, COUNTRIES[number % len(COUNTRIES)]) for number, row in enumerate(made)]
    places.objects.bulk_create([places(activity=row, country_id=country) for row, country in pairs], batch_size=5000)
    actions.objects.bulk_create([actions(activity=row, action_id="VI.1") for row in made], batch_size=5000)
    Claim.objects.bulk_create(
        [
            Claim(activity=row, indicator_id="VI.T1.1", unit=country, country_id=country, achieved_on="2012-01-01")
            for row, country in pairs
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


def export(form: str) -> None:
    """The list of activities as a file: how long, how large, and by how much the memory of the process grew (MB)."""
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    response = Client().get("/activities/", {"format": form})
    size = sum(len(part) for part in response.streaming_content)
    took, grown = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"{form:<30}{took:>8.1f} s {size / 1e6:>8.1f} MB {grown / 1024:>+8.1f} MB of memory")


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("load_plan", verbosity=0)
    call_command("load_demo", verbosity=0, stdout=io.StringIO())
    grow(1_000)
    small = {path: median(path) for path in PAGES}
    grow(10_000)
    print(f"{'page':<30}{'1,000':>10}{'10,000':>10}{'ratio':>8}")
    for path in PAGES:
        large = median(path)
        print(f"{path:<30}{small[path] * 1000:>8.1f}ms{large * 1000:>8.1f}ms{large / small[path]:>8.2f}")
    grow(50_000)
    print("\nthe list of 50,000 activities")
    for form in ("csv", "xlsx"):
        export(form)


main()

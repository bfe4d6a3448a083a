"""What each promised request costs, beside its floor."""

from collections.abc import Iterator

from benchmarks.asking import Request, Site, answer_of
from benchmarks.floors import LISTED, f1, f2, of_bytes
from benchmarks.measuring import Figure, sample
from benchmarks.promises import Row, rows

PLAIN = Request("/")


def measure(site: Site) -> Iterator[tuple[Row, Figure]]:
    """Each row with its figure, one after the other."""
    for row in rows():
        ask = row.ready(site)
        known = site.ask(ask())
        floor = of_bytes(known.size) if row.promise.floor == "bytes" else f2()
        figure = sample(lambda ask=ask: prepared(site, ask()), lambda floor=floor: over(floor, site))
        figure.size = known.size
        if row.promise.title == "304" and known.status != 304:
            figure.note = f"answered with {known.status}: no ETag"
        yield row, figure


def prepared(site: Site, request: Request):
    environ = site.environ(request)

    def work() -> None:
        answer = answer_of(site.application, environ, keep=False)
        assert answer.status < 400, f"{request.name}: {answer.status}"

    return work


def over(floor, site: Site) -> None:
    answer_of(floor, site.environ(PLAIN), keep=False)


def floors(site: Site) -> dict[str, Figure]:
    """F1 and F2, by turns."""
    first, second = f1(), f2()
    figure = sample(lambda: lambda: over(first, site), lambda: over(second, site))
    size = answer_of(second, site.environ(PLAIN)).size
    return {
        "F1": Figure(work=figure.work, floor=figure.floor, size=size),
        f"F2, {LISTED} activities": Figure(work=figure.floor, floor=figure.floor, queries=1, size=size),
    }

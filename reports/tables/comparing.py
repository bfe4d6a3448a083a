"""What a table would change: found without writing anything, a few milliseconds a row."""

from reports.tables.activities import Activities
from reports.tables.adoptions import compare_adoption
from reports.tables.findings import Row
from reports.tables.reading import Table
from reports.tables.site import Site


class Comparison:
    """A table beside the site: `rows(start, stop)` compares a slice of it, so that nobody waits for all of it."""

    def __init__(self, table: Table, site: Site):
        self.table, self.site = table, site
        self.activities = Activities(table, site)

    def rows(self, start: int = 0, stop: int | None = None) -> list[Row]:
        """The activities, then the national plan, from `start` to before `stop`; with the first, what fits nowhere."""
        stop = self.table.total if stop is None else stop
        before = len(self.activities.lines)
        plan = self.table.lines("adoptions")[max(start - before, 0) : max(stop - before, 0)]
        strays = self.activities.strays() if start == 0 else []
        return self.activities.compare(start, stop) + [compare_adoption(line, self.site) for line in plan] + strays

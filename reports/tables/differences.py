"""What a table would change: worked out without writing anything, a few milliseconds a row."""

from reports.tables.activities import Activities
from reports.tables.adoptions import code_of, compare_adoption, first_rows
from reports.tables.agreements import compare_agreement
from reports.tables.duplicates import mark_duplicates
from reports.tables.lines import Line, Table
from reports.tables.rows import Row
from reports.tables.site import Site


class TableComparison:
    """A table beside the site: `rows(start, stop)` compares a slice of it, so that nobody waits for all of it."""

    def __init__(self, table: Table, site: Site):
        self.table, self.site = table, site
        self.activities = Activities(table, site)
        self.plan = table.lines("adoptions")
        self.first = first_rows(self.plan)
        self.agreements = table.lines("agreements")

    def rows(self, start: int = 0, stop: int | None = None) -> list[Row]:
        """The activities, then the national plan, then the agreements, from `start` to before `stop`; with the first, what
        fits nowhere."""
        stop = self.table.total if stop is None else stop
        before = len(self.activities.lines)
        plan = self.plan[max(start - before, 0) : max(stop - before, 0)]
        before += len(self.plan)
        agreements = self.agreements[max(start - before, 0) : max(stop - before, 0)]
        strays = self.activities.strays() if start == 0 else []
        activities = self.activities.compare(start, stop)
        if not self.site.is_applied:
            mark_duplicates(activities, self.site)
        rows = activities + [self.adoption(line) for line in plan]
        return rows + [compare_agreement(line, self.site) for line in agreements] + strays

    def adoption(self, line: Line) -> Row:
        return compare_adoption(line, self.site, self.first[code_of(line) or line.text("id")])

"""Sums that are kept with every write, and how they are read: the cost of a figure does not grow with what it counts.

What an activity adds follows from its rows alone (`lines`). Whenever the change log says that it was written, what it added
before is taken away and what it adds now is put in its place (`keeping`), in the transaction of the write and under the
lock of the log's end, so that of two writers the second sees what the first left.
"""

from reports.tallies.bodies import REGIONAL_OF, WHOLE, is_of_body
from reports.tallies.checking import differences
from reports.tallies.claims import achieved_by_month
from reports.tallies.keeping import build, build_missing, catch_up, rebuild, rebuild_bodies
from reports.tallies.lines import EVERYWHERE, REGIONAL
from reports.tallies.reading import COLUMNS, EVERY, Sum, Where, added_up, places_of, rows_until, sums, sums_by_year
from reports.tallies.results import Results, kept_results

__all__ = [
    "COLUMNS",
    "EVERY",
    "EVERYWHERE",
    "REGIONAL",
    "REGIONAL_OF",
    "WHOLE",
    "Results",
    "Sum",
    "Where",
    "achieved_by_month",
    "added_up",
    "build",
    "build_missing",
    "catch_up",
    "differences",
    "is_of_body",
    "kept_results",
    "places_of",
    "rebuild",
    "rebuild_bodies",
    "rows_until",
    "sums",
    "sums_by_year",
]

"""Sums that are kept with every write, and how they are read: the cost of a figure does not grow with what it counts.

What an activity adds follows from its rows alone (`lines`). Whenever the change log says that it was written, what it added
before is taken away and what it adds now is put in its place (`keeping`), in the transaction of the write and under the
lock of the log's end, so that of two writers the second sees what the first left.
"""

from reports.tallies.checking import differences
from reports.tallies.keeping import build, build_missing, catch_up
from reports.tallies.lines import REGIONAL
from reports.tallies.reading import Sum, sums
from reports.tallies.units import unit_rows

__all__ = ["REGIONAL", "Sum", "build", "build_missing", "catch_up", "differences", "sums", "unit_rows"]

"""One search for everything that a reader may see: the Plan, countries, what people have recorded, editions, help.

There is no table of what can be found: the texts of the norm are few and read as they stand, activities and organisations
are chosen by the database among those that the reader may see. So nothing can be forgotten, and nothing can leak.
"""

from reports.search.entries import GROUPS, KINDS
from reports.search.finding import Group, Results, find
from reports.search.passages import Shown, shown
from reports.search.ranking import Hit

__all__ = ["GROUPS", "KINDS", "Group", "Hit", "Results", "Shown", "find", "shown"]

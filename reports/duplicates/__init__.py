"""One event once: which activities look like an event that was recorded before, and why.

`alike` is for the page of one activity, `duplicates_of` for several, `duplicates` for any that are only values yet.
"""

from reports.duplicates.finding import Alike, Asked, Duplicate, alike, duplicates, duplicates_of, with_compared
from reports.duplicates.wording import Reason

__all__ = ["Alike", "Asked", "Duplicate", "Reason", "alike", "duplicates", "duplicates_of", "with_compared"]

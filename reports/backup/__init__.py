"""Everything that must survive, in one archive, taken while people write; and a site made from it again in an empty place.

`archive` is the file: its members, their sums, what is wrong with one. `databases` dumps and loads a database with the
database's own means. `files` knows where evidence, uploads and documents are kept. `making` and `restoring` put them
together for the commands.
"""

from reports.backup.archive import BadArchive
from reports.backup.making import Made, make
from reports.backup.restoring import NotEmpty, Restored, restore, wrong_with

__all__ = ["BadArchive", "Made", "NotEmpty", "Restored", "make", "restore", "wrong_with"]

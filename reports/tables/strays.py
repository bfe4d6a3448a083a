"""Rows of other sheets that belong to no row of the activities' sheet."""

from django.utils.translation import gettext as _

from reports.tables.lines import Line
from reports.tables.rows import REFUSED, Row


def stray(line: Line, first: dict[str, Line]) -> Row:
    """Refused, with what is to be done; `first` are the rows of activities by key and number."""
    row = Row(line, line.text("of"), REFUSED)
    message = _("Enter the number of the activity, as shown in the first column of the activity's row.")
    if line.text("no"):
        message = _(
            "No activity has the number “%(number)s”. Enter the number shown in the first column of the activity's row."
        )
    if line.text("activity") in first:
        message = _("This row does not belong to the activity with this number. Restore the number “%(own)s”.")
    elif line.text("was") or line.text("activity"):
        message = _(
            "This row belongs to an activity whose own row has been deleted from the workbook, so the "
            "activity has been left unchanged on the site. To make this change, restore the activity's row."
        )
    own = first.get(line.text("activity"), line).text("no")
    row.refuse("no", message % {"number": line.text("no"), "own": own})
    return row

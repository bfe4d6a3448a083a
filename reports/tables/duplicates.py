"""Rows of a table that look like an event which is on the site already. They are told, and nothing is held up by it."""

from typing import Any
from uuid import UUID

from reports.duplicates import Asked, Duplicate, duplicates
from reports.limits import DUPLICATES_COMPARED_OF_MANY
from reports.tables.rows import WRITTEN, Row
from reports.tables.site import Site

AT_ONCE = 200  # rows, for which what is near is read together


def mark_duplicates(rows: list[Row], site: Site) -> None:
    """Name at each row what it looks like. At most seven queries for every `AT_ONCE` rows."""
    for first in range(0, len(rows), AT_ONCE):
        part = [row for row in rows[first : first + AT_ONCE] if row.what in WRITTEN and row.after]
        asked = {row.line.key: Asked(row.after, UUID(row.pk) if row.pk else None) for row in part}
        alike = duplicates(site.who, asked, most=DUPLICATES_COMPARED_OF_MANY)
        for row in part:
            row.duplicates = alike.get(row.line.key, [])


def plain_duplicate(duplicate: Duplicate) -> dict[str, Any]:
    """As a preview keeps it."""
    return {
        "activity": str(duplicate.activity.pk),
        "title": str(duplicate.activity),
        "language": duplicate.activity.language,
        "reasons": [reason.text for reason in duplicate.reasons],
    }

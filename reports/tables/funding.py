"""The sheet of funding: one row a line of an activity, laid over those that it has; and the one amount of older tables."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports.activity.funding import (
    AMOUNTS,
    KEY,
    ONE_AMOUNT,
    is_one_amount,
    lines_after,
    several_lines,
    tidied_lines,
    wrong_in_line,
)
from reports.activity.funding import Line as FundingLine
from reports.activity.funding import key_of as key_of_line
from reports.activity.state import State, lines_of
from reports.models import Activity
from reports.tables.cells import YES, write_cell
from reports.tables.columns import columns_of
from reports.tables.lines import Line
from reports.tables.rows import Row
from reports.tables.site import Site

COLUMNS = columns_of("funding")
TYPED = (*KEY, *AMOUNTS)


def funding_rows(activities: Iterable[Activity]) -> Iterator[dict[str, Any]]:
    """What the workbook writes: the lines of each activity, under its number."""
    for number, activity in enumerate(activities, start=1):
        for line in lines_of(activity):
            yield {name: write_cell(COLUMNS[name], line[name], {}) for name in TYPED} | {
                "no": number,
                "activity": str(activity.pk),
                "was": json.dumps([line[name] for name in TYPED], ensure_ascii=False),
                "of": str(activity),
            }


def money_of(row: Row, cells: dict[str, Any], base: State, *, has_sheet: bool) -> State:
    """The funding lines as the row of the activity wants them: with a sheet of their own, as they were; without one, by the
    one amount. It is refused where it would write over several lines."""
    lines = base["funding_lines"]
    values = {name: cells[name] for name in (ONE_AMOUNT, "currency") if name in cells}
    if has_sheet or not values:
        return {"funding_lines": lines}
    try:
        return {"funding_lines": lines_after(base, values)}
    except ValidationError:
        row.refuse(ONE_AMOUNT, several_lines(values.get(ONE_AMOUNT)))
        return {"funding_lines": lines}


def refuse_over_lines(row: Row, base: State, mine: State, now: State) -> None:
    """The one amount was changed in the table, and on the site there are several lines by now."""
    ours, theirs = mine["funding_lines"], now["funding_lines"]
    is_changed = ours not in (base["funding_lines"], theirs)
    if ONE_AMOUNT in row.line.cells and is_changed and not is_one_amount(theirs, now["currency"]):
        row.refuse(ONE_AMOUNT, several_lines(row.line.text(ONE_AMOUNT)))


def apply_lines(row: Row, lines: Iterable[Line], after: State, site: Site) -> None:
    """Lay the rows of the sheet that say something else than when it was downloaded over the lines of `after`."""
    current = {key_of_line(line): line for line in after["funding_lines"]}
    edited = [(line, was, now) for line in lines if (was := as_downloaded(line)) != (now := read_line(row, line, site))]
    for was in filter(None, (was for _line, was, _now in edited)):
        current.pop(key_of_line(was), None)
    for line, _was, now in edited:
        if now and key_of_line(now) in current:
            row.refuse("funder", twice(), line)
        elif now:
            row.warn("funder", now["funder"], line)
            current[key_of_line(now)] = now
    after["funding_lines"] = tidied_lines(current.values())


def twice() -> str:
    return _("This activity already has a line for this funder, year and currency. Change that line instead.")


def is_edited_line(line: Line, site: Site) -> bool:
    """Whether a row says something else than when it was downloaded."""
    return as_downloaded(line) is None or as_downloaded(line) != read_line(Row(line, ""), line, site)


def as_downloaded(line: Line) -> FundingLine | None:
    """The line as it stood when the workbook was made; None for a new one."""
    try:
        held = json.loads(line.text("was"))
        return dict(zip(TYPED, held, strict=True))
    except (ValueError, TypeError):
        return None


def read_line(row: Row, line: Line, site: Site) -> FundingLine | None:
    """None for a row that takes its line away, or that cannot be read (refused)."""
    problems_before = len(row.problems)
    cells = row.read(COLUMNS, site.choices, line, as_downloaded(line))
    if len(row.problems) > problems_before or cells.get("remove") == YES:
        return None
    (now,) = tidied_lines([cells])
    for column, message in wrong_in_line(now).items():
        row.refuse(column, message, line)
    return now if len(row.problems) == problems_before else None

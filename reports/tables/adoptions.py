"""The sheet of the national plan: one row an action of the menu, then the country's own."""

from typing import Any

from django.utils.translation import gettext as _

from reports import rules
from reports.models import Adoption
from reports.state import plain
from reports.tables.cells import DASH, NO, YES, NotReadable, as_text, checksum, read_cell
from reports.tables.columns import columns_of
from reports.wording import told_state

MENU_FIELDS = ("priority", "adopted_on", "lead_ministry", "starts_on", "ends_on", "needs_funding")
OWN_FIELDS = ("theme_id", "title", *MENU_FIELDS)


def adoption_values(adoption: Adoption) -> dict[str, Any]:
    """Its fields as the cells hold them."""
    names = MENU_FIELDS if adoption.action_id else OWN_FIELDS
    values = {name: plain(getattr(adoption, name)) for name in names}
    return values | {"needs_funding": YES if adoption.needs_funding else NO}


def compare_adoption(comparison: Any, line: int, row: dict[str, Any], result: Any) -> None:
    """Fill `result` (a `comparing.Row`) with what a row of the sheet would do to the country's plan."""
    country = comparison.country
    if not country or not rules.may_write_for(comparison.who, country):
        comparison.tell(
            result, line, "adopted", _("You may adopt actions for your own country only."), sheet="adoptions"
        )
        return
    cells = read(comparison, line, row, result)
    code = as_text(row.get("action")).partition(DASH.strip())[0].strip()
    key = code or as_text(row.get("id"))
    adoption = comparison.plan.get(key)
    for name in ("title", "lead_ministry"):
        if cells.get(name) and cells[name] != getattr(adoption, name, ""):
            comparison.warn(result, line, name, cells[name], sheet="adoptions")
    if code and code not in comparison.codes.known("actions"):
        told = _("There is nothing with the code %(codes)s.") % {"codes": code}
        comparison.tell(result, line, "action", told, sheet="adoptions")
    written = cells.pop("adopted", "")
    wanted = written == YES if written else adoption is not None or not code
    if result.problems or (not key and adoption_exists(comparison, cells)):
        return
    names = MENU_FIELDS if code else OWN_FIELDS
    result.pk, result.values = key, {name: cells[name] for name in names if name in cells}
    if adoption is None:
        if wanted:
            begin(comparison, line, code, result)
        return
    result.version = adoption.version
    before = adoption_values(adoption)
    changed = [name for name in result.values if result.values[name] != before[name]]
    if wanted and not changed:
        return
    if as_text(row.get("version")) not in ("", str(adoption.version)):
        untouched = wanted and as_text(row.get("checksum")) == checksum({name: cells.get(name) for name in names})
        result.what = "unchanged" if untouched else "conflict"
    else:
        result.what = "changed"
    if not wanted:
        result.values = None
        result.fields = [(str(columns_of("adoptions")["adopted"].label), _("yes"), _("no"))]
    else:
        result.fields = told_state(before, before | result.values, changed)


def adoption_exists(comparison: Any, cells: dict[str, Any]) -> bool:
    """A new action of the country's own that an earlier upload of the same file has made already."""
    return any(
        not row.action_id and row.title == cells.get("title") and row.theme_id == cells.get("theme_id")
        for row in comparison.plan.values()
    )


def begin(comparison: Any, line: int, code: str, result: Any) -> None:
    result.what = "created"
    result.values = {name: value for name, value in result.values.items() if value not in (None, "")}
    if not code:
        if not result.values.get("title"):
            comparison.tell(result, line, "title", _("Give the action a title."), sheet="adoptions")
        if not result.values.get("theme_id"):
            told = _("Choose the theme under which it belongs.")
            comparison.tell(result, line, "theme_id", told, sheet="adoptions")


def read(comparison: Any, line: int, row: dict[str, Any], result: Any) -> dict[str, Any]:
    cells = {}
    for key, column in columns_of("adoptions").items():
        if column.is_locked or key not in row:
            continue
        try:
            cells[key] = read_cell(column, row[key], comparison.choices)
        except NotReadable as problem:
            comparison.tell(result, line, key, str(problem), sheet="adoptions")
    if cells.get("needs_funding") == "":
        cells["needs_funding"] = NO
    if cells.get("priority") == "":
        cells["priority"] = Adoption.Priority.MEDIUM.value
    if cells.get("adopted_on") is None:
        cells.pop("adopted_on", None)
    start, end = cells.get("starts_on"), cells.get("ends_on")
    if start and end and end < start:
        told = _("The end is before the start. Correct one of the two dates.")
        comparison.tell(result, line, "ends_on", told, sheet="adoptions")
    return cells

"""The sheet of the national plan: one row an action of the menu, then the country's own."""

from typing import Any

from django.utils.translation import gettext as _

from reports import rules
from reports.models import Adoption
from reports.state import plain
from reports.tables.cells import DASH, NO, YES, Choices, checksum
from reports.tables.columns import CHOICE, columns_of
from reports.tables.findings import CHANGED, CONFLICT, CREATED, Row
from reports.tables.reading import Line
from reports.tables.site import Site

COLUMNS = columns_of("adoptions")
MENU_FIELDS = ("priority", "adopted_on", "lead_ministry", "starts_on", "ends_on", "needs_funding")
NOT_ADOPTED = "0"  # the version of an action that was not in the plan when the workbook was made
OWN_FIELDS = ("theme_id", "title", *MENU_FIELDS)


def fields_of(code: str | None) -> tuple[str, ...]:
    return MENU_FIELDS if code else OWN_FIELDS


def adoption_values(adoption: Adoption) -> dict[str, Any]:
    """Its fields as the cells hold them."""
    values = {name: plain(getattr(adoption, name)) for name in fields_of(adoption.action_id)}
    return values | {"needs_funding": YES if adoption.needs_funding else NO}


def compare_adoption(line: Line, site: Site) -> Row:
    """What a row of the sheet would do to the country's plan. `values` are None for one that is laid down."""
    row = Row(line, line.text("action") or line.text("title"), countries=[site.country] if site.country else [])
    if not site.country or not rules.may_write_for(site.who, site.country):
        row.refuse("adopted", _("You may adopt actions for your own country only."))
        return row
    code = line.text("action").partition(DASH.strip())[0].strip()
    if code and code not in site.codes.known("actions"):
        row.refuse("action", _("There is nothing with the code %(codes)s.") % {"codes": code})
    cells = with_defaults(row.read(COLUMNS, site.choices))
    check_dates(row, cells)
    row.pk = code or line.text("id")
    adoption = site.plan.get(row.pk) or None if code else own_action(row.pk, cells, site)
    for name in ("title", "lead_ministry"):
        if cells.get(name) and cells[name] != getattr(adoption, name, ""):
            row.warn(name, cells[name])
    written = cells.pop("adopted", "")
    is_wanted = written == YES if written else adoption is not None or not code
    values = {name: cells[name] for name in fields_of(code) if name in cells}
    if not row.problems and adoption is None:
        begin(row, code, values, is_wanted=is_wanted)
    elif not row.problems:
        decide(row, adoption, values, site.choices, is_wanted=is_wanted)
    return row


def with_defaults(cells: dict[str, Any]) -> dict[str, Any]:
    """An empty cell says what a new adoption begins with."""
    cells["needs_funding"] = cells.get("needs_funding") or NO
    cells["priority"] = cells.get("priority") or Adoption.Priority.MEDIUM.value
    if not cells.get("adopted_on"):
        cells.pop("adopted_on", None)
    return cells


def check_dates(row: Row, cells: dict[str, Any]) -> None:
    start, end = cells.get("starts_on"), cells.get("ends_on")
    if start and end and end < start:
        row.refuse("ends_on", _("The end is before the start. Correct one of the two dates."))


def own_action(pk: str, cells: dict[str, Any], site: Site) -> Adoption | None:
    """One of the country's own: by its number, or one that an earlier upload of the same file has made."""
    if pk:
        return site.plan.get(pk)
    own = [row for row in site.plan.values() if not row.action_id]
    same = (row for row in own if (row.title, row.theme_id) == (cells.get("title"), cells.get("theme_id")))
    return next(same, None)


def begin(row: Row, code: str, values: dict[str, Any], *, is_wanted: bool) -> None:
    """A row that is not in the plan: taken up, or left."""
    if row.line.text("version") not in ("", NOT_ADOPTED):
        if is_wanted:
            row.what, row.fields = CONFLICT, [(str(COLUMNS["adopted"].label), _("no"), _("yes"))]
        return
    typed = [name for name in ("adopted_on", "lead_ministry", "starts_on", "ends_on") if values.get(name)]
    if not is_wanted:
        if typed:
            row.refuse("adopted", _("Choose “yes” to take the action up, or empty the other cells of its row."))
        return
    if not code and not values.get("title"):
        row.refuse("title", _("Give the action a title."))
    if not code and not values.get("theme_id"):
        row.refuse("theme_id", _("Choose the theme under which it belongs."))
    if not row.problems:
        row.what, row.values = CREATED, {name: value for name, value in values.items() if value not in (None, "")}


def decide(row: Row, adoption: Adoption, values: dict[str, Any], choices: Choices, *, is_wanted: bool) -> None:
    """A row that is in the plan: changed, laid down, or left."""
    before, line = adoption_values(adoption), row.line
    row.pk, row.version = adoption.action_id or str(adoption.pk), adoption.version
    names = [name for name in values if values[name] != before[name]]
    if is_wanted and not names:
        return
    written = line.text("version") or "1"  # a new row, of which an earlier upload of the file has made the first
    if written != str(adoption.version):
        untouched = checksum({name: values.get(name) for name in before}) if is_wanted else ""
        if line.text("checksum") == untouched and (is_wanted or written == NOT_ADOPTED):
            return  # the site has moved on, and the table says nothing new
        row.what = CONFLICT
    else:
        row.what, row.values = CHANGED, values if is_wanted else None
    if is_wanted:
        row.fields = [told_field(name, before[name], values[name], choices) for name in names]
    else:
        row.fields = [(str(COLUMNS["adopted"].label), _("yes"), _("no"))]


def told_field(name: str, before: Any, after: Any, choices: Choices) -> tuple[str, str, str]:
    """A field as the sheet says it: label and both values in words."""
    column = COLUMNS[name]
    words = dict(choices.rows(column.choices)) if column.kind == CHOICE else {}
    return str(column.label), *(str(words.get(value, value or "")) for value in (before, after))

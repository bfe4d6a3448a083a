"""The sheet of the national plan: one row an action of the menu, then the country's own."""

from typing import Any

from django.utils.translation import gettext as _

from reports import rules
from reports.activity.state import as_known
from reports.models import Adoption
from reports.tables.cells import DASH, NO, YES, Choices, checksum
from reports.tables.columns import CHOICE, columns_of
from reports.tables.lines import Line
from reports.tables.rows import CHANGED, CONFLICT, CREATED, EMPTIED, NOTHING, UNCHANGED, Conflict, Row, not_empty
from reports.tables.site import Site
from reports.workflow.merging import MINE, earlier, of_one_adoption, three_way
from themes.known_days import are_in_order

COLUMNS = columns_of("adoptions")
MENU_FIELDS = ("priority", "adopted_on", "lead_ministry", "starts_on", "ends_on", "needs_funding")
NOT_ADOPTED = "0"  # the version of an action that was not in the plan when the workbook was made
NEVER_EMPTY = ("adopted_on", "priority", "needs_funding")
FIRST_VALUES = {"priority": Adoption.Priority.MEDIUM.value, "needs_funding": NO}  # of a new adoption
OWN_FIELDS = ("theme_id", "title", *MENU_FIELDS)


def fields_of(code: str | None) -> tuple[str, ...]:
    return MENU_FIELDS if code else OWN_FIELDS


def adoption_values(adoption: Adoption) -> dict[str, Any]:
    """Its fields as the cells hold them."""
    values = {name: as_known(adoption, name) for name in fields_of(adoption.action_id)}
    return values | {"needs_funding": YES if adoption.needs_funding else NO}


def code_of(line: Line) -> str:
    """The action of the menu that a row is about; empty for one of the country's own."""
    return line.text("action").partition(DASH.strip())[0].strip()


def first_rows(lines: list[Line]) -> dict[str, Line]:
    """The line on which each action of the menu, and each of the country's own by its identifier, stands first."""
    first: dict[str, Line] = {}
    for line in lines:
        first.setdefault(code_of(line) or line.text("id"), line)
    return first


def compare_adoption(line: Line, site: Site, first: Line) -> Row:
    """What a row of the sheet would do to the country's plan. `first` is the line on which its action stands first."""
    row = Row(line, line.text("action") or line.text("title"), countries=[site.country] if site.country else [])
    if not site.country or not rules.may_write_for(site.who, site.country):
        row.refuse("adopted", _("You may adopt actions for your own country only."))
        return row
    code = code_of(line)
    if first is not line and (code or line.text("id")):
        message = _("This action appears twice in the table: it is already in %(line)s. Keep only one of the two rows.")
        row.refuse("action", message % {"line": first.name})
    if code and code not in site.codes.known("actions"):
        row.refuse("action", _("Unknown code: %(codes)s.") % {"codes": code})
    row.pk = code or line.text("id")
    known = site.plan.get(row.pk)
    typed = row.read(COLUMNS, site.choices, current=adoption_values(known) if known else None)
    cells = {name: value for name, value in typed.items() if name not in NEVER_EMPTY or value not in NOTHING}
    check_dates(row, cells)
    adoption = known if row.pk else own_action(cells, site)
    for name in ("title", "lead_ministry"):
        if cells.get(name) and cells[name] != getattr(adoption, name, ""):
            row.warn(name, cells[name])
    if adoption is not None and line.text("id" if not code else "version") not in ("", NOT_ADOPTED):
        for name in ("adopted", *NEVER_EMPTY):
            if name in typed and typed[name] in NOTHING:
                row.refuse(name, not_empty())
    written = cells.pop("adopted", "")
    is_wanted = written == YES if written else adoption is not None or not code
    values = {name: cells[name] for name in fields_of(code) if name in cells}
    if row.problems:
        return row
    if adoption is None:
        begin(row, code, FIRST_VALUES | values, site, is_wanted=is_wanted)
    else:
        decide(row, adoption, values, {name for name, value in typed.items() if value in NOTHING}, site, is_wanted)
    return row


def check_dates(row: Row, cells: dict[str, Any]) -> None:
    start, end = cells.get("starts_on"), cells.get("ends_on")
    if start and end and not are_in_order(start, end):
        row.refuse("ends_on", _("The end date is before the start date. Correct one of them."))


def own_action(cells: dict[str, Any], site: Site) -> Adoption | None:
    """One of the country's own that an earlier upload of the same file has made."""
    own = [row for row in site.plan.values() if not row.action_id]
    same = (row for row in own if (row.title, row.theme_id) == (cells.get("title"), cells.get("theme_id")))
    return next(same, None)


def begin(row: Row, code: str, values: dict[str, Any], site: Site, *, is_wanted: bool) -> None:
    """A row that is not in the plan: adopted, or left; one that was withdrawn on the site meanwhile wants a decision."""
    if row.line.text("version") not in ("", NOT_ADOPTED) and is_wanted:
        decisions = site.decided(row.line.key, None)
        if "adopted" not in decisions:
            row.what, row.conflicts = CONFLICT, [Conflict("adopted", str(COLUMNS["adopted"].label), _("no"), _("yes"))]
        if decisions.get("adopted") != MINE:
            return
    typed = [name for name in ("adopted_on", "lead_ministry", "starts_on", "ends_on") if values.get(name)]
    if not is_wanted:
        if typed:
            row.refuse(
                "adopted", _("Choose “yes” to adopt the action, or clear the other cells in the row of that action.")
            )
        return
    if not code and not values.get("title"):
        row.refuse("title", _("Enter a title for the action."))
    if not code and not values.get("theme_id"):
        row.refuse("theme_id", _("Choose the theme to which the action belongs."))
    if not row.problems:
        row.what, row.values = CREATED, {name: value for name, value in values.items() if value not in (None, "")}


def decide(row: Row, adoption: Adoption, values: dict[str, Any], empty: set[str], site: Site, is_wanted: bool) -> None:
    """A row that is in the plan: changed, withdrawn, or left. `empty` are the columns whose cells are."""
    now, line = adoption_values(adoption), row.line
    row.pk, row.version = adoption.action_id or str(adoption.pk), adoption.version
    written = line.text("version") or "1"  # a new row, of which an earlier upload of the file has made the first
    is_stale = written != str(adoption.version)
    decisions = site.decided(line.key, adoption.version)
    if not is_wanted:
        withdraw(row, decisions, is_stale=is_stale)
        return
    if is_stale and line.text("checksum") == checksum({name: values.get(name) for name in now}):
        return  # the site has moved on, and the table says nothing new
    base = before(adoption, now, line.version() if line.text("version") else 1, site) if is_stale else now
    seen = base or now
    row.emptied = [
        name for name in values if name in empty and seen[name] not in NOTHING and values[name] != seen[name]
    ]
    if site.keeps_filled:
        values = {name: value for name, value in values.items() if name not in row.emptied}
    merge = three_way(base, seen | values, now)
    after = merge.decided(decisions)
    names = [name for name in now if after[name] != now[name]]
    if not site.keeps_filled:
        row.emptied = [name for name in row.emptied if name in names]
    row.values = {name: after[name] for name in names}
    row.fields = [field_words(name, now[name], after[name], site.choices) for name in names if name not in merge.both]
    row.conflicts = [
        Conflict(name, *field_words(name, merge.theirs_first[name], merge.mine_first[name], site.choices))
        for name in merge.both
    ]
    if merge.undecided(decisions):
        row.what = CONFLICT
    elif names:
        row.what = EMPTIED if row.emptied and not site.keeps_filled else CHANGED


def before(adoption: Adoption, now: dict[str, Any], version: int | None, site: Site) -> dict[str, Any] | None:
    """What the workbook was made from; None where the log cannot say."""
    if version is None:
        return None
    raw = {name: as_known(adoption, name) for name in now}
    base = earlier(raw, of_one_adoption(adoption, site.plan_changes), adoption.version - version)
    return base and base | {"needs_funding": YES if base["needs_funding"] else NO}


def withdraw(row: Row, decisions: dict[str, str], *, is_stale: bool) -> None:
    """An action that the table withdraws; if it was changed on the site meanwhile, whether it still is to be."""
    field = (str(COLUMNS["adopted"].label), _("yes"), _("no"))
    if is_stale and row.line.text("version") == NOT_ADOPTED:
        return  # it said so before the action was adopted on the site
    if is_stale and decisions.get("adopted") != MINE:
        row.conflicts = [Conflict("adopted", *field)]
        row.what = CONFLICT if "adopted" not in decisions else UNCHANGED
        return
    row.what, row.is_withdrawn, row.fields = CHANGED, True, [field]


def field_words(name: str, old: Any, new: Any, choices: Choices) -> tuple[str, str, str]:
    """A field as the sheet says it: label and both values in words."""
    column = COLUMNS[name]
    words = dict(choices.rows(column.choices)) if column.kind == CHOICE else {}
    before, after = (str(words.get(value, value or "")) for value in (old, new))
    return str(column.label), before, after

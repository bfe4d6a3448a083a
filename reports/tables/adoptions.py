"""The sheet of the national plan: one row an action of the menu with its answer, then the country's own."""

from typing import Any

from django.utils.translation import gettext as _

from reports import rules
from reports.activity.state import as_known
from reports.models import Adoption
from reports.tables.cells import DASH, NO, NO_ANSWER, YES, Choices, checksum
from reports.tables.columns import CHOICE, columns_of
from reports.tables.lines import Line
from reports.tables.rows import (
    CHANGED,
    CONFLICT,
    CREATED,
    EMPTIED,
    NOTHING,
    UNCHANGED,
    WRITTEN,
    Conflict,
    Row,
    not_empty,
)
from reports.tables.site import Site
from reports.workflow.adoptions import wrong_answer
from reports.workflow.answering import ANSWER_FIELDS, wrong_end
from reports.workflow.days import known_values
from reports.workflow.merging import MINE, earlier, of_one_adoption, three_way
from themes.known_days import are_in_order

COLUMNS = columns_of("adoptions")
ADOPTED, IN_PLACE, NOT_TAKEN_UP = (one.value for one in Adoption.Answer)
# The cells of each answer; that which says from when it stands, first.
FIELDS = {
    ADOPTED: ("adopted_on", "priority", "lead_ministry", "starts_on", "ends_on", "needs_funding"),
    IN_PLACE: ("in_place_since", "proof_url", "proof_citation"),
    NOT_TAKEN_UP: ("declined_on", "because", "is_because_public"),
    NO_ANSWER: ("withdrawn_on", "withdrawn_because"),
}
OF_ANSWERS = tuple(name for fields in FIELDS.values() for name in fields)
OWN_FIELDS = ("theme_id", "title")
NOT_ADOPTED = "0"  # the version of an action that had no answer when the workbook was made
NEVER_EMPTY = (
    "adopted_on",
    "priority",
    "needs_funding",
    "in_place_since",
    "declined_on",
    "because",
    "is_because_public",
)
FIRST_VALUES = {"priority": Adoption.Priority.MEDIUM.value, "needs_funding": NO}  # of a new adoption
YES_OR_NO = ("needs_funding", "is_because_public")
FREE = ("title", "lead_ministry", "proof_url", "proof_citation", "because", "withdrawn_because")
IN_LOG = {"declined_on": "adopted_on"}  # what the rows and the log call a cell


def fields_of(code: str | None, answer: str) -> tuple[str, ...]:
    return FIELDS[answer] if code else (*OWN_FIELDS, *FIELDS[ADOPTED])


def adoption_values(adoption: Adoption) -> dict[str, Any]:
    """Its fields as the cells hold them."""
    return {name: cell_value(adoption, name) for name in fields_of(adoption.action_id, adoption.answer)}


def cell_value(adoption: Adoption, name: str) -> Any:
    if name == "in_place_since":
        return adoption.since
    value = as_known(adoption, IN_LOG.get(name, name))
    return (YES if value else NO) if name in YES_OR_NO else value


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
    for name in FREE:
        if cells.get(name) and cells[name] != getattr(adoption, name, ""):
            row.warn(name, cells[name])
    wanted = cells.pop("adopted", "") or (adoption.answer if adoption else NO_ANSWER if code else ADOPTED)
    is_same = adoption is not None and wanted == adoption.answer
    if adoption is not None and line.text("id" if not code else "version") not in ("", NOT_ADOPTED):
        refuse_emptied(row, typed, adoption, is_same=is_same)
    if not code and wanted not in (ADOPTED, NO_ANSWER):
        row.refuse("adopted", _("An action outside the menu can only be adopted."))
    refuse_alien(row, cells, wanted, adoption)
    row.answer = wanted
    if not row.problems:
        compare_answer(row, adoption, cells, {name for name, value in typed.items() if value in NOTHING}, site)
    return row


def compare_answer(row: Row, adoption: Adoption | None, cells: dict[str, Any], empty: set[str], site: Site) -> None:
    """What becomes of the answer that stands, or stands not yet. `empty` are the columns whose cells are."""
    code = code_of(row.line)
    values = {name: cells[name] for name in fields_of(code, row.answer) if name in cells}
    first = (FIRST_VALUES if row.answer == ADOPTED else {}) | values
    is_wanted, is_same = row.answer != NO_ANSWER, adoption is not None and row.answer == adoption.answer
    if adoption is None:
        begin(row, code, first, site, is_wanted=is_wanted)
    elif is_wanted and not is_same:
        answer_otherwise(row, adoption, first, site)
    else:
        decide(row, adoption, values, empty, site, is_wanted)
    says = row.what == CREATED or (row.what in WRITTEN and (row.values or row.is_withdrawn))
    if code and says:
        check_answer(row, adoption if is_same or row.is_withdrawn else None, site)


def refuse_emptied(row: Row, typed: dict[str, Any], adoption: Adoption, *, is_same: bool) -> None:
    kept = ("adopted", *(name for name in NEVER_EMPTY if is_same and name in adoption_values(adoption)))
    for name in kept:
        if name in typed and typed[name] in NOTHING:
            row.refuse(name, not_empty())


def check_answer(row: Row, adoption: Adoption | None, site: Site) -> None:
    """What the verb would refuse, at its cell; `adoption` is the answer that is changed or withdrawn."""
    typed = in_row(row.values)
    if row.is_withdrawn and adoption:
        problems = wrong_end(adoption, typed.get("withdrawn_on", ""), site.today)
    else:
        answer = Adoption(answer=row.answer, adopted_on=site.today)
        known = {name: getattr(adoption, name) for name in ANSWER_FIELDS[row.answer]} if adoption else {}
        for name, value in (known | known_values(typed, site.today)).items():
            setattr(answer, name, value)
        problems = wrong_answer(answer, site.today, adoption.adopted_on if adoption else None)
    for name, messages in at_cells(row.answer, problems).items():
        for message in messages:
            row.refuse(name, message)


def in_row(values: dict[str, Any]) -> dict[str, Any]:
    """What the cells hold as the verbs take it."""
    typed = {IN_LOG.get(name, name): value for name, value in values.items()}
    return typed | {name: typed[name] == YES for name in YES_OR_NO if name in typed}


def at_cells(answer: str, problems: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """What is wrong with an answer, by the columns of the sheet."""
    columns = {"answer": "adopted"} | ({"adopted_on": "declined_on"} if answer == NOT_TAKEN_UP else {})
    return {columns.get(name, name): messages for name, messages in problems.items()}


def refuse_alien(row: Row, cells: dict[str, Any], wanted: str, adoption: Adoption | None) -> None:
    """What is typed in cells of another answer is refused, not lost; what the site wrote there may stay."""
    if wanted not in FIELDS or (wanted == NO_ANSWER and adoption is None):
        return  # `begin` says so of a row without an answer
    known = adoption_values(adoption) if adoption else {}
    is_stale = adoption is not None and row.line.text("version") not in ("", str(adoption.version))
    for name in OF_ANSWERS:
        is_alien = name not in FIELDS[wanted] and cells.get(name) not in NOTHING
        is_ours = name in known and (is_stale or cells.get(name) == known[name])
        if is_alien and not is_ours and cells[name] != FIRST_VALUES.get(name):
            message = _("This cell does not belong to the answer “%(answer)s”. Clear it, or choose another answer.")
            row.refuse(name, message % {"answer": dict(row_choices()).get(wanted, wanted)})


def row_choices() -> list[tuple[str, str]]:
    return Choices([]).rows("answer")


def answer_otherwise(row: Row, adoption: Adoption, values: dict[str, Any], site: Site) -> None:
    """Another answer in place of the one that stands, from its own day on."""
    line, day = row.line, FIELDS[row.answer][0]
    words = dict(row_choices())
    old, new = words[adoption.answer], words[row.answer]
    row.pk, row.version = adoption.action_id or "", adoption.version
    if values.get(day) in NOTHING:
        row.refuse(day, _("Enter the date from which the new answer applies."))
        return
    if (line.text("version") or "1") != str(adoption.version):
        decisions = site.decided(line.key, adoption.version)
        if "adopted" not in decisions:
            row.what = CONFLICT
            row.conflicts = [Conflict("adopted", str(COLUMNS["adopted"].label), old, new)]
        if decisions.get("adopted") != MINE:
            return
    row.what = CHANGED
    row.values = {name: value for name, value in values.items() if value not in NOTHING}
    row.fields = [(str(COLUMNS["adopted"].label), old, new)]
    row.fields += [field_words(name, "", value, site.choices) for name, value in row.values.items()]


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
            words = dict(row_choices())
            conflict = Conflict("adopted", str(COLUMNS["adopted"].label), words[NO_ANSWER], words[row.answer])
            row.what, row.conflicts = CONFLICT, [conflict]
        if decisions.get("adopted") != MINE:
            return
    if not is_wanted:
        refuse_without_answer(row, site)
        return
    if not code and not values.get("title"):
        row.refuse("title", _("Enter a title for the action."))
    if not code and not values.get("theme_id"):
        row.refuse("theme_id", _("Choose the theme to which the action belongs."))
    if not row.problems:
        row.what, row.values = CREATED, {name: value for name, value in values.items() if value not in (None, "")}


def refuse_without_answer(row: Row, site: Site) -> None:
    """A row without an answer says nothing else."""
    typed = row.read(COLUMNS, site.choices)
    if any(typed.get(name) not in NOTHING for name in FIELDS[NO_ANSWER]):
        message = _("%(action)s has no answer to withdraw. Choose an answer, or clear the other cells of the row.")
        row.refuse("adopted", message % {"action": row.pk})
    elif any(typed.get(name) not in NOTHING for name in OF_ANSWERS if name not in FIRST_VALUES):
        row.refuse("adopted", _("Choose an answer, or clear the other cells in the row of that action."))


def decide(row: Row, adoption: Adoption, values: dict[str, Any], empty: set[str], site: Site, is_wanted: bool) -> None:
    """A row that is in the plan: changed, withdrawn, or left. `empty` are the columns whose cells are."""
    now, line = adoption_values(adoption), row.line
    row.pk, row.version = adoption.action_id or str(adoption.pk), adoption.version
    written = line.text("version") or "1"  # a new row, of which an earlier upload of the file has made the first
    is_stale = written != str(adoption.version)
    decisions = site.decided(line.key, adoption.version)
    if not is_wanted:
        withdraw(row, adoption, values, decisions, is_stale=is_stale)
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
    raw = {IN_LOG.get(name, name): value for name, value in now.items()}
    base = earlier(raw, of_one_adoption(adoption, site.plan_changes), adoption.version - version)
    if base is None:
        return None
    yes_or_no = {True: YES, False: NO}
    values = {name: base[IN_LOG.get(name, name)] for name in now}
    return {name: yes_or_no.get(value, value) if name in YES_OR_NO else value for name, value in values.items()}


def withdraw(
    row: Row, adoption: Adoption, values: dict[str, Any], decisions: dict[str, str], *, is_stale: bool
) -> None:
    """An answer that the table withdraws; if it was changed on the site meanwhile, whether it still is to be."""
    words = dict(row_choices())
    field = (str(COLUMNS["adopted"].label), words[adoption.answer], words[NO_ANSWER])
    if is_stale and row.line.text("version") == NOT_ADOPTED:
        return  # it said so before the action was answered on the site
    if is_stale and decisions.get("adopted") != MINE:
        row.conflicts = [Conflict("adopted", *field)]
        row.what = CONFLICT if "adopted" not in decisions else UNCHANGED
        return
    row.what, row.is_withdrawn, row.fields = CHANGED, True, [field]
    row.values = {name: value for name, value in values.items() if value not in NOTHING}


def field_words(name: str, old: Any, new: Any, choices: Choices) -> tuple[str, str, str]:
    """A field as the sheet says it: label and both values in words."""
    column = COLUMNS[name]
    words = dict(choices.rows(column.choices)) if column.kind == CHOICE else {}
    before, after = (str(words.get(value, value or "")) for value in (old, new))
    return str(column.label), before, after

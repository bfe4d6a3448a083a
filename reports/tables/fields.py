"""The fields of an activity, and the columns in which tables say them."""

from django.core.exceptions import ValidationError

from reports.activity.state import DAYS, State
from reports.models import Activity
from reports.tables.columns import ONE_AMOUNT, ROLES, TYPED, UNSTATED
from reports.tables.lines import Line

MODEL_FIELDS = [row for row in Activity._meta.fields if row.name in TYPED and not row.is_relation]


def column_for(line: Line, name: str) -> str:
    """The column in which a field stands: a plain table may call it otherwise."""
    if name == "external_id" and "reference" in line.cells:
        return "reference"
    if name == "funding_lines" and ONE_AMOUNT.key in line.cells:
        return ONE_AMOUNT.key
    return UNSTATED if name == "partners" and name not in line.cells else name


def field_of(column: str) -> str:
    """The field of the state in which a column's value lies."""
    if column == ONE_AMOUNT.key:
        return "funding_lines"
    return "partners" if column in ROLES else "claims" if column == "achieved_on" else column


def with_roles(names: list[str], roles: dict[str, list[str]]) -> dict[str, list[str]]:
    """The column of partners says no roles: those chosen on the site stay, of new names none is stated."""
    kept = {role: [name for name in given if name in names] for role, given in roles.items()}
    placed = {name for given in kept.values() for name in given}
    kept[UNSTATED] = sorted({*kept[UNSTATED], *(name for name in names if name not in placed)})
    return kept


def model_problems(state: State) -> dict[str, list[str]]:
    """What the fields themselves refuse: too long, not among the choices, out of range."""
    problems = {}
    for model_field in MODEL_FIELDS:
        try:
            if state[model_field.name] not in ("", None) and model_field.name not in (*DAYS, "status_since"):
                model_field.clean(state[model_field.name], None)
        except ValidationError as refusal:
            problems[model_field.name] = refusal.messages
    return problems

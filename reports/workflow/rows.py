"""The rows of an activity: its own values, its partners and its money, as the state has them."""

from datetime import date
from typing import Any

from reports.activity.checks import Codes
from reports.activity.state import DAYS, LISTS, SCALARS, State
from reports.models import Activity, FundingLine, Organisation, Partner
from reports.workflow.days import lay_days
from reports.workflow.pen import Pen, hold
from reports.workflow.statuses import of_status


def names_of(state: State) -> list[str]:
    """Of all organisations that it names."""
    funders = [line["funder"] for line in state["funding_lines"]]
    return [state["lead"], *(partner["organisation"] for partner in state["partners"]), *funders]


def lay_values(
    activity: Activity,
    state: State,
    organisations: dict[str, Organisation],
    *,
    codes: Codes,
    other: Activity | None = None,
) -> None:
    """The plain values of the state, on a row that is not saved yet. Another status, or end, is the one that was recorded: what
    is reported later is laid beside it. `other` is an activity that goes up in this one."""
    stood, stood_end, status = of_status(activity), end_of(activity), activity.status
    for name in SCALARS:
        if name not in ("theme", "lead", "status_since", *DAYS):
            setattr(activity, name, state[name])
    lay_days(activity, state, status=status, codes=codes, other=other)
    if activity._state.adding or of_status(activity) != stood:
        for name, value in of_status(activity).items():
            setattr(activity, f"first_{name}", value)
    if activity._state.adding or end_of(activity) != stood_end:
        is_others = other is not None and end_of(other) == end_of(activity)
        first = (other.first_ends_on, other.first_ends_on_known) if other and is_others else end_of(activity)
        activity.first_ends_on, activity.first_ends_on_known = first
    activity.theme_id = state["theme"]
    activity.lead = organisations.get(state["lead"])
    activity.searchable = activity.text_to_search()


def end_of(activity: Activity) -> tuple[date | None, str]:
    return activity.ends_on, activity.ends_on_known


def write_partners(
    activity: Activity, partners: list[dict[str, str]], organisations: dict[str, Organisation], pen: Pen
) -> None:
    rows = [
        Partner(activity=activity, organisation=organisations[row["organisation"]], role=row["role"])
        for row in partners
    ]
    replace(activity, "partners", rows, pen)


def write_funding(
    activity: Activity, lines: list[dict[str, Any]], organisations: dict[str, Organisation], pen: Pen
) -> None:
    named = (line | {"funder": organisations.get(line["funder"])} for line in lines)
    replace(activity, "funding_lines", [FundingLine(activity=activity, **line) for line in named], pen)


def write_lists(activity: Activity, before: State, state: State, pen: Pen) -> None:
    """The codes that it names beside its countries."""
    for name in LISTS[1:]:
        link = getattr(Activity, name).through
        _of, column = (one.name for one in link._meta.fields[1:])
        for code in set(before[name]) - set(state[name]):
            pen.clear(link, column, code, activity=activity)
        new = (code for code in state[name] if code not in before[name])
        pen.add(*(link(activity=activity, **{f"{column}_id": code}) for code in new))


def replace(activity: Activity, name: str, rows: list[Any], pen: Pen) -> None:
    """All rows of a relation by others."""
    if not activity._state.adding:
        pen.clear(getattr(Activity, name).field.model, "activity", activity.pk)
        hold(activity, name, rows)
    pen.add(*rows)

"""The rows of an activity: its own values, its partners and its money, as the state has them."""

from datetime import date
from typing import Any

from reports.activity.checks import Codes
from reports.activity.state import DAYS, SCALARS, State
from reports.models import Activity, FundingLine, Organisation, Partner
from reports.workflow.days import lay_days
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


def write_partners(activity: Activity, partners: list[dict[str, str]], organisations: dict[str, Organisation]) -> None:
    activity.partners.all().delete()
    Partner.objects.bulk_create(
        Partner(activity=activity, organisation=organisations[partner["organisation"]], role=partner["role"])
        for partner in partners
    )


def write_funding(activity: Activity, lines: list[dict[str, Any]], organisations: dict[str, Organisation]) -> None:
    activity.funding_lines.all().delete()
    FundingLine.objects.bulk_create(
        FundingLine(activity=activity, **line | {"funder": organisations.get(line["funder"])}) for line in lines
    )

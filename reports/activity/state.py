"""An activity as plain values: what a form fills, the API sends, the log keeps and two editors compare.

`activity_state` reads it from the database; `merged` lays new values over it in the same, comparable form.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model, Prefetch, QuerySet
from django.db.transaction import TransactionManagementError

from reports.activity.funding import tidied_lines, with_lines
from reports.activity.units import ITSELF
from reports.models import Activity, ActivityQuerySet, Agreement, Claim, FundingLine, Identifier, Partner, own_code
from themes.folding import visible_text
from themes.prepared import Prepared

SCALARS = (
    "scope",
    "theme",
    "title",
    "summary",
    "result",
    "language",
    "status",
    "status_reason",
    "status_since",
    "starts_on",
    "ends_on",
    "place",
    "lead",
    "participants_women",
    "participants_men",
    "amount_needed",
    "currency",
    "visibility",
    "source",
)
DAYS = ("starts_on", "ends_on")
LISTS = ("countries", "actions", "border_regions", "topics", "audiences")
# What other programs call it: in the own system of whoever recorded it, and in every other.
IDENTIFYING = ("external_id", "identifiers")
STATE_FIELDS = (*SCALARS, *IDENTIFYING, *LISTS, "partners", "funding_lines", "claims")

REMARKABLE = (*STATE_FIELDS, "evidence")  # what a question may be about

# "A change to what counts returns it to submitted; a change of wording does not."
WHAT_COUNTS = ("scope", "status", "status_since", "starts_on", "ends_on", "countries", "actions", "theme", "claims")

State = dict[str, Any]


def with_words(activities: ActivityQuerySet) -> ActivityQuerySet:
    """What the rules ask of an activity: the countries that it names, with their word, and for whom it was recorded."""
    return activities.select_related("recorded_for").prefetch_related(Prefetch("agreements", words()))


def words() -> QuerySet[Agreement]:
    return Agreement.objects.select_related("country")


def with_state(activities: ActivityQuerySet, *, in_order: bool = True) -> ActivityQuerySet:
    """Everything that `activity_state` reads, in a constant number of queries; its lists `in_order` where they are shown."""
    lists = {name: lists_rows(name) if in_order else lists_rows(name).order_by() for name in LISTS[1:]}
    beside = lists | {name: own_rows(name) for name in OWN}
    return with_words(with_others(activities)).prefetch_related(*(Prefetch(*one) for one in beside.items()))


def with_others(activities: ActivityQuerySet) -> ActivityQuerySet:
    return activities.select_related("lead__office_of", "counted_for", "created_by")


def lists_rows(name: str) -> QuerySet[Any]:
    """All that a list of an activity may hold."""
    rows: QuerySet[Any] = getattr(Activity, name).field.related_model._default_manager.all()
    return rows


OWN = ("partners", "funding_lines", "claims", "identifiers")


def own_rows(name: str) -> QuerySet[Any]:
    """All that an activity may call so, with what its state reads of each."""
    rows: dict[str, QuerySet[Any]] = {
        "partners": Partner.objects.select_related("organisation__office_of"),
        "funding_lines": FundingLine.objects.select_related("funder"),
        "claims": Claim.objects.with_agencies().order_by("indicator_id", "unit"),
        "identifiers": Identifier.objects.all(),
    }
    return rows[name]


def held(pk: UUID) -> Activity | None:
    """The row, which nobody else writes until the transaction ends, with its state, its lists in no order: what `with_state` reads, in
    as many queries, of which the SQL is written once."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("held() locks a row, which takes a transaction.")
    activity: Activity
    for activity in HELD.rows(pk):
        for name, rows in BESIDE.items():
            stand_beside(activity, name, rows.rows(pk))
        return activity
    return None


def row_to_hold(pk: UUID) -> QuerySet[Activity]:
    chosen = Activity.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk).order_by()
    return with_others(chosen.select_related("recorded_for"))


def listed(name: str) -> Prepared:
    """What stands on a list of an activity."""
    holders = getattr(Activity, name).field.related_query_name()
    return Prepared(lambda pk: lists_rows(name).order_by().filter(**{holders: pk}), UUID(int=0))


def own(rows: Callable[[], QuerySet[Any]]) -> Prepared:
    """Those of the rows that are an activity's own."""
    return Prepared(lambda pk: rows().filter(activity=pk), UUID(int=0))


def stand_beside(activity: Activity, name: str, rows: list[Any]) -> None:
    """As if they had been prefetched."""
    shown = getattr(activity, name).get_queryset()
    shown._result_cache, shown._prefetch_done = rows, True
    activity.__dict__.setdefault("_prefetched_objects_cache", {})[name] = shown
    for row in () if name in LISTS else rows:
        row.activity = activity


HELD = Prepared(row_to_hold, UUID(int=0))
BESIDE = {
    "agreements": own(words),
    **{name: listed(name) for name in LISTS[1:]},
    **{name: own(partial(own_rows, name)) for name in OWN},
}


def activity_state(activity: Activity) -> State:
    """The values of an activity: dates as ISO text, codes for rows, names for organisations.

    A day that is known to the month or the year is `"2016-05"` or `"2016"`. `partners` is a list of `{"organisation",
    "role"}`, `funding_lines` as in `reports.activity.funding`, `claims` of `{"indicator", "unit", "achieved_on"}`, where the unit of the activity itself is `*`; `identifiers`
    of `{"system", "identifier"}`, without the first in the own system of whoever recorded it, which is `external_id`.
    """
    state: State = {name: as_known(activity, name) for name in SCALARS if name not in ("theme", "lead")}
    state["theme"] = activity.theme_id
    state["lead"] = activity.lead.name if activity.lead else ""
    state["countries"] = sorted(activity.country_codes())
    for name in LISTS[1:]:
        state[name] = sorted(row.pk for row in getattr(activity, name).all())
    state["partners"] = in_order(
        {"organisation": partner.organisation.name, "role": partner.role} for partner in activity.partners.all()
    )
    state["funding_lines"] = lines_of(activity)
    state["claims"] = in_order(
        {
            "indicator": claim.indicator_id,
            "unit": ITSELF if claim.unit == str(activity.pk) else claim.unit,
            "achieved_on": day_of(claim),
        }
        for claim in activity.claims.all()
    )
    return state | identifying(activity)


def day_of(claim: Claim) -> str | None:
    """The day on which it was achieved, as far as it is known."""
    return claim.achieved.known if claim.achieved else None


def lines_of(activity: Activity) -> list[dict[str, Any]]:
    """Its funding lines. Prefetch `funding_lines__funder`."""
    return tidied_lines(
        {
            "funder": line.funder and line.funder.name,
            "year": line.year,
            "currency": line.currency,
            "committed": line.committed,
            "spent": line.spent,
        }
        for line in activity.funding_lines.all()
    )


def identifying(activity: Activity) -> State:
    """`external_id` and `identifiers`."""
    rows = list(activity.identifiers.all())
    own = next((row for row in rows if row.system_id == own_code(activity.created_by_id)), None)
    others = ({"system": row.system_id, "identifier": row.value} for row in rows if row != own)
    return {"external_id": own.value if own else "", "identifiers": in_order(others)}


EMPTY: State = {
    **dict.fromkeys(SCALARS, ""),
    "external_id": "",
    **{name: [] for name in (*LISTS, "partners", "funding_lines", "claims", "identifiers")},
    "scope": Activity.Scope.NATIONAL.value,
    "status": Activity.Status.PLANNED.value,
    "visibility": Activity.Visibility.PUBLIC.value,
    **dict.fromkeys(
        (
            "theme",
            "status_since",
            "starts_on",
            "ends_on",
            "participants_women",
            "participants_men",
            "amount_needed",
        )
    ),
}


def merged(state: State, values: State) -> State:
    """`state` with `values` laid over it; an unknown name is a mistake of the caller (KeyError). Of money the one amount of
    before may be named too (see `reports.activity.funding`): ValidationError where it would write over several lines."""
    result = dict(state)
    for name, value in with_lines(state, values).items():
        if name not in STATE_FIELDS:
            raise KeyError(name)
        if name in LISTS:
            result[name] = sorted({getattr(row, "pk", row) for row in value})
        elif name == "funding_lines":
            result[name] = tidied_lines(value)
        elif name == "identifiers":
            result[name] = in_order(tidied(row) for row in value)
        elif name in ("partners", "claims"):
            result[name] = in_order({key: plain(item) for key, item in row.items()} for row in value)
        elif EMPTY[name] is None:
            result[name] = None if value == "" else plain(getattr(value, "pk", value))
        else:
            result[name] = "" if value is None else plain(value)
    result["currency"] = result["currency"].upper()
    return result


def tidied(row: dict[str, str]) -> dict[str, str]:
    """A system by its code in small letters, and the identifier that it gives, with one space between its parts."""
    value = " ".join(visible_text(row["identifier"]).split())
    return {"system": visible_text(row["system"]).lower(), "identifier": value}


def as_known(row: Model, name: str) -> Any:
    """A field as a plain value, a day as far as it is known."""
    return getattr(row, f"{name}_known", "") or plain(getattr(row, name))


def plain(value: Any) -> Any:
    """A value as JSON keeps it; equal values come out equal (`Decimal("5")` and `Decimal("5.00")` alike)."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, str):
        return visible_text(value).replace("\r\n", "\n")
    return value


def in_order(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without repetitions, in one order, so that two lists can be compared."""
    distinct = {tuple(sorted((key, value or "") for key, value in row.items())): row for row in rows}
    return [row for _key, row in sorted(distinct.items())]


def changed_fields(before: State, after: State) -> list[str]:
    return [name for name in STATE_FIELDS if before[name] != after[name]]

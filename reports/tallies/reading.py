"""The sums as at a day."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from reports.models import Tally
from reports.tallies.days import ALWAYS, EVER, MONTH, YEAR, until_month, within
from reports.tallies.steps import NUMBERS, add_to


@dataclass(frozen=True)
class Sum:
    """So many activities in a place and under a column, by layer, and so many of them heard of; `kind` and `place` as of a `Tally`."""

    kind: str
    place: str
    under: str
    verified: int
    reported: int
    expected: int
    heard: int


@dataclass(frozen=True)
class Where:
    """Which sums: of some kinds, each with the columns that are asked for, as LIKE has them (`II.%`, or `%`: all); of some places (None:
    of all) or, `together`, of regional bodies (`SADC`, and of its regional work `*SADC`)."""

    columns: tuple[tuple[str, str], ...]
    places: tuple[str, ...] | None = None
    together: bool = False

    def sql(self) -> tuple[str, list[Any]]:
        """A condition, with its parameters."""
        kinds = [str(kind) for kind, _under in self.columns]
        conditions, values = [f"kind IN ({marks(kinds)}) AND together = %s"], [*kinds, self.together]
        if any(under != EVERY for _kind, under in self.columns):
            conditions.append(f"({' OR '.join(['kind = %s AND under LIKE %s'] * len(kinds))})")
            values += [str(value) for column in self.columns for value in column]
        if self.places is not None:
            conditions.append(f"place IN ({marks(self.places) or 'NULL'})")
            values += self.places
        return " AND ".join(conditions), values


EVERY = "%"


def marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


COLUMNS = ("kind", "place", "under", *(f"sum_{name}" for name in NUMBERS), "changes")


def sums(wheres: Iterable[Where], day: date) -> list[Sum]:
    """As at a day, those that are not empty, in no order. One query."""
    return added_up(rows_until(wheres, day), day)


def rows_until(wheres: Iterable[Where], day: date, beside: QuerySet[Any, Any] | None = None) -> list[tuple[Any, ...]]:
    """Rows of `COLUMNS`, of which `added_up` makes the sums; and those of another query of the same columns, in the same one.

    Written as SQL: made of querysets it took longer to write than to answer."""
    selects, values = [], list[Any]()
    for where in wheres:
        condition, asked = where.sql()
        for select, own in selects_until(within(day)):
            selects.append(select % condition)
            values += [*asked, *own]
    if beside is not None:
        sql, asked_beside = beside.query.sql_with_params()
        selects.append(sql)
        values += asked_beside
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), values)
        return list(cursor.fetchall())


def selects_until(day: date) -> Iterator[tuple[str, list[Any]]]:
    """Of each span of the days until this one, and of its month what changes after it: a query into which a condition goes, and the
    parameters that follow on those of the condition."""
    table, first_column = Tally._meta.db_table, connection.ops.quote_name("first")
    for (grain, first, last), sign in until_month(day, timezone.localdate()).items():
        numbers = ", ".join(f"{sign} * SUM({name})" for name in NUMBERS)
        days = [] if grain == EVER else [written(first), written(last)]
        within_days = f" AND {first_column} BETWEEN %%s AND %%s" if days else ""
        where = f"%s AND grain = {grain:d}{within_days}"
        yield f"SELECT kind, place, under, {numbers}, '' FROM {table} WHERE {where} GROUP BY kind, place, under", days
    nothing = ", ".join(["0"] * len(NUMBERS))
    where = f"%s AND grain = {MONTH:d} AND {first_column} = %%s AND last_day > %%s"
    yield (
        f"SELECT kind, place, under, {nothing}, days FROM {table} WHERE {where}",
        [written(day.replace(day=1)), day.day],
    )


def written(day: date) -> Any:
    return connection.ops.adapt_datefield_value(day)


def added_up(rows: Iterable[tuple[Any, ...]], day: date) -> list[Sum]:
    counted: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0] * len(NUMBERS))
    for kind, place, under, *numbers, days in rows:
        added = counted[kind, place, under]
        add_to(added, numbers)
        for on, changes in json.loads(days).items() if days else ():
            if int(on) > within(day).day:
                add_to(added, (-change for change in changes))
    return [Sum(*key, *numbers) for key, numbers in counted.items() if any(numbers)]


def places_of(kind: str) -> list[str]:
    """In which sets of countries and bodies something of this kind stands together. One query."""
    rows = Tally.objects.filter(kind=kind, grain=EVER, together=True, place__contains="|").order_by()
    return list(rows.values_list("place", flat=True).distinct())


def sums_by_year(where: Q) -> list[tuple[str, int, int, int]]:
    """`[(column, year, verified, reported)]`: how many more begin to stand in a layer in a year, or fewer. One query."""
    rows = Tally.objects.filter(where, grain=YEAR, first__gt=ALWAYS).exclude(verified=0, reported=0).order_by()
    columns = rows.values_list("under", "first", "verified", "reported")
    return [(under, day.year, verified, reported) for under, day, verified, reported in columns]

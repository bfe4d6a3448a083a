"""Keeping the sums with every write, and building them where there are none yet."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, Q
from django.db.models.functions import Greatest

from reports.models import Activity, Change, Counted, LogEnd, Partner, Tally, TallyEnd, UnitTally
from reports.tallies.bodies import Memberships
from reports.tallies.days import ALWAYS, MONTH, YEAR, spans_of
from reports.tallies.lines import NOTHING, Line, lines_and_stood
from reports.tallies.queued import refresh_queue
from reports.tallies.steps import NO_NUMBERS, NUMBERS, Key, Numbers, Steps, add_to, as_steps
from reports.tallies.units import UnitKey, derive, derive_all

AT_ONCE = 1000  # activities, while building
NOBODYS = Memberships({})
SETS = Q(together=True, place__contains="|")  # tallies of what stands together
BODIES = Q(together=True) & ~SETS  # of what of that is a regional body's
FAR = 1000  # rows of the log that are about no activity, after which the end is moved on


def catch_up() -> None:
    """Add what the log says was written since the last time, in a transaction that wrote a row of it: by that it holds the log's end,
    and nobody else adds anything until it is through. One query where nothing of it is an activity's.

    Of a site on which nothing has been added up yet everything is found when that is done."""
    end = TallyEnd.objects.filter(pk=TallyEnd.ONLY).values("change")
    written = list(Change.objects.filter(pk__gt=end).order_by("pk").values_list("pk", "subject", "subject_id"))
    activities = activities_in(written)
    is_of_bodies = any(subject == "bodymembership" for _pk, subject, _of in written)
    if is_of_bodies:
        rebuild_bodies()
    for start in range(0, len(activities), AT_ONCE):
        refresh(activities[start : start + AT_ONCE])
    if activities or is_of_bodies or len(written) > FAR:
        TallyEnd.objects.filter(pk=TallyEnd.ONLY).update(change=written[-1][0])


def activities_in(written: Iterable[tuple[int, str, str]]) -> list[UUID]:
    """Those of which these rows of the log are; of an organisation, which may have become that of a regional body or no longer be,
    all in which it has a part."""
    written = list(written)
    organisations = {int(pk) for _row, subject, pk in written if subject == "organisation"}
    activities = {UUID(pk) for _row, subject, pk in written if subject == "activity"}
    if organisations:
        partners = Partner.objects.filter(organisation__in=organisations).values("activity")
        theirs = Activity.objects.filter(Q(lead__in=organisations) | Q(pk__in=partners)).order_by()
        activities |= set(theirs.values_list("pk", flat=True))
    return sorted(activities)


def refresh(activities: Collection[UUID]) -> None:
    refresh_queue(activities)
    derive(refresh_sums(activities))


def refresh_sums(activities: Collection[UUID]) -> set[UnitKey]:
    """Take away what these activities added to the sums, and add what they do now. Returns the units of which what they claim is
    not what it was."""
    now, stood = lines_now(activities)
    changed = [pk for pk in activities if stood.get(pk) != now.get(pk)]
    added: dict[Key, list[int]] = defaultdict(NO_NUMBERS.copy)
    touched: set[UnitKey] = set()
    memberships = Memberships.standing() if changed else NOBODYS
    for pk in changed:
        before, after = (Line.read(lines[pk]) if pk in lines else NOTHING for lines in (stood, now))
        add(added, before.sums(memberships), -1)
        add(added, after.sums(memberships), 1)
        touched |= {key for key, _said in before.unit_keys().items() ^ after.unit_keys().items()}
    add_up(added)
    keep(changed, now)
    return touched


def lines_now(activities: Collection[UUID]) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """What these activities add, as it is written, and as what they were last counted. One query, and one more where some of them are
    gone."""
    read = list(lines_and_stood(activities))
    now = {pk: line.written() for pk, line, _stood in read if line}
    stood = {pk: line for pk, _line, line in read if line}
    if gone := set(activities) - {pk for pk, *_lines in read}:
        stood |= dict(Counted.objects.filter(pk__in=gone).values_list("pk", "line"))
    return now, stood


def add(added: dict[Key, list[int]], sums: Iterable[tuple[Key, Numbers]], sign: int) -> None:
    for key, numbers in sums:
        add_to(added[key], (sign * number for number in numbers))


def keep(changed: Collection[UUID], lines: Mapping[UUID, str]) -> None:
    if gone := [pk for pk in changed if pk not in lines]:
        Counted.objects.filter(pk__in=gone).delete()
    Counted.objects.bulk_create(
        (Counted(activity=pk, line=lines[pk]) for pk in changed if pk in lines),
        update_conflicts=True,
        unique_fields=["activity"],
        update_fields=["line"],
    )


Row = tuple[str, bool, int, str, str, str]  # kind, together, grain, the first day, place, under
OF_KEY = ("kind", "together", "grain", "first", "place", "under")
Days = dict[int, list[int]]  # of a month: what changes on which day


def rows_of(sums: Iterable[tuple[Key, Iterable[int]]]) -> tuple[dict[Row, list[int]], dict[Row, Days]]:
    """What is to be added to each row of the tallies and, of a month, to each of its days."""
    rows: dict[Row, list[int]] = defaultdict(NO_NUMBERS.copy)
    days: dict[Row, Days] = defaultdict(lambda: defaultdict(NO_NUMBERS.copy))
    for (kind, together, place, under, day), numbers in sums:
        for grain, first in spans_of(day) if any(numbers) else ():
            row = (str(kind), together, int(grain), first.isoformat(), place, under)
            add_to(rows[row], numbers)
            if grain == MONTH:
                add_to(days[row][day.day], numbers)
    return rows, days


def key_of(row: Row) -> str:
    kind, together, grain, first, place, under = row
    return f"{kind}{'+' * together} {grain:d} {first} {place} {under}"


def add_up(added: Mapping[Key, list[int]]) -> None:
    """Add to the sums that are kept. Two queries for a thousand rows."""
    rows, days = rows_of(added.items())
    names = sorted(rows)
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        months = {key_of(row): days[row] for row in some if row in days}
        kept = dict(Tally.objects.filter(pk__in=months).values_list("pk", "days")) if months else {}
        values: list[Any] = []
        for row in some:
            key = key_of(row)
            written, last_day = days_with(kept.get(key, ""), months[key]) if key in months else ("", 0)
            values += [key, *row, *rows[row], written, last_day]
        with connection.cursor() as cursor:
            cursor.execute(insertion(len(some)), values)


def insertion(rows: int) -> str:
    """SQL that adds so many rows, or their numbers to those of the rows that are there. (A queryset can only put numbers in their
    place, for which they would have to be read; and takes ten times as long for as many rows.)"""
    quote = connection.ops.quote_name
    table, names = quote(Tally._meta.db_table), ("key", *OF_KEY, *NUMBERS, "days", "last_day")
    one = f"({', '.join(['%s'] * len(names))})"
    added = [f"{quote(name)} = {table}.{quote(name)} + EXCLUDED.{quote(name)}" for name in NUMBERS]
    put = [f"{quote(name)} = EXCLUDED.{quote(name)}" for name in ("days", "last_day")]
    return (
        f"INSERT INTO {table} ({', '.join(map(quote, names))}) VALUES {', '.join([one] * rows)} "
        f"ON CONFLICT ({quote('key')}) DO UPDATE SET {', '.join(added + put)}"
    )


def daily(first: date, numbers: list[int], days: str) -> Iterable[tuple[date, list[int]]]:
    """The changes of a month by the day, or what holds on all days."""
    if first == ALWAYS:
        return [(first, numbers)]
    return [(first.replace(day=int(day)), changes) for day, changes in json.loads(days).items()] if days else []


def days_with(kept: str, added: Days) -> tuple[str, int]:
    """What changes on which day of a month, with this, and the last such day (0: none is left)."""
    days: Days = {int(day): numbers for day, numbers in json.loads(kept or "{}").items()}
    for day, numbers in added.items():
        add_to(days.setdefault(day, NO_NUMBERS.copy()), numbers)
    days = {day: numbers for day, numbers in sorted(days.items()) if any(numbers)}
    return json.dumps(days, separators=(",", ":")) if days else "", max(days, default=0)


def build() -> int:
    """Add everything that stands, in many transactions, beside those who write: what they write meanwhile is found by the log.
    May be begun again after it was stopped. Returns how many activities there are."""
    with transaction.atomic():
        last = Change.objects.aggregate(last=Max("pk"))["last"] or 0
        TallyEnd.objects.get_or_create(pk=TallyEnd.ONLY, defaults={"change": last})
    known = set(Activity.objects.values_list("pk", flat=True)) | set(Counted.objects.values_list("pk", flat=True))
    activities = sorted(known)
    for start in range(0, len(activities), AT_ONCE):
        with transaction.atomic():
            LogEnd.lock()
            refresh_queue(activities[start : start + AT_ONCE])
            refresh_sums(activities[start : start + AT_ONCE])
    with transaction.atomic():
        LogEnd.lock()
        derive_all()
        rebuild_bodies()  # of a release before nothing was kept of them
        TallyEnd.objects.filter(pk=TallyEnd.ONLY).update(is_built=True, change=Greatest("change", last))
        catch_up()
    return len(activities)


@transaction.atomic
def rebuild() -> int:
    """Add up everything anew, in one transaction: until it is through others read what was kept, and wait with what they write."""
    LogEnd.lock()
    for model in (Tally, Counted):
        model._default_manager.all().delete()
    return build()


def build_missing(**_signal: object) -> None:
    """After `migrate`: of a site on which nothing has been added up yet, or not to the end, or not for bodies. Not before there is
    where to."""
    tables = {model._meta.db_table for model in (Tally, UnitTally, Counted, TallyEnd)}
    if not tables <= set(connection.introspection.table_names()):
        return
    if not TallyEnd.objects.filter(pk=TallyEnd.ONLY, is_built=True).exists():
        build()
    elif Tally.objects.filter(SETS).exists() and not Tally.objects.filter(BODIES).exists():
        rebuild_bodies()


@transaction.atomic
def rebuild_bodies() -> None:
    """Add up anew what is of bodies, from what stands in sets of countries: after their members changed."""
    LogEnd.lock()
    Tally.objects.filter(BODIES).delete()
    memberships = Memberships.standing()
    added: dict[Key, list[int]] = defaultdict(NO_NUMBERS.copy)
    for (kind, place, under), steps in kept_steps(SETS):
        add(added, memberships.sums_of(kind, place, under, steps), 1)
    add_up(added)


def kept_steps(where: Q) -> Iterator[tuple[tuple[str, str, str], Steps]]:
    """What changes on which day, by kind, place and column."""
    by_day = Tally.objects.filter(where, Q(grain=MONTH) | Q(grain=YEAR, first=ALWAYS)).order_by(
        "kind", "place", "under"
    )
    columns = by_day.values_list("kind", "place", "under", "first", "days", *NUMBERS)
    for key, rows in groupby(columns.iterator(), key=itemgetter(0, 1, 2)):
        changes: dict[date, list[int]] = defaultdict(NO_NUMBERS.copy)
        for _kind, _place, _under, first, days, *numbers in rows:
            for day, change in daily(first, numbers, days):
                add_to(changes[day], change)
        yield key, as_steps(changes)

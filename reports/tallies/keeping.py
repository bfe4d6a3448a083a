"""Keeping the sums with every write, and building them where there are none yet."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Greatest

from reports.models import Activity, Change, Counted, Partner, Tally, TallyEnd
from reports.tallies.days import MONTH, spans_of
from reports.tallies.lines import NOTHING, NUMBERS, Key, Line, Numbers, add_to, lines_of
from reports.tallies.queued import refresh_queue
from reports.tallies.units import UnitKey, derive, derive_all

AT_ONCE = 1000  # activities, while building
FAR = 1000  # rows of the log that are about no activity, after which the end is moved on


def catch_up() -> None:
    """Add what the log says was written since, in the transaction of the write; nobody else adds anything until that is through. Two
    queries where nothing of it is an activity's."""
    end = TallyEnd.objects.select_for_update().filter(pk=TallyEnd.ONLY).first()
    if end is None:  # not even begun to be built: that finds everything
        return
    written = list(Change.objects.filter(pk__gt=end.change).order_by("pk").values_list("pk", "subject", "subject_id"))
    activities = activities_in(written)
    for start in range(0, len(activities), AT_ONCE):
        refresh(activities[start : start + AT_ONCE])
    if activities or len(written) > FAR:
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
    derive(refresh_sums(activities))


def refresh_sums(activities: Collection[UUID]) -> set[UnitKey]:
    """Take away what these activities added to the sums, and add what they do now. Returns the units of which what they claim is
    not what it was."""
    refresh_queue(activities)
    stood = {row.pk: row.line for row in Counted.objects.filter(pk__in=activities)}
    now = {pk: line.written() for pk, line in lines_of(activities).items()}
    changed = [pk for pk in activities if stood.get(pk) != now.get(pk)]
    added: dict[Key, list[int]] = defaultdict(lambda: [0] * len(NUMBERS))
    touched: set[UnitKey] = set()
    for pk in changed:
        before, after = (Line.read(lines[pk]) if pk in lines else NOTHING for lines in (stood, now))
        add(added, before.sums(), -1)
        add(added, after.sums(), 1)
        touched |= {key for key, _said in before.unit_keys().items() ^ after.unit_keys().items()}
    add_up(added)
    keep(changed, now)
    return touched


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


def rows_of(sums: Iterable[tuple[Key, Iterable[int]]]) -> tuple[dict[Row, list[int]], dict[Row, dict[int, list[int]]]]:
    """What is to be added to each row of the tallies and, of a month, to each of its days."""
    rows: dict[Row, list[int]] = defaultdict(lambda: [0] * len(NUMBERS))
    days: dict[Row, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0] * len(NUMBERS)))
    for (kind, together, place, under, day), numbers in sums:
        for grain, first in spans_of(day) if any(numbers) else ():
            row = (str(kind), together, int(grain), first.isoformat(), place, under)
            add_to(rows[row], numbers)
            if grain == MONTH:
                add_to(days[row][day.day], numbers)
    return rows, days


def add_up(added: Mapping[Key, list[int]]) -> None:
    """Add to the sums that are kept. Two queries for some thousand rows."""
    rows, days = rows_of(added.items())
    names = sorted(rows)
    for start in range(0, len(names), AT_ONCE):
        some = {key_of(row): row for row in names[start : start + AT_ONCE]}
        tallies = Tally.objects.in_bulk(some)
        for key, row in some.items():
            tally = tallies.setdefault(key, Tally(key=key, **dict(zip(OF_KEY, row, strict=True))))
            for name, number in zip(NUMBERS, rows[row], strict=True):
                setattr(tally, name, getattr(tally, name) + number)
            if row in days:
                add_days(tally, days[row])
        Tally.objects.bulk_create(
            tallies.values(),
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=[*NUMBERS, "days", "last_day"],
        )


OF_KEY = ("kind", "together", "grain", "first", "place", "under")


def key_of(row: Row) -> str:
    kind, together, grain, first, place, under = row
    return f"{kind}{'+' * together} {grain} {first} {place} {under}"


def add_days(tally: Tally, days: Mapping[int, Iterable[int]]) -> None:
    kept = {int(day): numbers for day, numbers in json.loads(tally.days or "{}").items()}
    for day, numbers in days.items():
        add_to(kept.setdefault(day, [0] * len(NUMBERS)), numbers)
    kept = {day: numbers for day, numbers in sorted(kept.items()) if any(numbers)}
    tally.days = json.dumps(kept, separators=(",", ":")) if kept else ""
    tally.last_day = max(kept, default=0)


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
            TallyEnd.objects.select_for_update().get(pk=TallyEnd.ONLY)
            refresh_sums(activities[start : start + AT_ONCE])
    with transaction.atomic():
        TallyEnd.objects.select_for_update().get(pk=TallyEnd.ONLY)
        derive_all()
        TallyEnd.objects.filter(pk=TallyEnd.ONLY).update(is_built=True, change=Greatest("change", last))
        catch_up()
    return len(activities)


@transaction.atomic
def rebuild() -> int:
    """Add up everything anew, in one transaction: until it is through others read what was kept, and wait with what they write."""
    TallyEnd.objects.select_for_update().get_or_create(pk=TallyEnd.ONLY)
    for model in (Tally, Counted):
        model._default_manager.all().delete()
    return build()


def build_missing(**_signal: object) -> None:
    """After `migrate`: of a site on which nothing has been added up yet, or not to the end."""
    if not TallyEnd.objects.filter(pk=TallyEnd.ONLY, is_built=True).exists():
        build()

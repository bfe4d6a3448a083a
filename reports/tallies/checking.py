"""Are the sums those of the rows?"""

import json
from collections import defaultdict
from collections.abc import Iterator

from reports.models import Activity, Counted, Tally, TallyEnd, UnitTally
from reports.tallies.bodies import Memberships
from reports.tallies.keeping import AT_ONCE, add, key_of, rows_of
from reports.tallies.lines import lines_of
from reports.tallies.queued import waits
from reports.tallies.steps import NUMBERS, Key
from reports.tallies.units import each_indicator


def differences() -> Iterator[str]:
    """Everything that is kept otherwise than the rows say, a line each. Nobody may write meanwhile."""
    if not TallyEnd.objects.filter(pk=TallyEnd.ONLY, is_built=True).exists():
        yield "The tallies have not been built."
        return
    added: dict[Key, list[int]] = defaultdict(lambda: [0] * len(NUMBERS))
    yield from of_activities(added)
    yield from of_sums(added)
    yield from of_units()
    yield from of_queue()


def of_activities(added: dict[Key, list[int]]) -> Iterator[str]:
    """What each was counted as; adds up what they should be."""
    activities = list(Activity.objects.order_by("pk").values_list("pk", flat=True))
    memberships = Memberships.standing()
    counted = set(Counted.objects.values_list("pk", flat=True))
    for start in range(0, len(activities), AT_ONCE):
        pks = activities[start : start + AT_ONCE]
        kept = {row.pk: row.line for row in Counted.objects.filter(pk__in=pks)}
        lines = lines_of(pks)
        for pk in pks:
            if kept.get(pk) != (lines[pk].written() if pk in lines else None):
                yield f"activity {pk} was counted as it no longer stands"
            if pk in lines:
                add(added, lines[pk].sums(memberships), 1)
    for pk in sorted(counted - set(activities)):
        yield f"activity {pk} is gone and still counted"


def of_sums(added: dict[Key, list[int]]) -> Iterator[str]:
    rows, days = rows_of(added.items())
    expected = {}
    for row, numbers in rows.items():
        changes = {str(day): one for day, one in sorted(days.get(row, {}).items()) if any(one)}
        expected[key_of(row)] = (numbers, changes)
    nothing: tuple[list[int], dict[str, list[int]]] = ([0] * len(NUMBERS), {})
    for tally in Tally.objects.order_by("pk").iterator():
        kept = [getattr(tally, name) for name in NUMBERS], json.loads(tally.days or "{}")
        should = expected.pop(tally.key, nothing)
        if kept != should:
            yield f"tally {tally.key}: {kept} instead of {should}"
    for key, should in sorted(expected.items()):
        if should != nothing:
            yield f"tally {key}: missing, instead of {should}"


def of_units() -> Iterator[str]:
    should = {str(row): (row.country_id, row.spans, row.claims) for rows in each_indicator() for row in rows}
    kept = {str(row): (row.country_id, row.spans, row.claims) for row in UnitTally.objects.all()}
    for name in sorted(should.keys() | kept.keys()):
        if should.get(name) != kept.get(name):
            yield f"unit {name}: {kept.get(name)} instead of {should.get(name)}"


def of_queue() -> Iterator[str]:
    activities = list(Activity.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(activities), AT_ONCE):
        for pk, since, kept in waits(activities[start : start + AT_ONCE]):
            if since != kept:
                yield f"activity {pk} has waited since {since}, not {kept}"

"""Believable activities, as many as are asked for, with all that the verbs would have left beside them.

Each is drawn by its number and a seed, so that the same ones come again; they go into the database by batches, in memory that
does not grow. It wants the people of the demonstration (`load_demo`), and a database that may be thrown away.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db import connection

from benchmarks.data.answers import add_answers, add_reports
from benchmarks.data.drawing import draw
from benchmarks.data.loading import Tables
from benchmarks.data.log import Log
from benchmarks.data.rows import ORDER, Rows
from benchmarks.data.world import read_world
from reports import tallies
from reports.models import Activity, Change

SEED, BATCH = 2010, 1_000
FIRST, LAST = datetime(2010, 10, 1, tzinfo=UTC), datetime(2026, 10, 31, tzinfo=UTC)


def fill(total: int, seed: int = SEED) -> int:
    """Activities up to `total`, those that are there included, recorded over the years; answers how many were added."""
    have = Activity.objects.count()
    world = read_world(total)
    add_answers(world)
    add_reports(world)
    tables = Tables(*ORDER, Change)
    log = Log(tables)
    for place, at in enumerate(moments(total - have), start=1):
        rows = Rows(draw(world, have + place, seed, at), world, tables)
        rows.add()
        log.add(rows)
        if place % BATCH == 0:
            log.write(before=at)
            tables.write()
            log.close()
    log.write()
    tables.write()
    log.close()
    tallies.build()
    analyse()
    return max(total - have, 0)


def moments(number: int) -> Iterator[datetime]:
    """So many, evenly from the first day to the last, in working hours: of all countries the same day."""
    for place in range(number):
        at = FIRST + (LAST - FIRST) * place / number
        midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
        yield midnight + timedelta(hours=6) + (at - midnight) / 3


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

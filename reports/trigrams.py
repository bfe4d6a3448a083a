"""Rows whose folded text looks like what was typed, by an index of the database over every three letters of it.

PostgreSQL keeps it by itself (`pg_trgm`, migration `trigrams`). On SQLite it is a table of FTS5 beside the rows, which
triggers keep; it has keys of its own, since a row of ours has no number that lasts. A migration that rebuilds a table drops its
triggers, so all of it is made anew after every `migrate`.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.db import connection, transaction
from django.db.models import Case, Expression, ExpressionWrapper, F, IntegerField, Model, Q, Value, When
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

LENGTH = 3  # signs; what is shorter is in no such index
LIMIT = 0.35  # of the trigrams of a typed word, which have to stand in a stretch of the text
MOST = 40  # trigrams of what was typed
MOST_NEAR = 1_000  # rows that FTS5 names, the nearest first, before they are cut to what somebody may see
INDEXED = ("reports_activity", "reports_organisation")  # tables with a column `searchable`


def near(model: type[Model], words: Sequence[str]) -> Q:
    """Rows that hold one of the folded `words`, or something like it; where all are of one or two signs, what begins so."""
    long = [word for word in words if len(word) >= LENGTH]
    if not long:
        return any_of(Q(searchable__startswith=word) | Q(searchable__contains=f" {word}") for word in words)
    if connection.vendor == "postgresql":
        return any_of(Q(TrigramWordSimilar(F("searchable"), Value(word))) for word in long)
    return Q(pk__in=near_by_fts(model._meta.db_table, long))


def any_of(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, Q(pk__in=[]))


def trigrams_of(words: Sequence[str]) -> list[str]:
    """Of a few words all, of many those of the first; with a space before and behind each word."""
    marked = [f" {word} " for word in words if len(word) >= LENGTH]
    return list(dict.fromkeys(word[n : n + LENGTH] for word in marked for n in range(len(word) - LENGTH + 1)))[:MOST]


def near_by_fts(table: str, words: Sequence[str]) -> RawSQL:
    """The keys of the rows that share the most, and the rarest, trigrams with the words. Each goes as a quoted phrase, for FTS5
    has a language of its own."""
    match = " OR ".join('"{}"'.format(trigram.replace('"', '""')) for trigram in trigrams_of(words))
    query = f"""
        SELECT {table}_trigrams_key.pk FROM {table}_trigrams
        JOIN {table}_trigrams_key ON {table}_trigrams_key.id = {table}_trigrams.rowid
        WHERE {table}_trigrams MATCH %s ORDER BY {table}_trigrams.rank LIMIT {MOST_NEAR}"""
    return RawSQL(query, [match])


def shared(words: Sequence[str]) -> Expression:
    """Of a row: how many trigrams of the words stand in it, or beginnings, where all are shorter. Counted alike on both
    databases, so that both put the same first."""
    held: Combinable = Value(0, output_field=IntegerField())
    for part in trigrams_of(words) or [f" {word}" for word in words]:
        held += Case(When(GreaterThan(StrIndex("searchable", Value(part)), 0), then=1), default=0)
    return ExpressionWrapper(held, IntegerField())


def forgive_slips() -> None:
    """On PostgreSQL: hold words alike by `LIMIT` until the transaction ends, in which one has to be. One query there."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(LIMIT)])


# SQLite --------------------------------------------------------------------------------------------------------------


def statements(table: str) -> list[str]:
    """What makes the index of a table anew, with all its rows."""
    index, keys = f"{table}_trigrams", f"{table}_trigrams_key"
    number = f"(SELECT id FROM {keys} WHERE pk = {{}}.id)"
    events = {
        "insert": (
            f"INSERT OR IGNORE INTO {keys} (pk) VALUES (NEW.id); "
            f"INSERT OR REPLACE INTO {index} (rowid, folded) SELECT id, NEW.searchable FROM {keys} WHERE pk = NEW.id;"
        ),
        "update of searchable": f"UPDATE {index} SET folded = NEW.searchable WHERE rowid = {number.format('NEW')};",
        "delete": (f"DELETE FROM {index} WHERE rowid = {number.format('OLD')}; DELETE FROM {keys} WHERE pk = OLD.id;"),
    }
    triggers = []
    for event, then in events.items():
        name = f"{index}_{event.split()[0]}"
        triggers += [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table} BEGIN {then} END",
        ]
    return [
        f"DROP TABLE IF EXISTS {index}",
        f"DROP TABLE IF EXISTS {keys}",
        f"CREATE TABLE {keys} (id INTEGER PRIMARY KEY, pk NOT NULL UNIQUE)",
        f"CREATE VIRTUAL TABLE {index} USING fts5(folded, tokenize = 'trigram')",
        *triggers,
        f"INSERT INTO {keys} (pk) SELECT id FROM {table}",
        f"INSERT INTO {index} (rowid, folded) SELECT {keys}.id, searchable FROM {table} JOIN {keys} ON pk = {table}.id",
    ]


def index_anew(**_signal: object) -> None:
    """After `migrate`, on SQLite: nothing of a rebuilt table is found by what stood in it before."""
    if connection.vendor != "sqlite":
        return
    present = connection.introspection.table_names()
    with transaction.atomic(), connection.cursor() as cursor:
        for table in INDEXED:
            for statement in statements(table) if table in present else ():
                cursor.execute(statement)

"""Queries that are asked again and again with other keys: their SQL is written once, since that takes longer than asking."""

from collections.abc import Callable
from copy import copy
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, UUIDField
from django.db.models.sql.compiler import SQLCompiler

Key = UUID | str


class Written(NamedTuple):
    """`sent` with the SQL are keys, by their place, and what is the same for all keys."""

    compiler: SQLCompiler
    sql: str
    sent: list[tuple[int | None, Any]]


class Prepared:
    """A query for values by some keys, and a function that makes it of them. It depends on nothing else: not on the moment, nor on
    the language. `stand_ins` are keys of each kind, unlike each other and whatever else the query holds."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *stand_ins: Key):
        self.make, self.stand_ins = make, stand_ins
        self.written: dict[str, Written] = {}  # by the kind of database

    def rows(self, *keys: Key) -> list[tuple[Any, ...]]:
        """What `values_list` gives of the query."""
        compiler, sql, sent = self.written.get(connection.vendor) or self.write()
        values = [value if place is None else as_sent(keys[place]) for place, value in sent]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            fetched = cursor.fetchall()
        reader = copy(compiler)
        reader.connection = connection
        return [tuple(row) for row in reader.results_iter([fetched])]

    def write(self) -> Written:
        compiler = self.make(*self.stand_ins).query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        places = {as_sent(key): place for place, key in enumerate(self.stand_ins)}
        sent = [(places.get(value) if isinstance(value, Key) else None, value) for value in values]
        self.written[connection.vendor] = Written(compiler, sql, sent)
        return self.written[connection.vendor]


def as_sent(key: Key) -> Any:
    return UUIDField().get_db_prep_value(key, connection) if isinstance(key, UUID) else key

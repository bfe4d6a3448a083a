"""Queries that are asked again and again with other keys: their SQL is written once, since that takes longer than asking."""

from collections.abc import Callable
from copy import copy
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, UUIDField
from django.db.models.sql.compiler import SQLCompiler

Key = UUID | str | int


class Written(NamedTuple):
    """`sent` with the SQL are keys, by their place, and what is the same for all keys."""

    made: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    sent: list[tuple[int | None, Any]]


class Prepared:
    """A query by some keys, and a function that makes it of them. It depends on nothing else: not on the moment, nor on the
    language. `stand_ins` are keys of each kind, unlike each other and whatever else the query holds."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *stand_ins: Key):
        self.make, self.stand_ins = make, stand_ins
        self.written: dict[str, Written] = {}  # by the kind of database

    def rows(self, *keys: Key) -> list[Any]:
        """What the query gives, read as its queryset reads it."""
        made, compiler, sql, sent = self.written.get(connection.vendor) or self.write()
        values = [value if place is None else as_sent(keys[place], self.stand_ins[place]) for place, value in sent]
        asked, rows = copy(compiler), made.all()
        vars(asked).update(connection=connection, as_sql=lambda *_args, **_more: (sql, values))
        vars(rows.query).update(get_compiler=lambda *_args, **_more: asked)
        return list(rows)

    def write(self) -> Written:
        made = self.make(*self.stand_ins)
        compiler = made.query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        places = {as_sent(key, key): place for place, key in enumerate(self.stand_ins)}
        sent = [(places.get(value) if isinstance(value, Key) else None, value) for value in values]
        self.written[connection.vendor] = Written(made, compiler, sql, sent)
        return self.written[connection.vendor]


def as_sent(key: Key, stand_in: Key) -> Any:
    """As the database takes it: a UUID that is written as text is one, where the stand-in is."""
    return UUIDField().get_db_prep_value(key, connection) if isinstance(stand_in, UUID) else key

"""Rows on their way into the database: many tables at once, by batches, with COPY where there is one."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

NULL = r"\N"


def moment(value: datetime) -> str:
    return str(value.astimezone(UTC).replace(tzinfo=None))


SQLITE: dict[type, Callable[[Any], Any]] = {
    UUID: lambda value: value.hex,
    datetime: moment,
    date: str,
    Decimal: str,
    dict: json.dumps,
    list: json.dumps,
}
POSTGRESQL: dict[type, Callable[[Any], Any]] = {dict: json.dumps, list: json.dumps, type(None): lambda _value: NULL}


class Table:
    """The rows of a model that wait; what is not said of one is the model's default."""

    def __init__(self, model: type[models.Model]):
        fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
        self.name = model._meta.db_table
        self.columns = {field.attname: field.column for field in fields}
        self.defaults = {field.attname: None if field.primary_key else default_of(field) for field in fields}
        self.kinds = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
        self.rows: list[list] = []

    def add(self, values: dict[str, Any]) -> None:
        """Raises KeyError for what is no column."""
        row = self.defaults | values
        if len(row) > len(self.defaults):
            raise KeyError(*row.keys() - self.defaults.keys())
        kinds = self.kinds
        self.rows.append([kinds[type(one)](one) if type(one) in kinds else one for one in row.values()])

    def write(self) -> None:
        if not self.rows:
            return
        columns = ", ".join(f'"{column}"' for column in self.columns.values())
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.copy_expert(f"COPY {self.name} ({columns}) FROM STDIN (FORMAT csv, NULL '{NULL}')", self.text())
            else:
                places = ", ".join(["%s"] * len(self.columns))
                cursor.executemany(f"INSERT INTO {self.name} ({columns}) VALUES ({places})", self.rows)
        self.rows.clear()

    def text(self) -> io.StringIO:
        file = io.StringIO()
        csv.writer(file).writerows(self.rows)
        file.seek(0)
        return file


def default_of(field: models.Field) -> Any:
    default = field.get_default()
    return default.value if isinstance(default, models.enums.Choices) else default


class Tables:
    """One of each model, written in the order in which they were first named: those that others point to first."""

    def __init__(self, *order: type[models.Model]):
        self.tables = {model: Table(model) for model in order}

    def add(self, model: type[models.Model], **values: Any) -> None:
        self.tables[model].add(values)

    def add_row(self, row: models.Model) -> None:
        """A row that was made as an instance of its model."""
        table = self.tables[type(row)]
        table.add({name: getattr(row, name) for name in table.columns})

    def write(self) -> None:
        with transaction.atomic():
            for table in self.tables.values():
                table.write()

from django.contrib.postgres.operations import TrigramExtension
from django.db import DatabaseError, migrations

INDEXED = ("reports_activity", "reports_organisation")
MAY_NOT = (
    "This user of the database may not create the extension pg_trgm, on which the search stands. Let a superuser of "
    "PostgreSQL run CREATE EXTENSION pg_trgm; in this database, once, and run migrate again."
)


class Trigrams(TrigramExtension):
    """Left as it is where somebody who may has created it before."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        except DatabaseError as refusal:
            raise DatabaseError(f"{MAY_NOT} ({refusal})") from refusal

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Others may use it."""


def index(apps, schema_editor):
    """Not in the models: on SQLite the same is a table with triggers, made after every `migrate` (`reports.trigrams`)."""
    if schema_editor.connection.vendor == "postgresql":
        for table in INDEXED:
            name = f"{table}_trigrams"
            schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin (searchable gin_trgm_ops)")


def drop_index(apps, schema_editor):
    for table in INDEXED if schema_editor.connection.vendor == "postgresql" else ():
        schema_editor.execute(f"DROP INDEX IF EXISTS {table}_trigrams")


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0021_givers_of_later_facts'),
    ]

    operations = [
        Trigrams(),
        migrations.RunPython(index, drop_index),
    ]

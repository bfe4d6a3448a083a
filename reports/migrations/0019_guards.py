"""The database itself refuses to alter what is said from a day on, as it does for the log and the snapshots."""

import django.db.models.deletion
from django.db import migrations, models

SAID = "a row of this table is never altered: a correction is a new one"
REPLACED = "id = NEW.id OR replaces_id = NEW.replaces_id"
TABLES = {  # and the rows that an INSERT OR REPLACE would delete, without firing the trigger on deletion
    "indicators_targetrevision": REPLACED,
    "reports_bodymembership": REPLACED,
    "reports_judgement": "id = NEW.id",
    "reports_participation": REPLACED,
    "reports_snapshotpublication": "id = NEW.id OR snapshot_id = NEW.snapshot_id",
}
POSTGRESQL = {
    "not_altered": "BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW",
    "not_emptied": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
}
SQLITE = {
    "not_changed": "BEFORE UPDATE ON {table}",
    "not_deleted": "BEFORE DELETE ON {table}",
    "not_replaced": "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})",
}


def guard(apps, schema_editor):
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END" if on_sqlite else "EXECUTE FUNCTION row_is_final()"
    if not on_sqlite:
        body = f"BEGIN RAISE EXCEPTION '{SAID}'; END"
        schema_editor.execute(
            f"CREATE FUNCTION row_is_final() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$", params=None
        )
    for table, same in TABLES.items():
        for name, when in (SQLITE if on_sqlite else POSTGRESQL).items():
            schema_editor.execute(
                f"CREATE TRIGGER {table}_{name} {when.format(table=table, same=same)} {refuse}", params=None
            )


def unguard(apps, schema_editor):
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    for table in TABLES:
        for name in SQLITE if on_sqlite else POSTGRESQL:
            schema_editor.execute(f"DROP TRIGGER {table}_{name}" + ("" if on_sqlite else f" ON {table}"), params=None)
    if not on_sqlite:
        schema_editor.execute("DROP FUNCTION row_is_final()", params=None)


class Migration(migrations.Migration):
    dependencies = [("reports", "0018_requests"), ("indicators", "0004_folding")]

    operations = [
        migrations.AlterField(
            "participation",
            "country",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="participations",
                to="reports.country",
                verbose_name="country",
            ),
        ),
        migrations.AlterField(
            "bodymembership",
            "country",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="body_memberships",
                to="reports.country",
            ),
        ),
        migrations.AlterField(
            "bodymembership",
            "body",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="reports.regionalbody",
            ),
        ),
        migrations.RunPython(guard, unguard),
    ]

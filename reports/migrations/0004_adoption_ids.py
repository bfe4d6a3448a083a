"""An adoption is named by a UUID, like everything else that countries record."""

import uuid

from django.db import migrations, models


def name_and_order(apps, schema_editor):
    """Each gets its identifier, and the place in its country's plan that the old number gave it."""
    adoptions = apps.get_model("reports", "Adoption").objects.order_by("country", "position", "number")
    country, position = None, 0
    for row in adoptions:
        position = position + 1 if row.country_id == country else 1
        country = row.country_id
        adoptions.filter(number=row.number).update(id=uuid.uuid4(), position=position)


def drop_old_key(apps, schema_editor):
    """PostgreSQL has no two primary keys, not even for a moment; SQLite writes the whole table anew."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE reports_adoption DROP CONSTRAINT reports_adoption_pkey")


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_table_upload")]

    operations = [
        migrations.RenameField("adoption", "id", "number"),
        migrations.AddField("adoption", "id", models.UUIDField(null=True, editable=False)),
        migrations.RunPython(name_and_order, migrations.RunPython.noop),
        migrations.RunPython(drop_old_key, migrations.RunPython.noop),
        migrations.AlterField(
            "adoption",
            "id",
            models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, serialize=False),
        ),
        migrations.RemoveField("adoption", "number"),
    ]

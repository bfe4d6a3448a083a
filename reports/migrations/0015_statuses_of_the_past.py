"""Since when each activity has had its status, as far as its dates say it: every figure stays what it was."""

from django.db import migrations

SPANS = [
    ("'planned', NULL, starts_on", "status IN ('in_progress', 'completed') AND starts_on IS NOT NULL"),
    ("'in_progress', starts_on, NULL", "status = 'in_progress'"),
    (
        "'in_progress', starts_on, ends_on",
        "status = 'completed' AND ends_on IS NOT NULL AND (starts_on IS NULL OR starts_on < ends_on)",
    ),
    ("'completed', COALESCE(ends_on, starts_on), NULL", "status = 'completed'"),
    ("status, NULL, NULL", "status IN ('planned', 'suspended', 'cancelled')"),
]
BEGUN = """
    UPDATE reports_activity SET
        first_status = status,
        first_status_reason = status_reason,
        begun_on = CASE WHEN status IN ('in_progress', 'completed') THEN starts_on END
"""


def fill(apps, schema_editor):
    schema_editor.execute(BEGUN)
    for columns, condition in SPANS:
        schema_editor.execute(
            "INSERT INTO reports_statusspan (activity_id, status, since, until, since_known, until_known) "
            f"SELECT id, {columns}, '', '' FROM reports_activity WHERE {condition}"
        )


class Migration(migrations.Migration):
    dependencies = [("reports", "0014_later_facts")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

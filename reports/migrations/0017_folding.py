from django.db import migrations

from themes.folding import fold

BATCH = 500


def fold_organisations(apps, schema_editor):
    """Organisations that look alike now stay as they are: the working group finds them listed, and merges them."""
    model = apps.get_model("reports", "Organisation")
    batch = []
    for row in model.objects.only("name", "aliases").iterator(chunk_size=BATCH):
        row.searchable = "; ".join(fold(name) for name in (row.name, *row.aliases))
        batch.append(row)
    model.objects.bulk_update(batch, ["searchable"], batch_size=BATCH)


def fold_activities(apps, schema_editor):
    """What was folded by the rules before is folded by those of today: nothing that these need was lost."""
    model = apps.get_model("reports", "Activity")
    last = None
    while True:
        rows = model.objects.order_by("pk").only("searchable")
        batch = list((rows.filter(pk__gt=last) if last else rows)[:BATCH])
        if not batch:
            return
        for row in batch:
            row.searchable = fold(row.searchable)
        model.objects.bulk_update(batch, ["searchable"])
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("reports", "0016_report_days_given")]

    operations = [
        migrations.RunPython(fold_organisations, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(fold_activities, migrations.RunPython.noop, elidable=True),
    ]

from django.db import migrations

from themes.folding import fold


def fold_anew(apps, schema_editor):
    for row in apps.get_model("indicators", "Target").objects.only("searchable"):
        row.searchable = fold(row.searchable)
        row.save(update_fields=["searchable"])


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_revisions")]

    operations = [migrations.RunPython(fold_anew, migrations.RunPython.noop, elidable=True)]

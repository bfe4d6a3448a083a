from django.db import migrations

from themes.folding import fold


def fold_anew(apps, schema_editor):
    targets = apps.get_model("indicators", "Target").objects
    for pk, searchable in targets.values_list("pk", "searchable"):
        targets.filter(pk=pk).update(searchable=fold(searchable))


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_revisions")]

    operations = [migrations.RunPython(fold_anew, migrations.RunPython.noop, elidable=True)]

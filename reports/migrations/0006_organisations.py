from django.db import migrations, models

from themes.folding import fold


def fill_searchable(apps, schema_editor):
    for organisation in apps.get_model("reports", "Organisation").objects.all():
        names = (organisation.name, *organisation.aliases)
        organisation.searchable = "; ".join(" ".join(fold(name).split()) for name in names)
        organisation.save(update_fields=["searchable"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_languages")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="searchable",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AddField(
            model_name="organisation",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.RunPython(fill_searchable, migrations.RunPython.noop),
    ]

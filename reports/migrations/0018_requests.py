"""Which organisations somebody put into the directory, and which are only named by an activity."""

from django.db import migrations, models


def list_what_was_put_in_by_hand(apps, schema_editor):
    """Of those, the log says more than a name; what was changed since, somebody has looked at."""
    organisations = apps.get_model("reports", "Organisation").objects.all()
    organisations.filter(version__gt=1).update(is_listed=True)
    made = apps.get_model("reports", "Change").objects.filter(verb="organisation.created")
    by_hand = [int(pk) for pk, after in made.values_list("subject_id", "after") if "kind" in after]
    for start in range(0, len(by_hand), 500):
        organisations.filter(pk__in=by_hand[start : start + 500]).update(is_listed=True)


class Migration(migrations.Migration):
    dependencies = [("reports", "0017_folding")]

    operations = [
        migrations.AddField("organisation", "is_listed", models.BooleanField(default=False, editable=False)),
        migrations.RunPython(list_what_was_put_in_by_hand, migrations.RunPython.noop),
    ]

"""Which organisations stand in the directory, and which are only named by an activity."""

from django.db import migrations, models
from django.db.models import Q


def list_what_somebody_described(apps, schema_editor):
    organisations = apps.get_model("reports", "Organisation").objects.all()
    described = ~Q(kind="other") | Q(country__isnull=False) | Q(body__isnull=False) | Q(version__gt=1) | ~Q(aliases=[])
    organisations.filter(described).update(is_listed=True)
    made = apps.get_model("reports", "Change").objects.filter(verb="organisation.created").order_by("pk")
    by_hand = [pk for pk, after in made.values_list("subject_id", "after").iterator() if "kind" in after]
    organisations.filter(pk__in=by_hand).update(is_listed=True)


class Migration(migrations.Migration):
    dependencies = [("reports", "0010_review")]

    operations = [
        migrations.AddField("organisation", "is_listed", models.BooleanField(default=False, editable=False)),
        migrations.RunPython(list_what_somebody_described, migrations.RunPython.noop),
    ]

"""The end of an activity as it was recorded, apart from the one that follows from a completion reported later."""

from django.db import migrations, models
from django.db.models import F


def fill(apps, schema_editor):
    """No end moves: where the log says that the one which stands followed from the completion in effect, none was recorded."""
    Activity, Change = apps.get_model("reports", "Activity"), apps.get_model("reports", "Change")
    Activity.objects.update(first_ends_on=F("ends_on"), first_ends_on_known=F("ends_on_known"))
    completed = Activity.objects.filter(status="completed", ends_on__isnull=False, status_since=F("ends_on"))
    said = {"later_facts__kind": "status", "later_facts__status": "completed", "later_facts__since": F("ends_on")}
    for pk in list(completed.filter(**said).order_by().values_list("pk", flat=True).distinct()):
        log = Change.objects.filter(subject="activity", subject_id=str(pk)).order_by("-pk")
        spoke = next((row for row in log.iterator() if "ends_on" in row.after), None)
        if spoke and spoke.verb == "activity.status_changed":
            Activity.objects.filter(pk=pk).update(first_ends_on=None, first_ends_on_known="")


class Migration(migrations.Migration):
    dependencies = [("reports", "0019_answers_as_known")]

    operations = [
        migrations.AddField("activity", "first_ends_on", models.DateField(editable=False, null=True)),
        migrations.AddField(
            "activity", "first_ends_on_known", models.CharField(blank=True, editable=False, max_length=7)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

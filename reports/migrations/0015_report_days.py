"""Each report has its day where it was given; those that a later one had written over come back from the log."""

from collections import defaultdict

from django.db import migrations, models
from django.utils import timezone


def restore_from_log(apps, schema_editor):
    """Until now a country that said again that its report is complete wrote over what it had said before."""
    Change, Report, Round = (apps.get_model("reports", name) for name in ("Change", "CountryReport", "Round"))
    kept = defaultdict(int)
    for report in Report.objects.all():
        report.on = timezone.localdate(report.completed_at)
        report.save(update_fields=["on"])
        kept[str(report.round_id), report.country_id] += 1
    said = defaultdict(list)
    for change in Change.objects.filter(subject="round", verb="round.reported").order_by("id"):
        said[change.subject_id, change.country_id].append(change)
    rounds = {str(pk) for pk in Round.objects.values_list("pk", flat=True)}
    for (row, country), changes in said.items():
        lost = changes[: max(0, len(changes) - kept[row, country])] if row in rounds and kept[row, country] else []
        for change in lost:
            Report.objects.create(
                round_id=int(row),
                country_id=country,
                completed_by_id=change.by_id,
                completed_at=change.at,
                on=timezone.localdate(change.at),
                nothing_changed=bool(change.after.get("nothing_changed")),
            )


class Migration(migrations.Migration):
    dependencies = [("reports", "0014_rounds")]

    operations = [
        migrations.AddField(
            model_name="countryreport",
            name="on",
            field=models.DateField(null=True, verbose_name="reported on", help_text="The day there."),
        ),
        migrations.RunPython(restore_from_log, migrations.RunPython.noop),
    ]

"""Each country has its time zones (`load_plan` fills them in), and says again that its report is complete in a new row."""

from django.db import migrations, models

import themes.zones


def name_countries(apps, schema_editor):
    """A message about an extension that has not gone yet says of which country it is, as its key does."""
    mail = apps.get_model("reports", "Mail")
    for row in mail.objects.filter(template="round_extended", sent_at__isnull=True):
        row.about = {"country": row.key.split()[2]} | row.about
        row.save(update_fields=["about"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0013_confirmations")]

    operations = [
        migrations.AddField(
            model_name="country",
            name="time_zones",
            field=models.CharField(
                default="Africa/Dar_es_Salaam",  # by which every day ended until now
                help_text="IANA names, separated by a blank. A day of the country ends with the last midnight of its zones.",
                max_length=200,
                validators=[themes.zones.validate_zones],
                verbose_name="time zones",
            ),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="countryreport", name="a_country_reports_once_a_round"),
        migrations.AlterModelOptions(
            name="countryreport", options={"ordering": ("round", "country", "completed_at", "pk")}
        ),
        migrations.AddIndex(
            model_name="countryreport",
            index=models.Index(fields=["round", "country"], name="report_by_country"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                fields=["activity"],
                condition=models.Q(("achieved_on__isnull", False), ("verification", "pending")),
                name="claim_undecided",
            ),
        ),
        migrations.RunPython(name_countries, migrations.RunPython.noop),
    ]

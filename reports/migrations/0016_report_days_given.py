"""Every report has its day: apart from the data's own migration, since PostgreSQL alters no table with changes pending."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0015_report_days")]

    operations = [
        migrations.AlterField(
            model_name="countryreport",
            name="on",
            field=models.DateField(verbose_name="reported on", help_text="The day there."),
        ),
        migrations.AddIndex(
            model_name="countryreport",
            index=models.Index(fields=["country", "on"], name="report_by_day"),
        ),
    ]

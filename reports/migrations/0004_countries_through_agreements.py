from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_a_country_speaks_for_itself"),
    ]

    operations = [
        migrations.RemoveField(model_name="activity", name="countries"),
        migrations.AddField(
            model_name="activity",
            name="countries",
            field=models.ManyToManyField(
                related_name="activities", through="reports.Agreement", to="reports.country", verbose_name="countries"
            ),
        ),
    ]

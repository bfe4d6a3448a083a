from django.db import migrations, models
from django.db.models import deletion


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_desk")]

    operations = [
        migrations.AlterField(
            model_name="tableupload",
            name="country",
            field=models.ForeignKey(
                on_delete=deletion.CASCADE, related_name="table_uploads", to="reports.country"
            ),
        ),
        migrations.AlterField(
            model_name="tableupload",
            name="state",
            field=models.CharField(
                choices=[("reading", "being read"), ("read", "read, not applied yet"), ("applied", "applied")],
                default="reading",
                max_length=10,
            ),
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0005_no_agency_judges_its_own"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["starts_on", "ends_on", "scope", "id"], name="activity_days"),
        ),
        migrations.CreateModel(
            name="AnotherEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="said on")),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reports.activity"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reports.activity"
                    ),
                ),
            ],
            options={
                "verbose_name": "another event",
                "verbose_name_plural": "other events",
                "ordering": ("at", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="a_pair_is_told_apart_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="a_pair_in_the_order_of_its_ids"
                    ),
                ],
            },
        ),
    ]

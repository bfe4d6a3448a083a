import datetime

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

CONFERENCE = datetime.date(2010, 9, 7)
CHANGED = ("country.participation_changed", "country.changed", "country.created")


def date_participations(apps, schema_editor):
    """What was said of a country held for every day: it becomes a row from the Conference on, entered when it was."""
    Country, Participation = (apps.get_model("reports", name) for name in ("Country", "Participation"))
    entered = last_entered(apps)
    loaded = apps.get_model("themes", "LoadedRow").objects.filter(model="reports.country")
    shipped = {row.key for row in loaded if row.values.get("participation", "none") != "none"}
    for country in Country.objects.order_by("pk"):
        if country.participation != "none" or country.participation_source or country.pk in shipped:
            row = Participation(country=country, since=CONFERENCE, status=country.participation)
            row.source = country.participation_source
            row.entered_at = entered.get(country.pk, row.entered_at)
            row.save()


def last_entered(apps):
    """`{country: when somebody last said whether it takes part}`, as the log tells."""
    changes = apps.get_model("reports", "Change").objects.filter(subject="country", verb__in=CHANGED)
    told = changes.order_by("id").values_list("subject_id", "after", "at")
    return {country: at for country, after, at in told if "participation" in after}


def date_revisions(apps, schema_editor):
    """A revision made on the site was entered when the log says so."""
    TargetRevision = apps.get_model("indicators", "TargetRevision")
    changes = apps.get_model("reports", "Change").objects.filter(verb="target.revised").order_by("id")
    for target, after, at in changes.values_list("subject_id", "after", "at"):
        same = {"target": target, "in_force_from": after.get("in_force_from"), "decided_by": after.get("decided_by")}
        same["indicator"] = after.get("indicator")
        TargetRevision.objects.filter(**same).update(entered_at=at)


def undate_participations(apps, schema_editor):
    Country, Participation = (apps.get_model("reports", name) for name in ("Country", "Participation"))
    replaced = Participation.objects.filter(replaces__isnull=False).values("replaces")
    standing = Participation.objects.filter(is_withdrawn=False).exclude(pk__in=replaced)
    for row in standing.filter(since__lte=datetime.date.today()).order_by("since", "pk"):
        said = {"participation": row.status, "participation_source": row.source}
        Country.objects.filter(pk=row.country_id).update(**said)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0011_doors"),
        ("indicators", "0003_revisions"),
        ("themes", "0003_kiswahili"),
    ]

    operations = [
        migrations.CreateModel(
            name="Participation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "entered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="entered at"
                    ),
                ),
                ("is_withdrawn", models.BooleanField(default=False, editable=False, verbose_name="taken back")),
                ("since", models.DateField(verbose_name="from")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("confirmed", "takes part (confirmed)"),
                            ("assumed", "takes part (assumed)"),
                            ("none", "does not take part"),
                        ],
                        max_length=10,
                        verbose_name="participation",
                    ),
                ),
                ("decision", models.CharField(blank=True, max_length=200, verbose_name="decision")),
                ("source", models.CharField(max_length=300, verbose_name="source of the participation")),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participations",
                        to="reports.country",
                        verbose_name="country",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="replaced_by",
                        to="reports.participation",
                        verbose_name="corrects",
                    ),
                ),
            ],
            options={
                "verbose_name": "participation",
                "verbose_name_plural": "participations",
                "ordering": ("country", "since", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("since__gte", datetime.date(2010, 9, 7))),
                        name="nobody_takes_part_before_the_conference",
                        violation_error_message="The Plan was adopted on 7 September 2010: give that day or a later one.",
                    )
                ],
            },
        ),
        migrations.RunPython(date_participations, undate_participations),
        migrations.RunPython(date_revisions, migrations.RunPython.noop),
        migrations.RemoveField(model_name="country", name="participation"),
        migrations.RemoveField(model_name="country", name="participation_source"),
        migrations.RemoveConstraint(model_name="bodymembership", name="body_membership_once"),
        migrations.AddField(
            model_name="bodymembership",
            name="entered_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="entered at"
            ),
        ),
        migrations.AddField(
            model_name="bodymembership",
            name="is_withdrawn",
            field=models.BooleanField(default=False, editable=False, verbose_name="taken back"),
        ),
        migrations.AddField(
            model_name="bodymembership",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="replaced_by",
                to="reports.bodymembership",
                verbose_name="corrects",
            ),
        ),
    ]

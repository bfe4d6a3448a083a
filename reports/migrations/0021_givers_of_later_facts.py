"""In whose name each later fact was reported, when what was reported later of an activity last changed, and which evidence
proves a note alone."""

from datetime import timedelta

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Exists, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

INSIDE = ("focal_point", "clearing_officer")
MOMENT = timedelta(seconds=10)  # a link or citation that came with a note was kept just before it


def say_whose(apps, schema_editor):
    """By the role that who reported it had on that day: the first country of theirs that the activity names, else the
    organisation for which it was recorded, which of a public institution is its country's too. What was in neither's name
    stays with whoever may edit the activity."""
    facts, roles, named = (apps.get_model("reports", name) for name in ("LaterFact", "Membership", "Agreement"))
    organisations = apps.get_model("reports", "Organisation")
    held = roles.objects.filter(person=OuterRef("by"), since__lte=OuterRef("at__date"))
    held = held.filter(Q(until=None) | Q(until__gt=OuterRef("at__date")))
    countries = named.objects.filter(activity=OuterRef("activity"), country__in=held_outside(roles).values("country"))
    first = countries.order_by().values("activity").annotate(first=Min("country")).values("first")
    facts.objects.update(of_country=Subquery(first))
    recorded_for = OuterRef("activity__recorded_for")
    office = held.filter(Q(role="contributor", organisation=recorded_for) | Q(body__organisation=recorded_for))
    of_offices = facts.objects.filter(Exists(office), of_country=None, activity__recorded_for__isnull=False)
    activities = apps.get_model("reports", "Activity").objects.filter(pk=OuterRef("activity"))
    of_offices.update(of_organisation=Subquery(activities.values("recorded_for")[:1]))
    institution = organisations.objects.filter(pk=OuterRef("of_organisation"), kind="ministry")
    by_offices = facts.objects.filter(of_organisation__isnull=False)
    by_offices.update(of_country=Subquery(institution.values("country")[:1]))


def held_outside(roles):
    """Of a country that is named by the activity of a fact: the roles there of who reported it."""
    by, day = OuterRef(OuterRef("by")), OuterRef(OuterRef("at__date"))
    held = roles.objects.filter(person=by, role__in=INSIDE, since__lte=day)
    return held.filter(Q(until=None) | Q(until__gt=day))


def say_when(apps, schema_editor):
    activities, facts = (apps.get_model("reports", name) for name in ("Activity", "LaterFact"))
    of_activity = facts.objects.filter(activity=OuterRef("pk")).exclude(kind="note").order_by().values("activity")
    last = of_activity.annotate(last=Max(Greatest("at", Coalesce("decided_at", "at")))).values("last")
    developed = activities.objects.filter(Exists(facts.objects.filter(activity=OuterRef("pk")).exclude(kind="note")))
    developed.update(developed_at=Subquery(last))


def say_what_proves_a_note(apps, schema_editor):
    evidence, facts = (apps.get_model("reports", name) for name in ("Evidence", "LaterFact"))
    note = facts.objects.filter(evidence=OuterRef("pk"), kind="note", by=OuterRef("added_by"))
    note = note.filter(at__gte=OuterRef("created_at"), at__lte=OuterRef("created_at") + MOMENT)
    came_with_it = Q(kind__in=("link", "citation"), title="", dated=None, confidentiality="participants")
    evidence.objects.filter(came_with_it, Exists(note), claims=None).update(is_of_fact=True)


class Migration(migrations.Migration):
    dependencies = [("reports", "0020_first_end")]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="developed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="laterfact",
            name="of_country",
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.country"),
        ),
        migrations.AddField(
            model_name="laterfact",
            name="of_organisation",
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.organisation"),
        ),
        # The column keeps the name that it was first called by.
        migrations.AlterField(
            model_name="evidence",
            name="is_of_end",
            field=models.BooleanField(db_column="is_of_end", default=False, editable=False),
        ),
        migrations.RenameField(model_name="evidence", old_name="is_of_end", new_name="is_of_fact"),
        migrations.RunPython(say_whose, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(say_when, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(say_what_proves_a_note, migrations.RunPython.noop, elidable=False),
    ]

"""One amount secured becomes lines of funder, year and currency; organisations get their IATI identifier."""

import django.db.models.deletion
import reports.models.organisation
from django.db import migrations, models

# What was secured becomes a line without a funder or a year; also nought, which was said.
LINES = """
    INSERT INTO reports_fundingline (activity_id, currency, committed)
    SELECT id, currency, amount_secured FROM reports_activity WHERE amount_secured IS NOT NULL
"""


def lay_in_lines(apps, schema_editor):
    """The amounts, the questions about them, and what merges that may still be undone keep of both sides."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(LINES)
        cursor.execute("UPDATE reports_remark SET field = 'funding_lines' WHERE field = 'amount_secured'")
    Merge = apps.get_model("reports", "Merge")
    for merge in Merge.objects.filter(undone_at__isnull=True).iterator():
        for side in merge.before.values():
            lay_in_side(side)
        merge.save(update_fields=["before"])


def lay_in_side(side):
    """The state of one activity, and its rows: one more for its line."""
    state, rows = side["state"], side["rows"]
    amount, currency = state.pop("amount_secured", None), state.get("currency", "")
    line = {"year": None, "currency": currency, "committed": amount, "spent": None}
    state["funding_lines"] = [{"funder": ""} | line] if amount else []
    activity = next(row for row in rows if row["model"] == "reports.activity")
    activity["fields"].pop("amount_secured", None)
    if amount:
        fields = {"activity": activity["pk"], "funder": None} | line
        rows.append({"model": "reports.fundingline", "pk": None, "fields": fields})
    for row in rows:
        if row["model"] == "reports.remark" and row["fields"].get("field") == "amount_secured":
            row["fields"]["field"] = "funding_lines"


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0016_answers'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='iati_identifier',
            field=models.CharField(blank=True, max_length=80, validators=[reports.models.organisation.validate_iati_identifier], verbose_name='IATI identifier'),
        ),
        migrations.CreateModel(
            name='FundingLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('committed', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='committed')),
                ('spent', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='spent')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='funding_lines', to='reports.activity')),
                ('funder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='funding_lines', to='reports.organisation', verbose_name='funder')),
            ],
            options={
                'verbose_name': 'funding line',
                'verbose_name_plural': 'funding lines',
                'ordering': ('pk',),
                'constraints': [models.UniqueConstraint(fields=('activity', 'funder', 'year', 'currency'), name='a_funder_once_a_year_and_currency'), models.UniqueConstraint(condition=models.Q(('funder', None)), fields=('activity', 'year', 'currency'), name='no_funder_once_a_year_and_currency'), models.UniqueConstraint(condition=models.Q(('year', None)), fields=('activity', 'funder', 'currency'), name='a_funder_once_without_a_year'), models.UniqueConstraint(condition=models.Q(('funder', None), ('year', None)), fields=('activity', 'currency'), name='no_funder_once_without_a_year'), models.CheckConstraint(condition=models.Q(('committed__isnull', False), ('spent__isnull', False), _connector='OR'), name='a_funding_line_has_an_amount')],
            },
        ),
        migrations.RunPython(lay_in_lines, migrations.RunPython.noop, elidable=False),
        migrations.RemoveField(
            model_name='activity',
            name='amount_secured',
        ),
    ]

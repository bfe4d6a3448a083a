"""Days that are known to the month or the year: what is known of them, beside the day that counts. What is there stays whole."""

import django.db.models.lookups
import reports.models.days
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0012_who_gave_it'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='activity',
            name='activity_dates_in_order',
        ),
        migrations.RemoveConstraint(
            model_name='adoption',
            name='adoption_dates_in_order',
        ),
        migrations.RemoveIndex(
            model_name='activity',
            name='activity_days',
        ),
        migrations.AddField(
            model_name='activity',
            name='ends_on_known',
            field=models.CharField(blank=True, editable=False, max_length=7, verbose_name='end, as known'),
        ),
        migrations.AddField(
            model_name='activity',
            name='starts_on_known',
            field=models.CharField(blank=True, editable=False, max_length=7, verbose_name='start, as known'),
        ),
        migrations.AddField(
            model_name='adoption',
            name='ends_on_known',
            field=models.CharField(blank=True, editable=False, max_length=7, verbose_name='planned end, as known'),
        ),
        migrations.AddField(
            model_name='adoption',
            name='starts_on_known',
            field=models.CharField(blank=True, editable=False, max_length=7, verbose_name='planned start, as known'),
        ),
        migrations.AddField(
            model_name='claim',
            name='achieved_on_known',
            field=models.CharField(blank=True, editable=False, max_length=7, verbose_name='achieved on, as known'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['starts_on', 'ends_on', 'scope', 'id', 'starts_on_known'], name='activity_days'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), models.Q(django.db.models.lookups.GreaterThanOrEqual(reports.models.days.Written(models.F('ends_on')), models.F('starts_on_known')), models.Q(('starts_on_known', ''), _negated=True)), _connector='OR'), name='activity_dates_in_order'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), models.Q(django.db.models.lookups.GreaterThanOrEqual(reports.models.days.Written(models.F('ends_on')), models.F('starts_on_known')), models.Q(('starts_on_known', ''), _negated=True)), _connector='OR'), name='adoption_dates_in_order'),
        ),
    ]

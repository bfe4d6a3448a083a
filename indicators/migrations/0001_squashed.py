"""The first tables of targets and indicators. A site that was set up before takes them over as they are."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('indicators', '0001_initial'),
        ('indicators', '0002_kiswahili'),
        ('indicators', '0003_revisions'),
        ('indicators', '0004_folding'),
    ]

    dependencies = [
        ('themes', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Target',
            fields=[
                ('searchable', models.TextField(default='', editable=False)),
                ('code', models.CharField(max_length=8, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('title_en', models.CharField(max_length=200, null=True)),
                ('title_fr', models.CharField(max_length=200, null=True)),
                ('title_pt', models.CharField(max_length=200, null=True)),
                ('title_sw', models.CharField(max_length=200, null=True)),
                ('text', models.TextField()),
                ('text_en', models.TextField(null=True)),
                ('text_fr', models.TextField(null=True)),
                ('text_pt', models.TextField(null=True)),
                ('text_sw', models.TextField(null=True)),
                ('deadline', models.DateField()),
                ('agencies', models.JSONField(default=list, help_text='Agencies that the target names, as printed: HCR, OIM')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='themes.theme')),
            ],
            options={
                'ordering': ('theme__position', 'position'),
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('code', models.CharField(max_length=10, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('text_en', models.TextField(null=True)),
                ('text_fr', models.TextField(null=True)),
                ('text_pt', models.TextField(null=True)),
                ('text_sw', models.TextField(null=True)),
                ('reading', models.TextField()),
                ('reading_en', models.TextField(null=True)),
                ('reading_fr', models.TextField(null=True)),
                ('reading_pt', models.TextField(null=True)),
                ('reading_sw', models.TextField(null=True)),
                ('counts', models.CharField(choices=[('countries', 'countries'), ('sectors', 'countries with at least two priority sectors'), ('border_regions', 'border regions'), ('regional_bodies', 'regional organizations'), ('activities', 'activities')], max_length=20)),
                ('required', models.PositiveSmallIntegerField(blank=True, help_text='If empty: every participating country.', null=True)),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='indicators.target')),
            ],
            options={
                'ordering': ('target__theme__position', 'target__position', 'position'),
            },
        ),
        migrations.CreateModel(
            name='TargetRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='entered on')),
                ('is_withdrawn', models.BooleanField(default=False, editable=False, verbose_name='withdrawn')),
                ('in_force_from', models.DateField(verbose_name='in force from')),
                ('title', models.CharField(blank=True, default='', help_text='If empty: short title unchanged.', max_length=200, verbose_name='new short title')),
                ('title_en', models.CharField(blank=True, default='', help_text='If empty: short title unchanged.', max_length=200, null=True, verbose_name='new short title')),
                ('title_fr', models.CharField(blank=True, default='', help_text='If empty: short title unchanged.', max_length=200, null=True, verbose_name='new short title')),
                ('title_pt', models.CharField(blank=True, default='', help_text='If empty: short title unchanged.', max_length=200, null=True, verbose_name='new short title')),
                ('title_sw', models.CharField(blank=True, default='', help_text='If empty: short title unchanged.', max_length=200, null=True, verbose_name='new short title')),
                ('text', models.TextField(blank=True, default='', help_text='If empty: wording unchanged.', verbose_name='new wording')),
                ('text_en', models.TextField(blank=True, default='', help_text='If empty: wording unchanged.', null=True, verbose_name='new wording')),
                ('text_fr', models.TextField(blank=True, default='', help_text='If empty: wording unchanged.', null=True, verbose_name='new wording')),
                ('text_pt', models.TextField(blank=True, default='', help_text='If empty: wording unchanged.', null=True, verbose_name='new wording')),
                ('text_sw', models.TextField(blank=True, default='', help_text='If empty: wording unchanged.', null=True, verbose_name='new wording')),
                ('deadline', models.DateField(blank=True, help_text='If empty: deadline unchanged.', null=True, verbose_name='new deadline')),
                ('required', models.PositiveSmallIntegerField(blank=True, help_text='If empty: every participating country.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='new threshold')),
                ('decided_by', models.CharField(max_length=200, verbose_name='decided by')),
                ('reason', models.TextField(verbose_name='reason')),
                ('indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='indicators.indicator', verbose_name='indicator whose threshold changes')),
                ('replaces', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='replaced_by', to='indicators.targetrevision', verbose_name='corrects')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='indicators.target', verbose_name='target')),
            ],
            options={
                'ordering': ('in_force_from', 'pk'),
            },
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('required__isnull', False), ('counts__in', ('countries', 'sectors')), _connector='OR'), name='only_countries_can_be_all'),
        ),
        migrations.AddConstraint(
            model_name='targetrevision',
            constraint=models.CheckConstraint(condition=models.Q(('indicator__isnull', False), ('required__isnull', True), _connector='OR'), name='a_threshold_names_its_indicator'),
        ),
    ]

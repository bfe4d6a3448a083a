"""The first tables of the printed norm. A site that was set up before takes them over as they are."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('themes', '0001_initial'),
        ('themes', '0002_translated_rows'),
        ('themes', '0003_kiswahili'),
        ('themes', '0004_folding'),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Group',
            fields=[
                ('code', models.CharField(max_length=8, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('title_en', models.CharField(max_length=200, null=True)),
                ('title_fr', models.CharField(max_length=200, null=True)),
                ('title_pt', models.CharField(max_length=200, null=True)),
                ('title_sw', models.CharField(max_length=200, null=True)),
                ('note', models.TextField(blank=True, default='')),
                ('note_en', models.TextField(blank=True, default='', null=True)),
                ('note_fr', models.TextField(blank=True, default='', null=True)),
                ('note_pt', models.TextField(blank=True, default='', null=True)),
                ('note_sw', models.TextField(blank=True, default='', null=True)),
            ],
            options={
                'ordering': ('theme__position', 'position'),
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('searchable', models.TextField(default='', editable=False)),
                ('code', models.CharField(max_length=4, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(unique=True)),
                ('title', models.CharField(max_length=200)),
                ('title_en', models.CharField(max_length=200, null=True)),
                ('title_fr', models.CharField(max_length=200, null=True)),
                ('title_pt', models.CharField(max_length=200, null=True)),
                ('title_sw', models.CharField(max_length=200, null=True)),
                ('introduction', models.TextField()),
                ('introduction_en', models.TextField(null=True)),
                ('introduction_fr', models.TextField(null=True)),
                ('introduction_pt', models.TextField(null=True)),
                ('introduction_sw', models.TextField(null=True)),
            ],
            options={
                'ordering': ('position',),
            },
        ),
        migrations.CreateModel(
            name='TrainingAudience',
            fields=[
                ('slug', models.SlugField(primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200, null=True)),
                ('name_fr', models.CharField(max_length=200, null=True)),
                ('name_pt', models.CharField(max_length=200, null=True)),
                ('name_sw', models.CharField(max_length=200, null=True)),
            ],
            options={
                'ordering': ('position',),
            },
        ),
        migrations.CreateModel(
            name='TrainingTopic',
            fields=[
                ('slug', models.SlugField(primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200, null=True)),
                ('name_fr', models.CharField(max_length=200, null=True)),
                ('name_pt', models.CharField(max_length=200, null=True)),
                ('name_sw', models.CharField(max_length=200, null=True)),
            ],
            options={
                'ordering': ('position',),
            },
        ),
        migrations.CreateModel(
            name='LoadedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=60)),
                ('values', models.JSONField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('model', 'key'), name='loaded_row_once')],
            },
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('code', models.CharField(help_text='As printed, e.g. III (v)', max_length=12, primary_key=True, serialize=False, verbose_name='code')),
                ('chapter', models.PositiveSmallIntegerField(verbose_name='chapter')),
                ('item', models.PositiveSmallIntegerField(verbose_name='item')),
                ('text', models.TextField(blank=True, default='', verbose_name='text')),
                ('text_en', models.TextField(blank=True, default='', null=True, verbose_name='text')),
                ('text_fr', models.TextField(blank=True, default='', null=True, verbose_name='text')),
                ('text_pt', models.TextField(blank=True, default='', null=True, verbose_name='text')),
                ('text_sw', models.TextField(blank=True, default='', null=True, verbose_name='text')),
            ],
            options={
                'ordering': ('chapter', 'item'),
                'constraints': [models.UniqueConstraint(fields=('chapter', 'item'), name='recommendation_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Action',
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
                ('recommendations_as_printed', models.CharField(blank=True, max_length=80)),
                ('note', models.TextField(blank=True, default='')),
                ('note_en', models.TextField(blank=True, default='', null=True)),
                ('note_fr', models.TextField(blank=True, default='', null=True)),
                ('note_pt', models.TextField(blank=True, default='', null=True)),
                ('note_sw', models.TextField(blank=True, default='', null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='themes.group')),
                ('recommendations', models.ManyToManyField(related_name='actions', to='themes.recommendation')),
            ],
            options={
                'ordering': ('group__theme__position', 'position'),
            },
        ),
        migrations.AddField(
            model_name='group',
            name='theme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='themes.theme'),
        ),
        migrations.CreateModel(
            name='TranslatedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=60)),
                ('french', models.JSONField(default=dict)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('model', 'key'), name='translated_row_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.UniqueConstraint(fields=('theme', 'position'), name='group_position_once'),
        ),
    ]

"""The first tables of what countries do, as the last release that has `0020_person_names` left them: it had twenty migrations for them,
of which this has the name of the first.

The database itself refuses to alter the change log, a snapshot and what is said from a day on: `reports.guards` knows how its
guards have to stand, and here they are set up. SQLite forgets the triggers of a table that a later migration rebuilds:
such a migration has to make them again.
"""

import datetime
import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import reports.models.evidence
import reports.models.people
import reports.models.upload
import themes.zones
import uuid
from django.conf import settings
from django.db import migrations, models

LOG, SNAPSHOT = 'the change log is only added to', 'a snapshot is never altered'
ROW = 'a row of this table is never altered: a correction is a new one'
# INSERT OR REPLACE deletes without firing the trigger on deletion: each table with the rows that one would delete.
REPLACED = 'id = NEW.id OR replaces_id = NEW.replaces_id'
SAID_FROM_A_DAY_ON = {
    'indicators_targetrevision': REPLACED,
    'reports_bodymembership': REPLACED,
    'reports_judgement': 'id = NEW.id',
    'reports_participation': REPLACED,
    'reports_snapshotpublication': 'id = NEW.id OR snapshot_id = NEW.snapshot_id',
}
SAME_SNAPSHOT = (
    'code = NEW.code OR sha256 = NEW.sha256 OR replaces_id = NEW.replaces_id'
    ' OR (round_id, edition) = (NEW.round_id, NEW.edition)'
)
SQLITE = [  # (table, what its triggers say, their names for update, deletion and replacement, the rows that are the same)
    ('reports_change', LOG, 'reports_change_no_{}', ('update', 'delete', 'replace'), 'id = NEW.id OR previous = NEW.previous'),
    ('reports_snapshot', SNAPSHOT, 'snapshot_not_{}', ('changed', 'deleted', 'replaced'), SAME_SNAPSHOT),
    *((table, ROW, table + '_not_{}', ('changed', 'deleted', 'replaced'), same) for table, same in SAID_FROM_A_DAY_ON.items()),
]
FUNCTIONS = {
    'reports_change_refuse': f"RAISE EXCEPTION '{LOG}';",
    'snapshot_is_final': (
        "IF TG_OP = 'TRUNCATE' AND NOT EXISTS (SELECT 1 FROM reports_snapshot) THEN RETURN NULL; END IF;"
        f" RAISE EXCEPTION '{SNAPSHOT}';"
    ),
    'row_is_final': f"RAISE EXCEPTION '{ROW}';",
}
POSTGRESQL = [  # (table, its function, for each what, the names of its triggers on a change and on emptying)
    ('reports_change', 'reports_change_refuse', 'STATEMENT', ('reports_change_no_rewrite', 'reports_change_no_truncate')),
    ('reports_snapshot', 'snapshot_is_final', 'ROW', ('snapshot_not_altered', 'snapshot_not_emptied')),
    *((table, 'row_is_final', 'ROW', (f'{table}_not_altered', f'{table}_not_emptied')) for table in SAID_FROM_A_DAY_ON),
]


def on_sqlite():
    for table, says, name, (update, delete, replace), same in SQLITE:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
        yield f"CREATE TRIGGER {name.format(update)} BEFORE UPDATE ON {table} {refuse}"
        yield f"CREATE TRIGGER {name.format(delete)} BEFORE DELETE ON {table} {refuse}"
        when = f"INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
        yield f"CREATE TRIGGER {name.format(replace)} BEFORE {when} {refuse}"


def on_postgresql():
    for name, body in FUNCTIONS.items():
        yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
    for table, function, each, (changed, emptied) in POSTGRESQL:
        refuse = f"EXECUTE FUNCTION {function}()"
        yield f"CREATE TRIGGER {changed} BEFORE UPDATE OR DELETE ON {table} FOR EACH {each} {refuse}"
        yield f"CREATE TRIGGER {emptied} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"


def guard(apps, schema_editor):
    for statement in on_sqlite() if schema_editor.connection.vendor == 'sqlite' else on_postgresql():
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == 'sqlite'
    for statement in on_sqlite() if is_sqlite else on_postgresql():
        words = statement.split()
        if words[1] == 'TRIGGER':
            table = '' if is_sqlite else f" ON {words[words.index('ON') + 1]}"
            schema_editor.execute(f"DROP TRIGGER {words[2]}{table}", params=None)
    for name in () if is_sqlite else FUNCTIONS:
        schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('indicators', '0001_squashed'),
        ('themes', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('bucket', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('begun', models.DateTimeField(db_index=True)),
                ('tries', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='BorderRegion',
            fields=[
                ('code', models.SlugField(max_length=40, primary_key=True, serialize=False, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_en', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('name_fr', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('name_pt', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('name_sw', models.CharField(max_length=120, null=True, verbose_name='name')),
            ],
            options={
                'verbose_name': 'border region',
                'verbose_name_plural': 'border regions',
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='Country',
            fields=[
                ('code', models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name='ISO alpha-3 code')),
                ('iso2', models.CharField(max_length=2, unique=True, verbose_name='ISO alpha-2 code')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('name_en', models.CharField(max_length=80, null=True, verbose_name='name')),
                ('name_fr', models.CharField(max_length=80, null=True, verbose_name='name')),
                ('name_pt', models.CharField(max_length=80, null=True, verbose_name='name')),
                ('name_sw', models.CharField(max_length=80, null=True, verbose_name='name')),
                ('working_language', models.CharField(max_length=8, verbose_name='working language')),
                ('time_zones', models.CharField(help_text='IANA names, separated by spaces. Where there are several time zones, a day in the country ends at midnight in the last of them.', max_length=200, validators=[themes.zones.validate_zones], verbose_name='time zones')),
            ],
            options={
                'verbose_name': 'country',
                'verbose_name_plural': 'countries',
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='LogEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.CharField(default='', max_length=64)),
                ('rows', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('first_name', models.CharField(blank=True, max_length=150, validators=[reports.models.people.refuse_no_name], verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, validators=[reports.models.people.refuse_no_name], verbose_name='last name')),
                ('username', models.CharField(error_messages={'unique': 'This user name is already in use.'}, max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='user name')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='language')),
                ('toured', models.BooleanField(default=False, editable=False)),
                ('mail_off', models.JSONField(blank=True, default=list, editable=False, verbose_name='e-mails switched off')),
                ('weekly_digest', models.BooleanField(default=False, verbose_name='one weekly e-mail instead of individual ones')),
                ('is_demo', models.BooleanField(default=False, editable=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ('username',),
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('digest', models.CharField(max_length=128, primary_key=True, serialize=False)),
                ('token_key', models.CharField(db_index=True, max_length=25)),
                ('created', models.DateTimeField(auto_now_add=True)),
                ('expiry', models.DateTimeField(blank=True, null=True)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('scope', models.CharField(choices=[('read', 'read'), ('write', 'read and write')], default='read', max_length=8, verbose_name='scope')),
                ('last_used_at', models.DateTimeField(editable=False, null=True, verbose_name='last used')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='auth_token_set', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'API token',
                'verbose_name_plural': 'API tokens',
                'ordering': ('-created',),
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('on_track', 'on track'), ('at_risk', 'at risk'), ('off_track', 'off track'), ('met', 'met'), ('cannot_be_met', 'cannot be met')], max_length=16, verbose_name='assessment')),
                ('reasons', models.TextField(verbose_name='reasons')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('pt', 'Portuguese'), ('sw', 'Kiswahili')], max_length=8, verbose_name='language of the reasons')),
                ('assessed_on', models.DateField(db_column='judged_on', verbose_name='date of the assessment')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to=settings.AUTH_USER_MODEL)),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='indicators.target', verbose_name='target')),
            ],
            options={
                'verbose_name': 'assessment',
                'verbose_name_plural': 'assessments',
                'db_table': 'reports_judgement',
                'ordering': ('-assessed_on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('scope', models.CharField(choices=[('national', 'national'), ('cross_border', 'cross-border'), ('regional', 'regional')], default='national', max_length=12, verbose_name='scope')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('result', models.TextField(blank=True, verbose_name='result')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('pt', 'Portuguese'), ('sw', 'Kiswahili')], max_length=8, verbose_name='language of the texts')),
                ('status', models.CharField(choices=[('planned', 'planned'), ('in_progress', 'in progress'), ('completed', 'completed'), ('suspended', 'suspended'), ('cancelled', 'cancelled')], default='planned', max_length=12, verbose_name='status')),
                ('status_reason', models.TextField(blank=True, verbose_name='reason')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='start')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='end')),
                ('place', models.CharField(blank=True, max_length=160, verbose_name='place')),
                ('participants_women', models.PositiveIntegerField(blank=True, null=True, verbose_name='participants, women')),
                ('participants_men', models.PositiveIntegerField(blank=True, null=True, verbose_name='participants, men')),
                ('amount_needed', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='funding required')),
                ('amount_secured', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='funding secured')),
                ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                ('visibility', models.CharField(choices=[('participants', 'Plan participants only'), ('public', 'public')], default='public', max_length=12, verbose_name='visibility')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('external_id', models.CharField(blank=True, max_length=80, verbose_name="partner's own identifier")),
                ('review', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted'), ('returned', 'returned'), ('verified', 'verified')], default='draft', editable=False, max_length=10, verbose_name='review')),
                ('confirmed_on', models.DateField(editable=False, null=True, verbose_name='last confirmed')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='submitted on')),
                ('verified_at', models.DateTimeField(editable=False, null=True, verbose_name='verified on')),
                ('searchable', models.TextField(default='', editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('actions', models.ManyToManyField(related_name='activities', to='themes.action', verbose_name='actions from the menu')),
                ('audiences', models.ManyToManyField(related_name='activities', to='themes.trainingaudience', verbose_name='training audiences')),
                ('counted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities_counted', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='activities_created', to=settings.AUTH_USER_MODEL)),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities_outside_the_menu', to='themes.theme', verbose_name='theme, for entries outside the menu')),
                ('topics', models.ManyToManyField(related_name='activities', to='themes.trainingtopic', verbose_name='training topics')),
                ('border_regions', models.ManyToManyField(related_name='activities', to='reports.borderregion', verbose_name='border regions')),
                ('countries', models.ManyToManyField(related_name='activities', to='reports.country', verbose_name='countries')),
            ],
            options={
                'verbose_name': 'activity',
                'verbose_name_plural': 'activities',
                'ordering': ('-updated_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='confirmed on')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='reports.activity')),
            ],
            options={
                'verbose_name': 'confirmation',
                'verbose_name_plural': 'confirmations',
                'ordering': ('activity', 'on'),
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('unit', models.CharField(editable=False, max_length=60)),
                ('achieved_on', models.DateField(blank=True, null=True, verbose_name='achieved on')),
                ('verification', models.CharField(choices=[('pending', 'pending'), ('verified', 'verified'), ('refused', 'refused')], default='pending', max_length=10, verbose_name='verification')),
                ('decision_reason', models.TextField(blank=True, db_column='finding', verbose_name='reason for the decision')),
                ('decided_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='reports.activity')),
                ('border_region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='reports.borderregion')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims_decided', to=settings.AUTH_USER_MODEL)),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='indicators.indicator')),
                ('sector', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='themes.group')),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='reports.country')),
            ],
            options={
                'verbose_name': 'claim',
                'verbose_name_plural': 'claims',
                'ordering': ('indicator', 'unit'),
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('via', models.CharField(choices=[('page', 'page'), ('api', 'API'), ('import', 'import'), ('command', 'command line')], max_length=10)),
                ('verb', models.CharField(max_length=60)),
                ('subject', models.CharField(max_length=30)),
                ('subject_id', models.CharField(max_length=60)),
                ('reason', models.TextField(blank=True)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('previous', models.CharField(editable=False, max_length=64)),
                ('hash', models.CharField(editable=False, max_length=64)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to=settings.AUTH_USER_MODEL)),
                ('country', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='reports.country')),
            ],
            options={
                'verbose_name': 'change',
                'verbose_name_plural': 'change log',
                'ordering': ('-id',),
            },
        ),
        migrations.AddField(
            model_name='borderregion',
            name='countries',
            field=models.ManyToManyField(related_name='border_regions', to='reports.country', verbose_name='countries'),
        ),
        migrations.CreateModel(
            name='BodyMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='entered on')),
                ('is_withdrawn', models.BooleanField(default=False, editable=False, verbose_name='withdrawn')),
                ('since', models.DateField(verbose_name='from')),
                ('until', models.DateField(blank=True, null=True, verbose_name='to')),
                ('replaces', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='replaced_by', to='reports.bodymembership', verbose_name='corrects')),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='body_memberships', to='reports.country')),
            ],
            options={
                'verbose_name': 'membership of a regional body',
                'verbose_name_plural': 'memberships of regional bodies',
                'ordering': ('body', 'country', 'since'),
            },
        ),
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title, for actions outside the menu')),
                ('language', models.CharField(blank=True, choices=[('en', 'English'), ('fr', 'French'), ('pt', 'Portuguese'), ('sw', 'Kiswahili')], max_length=8, verbose_name='language of the title')),
                ('position', models.PositiveIntegerField(default=0, verbose_name="position in the country's plan")),
                ('priority', models.CharField(choices=[('high', 'high'), ('medium', 'medium'), ('low', 'low')], default='medium', max_length=8, verbose_name='priority')),
                ('adopted_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='adopted on')),
                ('lead_ministry', models.CharField(blank=True, max_length=160, verbose_name='lead ministry')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='planned start')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='planned end')),
                ('needs_funding', models.BooleanField(default=False, verbose_name='requires external funding')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='themes.action', verbose_name='action')),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='own_actions', to='themes.theme', verbose_name='theme, for entries outside the menu')),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='reports.country', verbose_name='country')),
            ],
            options={
                'verbose_name': 'adopted action',
                'verbose_name_plural': 'adopted actions',
                'ordering': ('country', 'position', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('file', 'file'), ('link', 'link'), ('citation', 'citation of a public source')], max_length=10, verbose_name='kind')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='link')),
                ('citation', models.TextField(blank=True, verbose_name='citation')),
                ('file', models.FileField(blank=True, storage=reports.models.evidence.evidence_storage, upload_to=reports.models.evidence.stored_name)),
                ('file_name', models.CharField(blank=True, editable=False, max_length=120)),
                ('content_type', models.CharField(blank=True, editable=False, max_length=100)),
                ('size', models.PositiveIntegerField(editable=False, null=True, verbose_name='size in bytes')),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('preview', models.FileField(blank=True, editable=False, storage=reports.models.evidence.evidence_storage, upload_to=reports.models.evidence.preview_name)),
                ('dated', models.DateField(blank=True, null=True, verbose_name='date of the document')),
                ('confidentiality', models.CharField(choices=[('public', 'public'), ('participants', 'Plan participants only'), ('reviewers', 'my country and the working group only')], default='participants', max_length=12, verbose_name='who may see the evidence')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='reports.activity')),
                ('added_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='evidence_added', to=settings.AUTH_USER_MODEL)),
                ('claims', models.ManyToManyField(blank=True, help_text='If no claim is chosen, the evidence supports the whole activity and each of its claims.', related_name='named_evidence', to='reports.claim', verbose_name='claims that the evidence supports')),
            ],
            options={
                'verbose_name': 'evidence',
                'verbose_name_plural': 'evidence',
                'ordering': ('created_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='FileUpload',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('file', models.FileField(storage=reports.models.upload.upload_storage, upload_to=reports.models.upload.upload_name)),
                ('file_name', models.CharField(max_length=200)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('received', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='file_uploads', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('created_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('invited', 'invitations and handovers'), ('returned', 'activities of your country that are returned or about which a question is asked'), ('verified', 'activities of your country that are verified'), ('round', 'reporting rounds that open, close soon or are extended'), ('digest', 'the weekly digest'), ('account', 'the security of your account'), ('error', 'errors on the site')], max_length=12)),
                ('template', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=160)),
                ('about', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('taken_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.TextField(blank=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mail', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'ordering': ('created_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, unique=True, verbose_name='name')),
                ('aliases', models.JSONField(blank=True, default=list, help_text='Names in other languages, for example HCR, ACNUR.', verbose_name='other names')),
                ('kind', models.CharField(choices=[('ministry', 'ministry or public body'), ('un_agency', 'UN agency'), ('rec', 'regional organization'), ('civil_society', 'civil society'), ('academia', 'university or research'), ('donor', 'donor'), ('other', 'other')], default='other', max_length=16, verbose_name='kind')),
                ('is_listed', models.BooleanField(default=False, editable=False)),
                ('searchable', models.TextField(default='', editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='reports.country', verbose_name='country')),
            ],
            options={
                'verbose_name': 'organization',
                'verbose_name_plural': 'organizations',
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='OpenReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('seen_at', models.DateTimeField(db_index=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='open_reviews', to='reports.activity')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='open_reviews', to=settings.AUTH_USER_MODEL)),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='reports.organisation')),
            ],
            options={
                'ordering': ('since',),
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('verdict', models.CharField(choices=[('agree', 'agrees'), ('doubt', 'doubts'), ('refuse', 'refuses')], max_length=8, verbose_name='finding')),
                ('reasons', models.TextField(blank=True, verbose_name='reasons')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to=settings.AUTH_USER_MODEL)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='reports.claim')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='reports.organisation')),
            ],
            options={
                'verbose_name': 'finding',
                'verbose_name_plural': 'findings',
                'ordering': ('at', 'id'),
            },
        ),
        migrations.AddField(
            model_name='activity',
            name='lead',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities_led', to='reports.organisation', verbose_name='lead organization'),
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='entered on')),
                ('is_withdrawn', models.BooleanField(default=False, editable=False, verbose_name='withdrawn')),
                ('since', models.DateField(verbose_name='from')),
                ('status', models.CharField(choices=[('confirmed', 'participating (confirmed)'), ('assumed', 'participating (assumed)'), ('none', 'not participating')], max_length=10, verbose_name='participation')),
                ('decision', models.CharField(blank=True, max_length=200, verbose_name='decision')),
                ('source', models.CharField(max_length=300, verbose_name='source confirming the participation status')),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='reports.country', verbose_name='country')),
                ('replaces', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='replaced_by', to='reports.participation', verbose_name='corrects')),
            ],
            options={
                'verbose_name': 'participation',
                'verbose_name_plural': 'participation entries',
                'ordering': ('country', 'since', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('implementing', 'implementing'), ('funding', 'funding'), ('technical', 'technical')], default='implementing', max_length=12, verbose_name='role')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='reports.activity')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='reports.organisation')),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='RegionalBody',
            fields=[
                ('code', models.CharField(max_length=10, primary_key=True, serialize=False, verbose_name='abbreviation')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_en', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('name_fr', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('name_pt', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('name_sw', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('countries', models.ManyToManyField(related_name='bodies', through='reports.BodyMembership', to='reports.country')),
            ],
            options={
                'verbose_name': 'regional body',
                'verbose_name_plural': 'regional bodies',
                'ordering': ('code',),
            },
        ),
        migrations.AddField(
            model_name='organisation',
            name='body',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisation', to='reports.regionalbody', verbose_name='regional body'),
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('focal_point', 'national focal point'), ('working_group', 'member of the working group'), ('regional_body', 'regional body officer'), ('observer', 'observer')], max_length=16, verbose_name='role')),
                ('is_deputy', models.BooleanField(default=False, verbose_name='deputy')),
                ('since', models.DateField(verbose_name='from')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='reports.country', verbose_name='country')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='reports.organisation', verbose_name='organization')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='reports.regionalbody', verbose_name='regional body')),
            ],
            options={
                'verbose_name': 'role',
                'verbose_name_plural': 'roles',
                'ordering': ('person', 'since'),
            },
        ),
        migrations.AddField(
            model_name='claim',
            name='body',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='reports.regionalbody'),
        ),
        migrations.AddField(
            model_name='bodymembership',
            name='body',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='reports.regionalbody'),
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('field', models.CharField(blank=True, max_length=40, verbose_name='field')),
                ('text', models.TextField(verbose_name='question')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('reply', models.TextField(blank=True, verbose_name='reply')),
                ('replied_at', models.DateTimeField(null=True)),
                ('resolved_at', models.DateTimeField(null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='reports.activity')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to=settings.AUTH_USER_MODEL)),
                ('claim', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='remarks', to='reports.claim')),
                ('replied_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to=settings.AUTH_USER_MODEL)),
                ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='remarks_resolved', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'ordering': ('created_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, unique=True, verbose_name='title')),
                ('opens_on', models.DateField(verbose_name='opens on')),
                ('closes_on', models.DateField(verbose_name='closes on')),
                ('as_at', models.DateField(verbose_name='figures as at')),
            ],
            options={
                'verbose_name': 'reporting round',
                'verbose_name_plural': 'reporting rounds',
                'ordering': ('-closes_on',),
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='round_dates_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Narrative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('pt', 'Portuguese'), ('sw', 'Kiswahili')], max_length=8, verbose_name='language')),
                ('text', models.TextField(verbose_name='text')),
                ('version', models.PositiveIntegerField(default=1)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='narratives', to='indicators.target')),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='narratives', to='themes.theme')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='narratives', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='narratives', to='reports.round')),
            ],
            options={
                'verbose_name': 'narrative',
                'verbose_name_plural': 'narratives',
                'ordering': ('round', 'theme', 'target', 'language'),
            },
        ),
        migrations.CreateModel(
            name='CountryReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('completed_at', models.DateTimeField()),
                ('on', models.DateField(help_text='Local date in the country.', verbose_name='reported on')),
                ('nothing_changed', models.BooleanField(default=False, verbose_name='reported as unchanged')),
                ('completed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='reports.country')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='reports.round')),
            ],
            options={
                'ordering': ('round', 'country', 'completed_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='RoundExtension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closes_on', models.DateField(verbose_name='closes on')),
                ('reason', models.TextField(verbose_name='reason')),
                ('extended_at', models.DateTimeField(auto_now=True)),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='reports.country', verbose_name='country')),
                ('extended_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='reports.round')),
            ],
            options={
                'ordering': ('round', 'country'),
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('path', models.CharField(max_length=200)),
                ('query', models.CharField(blank=True, max_length=2000)),
                ('is_shared', models.BooleanField(default=False, verbose_name='shared with all participants')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'saved view',
                'verbose_name_plural': 'saved views',
                'ordering': ('name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('code', models.CharField(max_length=16, primary_key=True, serialize=False)),
                ('edition', models.PositiveSmallIntegerField(verbose_name='edition')),
                ('why', models.TextField(blank=True, verbose_name='reason for replacing the previous edition')),
                ('as_at', models.DateField(verbose_name='figures as at')),
                ('taken_at', models.DateTimeField(verbose_name='date of the edition')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('content', models.TextField()),
                ('public_sha256', models.CharField(max_length=64)),
                ('public_content', models.TextField()),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='reports.snapshot')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='reports.round')),
                ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots_taken', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'edition of a round',
                'verbose_name_plural': 'editions of a round',
                'ordering': ('-as_at', '-taken_at'),
            },
        ),
        migrations.CreateModel(
            name='SnapshotPublication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField(auto_now_add=True)),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots_published', to=settings.AUTH_USER_MODEL)),
                ('snapshot', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='publication', to='reports.snapshot')),
            ],
            options={
                'verbose_name': 'publication of an edition',
                'verbose_name_plural': 'publications of editions',
            },
        ),
        migrations.CreateModel(
            name='TableUpload',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('file', models.FileField(storage=reports.models.upload.upload_storage, upload_to=reports.models.upload.upload_name)),
                ('file_name', models.CharField(max_length=120)),
                ('state', models.CharField(choices=[('reading', 'being processed'), ('read', 'processed, not yet applied'), ('applied', 'applied')], default='reading', max_length=10)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('preview', models.JSONField(db_column='findings', default=dict)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='table_uploads', to='reports.country')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='table_uploads', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'uploaded table',
                'verbose_name_plural': 'uploaded tables',
                'ordering': ('-created_at',),
            },
        ),
        migrations.CreateModel(
            name='UnsavedForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('path', models.CharField(max_length=200)),
                ('fields', models.TextField()),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unsaved_forms', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'reports_typed',
                'ordering': ('-updated_at',),
            },
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='email_once', violation_error_message='This e-mail address is already in use.'),
        ),
        migrations.AddIndex(
            model_name='assessment',
            index=models.Index(fields=['target', '-assessed_on', '-id'], name='judgement_by_target'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('reasons', ''), _negated=True), name='a_judgement_has_reasons'),
        ),
        migrations.AddConstraint(
            model_name='confirmation',
            constraint=models.UniqueConstraint(fields=('activity', 'on'), name='a_day_is_confirmed_once_an_activity'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['subject', 'subject_id', '-id'], name='change_by_subject'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['country', '-id'], name='change_by_country'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.UniqueConstraint(fields=('previous',), name='the_log_does_not_fork'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.UniqueConstraint(fields=('country', 'action'), name='an_action_is_adopted_once'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__isnull', False), ('theme__isnull', True), ('title', '')), models.Q(('action__isnull', True), ('theme__isnull', False), models.Q(('title', ''), _negated=True)), _connector='OR'), name='an_adoption_is_of_the_menu_or_has_a_title'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='adoption_dates_in_order'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('citation', ''), ('kind', 'file'), ('url', ''), models.Q(('file', ''), _negated=True)), models.Q(('citation', ''), ('file', ''), ('kind', 'link'), models.Q(('url', ''), _negated=True)), models.Q(('file', ''), ('kind', 'citation'), ('url', ''), models.Q(('citation', ''), _negated=True)), _connector='OR'), name='evidence_is_one_thing'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['created_at'], name='mail_unsent'),
        ),
        migrations.AddConstraint(
            model_name='mail',
            constraint=models.UniqueConstraint(fields=('person', 'key'), name='a_message_goes_once'),
        ),
        migrations.AddConstraint(
            model_name='openreview',
            constraint=models.UniqueConstraint(fields=('activity', 'reviewer'), name='open_once_a_reviewer'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(fields=('claim', 'agency'), name='an_agency_finds_once_a_claim'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('verdict', 'agree'), models.Q(('reasons', ''), _negated=True), _connector='OR'), name='a_doubt_has_reasons'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['-updated_at', '-id'], name='activity_newest'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['review', 'submitted_at'], name='activity_queue'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='activity_dates_in_order'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('review', 'draft'), models.Q(models.Q(('title', ''), _negated=True), ('starts_on__isnull', False)), _connector='OR'), name='what_is_submitted_has_a_title_and_a_date'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('review', 'draft'), models.Q(('status__in', ('suspended', 'cancelled')), _negated=True), models.Q(('status_reason', ''), _negated=True), _connector='OR'), name='a_stop_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('created_by', 'external_id'), name='an_external_id_once_an_owner'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(('since__gte', datetime.date(2010, 9, 7))), name='nobody_takes_part_before_the_conference', violation_error_message='The Plan was adopted on 7 September 2010: enter that date or a later one.'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.UniqueConstraint(fields=('activity', 'organisation', 'role'), name='a_partner_role_once'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('body__isnull', True), ('country__isnull', False), ('role', 'focal_point')), models.Q(('body__isnull', False), ('country__isnull', True), ('role', 'regional_body')), models.Q(('body__isnull', True), ('country__isnull', True), ('role__in', ('working_group', 'observer'))), _connector='OR'), name='a_role_names_its_country_or_body'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='membership_in_order'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['indicator', 'country'], name='claim_by_indicator'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('achieved_on__isnull', False), ('verification', 'pending')), fields=['activity'], name='claim_undecided'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.UniqueConstraint(fields=('activity', 'indicator', 'unit'), name='a_claim_is_made_once_an_activity'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('body__isnull', True), ('border_region__isnull', True), ('country__isnull', False)), models.Q(('body__isnull', True), ('country__isnull', True), ('sector__isnull', True)), models.Q(('border_region__isnull', True), ('country__isnull', True), ('sector__isnull', True)), _connector='OR'), name='a_claim_has_one_unit'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verification', 'verified'), _negated=True), models.Q(('achieved_on__isnull', False), ('decided_at__isnull', False)), _connector='OR'), name='what_is_verified_has_a_date'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verification', 'refused'), _negated=True), models.Q(('decision_reason', ''), _negated=True), _connector='OR'), name='a_refusal_says_why'),
        ),
        migrations.AddConstraint(
            model_name='bodymembership',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='body_membership_in_order'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='a_remark_says_something'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.CheckConstraint(condition=models.Q(('field', ''), ('claim__isnull', True), _connector='OR'), name='a_remark_is_on_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.CheckConstraint(condition=models.Q(('reply', ''), models.Q(('replied_at__isnull', False), ('replied_by__isnull', False)), _connector='OR'), name='a_reply_is_signed'),
        ),
        migrations.AddConstraint(
            model_name='narrative',
            constraint=models.UniqueConstraint(condition=models.Q(('theme__isnull', False)), fields=('round', 'theme', 'language'), name='a_theme_is_told_once_a_language'),
        ),
        migrations.AddConstraint(
            model_name='narrative',
            constraint=models.UniqueConstraint(condition=models.Q(('target__isnull', False)), fields=('round', 'target', 'language'), name='a_target_is_told_once_a_language'),
        ),
        migrations.AddConstraint(
            model_name='narrative',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('target__isnull', True), ('theme__isnull', False)), models.Q(('target__isnull', False), ('theme__isnull', True)), _connector='OR'), name='a_narrative_has_one_subject'),
        ),
        migrations.AddIndex(
            model_name='countryreport',
            index=models.Index(fields=['round', 'country'], name='report_by_country'),
        ),
        migrations.AddIndex(
            model_name='countryreport',
            index=models.Index(fields=['country', 'on'], name='report_by_day'),
        ),
        migrations.AddConstraint(
            model_name='roundextension',
            constraint=models.UniqueConstraint(fields=('round', 'country'), name='a_round_is_extended_once_a_country'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('person', 'name'), name='a_view_has_one_name'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.UniqueConstraint(fields=('round', 'edition'), name='a_round_has_an_edition_once'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('edition', 1), ('replaces__isnull', True), ('why', '')), models.Q(('edition__gt', 1), ('replaces__isnull', False), models.Q(('why', ''), _negated=True)), _connector='OR'), name='a_corrected_edition_says_what_it_replaces'),
        ),
        migrations.AddConstraint(
            model_name='unsavedform',
            constraint=models.UniqueConstraint(fields=('person', 'key'), name='a_form_is_kept_once_a_person'),
        ),
        migrations.RunPython(guard, unguard),
    ]

"""The tables of what countries do, as all migrations up to `0023_jobs` leave them, for a new site in one step. A site that was set up
before takes them over as they are, and one that stands between them runs the rest.

The database itself refuses to alter the change log, a snapshot and what is said from a day on: `reports.guards` knows how its
guards have to stand, and here they are set up. SQLite forgets the triggers of a table that a later migration rebuilds:
such a migration has to make them again.
"""

import datetime
import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import reports.models.contact
import reports.models.days
import reports.models.evidence
import reports.models.organisation
import reports.models.people
import reports.models.upload
import themes.zones
import uuid
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import DatabaseError, migrations, models
from django.db.migrations.operations.base import Operation

LOG, SNAPSHOT = 'the change log is only added to', 'a snapshot is never altered'
ROW = 'a row of this table is never altered: a correction is a new one'
# INSERT OR REPLACE deletes without firing the trigger on deletion: each table with the rows that one would delete.
REPLACED = 'id = NEW.id OR replaces_id = NEW.replaces_id'
SAID_FROM_A_DAY_ON = {
    'indicators_targetrevision': REPLACED,
    'reports_bodymembership': REPLACED,
    'reports_countrymessage': 'id = NEW.id',
    'reports_countrynote': 'id = NEW.id',
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


INDEXED = ("reports_activity", "reports_organisation")
MAY_NOT = (
    "This user of the database may not create the extension pg_trgm, on which the search stands. Let a superuser of "
    "PostgreSQL run CREATE EXTENSION pg_trgm; in this database, once, and run migrate again."
)


class Trigrams(TrigramExtension):
    """Left as it is where somebody who may has created it before."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        except DatabaseError as refusal:
            raise DatabaseError(f"{MAY_NOT} ({refusal})") from refusal

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Others may use it."""


def index(apps, schema_editor):
    """Not in the models: on SQLite the same is a table with triggers, made after every `migrate` (`reports.trigrams`)."""
    if schema_editor.connection.vendor == "postgresql":
        for table in INDEXED:
            name = f"{table}_trigrams"
            schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin (searchable gin_trgm_ops)")


def drop_index(apps, schema_editor):
    for table in INDEXED if schema_editor.connection.vendor == "postgresql" else ():
        schema_editor.execute(f"DROP INDEX IF EXISTS {table}_trigrams")


class Tables(Operation):
    """All tables at once: after each that is made by itself, Django builds the models of all others anew."""

    def __init__(self, models):
        self.models = models

    def state_forwards(self, app_label, state):
        state.__dict__.pop('apps', None)  # built as a whole when it is next asked for
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return 'Create all models'


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('reports', '0001_initial'),
        ('reports', '0002_desk'),
        ('reports', '0003_table_upload'),
        ('reports', '0004_adoption_ids'),
        ('reports', '0005_languages'),
        ('reports', '0006_organisations'),
        ('reports', '0007_rounds'),
        ('reports', '0008_uploads'),
        ('reports', '0009_log'),
        ('reports', '0010_review'),
        ('reports', '0011_doors'),
        ('reports', '0012_participation'),
        ('reports', '0013_confirmations'),
        ('reports', '0014_rounds'),
        ('reports', '0015_report_days'),
        ('reports', '0016_report_days_given'),
        ('reports', '0017_folding'),
        ('reports', '0018_requests'),
        ('reports', '0019_guards'),
        ('reports', '0020_person_names'),
        ('reports', '0001_squashed'),
        ('reports', '0002_texts_in_each_language'),
        ('reports', '0003_a_country_speaks_for_itself'),
        ('reports', '0004_countries_through_agreements'),
        ('reports', '0005_no_agency_judges_its_own'),
        ('reports', '0006_another_event'),
        ('reports', '0007_identifiers_of_systems'),
        ('reports', '0008_merges'),
        ('reports', '0009_who_reports'),
        ('reports', '0010_objections'),
        ('reports', '0011_contributors'),
        ('reports', '0012_who_gave_it'),
        ('reports', '0013_known_days'),
        ('reports', '0014_later_facts'),
        ('reports', '0015_statuses_of_the_past'),
        ('reports', '0016_answers'),
        ('reports', '0017_funding_lines'),
        ('reports', '0018_late_reports'),
        ('reports', '0019_answers_as_known'),
        ('reports', '0020_first_end'),
        ('reports', '0021_givers_of_later_facts'),
        ('reports', '0022_trigrams'),
        ('reports', '0023_jobs'),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('indicators', '0003_states'),
        ('themes', '0001_squashed'),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Attempt',
                fields=[
                    ('bucket', models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ('begun', models.DateTimeField(db_index=True)),
                    ('tries', models.PositiveIntegerField(default=0)),
                ],
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
                name='BorderRegion',
                fields=[
                    ('code', models.SlugField(max_length=40, primary_key=True, serialize=False, verbose_name='code')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('name_en', models.CharField(max_length=120, null=True, verbose_name='name')),
                    ('name_fr', models.CharField(max_length=120, null=True, verbose_name='name')),
                    ('name_pt', models.CharField(max_length=120, null=True, verbose_name='name')),
                    ('name_sw', models.CharField(max_length=120, null=True, verbose_name='name')),
                    ('countries', models.ManyToManyField(related_name='border_regions', to='reports.country', verbose_name='countries')),
                ],
                options={
                    'verbose_name': 'border region',
                    'verbose_name_plural': 'border regions',
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
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='email_once', violation_error_message='This e-mail address is already in use.')],
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
                    ('translations', models.JSONField(blank=True, editable=False, null=True, verbose_name='in other languages')),
                ],
                options={
                    'verbose_name': 'assessment',
                    'verbose_name_plural': 'assessments',
                    'db_table': 'reports_judgement',
                    'ordering': ('-assessed_on', '-id'),
                    'indexes': [models.Index(fields=['target', '-assessed_on', '-id'], name='judgement_by_target')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('reasons', ''), _negated=True), name='a_judgement_has_reasons')],
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
                    'indexes': [models.Index(fields=['subject', 'subject_id', '-id'], name='change_by_subject'), models.Index(fields=['country', '-id'], name='change_by_country')],
                    'constraints': [models.UniqueConstraint(fields=('previous',), name='the_log_does_not_fork')],
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
                    ('kind', models.CharField(choices=[('invited', 'invitations and handovers'), ('message', 'messages of the working group to your country'), ('returned', 'activities of your country that are returned or about which a question is asked'), ('verified', 'activities of your country that are verified'), ('agreement', 'activities of others that name your country, and what others change in them'), ('round', 'reporting rounds that open, close soon or are extended'), ('digest', 'the weekly digest'), ('account', 'the security of your account'), ('error', 'errors on the site')], max_length=12)),
                    ('template', models.CharField(max_length=40)),
                    ('key', models.CharField(max_length=160)),
                    ('about', models.JSONField(default=dict)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('sent_at', models.DateTimeField(null=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mail', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'message',
                    'verbose_name_plural': 'messages',
                    'ordering': ('created_at', 'id'),
                    'indexes': [models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['created_at'], name='mail_unsent')],
                    'constraints': [models.UniqueConstraint(fields=('person', 'key'), name='a_message_goes_once')],
                },
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
                    ('language', models.CharField(blank=True, choices=[('en', 'English'), ('fr', 'French'), ('pt', 'Portuguese'), ('sw', 'Kiswahili')], editable=False, max_length=8, null=True, verbose_name='language of the original')),
                    ('translations', models.JSONField(blank=True, editable=False, null=True, verbose_name='in other languages')),
                ],
                options={
                    'verbose_name': 'participation',
                    'verbose_name_plural': 'participation entries',
                    'ordering': ('country', 'since', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('since__gte', datetime.date(2010, 9, 7))), name='nobody_takes_part_before_the_conference', violation_error_message='The Plan was adopted on 7 September 2010: enter that date or a later one.')],
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
                    ('language', models.CharField(blank=True, choices=[('en', 'English'), ('fr', 'French'), ('pt', 'Portuguese'), ('sw', 'Kiswahili')], editable=False, max_length=8, null=True, verbose_name='language of the original')),
                    ('translations', models.JSONField(blank=True, editable=False, null=True, verbose_name='in other languages')),
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
                    'constraints': [models.UniqueConstraint(condition=models.Q(('theme__isnull', False)), fields=('round', 'theme', 'language'), name='a_theme_is_told_once_a_language'), models.UniqueConstraint(condition=models.Q(('target__isnull', False)), fields=('round', 'target', 'language'), name='a_target_is_told_once_a_language'), models.CheckConstraint(condition=models.Q(models.Q(('target__isnull', True), ('theme__isnull', False)), models.Q(('target__isnull', False), ('theme__isnull', True)), _connector='OR'), name='a_narrative_has_one_subject')],
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
                    ('after_closing', models.BooleanField(default=False, verbose_name='after the round had closed')),
                ],
                options={
                    'ordering': ('round', 'country', 'completed_at', 'pk'),
                    'indexes': [models.Index(fields=['round', 'country'], name='report_by_country'), models.Index(fields=['country', 'on'], name='report_by_day')],
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
                    ('language', models.CharField(blank=True, choices=[('en', 'English'), ('fr', 'French'), ('pt', 'Portuguese'), ('sw', 'Kiswahili')], editable=False, max_length=8, null=True, verbose_name='language of the original')),
                    ('translations', models.JSONField(blank=True, editable=False, null=True, verbose_name='in other languages')),
                ],
                options={
                    'ordering': ('round', 'country'),
                    'constraints': [models.UniqueConstraint(fields=('round', 'country'), name='a_round_is_extended_once_a_country')],
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
                    'constraints': [models.UniqueConstraint(fields=('person', 'name'), name='a_view_has_one_name')],
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
                    ('language', models.CharField(blank=True, choices=[('en', 'English'), ('fr', 'French'), ('pt', 'Portuguese'), ('sw', 'Kiswahili')], editable=False, max_length=8, null=True, verbose_name='language of the original')),
                    ('translations', models.JSONField(blank=True, editable=False, null=True, verbose_name='in other languages')),
                ],
                options={
                    'verbose_name': 'edition of a round',
                    'verbose_name_plural': 'editions of a round',
                    'ordering': ('-as_at', '-taken_at'),
                    'constraints': [models.UniqueConstraint(fields=('round', 'edition'), name='a_round_has_an_edition_once'), models.CheckConstraint(condition=models.Q(models.Q(('edition', 1), ('replaces__isnull', True), ('why', '')), models.Q(('edition__gt', 1), ('replaces__isnull', False), models.Q(('why', ''), _negated=True)), _connector='OR'), name='a_corrected_edition_says_what_it_replaces')],
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
                    ('country', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='table_uploads', to='reports.country')),
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
                    'constraints': [models.UniqueConstraint(fields=('person', 'key'), name='a_form_is_kept_once_a_person')],
                },
            ),
            migrations.CreateModel(
                name='CountryMessage',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('at', models.DateTimeField(auto_now_add=True)),
                    ('title', models.CharField(max_length=200, verbose_name='subject')),
                    ('text', models.TextField(verbose_name='text')),
                    ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('pt', 'Portuguese'), ('sw', 'Kiswahili')], max_length=8, verbose_name='language of the text')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to=settings.AUTH_USER_MODEL)),
                    ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='reports.country', verbose_name='country')),
                ],
                options={
                    'verbose_name': 'message to a country',
                    'verbose_name_plural': 'messages to countries',
                    'ordering': ('-at', 'id'),
                    'indexes': [models.Index(fields=['country', '-at'], name='message_by_country')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('title', ''), _negated=True)), name='a_message_says_something')],
                },
            ),
            migrations.CreateModel(
                name='CountryNote',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('at', models.DateTimeField(auto_now_add=True)),
                    ('on', models.DateField(verbose_name='date of the call')),
                    ('text', models.TextField(verbose_name='note')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to=settings.AUTH_USER_MODEL)),
                    ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='reports.country', verbose_name='country')),
                ],
                options={
                    'verbose_name': 'note of a call',
                    'verbose_name_plural': 'notes of calls',
                    'ordering': ('-on', '-at', 'id'),
                    'indexes': [models.Index(fields=['country', '-on'], name='note_by_country')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='a_note_says_something')],
                },
            ),
            migrations.CreateModel(
                name='ReportClearance',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asked_at', models.DateTimeField()),
                    ('cleared_at', models.DateTimeField(null=True, verbose_name='cleared on')),
                    ('handed_back', models.TextField(blank=True, verbose_name='what is still missing')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('cleared_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_clearances', to='reports.country')),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clearances', to='reports.round')),
                ],
                options={
                    'ordering': ('round', 'country'),
                    'constraints': [models.UniqueConstraint(fields=('round', 'country'), name='a_report_is_cleared_once_a_round'), models.CheckConstraint(condition=models.Q(models.Q(('cleared_at', None), ('cleared_by', None)), models.Q(('cleared_at__isnull', False), ('cleared_by__isnull', False)), _connector='OR'), name='a_report_clearance_is_signed')],
                },
            ),
            migrations.CreateModel(
                name='Job',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40, verbose_name='kind')),
                    ('arguments', models.JSONField(default=dict, verbose_name='arguments')),
                    ('key', models.CharField(max_length=160, unique=True, verbose_name='key')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='queued on')),
                    ('due_at', models.DateTimeField(verbose_name='due on')),
                    ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                    ('taken_by', models.CharField(blank=True, max_length=32)),
                    ('taken_until', models.DateTimeField(null=True)),
                    ('done_at', models.DateTimeField(null=True, verbose_name='done on')),
                    ('given_up_at', models.DateTimeField(null=True, verbose_name='given up on')),
                    ('problem', models.TextField(blank=True, verbose_name='problem')),
                ],
                options={
                    'verbose_name': 'background job',
                    'verbose_name_plural': 'background jobs',
                    'ordering': ('-pk',),
                    'indexes': [models.Index(condition=models.Q(('done_at__isnull', True), ('given_up_at__isnull', True)), fields=['due_at', 'id'], name='job_open'), models.Index(condition=models.Q(('given_up_at__isnull', False)), fields=['-given_up_at'], name='job_given_up')],
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
                    ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='reports.regionalbody')),
                ],
                options={
                    'verbose_name': 'membership of a regional body',
                    'verbose_name_plural': 'memberships of regional bodies',
                    'ordering': ('body', 'country', 'since'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='body_membership_in_order')],
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
                    ('body', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisation', to='reports.regionalbody', verbose_name='regional body')),
                    ('office_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='reports.organisation', verbose_name='office of')),
                    ('iati_identifier', models.CharField(blank=True, max_length=80, validators=[reports.models.organisation.validate_iati_identifier], verbose_name='IATI identifier')),
                ],
                options={
                    'verbose_name': 'organization',
                    'verbose_name_plural': 'organizations',
                    'ordering': ('name',),
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
                    ('ends_on_known', models.CharField(blank=True, editable=False, max_length=7, verbose_name='planned end, as known')),
                    ('starts_on_known', models.CharField(blank=True, editable=False, max_length=7, verbose_name='planned start, as known')),
                    ('answer', models.CharField(choices=[('adopted', 'adopted'), ('in_place', 'in place since'), ('not_taken_up', 'not taken up')], default='adopted', max_length=16, verbose_name='answer')),
                    ('answered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('because', models.TextField(blank=True, max_length=20000, verbose_name='reason for not taking it up')),
                    ('decided_at', models.DateTimeField(editable=False, null=True)),
                    ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.organisation')),
                    ('decision_reason', models.TextField(blank=True, editable=False, verbose_name='reason for the decision')),
                    ('in_place_since', models.DateField(blank=True, null=True, verbose_name='in place since')),
                    ('in_place_since_known', models.CharField(blank=True, editable=False, max_length=7)),
                    ('is_because_public', models.BooleanField(default=False, verbose_name='reason published')),
                    ('proof_citation', models.TextField(blank=True, max_length=20000, verbose_name='citation of the evidence')),
                    ('proof_url', models.URLField(blank=True, max_length=500, verbose_name='link to the evidence')),
                    ('replaced_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaced', to='reports.adoption')),
                    ('verification', models.CharField(choices=[('pending', 'pending'), ('verified', 'verified'), ('refused', 'refused')], default='pending', editable=False, max_length=10, verbose_name='verification')),
                    ('withdrawn_because', models.TextField(blank=True, max_length=20000, verbose_name='reason for withdrawing')),
                    ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='withdrawn on')),
                    ('adopted_on_known', models.CharField(blank=True, editable=False, max_length=7)),
                    ('withdrawn_on_known', models.CharField(blank=True, editable=False, max_length=10)),
                ],
                options={
                    'verbose_name': 'adopted action',
                    'verbose_name_plural': 'adopted actions',
                    'ordering': ('country', 'position', 'id'),
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('action__isnull', False), ('theme__isnull', True), ('title', '')), models.Q(('action__isnull', True), ('theme__isnull', False), models.Q(('title', ''), _negated=True)), _connector='OR'), name='an_adoption_is_of_the_menu_or_has_a_title'), models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), models.Q(django.db.models.lookups.GreaterThanOrEqual(reports.models.days.Written(models.F('ends_on')), models.F('starts_on_known')), models.Q(('starts_on_known', ''), _negated=True)), _connector='OR'), name='adoption_dates_in_order'), models.UniqueConstraint(condition=models.Q(('withdrawn_on__isnull', True)), fields=('country', 'action'), name='an_action_has_one_answer'), models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', True), ('withdrawn_on__gte', models.F('adopted_on')), _connector='OR'), name='an_answer_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('action__isnull', False), ('answer', 'adopted'), _connector='OR'), name='what_is_not_of_the_menu_is_adopted'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'in_place'), _negated=True), models.Q(('adopted_on', models.F('in_place_since')), ('in_place_since__isnull', False), models.Q(('proof_citation', ''), ('proof_url', ''), _negated=True)), _connector='OR'), name='what_is_in_place_has_a_day_and_proof'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'not_taken_up'), _negated=True), models.Q(('because', ''), _negated=True), _connector='OR'), name='what_is_not_taken_up_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('verification', 'verified'), _negated=True), models.Q(('answer', 'in_place'), ('decided_at__isnull', False)), _connector='OR'), name='a_verified_answer_is_in_place'), models.CheckConstraint(condition=models.Q(models.Q(('verification', 'refused'), _negated=True), models.Q(('decision_reason', ''), _negated=True), _connector='OR'), name='a_refused_answer_says_why')],
                },
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('focal_point', 'national focal point'), ('working_group', 'member of the working group'), ('regional_body', 'regional body officer'), ('observer', 'observer'), ('contributor', 'contributor'), ('clearing_officer', 'clearing officer')], max_length=16, verbose_name='role')),
                    ('is_deputy', models.BooleanField(default=False, verbose_name='deputy')),
                    ('since', models.DateField(verbose_name='from')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                    ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='reports.country', verbose_name='country')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='reports.organisation', verbose_name='organization')),
                    ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='reports.regionalbody', verbose_name='regional body')),
                    ('countries', models.ManyToManyField(blank=True, related_name='contributors', to='reports.country', verbose_name='countries')),
                ],
                options={
                    'verbose_name': 'role',
                    'verbose_name_plural': 'roles',
                    'ordering': ('person', 'since'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='membership_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('body__isnull', True), ('country__isnull', False), ('role__in', ('focal_point', 'clearing_officer'))), models.Q(('body__isnull', False), ('country__isnull', True), ('role', 'regional_body')), models.Q(('body__isnull', True), ('country__isnull', True), ('role__in', ('working_group', 'observer'))), models.Q(('body__isnull', True), ('country__isnull', True), ('organisation__isnull', False), ('role', 'contributor')), _connector='OR'), name='a_role_names_its_country_or_body')],
                },
            ),
            migrations.CreateModel(
                name='System',
                fields=[
                    ('code', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='code of the system')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='systems', to='reports.country', verbose_name='country')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='systems', to='reports.organisation', verbose_name='organization')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='systems', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ],
                options={
                    'verbose_name': 'outside system',
                    'verbose_name_plural': 'outside systems',
                    'ordering': ('code',),
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('country__isnull', True), ('organisation__isnull', False), ('person__isnull', True)), models.Q(('country__isnull', False), ('organisation__isnull', True), ('person__isnull', True)), models.Q(('country__isnull', True), ('organisation__isnull', True), ('person__isnull', False)), _connector='OR'), name='a_system_has_one_owner')],
                },
            ),
            migrations.CreateModel(
                name='Merge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kept', models.UUIDField(db_index=True, editable=False)),
                    ('gone', models.UUIDField(db_index=True, editable=False)),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('at', models.DateTimeField(verbose_name='merged on')),
                    ('choices', models.JSONField(default=dict, verbose_name='choices')),
                    ('before', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                    ('claims', models.JSONField(default=dict)),
                    ('identifiers', models.JSONField(default=list)),
                    ('logged', models.PositiveBigIntegerField(default=0)),
                    ('undone_at', models.DateTimeField(null=True, verbose_name='undone on')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to=settings.AUTH_USER_MODEL)),
                    ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merges_undone', to=settings.AUTH_USER_MODEL)),
                    ('organisations', models.ManyToManyField(editable=False, related_name='+', to='reports.organisation')),
                ],
                options={
                    'verbose_name': 'merge',
                    'verbose_name_plural': 'merges',
                    'ordering': ('-at', '-pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('gone',), name='an_activity_is_merged_away_once'), models.CheckConstraint(condition=models.Q(('kept', models.F('gone')), _negated=True), name='nothing_is_merged_with_itself'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='who_undoes_a_merge_signs')],
                },
            ),
            migrations.CreateModel(
                name='Nomination',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('dated', models.DateField(verbose_name='date of the letter')),
                    ('file', models.FileField(storage=reports.models.evidence.evidence_storage, upload_to=reports.models.contact.letter_name)),
                    ('content_type', models.CharField(max_length=100)),
                    ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                    ('sha256', models.CharField(max_length=64)),
                    ('added_at', models.DateTimeField(auto_now_add=True)),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations_added', to=settings.AUTH_USER_MODEL)),
                    ('membership', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='nomination', to='reports.membership')),
                ],
                options={
                    'verbose_name': 'letter of nomination',
                    'verbose_name_plural': 'letters of nomination',
                    'ordering': ('-dated', 'id'),
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
                    ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                    ('visibility', models.CharField(choices=[('participants', 'Plan participants only'), ('public', 'public')], default='public', max_length=12, verbose_name='visibility')),
                    ('source', models.TextField(blank=True, verbose_name='source')),
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
                    ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities_led', to='reports.organisation', verbose_name='lead organization')),
                    ('is_agreed', models.BooleanField(default=False, editable=False)),
                    ('countries', models.ManyToManyField(related_name='activities', through='reports.Agreement', to='reports.country', verbose_name='countries')),
                    ('counted_at', models.DateTimeField(editable=False, null=True)),
                    ('counted_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.organisation')),
                    ('handed_back', models.TextField(blank=True, editable=False, verbose_name='what is still missing')),
                    ('ready_at', models.DateTimeField(editable=False, null=True)),
                    ('recorded_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities_recorded', to='reports.organisation')),
                    ('ends_on_known', models.CharField(blank=True, editable=False, max_length=7, verbose_name='end, as known')),
                    ('starts_on_known', models.CharField(blank=True, editable=False, max_length=7, verbose_name='start, as known')),
                    ('begun_on', models.DateField(editable=False, null=True)),
                    ('first_status', models.CharField(choices=[('planned', 'planned'), ('in_progress', 'in progress'), ('completed', 'completed'), ('suspended', 'suspended'), ('cancelled', 'cancelled')], default='planned', editable=False, max_length=12)),
                    ('first_status_since', models.DateField(editable=False, null=True)),
                    ('first_status_since_known', models.CharField(blank=True, editable=False, max_length=7)),
                    ('first_status_reason', models.TextField(blank=True, editable=False)),
                    ('status_since', models.DateField(blank=True, null=True, verbose_name='since')),
                    ('status_since_known', models.CharField(blank=True, editable=False, max_length=7)),
                    ('first_ends_on', models.DateField(editable=False, null=True)),
                    ('first_ends_on_known', models.CharField(blank=True, editable=False, max_length=7)),
                    ('developed_at', models.DateTimeField(editable=False, null=True)),
                ],
                options={
                    'verbose_name': 'activity',
                    'verbose_name_plural': 'activities',
                    'ordering': ('-updated_at', '-id'),
                    'indexes': [models.Index(fields=['-updated_at', '-id'], name='activity_newest'), models.Index(fields=['review', 'submitted_at'], name='activity_queue'), models.Index(fields=['starts_on', 'ends_on', 'scope', 'id', 'starts_on_known'], name='activity_days')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('review', 'draft'), models.Q(models.Q(('title', ''), _negated=True), ('starts_on__isnull', False)), _connector='OR'), name='what_is_submitted_has_a_title_and_a_date'), models.CheckConstraint(condition=models.Q(('review', 'draft'), models.Q(('status__in', ('suspended', 'cancelled')), _negated=True), models.Q(('status_reason', ''), _negated=True), _connector='OR'), name='a_stop_has_a_reason'), models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), models.Q(django.db.models.lookups.GreaterThanOrEqual(reports.models.days.Written(models.F('ends_on')), models.F('starts_on_known')), models.Q(('starts_on_known', ''), _negated=True)), _connector='OR'), name='activity_dates_in_order')],
                },
            ),
            migrations.CreateModel(
                name='Confirmation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField(verbose_name='confirmed on')),
                    ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='reports.activity')),
                    ('country', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='reports.country')),
                ],
                options={
                    'verbose_name': 'confirmation',
                    'verbose_name_plural': 'confirmations',
                    'ordering': ('activity', 'on'),
                    'indexes': [models.Index(fields=['country', '-on'], name='confirmation_by_country')],
                    'constraints': [models.UniqueConstraint(fields=('activity', 'country', 'on'), name='a_day_is_confirmed_once_a_country'), models.UniqueConstraint(condition=models.Q(('country', None)), fields=('activity', 'on'), name='a_day_is_confirmed_once_by_others')],
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
                    ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='reports.regionalbody')),
                    ('declined_because', models.TextField(blank=True, editable=False, verbose_name='reason for declining')),
                    ('word', models.CharField(choices=[('awaited', 'awaited'), ('agreed', 'agreed'), ('declined', 'declined')], default='awaited', editable=False, max_length=8, verbose_name='agreement')),
                    ('word_at', models.DateTimeField(editable=False, null=True, verbose_name='agreed or declined on')),
                    ('word_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims_agreed', to=settings.AUTH_USER_MODEL)),
                    ('decided_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.organisation')),
                    ('decided_with', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.organisation')),
                    ('in_place_of', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.organisation')),
                    ('achieved_on_known', models.CharField(blank=True, editable=False, max_length=7, verbose_name='achieved on, as known')),
                    ('ended_on', models.DateField(editable=False, null=True, verbose_name='no longer so since')),
                    ('ended_on_known', models.CharField(blank=True, editable=False, max_length=7)),
                ],
                options={
                    'verbose_name': 'claim',
                    'verbose_name_plural': 'claims',
                    'ordering': ('indicator', 'unit'),
                    'indexes': [models.Index(fields=['indicator', 'country'], name='claim_by_indicator'), models.Index(condition=models.Q(('achieved_on__isnull', False), ('verification', 'pending')), fields=['activity'], name='claim_undecided')],
                    'constraints': [models.UniqueConstraint(fields=('activity', 'indicator', 'unit'), name='a_claim_is_made_once_an_activity'), models.CheckConstraint(condition=models.Q(models.Q(('body__isnull', True), ('border_region__isnull', True), ('country__isnull', False)), models.Q(('body__isnull', True), ('country__isnull', True), ('sector__isnull', True)), models.Q(('border_region__isnull', True), ('country__isnull', True), ('sector__isnull', True)), _connector='OR'), name='a_claim_has_one_unit'), models.CheckConstraint(condition=models.Q(models.Q(('verification', 'verified'), _negated=True), models.Q(('achieved_on__isnull', False), ('decided_at__isnull', False)), _connector='OR'), name='what_is_verified_has_a_date'), models.CheckConstraint(condition=models.Q(models.Q(('verification', 'refused'), _negated=True), models.Q(('decision_reason', ''), _negated=True), _connector='OR'), name='a_refusal_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('word', 'declined'), _negated=True), models.Q(('declined_because', ''), _negated=True), _connector='OR'), name='a_declined_claim_says_why')],
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
                    ('confidentiality', models.CharField(choices=[('public', 'public'), ('participants', 'Plan participants only'), ('reviewers', 'my country or organization and the working group only')], default='participants', max_length=12, verbose_name='who may see the evidence')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='reports.activity')),
                    ('added_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='evidence_added', to=settings.AUTH_USER_MODEL)),
                    ('claims', models.ManyToManyField(blank=True, help_text='If no claim is chosen, the evidence supports the whole activity and each of its claims.', related_name='named_evidence', to='reports.claim', verbose_name='claims that the evidence supports')),
                    ('of_country', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.country')),
                    ('of_organisation', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.organisation')),
                    ('is_of_fact', models.BooleanField(db_column='is_of_end', default=False, editable=False)),
                ],
                options={
                    'verbose_name': 'evidence',
                    'verbose_name_plural': 'evidence',
                    'ordering': ('created_at', 'id'),
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('citation', ''), ('kind', 'file'), ('url', ''), models.Q(('file', ''), _negated=True)), models.Q(('citation', ''), ('file', ''), ('kind', 'link'), models.Q(('url', ''), _negated=True)), models.Q(('file', ''), ('kind', 'citation'), ('url', ''), models.Q(('citation', ''), _negated=True)), _connector='OR'), name='evidence_is_one_thing')],
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
                    'constraints': [models.UniqueConstraint(fields=('activity', 'reviewer'), name='open_once_a_reviewer')],
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
                    'constraints': [models.UniqueConstraint(fields=('claim', 'agency'), name='an_agency_finds_once_a_claim'), models.CheckConstraint(condition=models.Q(('verdict', 'agree'), models.Q(('reasons', ''), _negated=True), _connector='OR'), name='a_doubt_has_reasons')],
                },
            ),
            migrations.CreateModel(
                name='Partner',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('implementing', 'implementing'), ('funding', 'funding'), ('technical', 'technical'), ('unstated', 'role not stated')], default='unstated', max_length=12, verbose_name='role')),
                    ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='reports.activity')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='reports.organisation')),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(fields=('activity', 'organisation', 'role'), name='a_partner_role_once')],
                },
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
                    ('countries', models.ManyToManyField(editable=False, related_name='+', to='reports.country')),
                    ('organisation', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.organisation')),
                    ('reply_of_country', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.country')),
                    ('reply_of_organisation', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.organisation')),
                ],
                options={
                    'verbose_name': 'question',
                    'verbose_name_plural': 'questions',
                    'ordering': ('created_at', 'id'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='a_remark_says_something'), models.CheckConstraint(condition=models.Q(('field', ''), ('claim__isnull', True), _connector='OR'), name='a_remark_is_on_one_thing'), models.CheckConstraint(condition=models.Q(('reply', ''), models.Q(('replied_at__isnull', False), ('replied_by__isnull', False)), _connector='OR'), name='a_reply_is_signed')],
                },
            ),
            migrations.CreateModel(
                name='Agreement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('word', models.CharField(choices=[('awaited', 'awaited'), ('agreed', 'agreed'), ('declined', 'declined')], default='awaited', max_length=8, verbose_name='agreement')),
                    ('reason', models.TextField(blank=True, verbose_name='reason for declining')),
                    ('at', models.DateTimeField(editable=False, null=True, verbose_name='agreed or declined on')),
                    ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='reports.activity')),
                    ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to=settings.AUTH_USER_MODEL)),
                    ('country', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='reports.country')),
                    ('asked_at', models.DateTimeField(editable=False, null=True, verbose_name='asked on')),
                    ('decision', models.TextField(blank=True, editable=False, verbose_name='agreed by decision')),
                    ('letter', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='agreements', to='reports.evidence')),
                    ('letter_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters_recorded', to=settings.AUTH_USER_MODEL)),
                    ('letter_on', models.DateField(editable=False, null=True, verbose_name='date of the letter')),
                    ('clearance_asked_at', models.DateTimeField(editable=False, null=True)),
                    ('cleared_at', models.DateTimeField(editable=False, null=True, verbose_name='cleared on')),
                    ('cleared_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'agreement',
                    'verbose_name_plural': 'agreements',
                    'ordering': ('activity', 'country'),
                    'indexes': [models.Index(condition=models.Q(('word', 'awaited')), fields=['country'], name='agreement_awaited')],
                    'constraints': [models.UniqueConstraint(fields=('activity', 'country'), name='a_country_speaks_once_an_activity'), models.CheckConstraint(condition=models.Q(models.Q(('word', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='who_declines_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('letter', None), ('letter_by', None), ('letter_on', None)), models.Q(('letter__isnull', False), ('letter_by__isnull', False), ('letter_on__isnull', False)), _connector='OR'), name='a_letter_has_a_date'), models.CheckConstraint(condition=models.Q(models.Q(('cleared_at', None), ('cleared_by', None)), models.Q(('cleared_at__isnull', False), ('cleared_by__isnull', False)), _connector='OR'), name='a_clearance_is_signed')],
                },
            ),
            migrations.CreateModel(
                name='AnotherEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='said on')),
                    ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reports.activity')),
                    ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reports.activity')),
                ],
                options={
                    'verbose_name': 'another event',
                    'verbose_name_plural': 'other events',
                    'ordering': ('at', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='a_pair_is_told_apart_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='a_pair_in_the_order_of_its_ids')],
                },
            ),
            migrations.CreateModel(
                name='Identifier',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('value', models.CharField(max_length=80, verbose_name='identifier')),
                    ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='reports.activity')),
                    ('system', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identifiers', to='reports.system')),
                ],
                options={
                    'verbose_name': 'identifier of an outside system',
                    'verbose_name_plural': 'identifiers of outside systems',
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(fields=('system', 'value'), name='an_identifier_once_a_system'), models.CheckConstraint(condition=models.Q(('value', ''), _negated=True), name='an_identifier_says_something')],
                },
            ),
            migrations.CreateModel(
                name='Objection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reasons', models.TextField(verbose_name='reasons')),
                    ('at', models.DateTimeField(editable=False, verbose_name='objected on')),
                    ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='withdrawn on')),
                    ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objections', to='reports.claim')),
                    ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='reports.country')),
                    ('withdrawn_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'objection',
                    'verbose_name_plural': 'objections',
                    'ordering': ('at', 'pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('claim', 'country'), name='a_country_objects_once_to_a_claim')],
                },
            ),
            migrations.CreateModel(
                name='LaterFact',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('status', 'status'), ('end', 'no longer so'), ('note', 'progress note')], max_length=8, verbose_name='kind')),
                    ('status', models.CharField(blank=True, choices=[('planned', 'planned'), ('in_progress', 'in progress'), ('completed', 'completed'), ('suspended', 'suspended'), ('cancelled', 'cancelled')], max_length=12, verbose_name='status')),
                    ('since', models.DateField(verbose_name='date')),
                    ('since_known', models.CharField(blank=True, editable=False, max_length=7)),
                    ('text', models.TextField(blank=True, max_length=20000, verbose_name='what happened')),
                    ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French'), ('pt', 'Portuguese'), ('sw', 'Kiswahili')], max_length=8, verbose_name='language of the text')),
                    ('participants_women', models.PositiveIntegerField(blank=True, null=True, verbose_name='participants, women')),
                    ('participants_men', models.PositiveIntegerField(blank=True, null=True, verbose_name='participants, men')),
                    ('amount_spent', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='amount spent')),
                    ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                    ('at', models.DateTimeField(editable=False, verbose_name='reported on')),
                    ('review', models.CharField(choices=[('reported', 'reported'), ('verified', 'verified'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='reported', editable=False, max_length=10, verbose_name='review')),
                    ('decision_reason', models.TextField(blank=True, editable=False, verbose_name='reason for the decision')),
                    ('decided_at', models.DateTimeField(editable=False, null=True)),
                    ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='later_facts', to='reports.activity')),
                    ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='later_facts', to=settings.AUTH_USER_MODEL)),
                    ('claim', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='ends', to='reports.claim')),
                    ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_for', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.organisation')),
                    ('evidence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='later_facts', to='reports.evidence', verbose_name='evidence')),
                    ('of_country', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.country')),
                    ('of_organisation', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.organisation')),
                ],
                options={
                    'verbose_name': 'later development',
                    'verbose_name_plural': 'later developments',
                    'ordering': ('since', 'at', 'id'),
                    'indexes': [models.Index(condition=models.Q(('review', 'reported')), fields=['activity'], name='later_fact_undecided')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('claim', None), ('kind', 'status'), models.Q(('status', ''), _negated=True)), models.Q(('claim__isnull', False), ('kind', 'end'), ('status', '')), models.Q(('claim', None), ('kind', 'note'), ('status', ''), models.Q(('text', ''), _negated=True)), _connector='OR'), name='a_later_fact_is_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(('review', 'verified'), _negated=True), ('decided_at__isnull', False), _connector='OR'), name='a_verified_fact_is_signed'), models.CheckConstraint(condition=models.Q(models.Q(('review', 'refused'), _negated=True), models.Q(('decision_reason', ''), _negated=True), _connector='OR'), name='a_refused_fact_says_why'), models.UniqueConstraint(condition=models.Q(('review__in', ('reported', 'verified'))), fields=('claim',), name='a_claim_ends_once')],
                },
            ),
            migrations.CreateModel(
                name='StatusSpan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('status', models.CharField(choices=[('planned', 'planned'), ('in_progress', 'in progress'), ('completed', 'completed'), ('suspended', 'suspended'), ('cancelled', 'cancelled')], max_length=12)),
                    ('since', models.DateField(null=True)),
                    ('since_known', models.CharField(blank=True, max_length=7)),
                    ('until', models.DateField(null=True)),
                    ('until_known', models.CharField(blank=True, max_length=7)),
                    ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='status_spans', to='reports.activity')),
                ],
                options={
                    'verbose_name': 'span of a status',
                    'verbose_name_plural': 'spans of statuses',
                    'ordering': ('activity', 'pk'),
                    'indexes': [models.Index(fields=['status', 'since', 'until', 'activity'], name='status_span_days')],
                },
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
        ]),
        migrations.RunPython(guard, unguard),
        Trigrams(),
        migrations.RunPython(index, drop_index),
    ]

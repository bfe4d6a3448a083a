"""Letters of nomination, notes of calls with a country and messages to it; the last two are never altered."""

import django.db.models.deletion
import reports.models.contact
import reports.models.evidence
import uuid
from django.conf import settings
from django.db import migrations, models


ROW = 'a row of this table is never altered: a correction is a new one'
KEPT = ('reports_countrymessage', 'reports_countrynote')


def triggers(vendor):
    """`(name, table, what it is)` of each guard, as `reports.guards` expects it."""
    for table in KEPT:
        if vendor == 'sqlite':
            refuse = f"BEGIN SELECT RAISE(ABORT, '{ROW}'); END"
            yield f'{table}_not_changed', table, f'BEFORE UPDATE ON {table} {refuse}'
            yield f'{table}_not_deleted', table, f'BEFORE DELETE ON {table} {refuse}'
            when = f'WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)'
            yield f'{table}_not_replaced', table, f'BEFORE INSERT ON {table} {when} {refuse}'
        else:
            refuse = 'EXECUTE FUNCTION row_is_final()'
            yield f'{table}_not_altered', table, f'BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {refuse}'
            yield f'{table}_not_emptied', table, f'BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}'


def guard(apps, schema_editor):
    for name, _table, what in triggers(schema_editor.connection.vendor):
        schema_editor.execute(f'CREATE TRIGGER {name} {what}', params=None)


def unguard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for name, table, _what in triggers(vendor):
        schema_editor.execute(f'DROP TRIGGER {name}' + ('' if vendor == 'sqlite' else f' ON {table}'), params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0008_merges'),
    ]

    operations = [
        migrations.AlterField(
            model_name='mail',
            name='kind',
            field=models.CharField(choices=[('invited', 'invitations and handovers'), ('message', 'messages of the working group to your country'), ('returned', 'activities of your country that are returned or about which a question is asked'), ('verified', 'activities of your country that are verified'), ('agreement', 'activities of others that name your country, and what others change in them'), ('round', 'reporting rounds that open, close soon or are extended'), ('digest', 'the weekly digest'), ('account', 'the security of your account'), ('error', 'errors on the site')], max_length=12),
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
        migrations.RunPython(guard, unguard),
    ]

"""Whose the evidence and the replies are that were there before, and whom the questions asked."""

from django.db import migrations, models

# The first country that the activity names and whose focal point the person was on that day.
SIGNED = """
    UPDATE {table} SET {of} = (
        SELECT MIN(role.country_id)
        FROM reports_membership AS role
        JOIN reports_agreement AS named
          ON named.country_id = role.country_id AND named.activity_id = {table}.activity_id
        WHERE role.role = 'focal_point' AND role.person_id = {table}.{by} AND role.since <= date({table}.{at})
          AND (role.until IS NULL OR role.until > date({table}.{at}))
    )
    WHERE {of} IS NULL AND {by} IS NOT NULL
"""
LETTERS = """
    UPDATE reports_evidence SET of_country_id = (
        SELECT MIN(word.country_id) FROM reports_agreement AS word WHERE word.letter_id = reports_evidence.id
    )
    WHERE of_country_id IS NULL
"""
RECORDED_FOR = """
    UPDATE reports_remark SET organisation_id = (
        SELECT activity.recorded_for_id FROM reports_activity AS activity WHERE activity.id = reports_remark.activity_id
    )
    WHERE organisation_id IS NULL
"""
# The country of the claim; else those that agreed or, where none did, all that are named; of regional work none.
ASKED = """
    INSERT INTO reports_remark_countries (remark_id, country_id)
    SELECT remark.id, claim.country_id
    FROM reports_remark AS remark JOIN reports_claim AS claim ON claim.id = remark.claim_id
    WHERE claim.country_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM reports_remark_countries AS asked WHERE asked.remark_id = remark.id)
    UNION ALL
    SELECT remark.id, named.country_id
    FROM reports_remark AS remark
    JOIN reports_activity AS activity ON activity.id = remark.activity_id AND activity.scope <> 'regional'
    JOIN reports_agreement AS named ON named.activity_id = activity.id
    LEFT JOIN reports_claim AS claim ON claim.id = remark.claim_id
    WHERE claim.country_id IS NULL
      AND (named.word = 'agreed' OR NOT EXISTS (
        SELECT 1 FROM reports_agreement AS other WHERE other.activity_id = activity.id AND other.word = 'agreed'
      ))
      AND NOT EXISTS (SELECT 1 FROM reports_remark_countries AS asked WHERE asked.remark_id = remark.id)
"""



def say_whose(apps, schema_editor):
    """A statement each, however many rows there are."""
    evidence = {"table": "reports_evidence", "of": "of_country_id", "by": "added_by_id", "at": "created_at"}
    replies = {"table": "reports_remark", "of": "reply_of_country_id", "by": "replied_by_id", "at": "replied_at"}
    with schema_editor.connection.cursor() as cursor:
        for statement in (SIGNED.format(**evidence), LETTERS, SIGNED.format(**replies), RECORDED_FOR, ASKED):
            cursor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0011_contributors'),
    ]

    operations = [
        migrations.RunPython(say_whose, migrations.RunPython.noop, elidable=False),
        migrations.AlterField(
            model_name='evidence',
            name='confidentiality',
            field=models.CharField(choices=[('public', 'public'), ('participants', 'Plan participants only'), ('reviewers', 'my country or organization and the working group only')], default='participants', max_length=12, verbose_name='who may see the evidence'),
        ),
    ]

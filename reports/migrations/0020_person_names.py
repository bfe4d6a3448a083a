"""A name of a person holds no number and no address."""

import reports.models.people
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0019_guards'),
    ]

    operations = [
        migrations.AlterField(
            model_name='user',
            name='first_name',
            field=models.CharField(blank=True, max_length=150, validators=[reports.models.people.refuse_no_name], verbose_name='first name'),
        ),
        migrations.AlterField(
            model_name='user',
            name='last_name',
            field=models.CharField(blank=True, max_length=150, validators=[reports.models.people.refuse_no_name], verbose_name='last name'),
        ),
    ]

"""Nothing: under this name, sites were set up with what `0001_initial` makes."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0001_initial'),
    ]

    operations = []

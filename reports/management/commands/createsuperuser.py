"""`manage.py createsuperuser`: Django's own; the change log hears of it."""

from django.contrib.auth.management.commands import createsuperuser

from reports import workflow
from reports.models import User


class Command(createsuperuser.Command):
    def handle(self, *args, **options):
        known = list(User.objects.filter(is_superuser=True).values_list("pk", flat=True))
        super().handle(*args, **options)
        for person in User.objects.filter(is_superuser=True).exclude(pk__in=known):
            workflow.log_administrator(person=person)

"""`manage.py createsuperuser`: Django's own; the change log hears of it."""

from django.contrib.auth.management.commands import createsuperuser
from django.utils import timezone

from reports import workflow
from reports.models import User


class Command(createsuperuser.Command):
    def handle(self, *args, **options):
        begun = timezone.now()
        super().handle(*args, **options)
        for person in User.objects.filter(is_superuser=True, date_joined__gte=begun):
            workflow.log_administrator(person=person)

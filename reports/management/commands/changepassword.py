"""`manage.py changepassword USERNAME`: Django's own; the change log hears of it."""

from getpass import getuser

from django.contrib.auth.management.commands import changepassword

from reports import workflow
from reports.models import User


class Command(changepassword.Command):
    def handle(self, *args, **options):
        answer = super().handle(*args, **options)  # raises CommandError where none is set
        workflow.log_password_set(person=User.objects.get(username=options["username"] or getuser()))
        return answer

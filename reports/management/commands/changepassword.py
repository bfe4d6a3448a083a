"""`manage.py changepassword USERNAME`: Django's own; the change log hears of it."""

from django.contrib.auth.management.commands import changepassword

from reports import workflow
from reports.models import User


class Command(changepassword.Command):
    def handle(self, *args, **options):
        passwords = dict(User.objects.values_list("pk", "password"))
        answer = super().handle(*args, **options)
        for person in User.objects.all():
            if person.password != passwords.get(person.pk, person.password):
                workflow.log_password_set(person=person)
        return answer

"""`manage.py reset_second_factor USERNAME`: for the administrator who has lost their own, with nobody left to ask."""

from django.core.management.base import BaseCommand, CommandError

from reports import workflow
from reports.models import Change, User


class Command(BaseCommand):
    help = "Take away a person's second factor and recovery codes; it is logged, and the person is told by e-mail."

    def add_arguments(self, parser):
        parser.add_argument("username", metavar="USERNAME")

    def handle(self, *, username: str, **options):
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"There is nobody with the user name {username}.")
        try:
            workflow.reset_second_factor(by=None, pk=person.pk, via=Change.Via.COMMAND)
        except workflow.WrongState as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{username} signs in with the password alone, and sets up a new one where it is required.")

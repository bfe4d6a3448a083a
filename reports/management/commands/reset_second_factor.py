"""`manage.py reset_second_factor USERNAME`: for the administrator who has lost their own, with nobody left to ask."""

from django.core.management.base import BaseCommand, CommandError

from reports import workflow
from reports.models import Change, User


class Command(BaseCommand):
    help = "Reset a person's second factor and recovery codes; this is logged, and the person is informed by e-mail."

    def add_arguments(self, parser):
        parser.add_argument("username", metavar="USERNAME")

    def handle(self, *, username: str, **options):
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"There is no user with the user name {username}.")
        try:
            workflow.reset_second_factor(by=None, pk=person.pk, via=Change.Via.COMMAND)
        except workflow.WrongState as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"{username} can now sign in with the password alone, and will set up a new second factor where one is required."
        )

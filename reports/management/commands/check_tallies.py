"""`manage.py check_tallies`: the sums that are kept are those of the rows, or what is not."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from reports import tallies
from reports.models import LogEnd


class Command(BaseCommand):
    help = (
        "Add up all activities anew and compare the sums with those that are kept with every write; fail and list "
        "every difference. Nobody writes meanwhile: they wait."
    )

    def add_arguments(self, parser: ArgumentParser):
        parser.add_argument(
            "--rebuild", action="store_true", help="first throw all sums away and add everything up anew"
        )

    def handle(self, *, rebuild: bool, **options):
        if rebuild:
            self.stdout.write(f"Activities added up: {tallies.rebuild()}.")
        with transaction.atomic():
            LogEnd.lock()
            differences = list(tallies.differences())
        for difference in differences:
            self.stderr.write(difference)
        if differences:
            raise CommandError(
                f"The tallies are wrong: {len(differences)} {'difference' if len(differences) == 1 else 'differences'}."
            )
        self.stdout.write("The tallies are right.")

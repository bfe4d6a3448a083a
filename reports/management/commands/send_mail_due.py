"""`manage.py send_mail_due [--dry-run]`: reminders, weekly digests and what failed before; once a day is meant."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from reports.notices import send_due


class Command(BaseCommand):
    help = "Send the mail that is due: reminders of rounds, weekly digests, what failed before. Run it once a day."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say what would be sent, send nothing")

    def handle(self, *, dry_run: bool, **options):
        due = send_due(timezone.now(), dry_run=dry_run)
        for row in due:
            self.stdout.write(f"{row.person.email}: {row.what}")
        self.stdout.write(f"{len(due)} {'to send' if dry_run else 'sent or tried'}")

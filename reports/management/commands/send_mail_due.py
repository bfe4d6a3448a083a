"""`manage.py send_mail_due [--waiting] [--dry-run]`: reminders, weekly digests and what failed before."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from reports.notices import send_due, send_waiting


class Command(BaseCommand):
    help = (
        "Send the mail that is due: reminders of rounds, weekly digests, what failed before. Run it once a day, and with "
        "--waiting every five minutes."
    )

    def add_arguments(self, parser):
        parser.add_argument("--waiting", action="store_true", help="send only what could not be sent when it was due")
        parser.add_argument("--dry-run", action="store_true", help="say what would be sent, send nothing")

    def handle(self, *, waiting: bool, dry_run: bool, **options):
        due = send_waiting(dry_run=dry_run) if waiting else send_due(timezone.now(), dry_run=dry_run)
        for row in due:
            self.stdout.write(f"{row.person.email}: {row.what}")
        self.stdout.write(f"{len(due)} {'to send' if dry_run else 'sent or tried'}")

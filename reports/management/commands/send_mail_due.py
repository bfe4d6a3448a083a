"""`manage.py send_mail_due [--waiting] [--dry-run]`: reminders, weekly digests and what failed before."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from reports.notices import send_due, send_waiting


class Command(BaseCommand):
    help = (
        "Send the e-mails that are due: round reminders, weekly digests, and earlier failures. Run it once a "
        "day, and every five minutes with --waiting."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--waiting", action="store_true", help="send only e-mails that could not be sent when they were due"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would be sent, without sending it")

    def handle(self, *, waiting: bool, dry_run: bool, **options):
        due = send_waiting(dry_run=dry_run) if waiting else send_due(timezone.now(), dry_run=dry_run)
        for row in due:
            self.stdout.write(f"{row.person.email}: {row.what}")
        self.stdout.write(f"{len(due)} {'to send' if dry_run else 'sent or attempted'}")

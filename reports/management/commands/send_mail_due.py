"""`manage.py send_mail_due [--dry-run]`: reminders and weekly digests, which a job queues each morning by itself."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from reports.notices import send_due


class Command(BaseCommand):
    help = "Queue the e-mails that are due, as a job does each morning: round reminders and weekly digests."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="show what would be queued, without queueing it")

    def handle(self, *, dry_run: bool, **options):
        due = send_due(timezone.now(), dry_run=dry_run)
        for row in due:
            self.stdout.write(f"{row.person.email}: {row.what}")
        self.stdout.write(f"{len(due)} {'to queue' if dry_run else 'queued'}")

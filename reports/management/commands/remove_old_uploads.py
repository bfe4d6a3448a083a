"""`manage.py remove_old_uploads`: removes files that were sent and never attached; once a day is meant."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from reports.workflow import remove_old_uploads


class Command(BaseCommand):
    help = "Remove files whose upload began more than 14 days ago and that were never attached. Run it once a day."

    def handle(self, **options):
        self.stdout.write(f"{remove_old_uploads(timezone.now())} removed")

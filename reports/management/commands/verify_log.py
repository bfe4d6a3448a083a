"""`manage.py verify_log`: the change log is whole, or which row is not."""

from django.core.management.base import BaseCommand, CommandError

from reports.chain import breaks
from reports.models import LogEnd


class Command(BaseCommand):
    help = "Check the chain of the change log; fail and name the rows if one was altered, removed or added by hand."

    def handle(self, **options):
        found = 0
        for broken in breaks():
            found += 1
            self.stderr.write(f"row {broken.row}: {broken.what}" if broken.row else broken.what)
        if found:
            raise CommandError(f"The change log is not as it was written: {found} findings.")
        end = LogEnd.objects.filter(pk=LogEnd.ONLY).first() or LogEnd()
        self.stdout.write(f"The change log is whole: {end.rows} rows, the last with the hash {end.hash or '(none)'}.")

"""`manage.py clean_files`: takes out of files that are kept already what is taken out of those that are sent today."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from reports.models import Evidence
from reports.workflow import clean_evidence


class Command(BaseCommand):
    help = (
        "Remove location and author details from every stored evidence file and anything embedded in it, as for "
        "new files; each change is logged. Can be run again at any time: clean files are left as they are. Fails "
        "if a file could not be cleaned."
    )

    def handle(self, **options):
        cleaned, left, stays = 0, 0, 0
        for pk, name, activity in self.kept():
            try:
                if clean_evidence(pk):
                    cleaned += 1
                    self.stdout.write(f"cleaned: {name} ({pk})")
                else:
                    stays += 1
            except Evidence.DoesNotExist:
                continue  # removed while this ran
            except (ValidationError, FileNotFoundError) as problem:
                left += 1
                why = " ".join(problem.messages) if isinstance(problem, ValidationError) else "the file is missing"
                self.stderr.write(f"NOT cleaned: {name} ({pk}) of activity {activity}: {why}")
        self.stdout.write(f"{cleaned} cleaned, {stays} already clean, {left} could not be cleaned")
        if left:
            raise CommandError(
                "1 file could not be cleaned. Ask its country for another version, and remove it."
                if left == 1
                else f"{left} files could not be cleaned. Ask their countries for other versions, and remove them."
            )

    def kept(self):
        rows = Evidence.objects.filter(kind=Evidence.Kind.FILE).order_by("created_at", "pk")
        return list(rows.values_list("pk", "file_name", "activity_id"))

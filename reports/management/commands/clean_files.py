"""`manage.py clean_files`: takes out of files that are kept already what is taken out of those that are sent today."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.management.base import BaseCommand, CommandError

from reports.models import Evidence, Nomination
from reports.workflow import clean_evidence, clean_letter


class Command(BaseCommand):
    help = (
        "Remove location and author details from every stored evidence file and letter of nomination, and anything "
        "embedded in it, as for new files; each change is logged. Can be run again at any time: clean files are left as "
        "they are. Fails if a file could not be cleaned."
    )

    def handle(self, **options):
        cleaned, left, stays = 0, 0, 0
        for clean, pk, name in [*self.evidence(), *self.letters()]:
            try:
                if clean(pk):
                    cleaned += 1
                    self.stdout.write(f"cleaned: {name}")
                else:
                    stays += 1
            except ObjectDoesNotExist:
                continue  # removed while this ran
            except (ValidationError, FileNotFoundError) as problem:
                left += 1
                why = " ".join(problem.messages) if isinstance(problem, ValidationError) else "the file is missing"
                self.stderr.write(f"NOT cleaned: {name}: {why}")
        self.stdout.write(f"{cleaned} cleaned, {stays} already clean, {left} could not be cleaned")
        if left:
            raise CommandError(
                "1 file could not be cleaned. Ask its country for another version, and remove it."
                if left == 1
                else f"{left} files could not be cleaned. Ask their countries for other versions, and remove them."
            )

    def evidence(self) -> list[tuple[Callable[[UUID], bool], UUID, str]]:
        rows = Evidence.objects.filter(kind=Evidence.Kind.FILE).order_by("created_at", "pk")
        named = rows.values_list("pk", "file_name", "activity_id")
        return [(clean_evidence, pk, f"{name} ({pk}) of activity {activity}") for pk, name, activity in named]

    def letters(self) -> list[tuple[Callable[[UUID], bool], UUID, str]]:
        rows = Nomination.objects.order_by("added_at", "pk")
        named = rows.values_list("pk", "dated", "membership__country")
        return [(clean_letter, pk, f"letter of {dated} ({pk}) of {country}") for pk, dated, country in named]

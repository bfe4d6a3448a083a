"""`manage.py import_activities FILE.csv --by USERNAME [--apply] [--submit]`."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from reports import rules
from reports.imports import ImportResult, import_rows, read_csv
from reports.models import User


class Command(BaseCommand):
    help = "Import activities from a CSV file: a dry run unless --apply; all or nothing; the same file twice changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, metavar="USERNAME", help="in whose name; their rights apply")
        parser.add_argument("--apply", action="store_true", help="write; without it nothing is written")
        parser.add_argument("--submit", action="store_true", help="submit what is a draft or was returned")

    def handle(self, *, file: Path, by: str, apply: bool, submit: bool, **options):
        person = User.objects.filter(username=by).first()
        if person is None:
            raise CommandError(f"There is nobody with the user name {by}.")
        if not rules.may_import(rules.standing(person)):
            raise CommandError(f"{by} may not record activities.")
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            rows = read_csv(file)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        result = import_rows(rows, by=person, apply=apply, submit=submit)
        self.tell(result)
        if result.problems:
            raise CommandError(f"{len(result.problems)} errors: nothing was written.")

    def tell(self, result: ImportResult) -> None:
        for problem in result.problems:
            self.stderr.write(f"line {problem.line}, {problem.column or 'row'}: {problem.message}")
        for name in ("created", "changed", "unchanged", "submitted", "organisations"):
            values = getattr(result, name)
            label = "organisations not yet known" if name == "organisations" else name
            self.stdout.write(f"{label}: {len(values)}{' (' + ', '.join(values) + ')' if values else ''}")
        if not result.problems:
            self.stdout.write("Written." if result.applied else "Dry run: nothing was written. Add --apply to write.")

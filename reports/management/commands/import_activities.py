"""`manage.py import_activities FILE.csv --by USERNAME [--apply] [--empty] [--submit] [--confirm] [--agreed DECISION]`."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from reports import rules
from reports.management.confirming import CONFIRM, require_confirmed
from reports.models import User
from reports.tables.applying import Outcome, apply_table
from reports.tables.duplicates import plain_duplicate
from reports.tables.lines import Table
from reports.tables.parsing import read_table
from reports.tables.rows import CHANGED, CONFLICT, CREATED, EMPTIED, UNCHANGED


class Command(BaseCommand):
    help = (
        "Import activities from a CSV file or workbook: a dry run unless --apply is given; all or nothing; importing "
        "the same file twice changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--by",
            required=True,
            metavar="USERNAME",
            help="user name of the person in whose name, and with whose rights, the import is made",
        )
        parser.add_argument(
            "--apply", action="store_true", help="save the changes; without this option nothing is saved"
        )
        parser.add_argument("--empty", action="store_true", help="let empty cells clear fields that have a value")
        parser.add_argument(
            "--agreed",
            default="",
            metavar="DECISION",
            help="the decision by which all countries named agreed to what is loaded (new activities; kept with each "
            "agreement); without it, every country other than the person's own is asked",
        )
        parser.add_argument("--confirm", action="store_true", help=CONFIRM)
        parser.add_argument("--submit", action="store_true", help="submit activities that are drafts or were returned")

    def handle(
        self, *, file: Path, by: str, apply: bool, empty: bool, submit: bool, confirm: bool, agreed: str, **options
    ):
        person = User.objects.filter(username=by).first()
        if person is None:
            raise CommandError(f"There is no user with the user name {by}.")
        if not rules.may_record(rules.standing(person)):
            raise CommandError(f"{by} may not record activities.")
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            table = read_table(file.read_bytes())
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        country = table.country or None
        looked_at = apply_table(table, by=person, country=country, apply=False, submit=submit, agreed=agreed)
        self.report(table, looked_at)
        if looked_at.problems:
            n = len(looked_at.problems)
            raise CommandError(f"{n} {'error' if n == 1 else 'errors'}: nothing was saved.")
        if not apply:
            self.stdout.write("Dry run: nothing was saved. Add --apply to save.")
            return
        if looked_at.emptied and not empty:
            n = looked_at.emptied
            raise CommandError(
                f"{n} completed {'field' if n == 1 else 'fields'} would be cleared: add --empty, or fill in the cells."
            )
        require_confirmed(bool(looked_at.warnings), confirm)
        if not apply_table(
            table, by=person, country=country, submit=submit, keeps_filled=not empty, agreed=agreed
        ).applied:
            raise CommandError("Nothing was saved: someone else has just changed these rows. Try again.")
        self.stdout.write("Saved.")

    def report(self, table: Table, outcome: Outcome) -> None:
        for note in table.notes:
            self.stdout.write(note)
        for problem in (*outcome.problems, *outcome.warnings):
            place = f"{problem.sheet}, " if problem.sheet else ""
            self.stderr.write(f"{place}line {problem.line}, {problem.column or 'row'}: {problem.message}")
        for row in outcome.alike:
            for one in map(plain_duplicate, row.duplicates):
                why = "; ".join(one["reasons"])
                self.stderr.write(
                    f"line {row.line.number}: likely duplicate of {one['activity']}, {one['title']} ({why})"
                )
        outcomes = {what: outcome.names(what) for what in (CREATED, CHANGED, EMPTIED, UNCHANGED, CONFLICT)}
        outcomes |= {"submitted": outcome.submitted, "organisations not yet in the directory": outcome.organisations}
        for label, names in outcomes.items():
            self.stdout.write(f"{label}: {len(names)}{' (' + ', '.join(names) + ')' if names else ''}")

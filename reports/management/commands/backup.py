"""`manage.py backup TARGET`: everything that must survive, in one archive, while people write."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports import backup
from reports.backup.databases import DatabaseRefused


class Command(BaseCommand):
    help = (
        "Write the database, evidence, uploads and documents to one archive with checksums; the site can remain in use."
    )

    def add_arguments(self, parser: ArgumentParser):
        parser.add_argument(
            "target",
            help="the archive to write, or an existing folder in which to write one named after the current time",
        )

    def handle(self, *, target: str, **options):
        path = Path(target)
        folder = path if path.is_dir() or target.endswith("/") else path.parent
        if not folder.is_dir():
            raise CommandError(f"No backup was made: there is no folder {folder}. Create it, or mount its disk.")
        if path.is_dir():
            path /= f"tracker-{timezone.now():%Y%m%dT%H%M%SZ}.tar"
        try:
            made = backup.make(path)
        except (OSError, backup.BadArchive, DatabaseRefused) as error:
            raise CommandError(f"No backup was made: {error}") from error
        rows, files = sum(made.manifest["rows"].values()), len(made.manifest["files"]) - 1
        self.stdout.write(f"{made.path}: {rows} rows, {files} files, {made.path.stat().st_size} bytes.")
        self.stdout.write(f"SHA-256 {made.sha256}")
        missing = made.manifest["missing"]
        if missing:
            message = f"The backup has been made, but files named in the database are missing from this site ({len(missing)}): "
            raise CommandError(message + ", ".join(missing[:20]))

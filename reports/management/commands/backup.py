"""`manage.py backup TARGET`: everything that must survive, in one archive, while people write."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports import backup
from reports.backup.databases import DatabaseRefused


class Command(BaseCommand):
    help = "Write database, evidence, uploads and documents into one archive with checksums; people may go on writing."

    def add_arguments(self, parser: ArgumentParser):
        parser.add_argument(
            "target", help="the archive to write, or a folder that is there already, to write one with today's name in"
        )

    def handle(self, *, target: str, **options):
        path = Path(target)
        folder = path if path.is_dir() or target.endswith("/") else path.parent
        if not folder.is_dir():
            raise CommandError(f"No backup was made: there is no folder {folder}. Make it, or mount its disk.")
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
            message = f"The backup is made, but {len(missing)} files that the database names are lost on this site: "
            raise CommandError(message + ", ".join(missing[:20]))

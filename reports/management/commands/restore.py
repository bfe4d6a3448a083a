"""`manage.py restore SOURCE --verify`: a site made again from an archive, in an empty place."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports import backup
from reports.backup.databases import DatabaseRefused


class Command(BaseCommand):
    help = (
        "Restore the site from an archive made by `backup` to the empty database and folder named by "
        "DATABASE_URL and DATA_DIR. The whole archive is checked before anything is written."
    )

    def add_arguments(self, parser: ArgumentParser):
        parser.add_argument("source", type=Path)
        parser.add_argument(
            "--verify",
            action="store_true",
            help="afterwards, check the change log, the snapshots, the database guards and every file on the new site",
        )

    def handle(self, *, source: Path, verify: bool, **options):
        try:
            restored = backup.restore(source)
        except (OSError, backup.BadArchive, backup.NotEmpty, DatabaseRefused) as error:
            raise CommandError(f"Nothing was restored from {source}: {error}") from error
        manifest = restored.manifest
        rows, files = sum(manifest["rows"].values()), len(manifest["files"]) - 1
        self.stdout.write(
            f"Restored as of {manifest['made_at']}: {rows} rows in {len(manifest['rows'])} tables, {files} files."
        )
        if restored.migrated:
            self.stdout.write(f"This release is newer than the backup: {len(restored.migrated)} migrations were run.")
        if verify:
            self.verify(manifest)

    def verify(self, manifest: backup.archive.Manifest) -> None:
        problems = list(backup.wrong_with(manifest))
        for what in problems:
            self.stderr.write(what)
        if problems:
            raise CommandError(
                f"The restored site is not intact: {len(problems)} {'finding' if len(problems) == 1 else 'findings'}."
            )
        log = manifest["log"]
        self.stdout.write(
            f"It is intact: every file matches its checksum, and the change log has its {log['rows']} rows, the last with the"
            f" hash {log['hash'] or '(none)'}."
        )

"""`manage.py rehearse`: a backup of this site, restored in a place that is thrown away, and checked there."""

import os
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection


class Command(BaseCommand):
    help = (
        "Back up this site, restore the backup in a separate place, check it there and delete it. On PostgreSQL, "
        "the database role must be allowed to create a database."
    )

    def add_arguments(self, parser: ArgumentParser):
        parser.add_argument(
            "source", type=Path, nargs="?", help="the archive to rehearse with; if omitted, a new one is made"
        )

    def handle(self, *, source: Path | None, **options):
        with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
            begun = time.monotonic()
            if source is None:
                source = Path(folder) / "backup.tar"
                call_command("backup", source, stdout=self.stdout, stderr=self.stderr)
            made = time.monotonic()
            with empty_database(Path(folder)) as url:
                place = {"DATA_DIR": str(Path(folder) / "data"), "DATABASE_URL": url}
                manage = settings.BASE_DIR / "manage.py"
                command: list[str | Path] = [sys.executable, manage, "restore", source.absolute(), "--verify"]
                done = subprocess.run(command, env=os.environ | place, cwd=settings.BASE_DIR)
            if done.returncode:
                raise CommandError("The rehearsal failed: the site could not be restored from this backup.")
            seconds = f"{made - begun:.1f} s to back up, {time.monotonic() - made:.1f} s to restore and check"
            self.stdout.write(f"The rehearsal succeeded: {seconds}.")


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """The address of a database of the same kind with nothing in it, which is gone afterwards."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'rehearsal.sqlite3'}"
        return
    name = f"rehearsal_{uuid4().hex}"
    execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    finally:
        execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)

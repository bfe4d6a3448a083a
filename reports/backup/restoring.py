"""Making a site again from an archive, in an empty place, and proving that nothing was lost on the way."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from reports.backup import archive
from reports.backup.databases import ask_here, load, tables
from reports.backup.files import kept, stores
from reports.chain import breaks, end_of_log
from reports.models import Evidence, Nomination


class NotEmpty(Exception):
    """There is a site in this place already; the message says what."""


@dataclass(frozen=True)
class Restored:
    """What came of it: the archive's manifest, and the migrations of this release that were run after it."""

    manifest: archive.Manifest
    migrated: list[str]


def restore(source: Path) -> Restored:
    """Check the archive, then make the files of it and, last, the database; files of one that fails are removed.

    Raises BadArchive (damaged, foreign, of another kind of database, of a later release), NotEmpty, OSError or
    DatabaseRefused.
    """
    manifest = archive.checked_manifest(source)
    require_ours(manifest)
    require_empty()
    written: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix="restore-") as folder:
        dump = Path(folder) / "database"
        try:
            archive.unpack(source, lambda member, content: keep(member, content, dump, written))
            load(dump)
        except Exception:
            for store, name in written:
                stores()[store].delete(name)
            raise
    require_rows(manifest)
    migrated = pending()
    if migrated:
        call_command("migrate", verbosity=0)
    return Restored(manifest, migrated)


def keep(member: str, content: IO[bytes], dump: Path, written: list[tuple[str, str]]) -> None:
    """Put a member where it belongs."""
    if member == archive.DATABASE:
        with dump.open("xb") as file:
            shutil.copyfileobj(content, file, archive.CHUNK)
        return
    folder, _slash, name = member.partition("/")
    if folder not in stores() or not name:
        raise archive.BadArchive(f"“{member}” belongs to no place of this site.")
    written.append((folder, name))
    stores()[folder].save(name, File(content))


def require_ours(manifest: archive.Manifest) -> None:
    """A backup that this release and this kind of database can take."""
    if manifest["database"] != connection.vendor:
        raise archive.BadArchive(f"The archive is from {manifest['database']}; DATABASE_URL names {connection.vendor}.")
    ours = MigrationExecutor(connection).loader.disk_migrations
    replaced = {key for row in ours.values() for key in row.replaces}
    known = {f"{app}.{name}" for app, name in ours.keys() | replaced}
    unknown = [name for name in manifest["migrations"] if name not in known]
    if unknown:
        raise archive.BadArchive(f"The archive was made by a later release: {unknown[-1]} is not known to this one.")


def require_empty() -> None:
    """Nothing is ever written over."""
    there = connection.introspection.table_names()
    if there:
        raise NotEmpty(f"The database is not empty: it has {len(there)} tables.")
    first_file = next(kept(), None)
    if first_file:
        raise NotEmpty(f"There are already files: {first_file[0]}.")


def require_rows(manifest: archive.Manifest) -> None:
    rows = tables(ask_here)
    wrong = [name for name in manifest["rows"] | rows if manifest["rows"].get(name) != rows.get(name)]
    if wrong:
        raise archive.BadArchive(f"Rows were lost during the restore, in {', '.join(wrong)}.")


def pending() -> list[str]:
    """Migrations of this release that the database has not seen."""
    executor = MigrationExecutor(connection)
    return [str(row) for row, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def wrong_with(manifest: archive.Manifest) -> Iterator[str]:
    """What does not hold on the site that was made of it: the log, the snapshots, the guards, each file and its sum."""
    for broken in breaks():
        yield f"row {broken.row}: {broken.what}" if broken.row else broken.what
    end = end_of_log()
    if (end.rows, end.hash) != (manifest["log"]["rows"], manifest["log"]["hash"]):
        yield f"the log has {end.rows} rows; {manifest['log']['rows']} were saved"
    for member, expected in manifest["files"].items():
        if member != archive.DATABASE and sum_of(member) != expected["sha256"]:
            yield f"{member} differs from what was saved"
    for model in (Evidence, Nomination):
        for row in model._default_manager.exclude(file="").only("file", "sha256").iterator(chunk_size=2000):
            saved = manifest["files"].get(f"evidence/{row.file.name}")
            if saved is None:
                yield f"evidence/{row.file.name} is named in the database, but was missing when the backup was made"
            elif row.sha256 and row.sha256 != saved["sha256"]:
                yield f"evidence/{row.file.name} is not the file that was received: the database has a different SHA-256"


def sum_of(member: str) -> str | None:
    """The SHA-256 of a file as it stands on this site; None if it is not there."""
    folder, _slash, name = member.partition("/")
    try:
        with stores()[folder].open(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None

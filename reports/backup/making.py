"""Making a backup while people write."""

import os
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.utils import timezone

from reports.backup import archive
from reports.backup.databases import Ask, dumped, tables
from reports.backup.files import columns, kept
from reports.canonical import sha256_of_file

TRIES = 3


@dataclass(frozen=True)
class Made:
    """The archive that was made, its SHA-256, its manifest."""

    path: Path
    sha256: str
    manifest: archive.Manifest


def make(target: Path) -> Made:
    """Write everything to `target`, whole or not at all, and read it back.

    A file that is added or removed meanwhile is in the archive if the database in it names it: files are taken before
    the database and again after it, and the database once more where one is lacking. What is lacking even then is lost
    on the site itself, and named in the manifest. Raises FileExistsError, OSError, BadArchive or DatabaseRefused.
    """
    if target.exists():
        raise FileExistsError(f"{target} already exists.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as folder:
        part, dump = Path(folder) / "archive", Path(folder) / "database"
        with part.open("xb") as file:
            os.fchmod(file.fileno(), 0o600)
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                writer = archive.Writer(tar)
                writer.finish(fill(writer, dump))
            file.flush()
            os.fsync(file.fileno())
        manifest = archive.checked_manifest(part)
        sha256 = sha256_of_file(part)
        part.replace(target)
    folder_of = os.open(target.parent, os.O_RDONLY)
    os.fsync(folder_of)
    os.close(folder_of)
    return Made(target, sha256, manifest)


def fill(writer: archive.Writer, dump: Path) -> archive.Manifest:
    """Add the files and the database; what the manifest says of them."""
    add_files(writer)
    for _n in range(TRIES):
        with dumped(dump) as ask:
            manifest = facts(ask)
            named = named_files(ask)
        add_files(writer)
        missing = sorted(named - writer.files.keys())
        if not missing:
            break
    with dump.open("rb") as file:
        writer.add(archive.DATABASE, file, dump.stat().st_size)
    return manifest | {"missing": missing}


def add_files(writer: archive.Writer) -> None:
    """Add those that are not in the archive yet. One that vanishes meanwhile has been removed by somebody."""
    for member, store, name in kept():
        if member not in writer.files:
            try:
                with store.open(name) as file:
                    content = file.read()
            except FileNotFoundError:
                continue
            writer.add_bytes(member, content)


def named_files(ask: Ask) -> set[str]:
    """What the database names, by their names in an archive."""
    return {
        f"{folder}/{name}"
        for folder, table, column in columns()
        for (name,) in ask(f'SELECT "{column}" FROM "{table}" WHERE "{column}" <> \'\'')
    }


def facts(ask: Ask) -> archive.Manifest:
    ends = ask("SELECT rows, hash FROM reports_logend") or [(0, "")]
    return {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "database": connection.vendor,
        "migrations": sorted(f"{app}.{name}" for app, name in ask("SELECT app, name FROM django_migrations")),
        "rows": tables(ask),
        "log": {"rows": ends[0][0], "hash": ends[0][1]},
    }

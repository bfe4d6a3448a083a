"""The archive: a plain tar of the database, the files and, last, a manifest that names each with its size and SHA-256.

{"format": "plan-of-action-tracker-backup", "version": 1, "made_at": "2026-11-28T18:00:00+00:00",
 "database": "sqlite" | "postgresql", "migrations": ["reports.0001_initial", ...], "rows": {table: number},
 "log": {"rows": number, "hash": SHA-256 of the last row}, "missing": [files that the database names and nobody has],
 "files": {member: {"size": bytes, "sha256": hexadecimal}}}
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

FORMAT, VERSION = "plan-of-action-tracker-backup", 1
DATABASE, MANIFEST = "database", "manifest.json"
CHUNK = 1024 * 1024
Manifest = dict[str, Any]


class BadArchive(Exception):
    """A file from which nothing is restored; the message says what is wrong with it."""


class Writer:
    """Adds members one after the other and keeps the sum of each."""

    def __init__(self, tar: tarfile.TarFile):
        self.tar = tar
        self.files: dict[str, dict[str, Any]] = {}

    def add(self, name: str, content: IO[bytes], size: int) -> None:
        """Add `size` bytes of `content` under a name that is not taken."""
        read = Summed(content)
        self.tar.addfile(member(name, size), read)
        self.files[name] = {"size": size, "sha256": read.sum.hexdigest()}

    def add_bytes(self, name: str, content: bytes) -> None:
        self.add(name, io.BytesIO(content), len(content))

    def finish(self, manifest: Manifest) -> None:
        head = {"format": FORMAT, "version": VERSION}
        content = json.dumps(head | manifest | {"files": self.files}, indent=1, sort_keys=True).encode()
        self.tar.addfile(member(MANIFEST, len(content)), io.BytesIO(content))


class Summed:
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes]):
        self.file, self.sum = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self.file.read(size)
        self.sum.update(content)
        return content


def member(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


def checked_manifest(path: Path) -> Manifest:
    """The manifest of an archive of which every byte has been read and is as the manifest says.

    Raises BadArchive for a file that is damaged, cut short, foreign or of another release, OSError where none can be read.
    """
    try:
        text, sums = read_through(path)
    except tarfile.TarError as error:
        raise BadArchive(f"The file is not an archive, or is incomplete ({error}).") from None
    manifest = manifest_of(text)
    for name in sorted(manifest["files"].keys() | sums.keys()):
        require_same(name, manifest["files"].get(name), sums.get(name))
    if DATABASE not in sums:
        raise BadArchive("There is no database in the archive.")
    return manifest


def read_through(path: Path) -> tuple[bytes, dict[str, dict[str, Any]]]:
    """The manifest as it stands there, and the size and sum of every other member as read."""
    sums: dict[str, dict[str, Any]] = {}
    text = b""
    for name, content in members(path):
        if name in sums:
            raise BadArchive(f"“{name}” is in the archive twice.")
        if name == MANIFEST:
            text = content.read()
            continue
        size, digest = 0, hashlib.sha256()
        while chunk := content.read(CHUNK):
            size += len(chunk)
            digest.update(chunk)
        sums[name] = {"size": size, "sha256": digest.hexdigest()}
    return text, sums


def require_same(name: str, expected: Any, actual: dict[str, Any] | None) -> None:
    if actual is None:
        raise BadArchive(f"“{name}” is missing from the archive.")
    if expected is None:
        raise BadArchive(f"“{name}” is in the archive, and its manifest does not name it.")
    if expected != actual:
        raise BadArchive(f"“{name}” is damaged: it is not what the manifest says.")


def manifest_of(text: bytes) -> Manifest:
    if not text:
        raise BadArchive("The archive has no manifest: it is incomplete, or is not a backup of this tracker.")
    try:
        manifest = json.loads(text)
        declared = (manifest["format"], manifest["version"])
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
        raise BadArchive("The manifest of the archive cannot be read.") from None
    if declared[0] != FORMAT:
        raise BadArchive("The archive is not a backup of this tracker.")
    if declared[1] != VERSION:
        raise BadArchive(f"The archive has format version {declared[1]}; this release reads version {VERSION}.")
    shapes = {"database": str, "migrations": list, "rows": dict, "log": dict, "missing": list, "files": dict}
    if any(not isinstance(manifest.get(name), shape) for name, shape in shapes.items()):
        raise BadArchive("The manifest of the archive cannot be read.")
    return manifest


def members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Each member's name and content, in order; a name leads nowhere but below the folder that it is unpacked in."""
    with tarfile.open(path, "r:") as tar:
        for info in tar:
            content = tar.extractfile(info) if info.isreg() and is_safe(info.name) else None
            if content is None:
                raise BadArchive(f"“{info.name}” is nothing that a backup holds.")
            yield info.name, content


def is_safe(name: str) -> bool:
    return all(part not in ("", ".", "..") and "\\" not in part and "\0" not in part for part in name.split("/"))


def unpack(path: Path, keep: Callable[[str, IO[bytes]], None]) -> None:
    """Give each member but the manifest to `keep`, once the archive has been checked."""
    for name, content in members(path):
        if name != MANIFEST:
            keep(name, content)

"""A backup is taken while people write, is whole, and brings everything back; nothing is restored from a bad one."""

import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import psycopg2
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from PIL import Image

from reports import backup, workflow
from reports.backup import archive
from reports.backup.files import stores
from reports.backup.restoring import require_ours
from reports.management.commands.rehearse import empty_database
from reports.models import Change, Evidence, Nomination
from tests.base import R02, record
from tests.letters import appointed

# The archive -----------------------------------------------------------------------------------------------------------

SAID = {"database": "sqlite", "migrations": [], "rows": {}, "log": {}, "missing": [], "made_at": ""}


@pytest.fixture
def made(tmp_path) -> Path:
    return written(tmp_path / "made.tar", {"database": b"rows" * 300, "evidence/a/b": b"proof" * 300}, SAID)


def written(path, contents, said):
    with tarfile.open(path, "w") as tar:
        writer = archive.Writer(tar)
        for name, content in contents.items():
            writer.add_bytes(name, content)
        writer.finish(said)
    return path


def by_hand(path, *members, manifest=None):
    """An archive as anybody's program could make it."""
    with tarfile.open(path, "w") as tar:
        for name, content in members:
            tar.addfile(archive.member(name, len(content)), io.BytesIO(content))
        if manifest is not None:
            tar.addfile(archive.member("manifest.json", len(manifest)), io.BytesIO(manifest))
    return path


def test_what_was_written_is_read(made):
    assert sorted(archive.checked_manifest(made)["files"]) == ["database", "evidence/a/b"]


def test_an_archive_cut_short_anywhere_is_refused(made):
    content = made.read_bytes()
    whole = len(content.rstrip(b"\0"))
    for length in range(0, whole, 97):
        made.write_bytes(content[:length])
        with pytest.raises(archive.BadArchive, match=r"incomplete|no manifest"):
            archive.checked_manifest(made)


@pytest.mark.parametrize("inside", [b"rowsrows", b"proofproof"])
def test_a_byte_that_is_not_what_it_was_is_found(made, inside):
    content = made.read_bytes()
    made.write_bytes(content.replace(inside, inside.upper(), 1))
    with pytest.raises(archive.BadArchive, match="is damaged"):
        archive.checked_manifest(made)


def test_something_else_is_no_archive(tmp_path):
    (tmp_path / "x").write_text("a letter to the ministry\n" * 1000)
    with pytest.raises(archive.BadArchive, match="not an archive"):
        archive.checked_manifest(tmp_path / "x")


def manifest(**changed) -> bytes:
    head = {"format": archive.FORMAT, "version": archive.VERSION, "files": {}}
    return json.dumps(SAID | head | changed).encode()


@pytest.mark.parametrize(
    ("members", "said", "reason"),
    [
        ([("database", b"x")], None, "no manifest"),
        ([], b"{", "cannot be read"),
        ([], b"[" * 100_000, "cannot be read"),
        ([], b"\xff\xfe", "cannot be read"),
        ([], b"[]", "cannot be read"),
        ([], manifest(files=[]), "cannot be read"),
        ([], manifest(format="another"), "not a backup of this tracker"),
        ([], manifest(version=2), "version 2"),
        ([], manifest(), "no database"),
        ([], manifest(files={"evidence/x": {"size": 1, "sha256": ""}}), "“evidence/x” is missing"),
        ([("evidence/x", b"x")], manifest(), "does not name it"),
        ([("evidence/x", b"x")] * 2, manifest(), "is in the archive twice"),
        ([("../x", b"x")], manifest(), "nothing that a backup holds"),
        ([("/etc/passwd", b"x")], manifest(), "nothing that a backup holds"),
        ([("evidence/../../x", b"x")], manifest(), "nothing that a backup holds"),
    ],
)
def test_a_foreign_or_hostile_archive_is_refused_with_what_is_wrong(tmp_path, members, said, reason):
    with pytest.raises(archive.BadArchive, match=reason):
        archive.checked_manifest(by_hand(tmp_path / "x.tar", *members, manifest=said))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE])
def test_only_plain_files_are_taken(tmp_path, kind):
    link = tarfile.TarInfo("evidence/x")
    link.type, link.linkname = kind, "/etc/passwd"
    with tarfile.open(tmp_path / "x.tar", "w") as tar:
        tar.addfile(link)
    with pytest.raises(archive.BadArchive, match="nothing that a backup holds"):
        archive.checked_manifest(tmp_path / "x.tar")


# A whole site ----------------------------------------------------------------------------------------------------------


def restored(source: Path, folder: Path, url: str, *options: str):
    """`manage.py restore` on another place."""
    place = {"DATA_DIR": str(folder / "data"), "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "actionplan.settings"}
    command = [sys.executable, "manage.py", "restore", source, *options]
    return subprocess.run(command, env=os.environ | place, cwd=settings.BASE_DIR, capture_output=True, text=True)


@pytest.fixture
def elsewhere(tmp_path, monkeypatch, transactional_db):
    """The address of an empty database of the same kind."""
    if connection.vendor == "postgresql":
        monkeypatch.setenv("DATABASE_URL", os.environ["DATABASE_URL"])
    with empty_database(tmp_path) as url:
        yield url


def rows_at(url: str, tables) -> dict[str, list]:
    """Every row of every table, read by the driver alone."""
    database = sqlite3.connect(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else psycopg2.connect(url)
    cursor = database.cursor()
    rows = {}
    for table in tables:
        cursor.execute(f'SELECT * FROM "{table}"')
        rows[table] = sorted(map(repr, cursor.fetchall()))
    database.close()
    return rows


def rows_here(tables) -> dict[str, list]:
    if connection.vendor == "sqlite":
        return rows_at(f"sqlite:///{connection.settings_dict['NAME']}", tables)
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    return rows_at(f"{url}/{connection.settings_dict['NAME']}", tables)


@pytest.fixture
def with_files(committed_cast):
    """An activity with a file of evidence, a letter of nomination, and an upload on its way."""
    amina = committed_cast["amina"]
    activity = record(amina)
    picture = io.BytesIO()
    Image.effect_noise((40, 40), 50).save(picture, "PNG")
    file = SimpleUploadedFile("minutes.png", picture.getvalue())
    workflow.add_evidence(by=amina, pk=activity.pk, kind="file", file=file)
    workflow.begin_upload(by=amina, name="later.pdf", size=9)
    appointed(committed_cast["nadia"])
    return committed_cast


@pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)
def test_a_restored_site_is_the_same_row_by_row_and_file_by_file(with_files, elsewhere, tmp_path):
    made = backup.make(tmp_path / "site.tar")
    done = restored(made.path, tmp_path, elsewhere, "--verify")
    assert (done.returncode, "It is intact" in done.stdout) == (0, True), done.stderr
    tables = made.manifest["rows"]
    assert (rows_at(elsewhere, tables), len(tables) > 50) == (rows_here(tables), True)
    for file in (Evidence.objects.get().file, Nomination.objects.get().file):
        assert (tmp_path / "data" / "evidence" / file.name).read_bytes() == file.read()


@contextmanager
def writing(person):
    """Two who write without a pause; gives the ids of what was acknowledged so far."""
    acknowledged, over = [], Event()

    def write():
        while not over.is_set():
            acknowledged.append(str(workflow.create_activity(by=person, values=R02).pk))
        connection.close()

    writers = [Thread(target=write) for _n in range(2)]
    for writer in writers:
        writer.start()
    while len(acknowledged) < 5:
        over.wait(0.01)
    yield acknowledged
    over.set()
    for writer in writers:
        writer.join()


@pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)
def test_nothing_that_was_acknowledged_before_is_lost_while_others_write(with_files, elsewhere, tmp_path):
    with writing(with_files["amina"]) as acknowledged:
        before = set(acknowledged)
        made = backup.make(tmp_path / "site.tar")
    done = restored(made.path, tmp_path, elsewhere, "--verify")
    kept = rows_at(elsewhere, ["reports_change"])["reports_change"]
    lost = [pk for pk in before if not any(pk in row for row in kept)]
    assert (done.returncode, lost, len(kept)) == (0, [], made.manifest["log"]["rows"])
    assert len(kept) <= Change.objects.count()


@pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)
def test_nothing_is_written_over(with_files, elsewhere, tmp_path):
    made = backup.make(tmp_path / "site.tar")
    assert restored(made.path, tmp_path, elsewhere).returncode == 0
    again = restored(made.path, tmp_path, elsewhere)
    assert (again.returncode, "The database is not empty" in again.stderr) == (1, True)


@pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)
def test_files_that_are_there_already_are_not_written_over(with_files, elsewhere, tmp_path):
    made = backup.make(tmp_path / "site.tar")
    (tmp_path / "data" / "evidence").mkdir(parents=True)
    (tmp_path / "data" / "evidence" / "x").write_text("somebody's")
    done = restored(made.path, tmp_path, elsewhere)
    assert (done.returncode, "There are already files: evidence/x" in done.stderr) == (1, True)


@pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)
def test_a_damaged_archive_leaves_the_place_empty(with_files, elsewhere, tmp_path):
    made = backup.make(tmp_path / "site.tar")
    proof = Evidence.objects.get().file.read()
    made.path.write_bytes(made.path.read_bytes().replace(proof, proof[:-1] + b"?"))
    done = restored(made.path, tmp_path, elsewhere)
    assert (done.returncode, "is damaged" in done.stderr) == (1, True)
    assert [path for path in (tmp_path / "data").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"database": "oracle"}, "The archive is from oracle"),
        ({"migrations": ["reports.9999_later"]}, "made by a later release"),
    ],
)
def test_a_backup_of_another_kind_or_a_later_release_is_refused(db, tmp_path, changed, reason):
    path = written(tmp_path / "x.tar", {"database": b"x"}, SAID | {"database": connection.vendor} | changed)
    with pytest.raises(CommandError, match=reason):
        call_command("restore", path)


def test_a_backup_from_before_the_first_migrations_were_made_one_is_known(db):
    names = ["reports.0001_squashed", "reports.0020_person_names", "themes.0001_squashed"]
    require_ours({"database": connection.vendor, "migrations": names})


def test_a_site_is_never_restored_over(db, tmp_path):
    path = written(tmp_path / "x.tar", {"database": b"x"}, SAID | {"database": connection.vendor})
    with pytest.raises(CommandError, match="The database is not empty"):
        call_command("restore", path)


@pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)
def test_a_file_lost_on_the_site_is_named_and_the_backup_is_made(with_files, tmp_path):
    file = Evidence.objects.get().file
    file.storage.delete(file.name)
    with pytest.raises(CommandError, match=rf"missing from this site \(1\): evidence/{file.name}"):
        call_command("backup", tmp_path / "site.tar")
    assert archive.checked_manifest(tmp_path / "site.tar")["missing"] == [f"evidence/{file.name}"]


@pytest.mark.parametrize("model", [Evidence, Nomination])
@pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)
def test_a_file_that_was_exchanged_is_found_after_the_restoring(with_files, elsewhere, tmp_path, model):
    file = model.objects.get().file
    file.storage.delete(file.name)
    file.storage.save(file.name, ContentFile(b"What was not said."))
    done = restored(backup.make(tmp_path / "site.tar").path, tmp_path, elsewhere, "--verify")
    assert (done.returncode, "is not the file that was received" in done.stderr) == (1, True)


def test_a_backup_is_not_written_over(db, tmp_path):
    (tmp_path / "site.tar").write_text("yesterday's")
    with pytest.raises(CommandError, match="already exists"):
        call_command("backup", tmp_path / "site.tar")
    assert [path.name for path in tmp_path.iterdir()] == ["site.tar"]


@pytest.mark.parametrize("target", ["lost/", "lost/site.tar"])
def test_a_folder_that_is_not_there_is_not_made(db, tmp_path, target):
    """It may be that of a disk that is not mounted."""
    with pytest.raises(CommandError, match="there is no folder"):
        call_command("backup", f"{tmp_path}/{target}")


@pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)
def test_a_folder_gets_an_archive_with_the_moment_in_its_name(with_files, tmp_path):
    call_command("backup", tmp_path)
    [path] = tmp_path.iterdir()
    assert (path.name.startswith("tracker-20"), path.suffix, path.stat().st_mode & 0o77) == (True, ".tar", 0)


def test_every_file_that_the_database_names_has_a_store():
    assert {folder for folder, _table, _column in backup.files.columns()} <= stores().keys()

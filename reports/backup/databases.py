"""A database as one file, by its own means: SQLite's online backup, or pg_dump. Both are of one moment, while people write."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

Ask = Callable[[str], list[tuple[Any, ...]]]


class DatabaseRefused(Exception):
    """The database's own program could not do it; the message is what it said."""


@contextmanager
def dumped(path: Path) -> Iterator[Ask]:
    """Write the database to `path`; what is asked inside is asked of the very moment that was written."""
    with {"sqlite": dumped_sqlite, "postgresql": dumped_postgresql}[connection.vendor](path) as ask:
        yield ask


@contextmanager
def dumped_sqlite(path: Path) -> Iterator[Ask]:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as copy:
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=60)) as source:
            source.backup(copy)  # all pages in one step: steps would begin again at every write
        copy.execute("PRAGMA journal_mode=DELETE")  # one file
        (answer,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if answer != "ok":
            raise DatabaseRefused(f"SQLite reports a problem with the copy: {answer}")
        yield lambda sql: copy.execute(sql).fetchall()


@contextmanager
def dumped_postgresql(path: Path) -> Iterator[Ask]:
    def ask(sql: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        [(snapshot,)] = ask("SELECT pg_export_snapshot()")
        whose = ["--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        run_program("pg_dump", "--format=custom", *whose, f"--file={path}")
        yield ask


def load(path: Path) -> None:
    """Make this site's database, which is empty, of what `dumped` wrote."""
    if connection.vendor == "sqlite":
        connection.close()
        place = Path(connection.settings_dict["NAME"])
        for left in ("", "-wal", "-shm"):
            Path(f"{place}{left}").unlink(missing_ok=True)
        shutil.move(path, place)
    else:
        # An extension that a superuser has put into the empty database is not this user's to comment on.
        plain = ("--no-owner", "--no-privileges", "--no-comments")
        run_program("pg_restore", *plain, "--exit-on-error", "--single-transaction", path)


def run_program(name: str, *arguments: str | Path) -> None:
    """Run a program of PostgreSQL on this site's database. Raises DatabaseRefused."""
    program = shutil.which(name, path=os.environ.get("PG_BIN")) or shutil.which(name)
    if program is None:
        raise DatabaseRefused(
            f"{name} is not on this machine: install PostgreSQL's client, or name its folder in PG_BIN."
        )
    (_psql, *login, database), extra = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    command = [program, *login, f"--dbname={database}", *arguments]
    done = subprocess.run(command, env=os.environ | (extra or {}), capture_output=True, text=True)
    if done.returncode:
        raise DatabaseRefused(f"{name}: {done.stderr.strip()[-1000:]}")


def tables(ask: Ask) -> dict[str, int]:
    """The number of rows of each table."""
    named = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
    }
    names = sorted(name for (name,) in ask(named[connection.vendor]))
    return {name: ask(f'SELECT COUNT(*) FROM "{name}"')[0][0] for name in names}


def ask_here(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()

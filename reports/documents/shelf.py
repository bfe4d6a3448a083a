"""Documents that were made are kept, since the same snapshot always gives the same bytes; long ones are made aside.

A document that is not there yet is set by a thread of its own, one at a time. Whoever asked waits a moment for it and
is otherwise told to come back. Two processes may make the same one: the bytes are equal and the last takes its place.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

PATIENCE = 2.0  # seconds
HERE = Path(__file__).parent
SETTER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="documents")
BEGUN: dict[Path, Future] = {}


@cache
def make_up() -> str:
    """Changes with anything but the snapshot that a document depends on: this code, its templates, the translations."""
    digest = hashlib.sha256(typst.__version__.encode())
    catalogues = (settings.BASE_DIR / "actionplan" / "locale").rglob("django.mo")
    for path in sorted([*HERE.rglob("*.py"), *HERE.rglob("*.typ"), *catalogues]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def place(sha256: str, name: str) -> Path:
    """Where the document of that part of a snapshot stands or will; `name` is like `report-fr.pdf`."""
    return Path(settings.DATA_DIR) / "documents" / sha256 / make_up() / name


def ready(path: Path, begin: Callable[[], Callable[[], bytes]]) -> bool:
    """Whether the document stands at `path`, after a moment's wait.

    If nobody makes it yet, `begin` reads what it says and gives back what sets it, which may touch no database.
    Raises what went wrong in the making.
    """
    if path.exists():
        return True
    if path not in BEGUN:
        BEGUN[path] = SETTER.submit(keep, path, begin())
    try:
        BEGUN[path].result(timeout=PATIENCE)
    except TimeoutError:
        return False
    finally:
        if path in BEGUN and BEGUN[path].done():
            del BEGUN[path]
    return True


def keep(path: Path, setting: Callable[[], bytes]) -> None:
    """Whole or not at all."""
    made = setting()
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(made)
    os.replace(file.name, path)

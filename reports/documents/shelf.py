"""Documents that were made are kept, since the same snapshot always gives the same bytes; long ones are made aside.

A document that is not there yet is set by a thread of its own, one at a time. Whoever asked waits a moment for it and
is otherwise asked to come back. Two processes may make the same one: the bytes are equal and the last takes its place.

What a document depends on beside its snapshot has a mark (`fingerprint`), the name of the folder that holds the documents:
a new release makes them anew, and the first that it makes clears away those of the releases before.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings

PATIENCE = 2.0  # seconds
LONGEST = 20.0
SOURCES = {".py", ".typ", ".xml", ".json", ".mo"}
SETTER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="documents")
BEGUN: dict[Path, Future] = {}


class Busy(Exception):
    """Other documents are being made."""


@cache
def fingerprint() -> str:
    """Changes with our code, its templates and data, the translations, the fonts and the libraries that set a page."""
    packs = (version(name) for name in ("fontpkg-noto-sans-arabic", "justmytype-intl-africa", "regex"))
    digest = hashlib.sha256("".join((django.__version__, version("python-docx"), version("typst"), *packs)).encode())
    folders = (settings.BASE_DIR / name for name in ("themes", "indicators", "reports", "actionplan/locale"))
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in SOURCES):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def shelf() -> Path:
    return Path(settings.DATA_DIR) / "documents" / fingerprint()


def place(sha256: str, name: str) -> Path:
    """Where the document of that part of a snapshot stands or will; `name` is like `report-fr.pdf`."""
    return shelf() / sha256 / name


def ready(path: Path, begin: Callable[[], Callable[[], bytes]]) -> bool:
    """Whether the document stands at `path`, after a moment's wait.

    If nobody makes it yet, `begin` reads what it says and gives back what sets it, which may touch no database.
    Raises what went wrong in the making.
    """
    if path.exists():
        return True
    begun = BEGUN.get(path)
    if begun is None or (begun.done() and begun.exception() is None):  # made while nobody waited, and deleted since
        clear()
        begun = BEGUN[path] = SETTER.submit(keep, path, begin())
    try:
        begun.result(timeout=PATIENCE)
    except TimeoutError:
        return False
    finally:
        if begun.done():
            BEGUN.pop(path, None)
    return True


def made_now(setting: Callable[[], bytes]) -> bytes:
    """A document that is not kept, made by the same thread. Raises Busy where others take it too long."""
    begun = SETTER.submit(setting)
    try:
        return begun.result(timeout=LONGEST)
    except TimeoutError:
        begun.cancel()
        raise Busy from None


def clear() -> None:
    """What another release has made goes."""
    for other in shelf().parent.glob("*"):
        if other != shelf():
            shutil.rmtree(other, ignore_errors=True)


def keep(path: Path, setting: Callable[[], bytes]) -> None:
    """Whole or not at all."""
    made = setting()
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        part = Path(folder) / path.name
        part.write_bytes(made)
        part.replace(path)

"""Documents that were made are kept, since the same snapshot always gives the same bytes.

Two processes may make the same one: the bytes are equal and the last takes its place.

What a document depends on beside its snapshot has a mark (`fingerprint`), the name of the folder that holds the documents:
a new release makes them anew, and the first that it makes clears away those of the releases before.
"""

import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings

from reports.release import mark_of_files

FOLDERS = ("themes", "indicators", "reports", "actionplan/locale")
SOURCES = frozenset({".py", ".typ", ".xml", ".json", ".mo"})


class Busy(Exception):
    """Other documents are being made."""


@cache
def fingerprint() -> str:
    """Changes with our code, its templates and data, the translations, the fonts and the libraries that set a page."""
    packs = ("python-docx", "typst", "fontpkg-noto-sans-arabic", "justmytype-intl-africa", "regex")
    return mark_of_files(FOLDERS, SOURCES, django.__version__, *map(version, packs))


def shelf() -> Path:
    return Path(settings.DATA_DIR) / "documents" / fingerprint()


def place(sha256: str, name: str) -> Path:
    """Where the document of that part of a snapshot stands or will; `name` is like `report-fr.pdf`."""
    return shelf() / sha256 / name


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

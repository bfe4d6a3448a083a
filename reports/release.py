"""Which release this is: a mark of its own code, so that every machine of one release has the same."""

import hashlib
from collections.abc import Iterable
from functools import cache

from django.conf import settings

FOLDERS = ("themes", "indicators", "reports", "actionplan", "templates", "fixtures")
SOURCES = frozenset({".py", ".html", ".txt", ".svg", ".typ", ".xml", ".json", ".mo", ".css", ".js", ".csv"})


@cache
def release() -> str:
    """16 hexadecimal digits: they change with our code, its templates, styles, scripts, data, translations and the Plan that is loaded."""
    return mark_of_files(FOLDERS, SOURCES)


def mark_of_files(folders: Iterable[str], suffixes: frozenset[str], *others: str) -> str:
    """16 hexadecimal digits, of what stands in the files of these kinds below these folders of the project, and of `others`."""
    digest = hashlib.sha256("".join(others).encode())
    roots = (settings.BASE_DIR / folder for folder in folders)
    for path in sorted(path for root in roots for path in root.rglob("*") if path.suffix in suffixes):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]

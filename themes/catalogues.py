"""A part of `manage.py check`: every catalogue of the interface is compiled, and not older than its source."""

from pathlib import Path

from django.conf import settings
from django.core.checks import Error

HINT = "Run `.venv/bin/python -m actionplan.messages compile`: without it the site speaks English to everybody."


def catalogues_are_compiled(app_configs, **kwargs) -> list[Error]:
    return [
        Error(f"The catalogue {source} {what}.", hint=HINT, id="themes.E001")
        for folder in settings.LOCALE_PATHS
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))
        if (what := wrong_with(source))
    ]


def wrong_with(source: Path) -> str:
    compiled = source.with_suffix(".mo")
    if not compiled.exists():
        return "is not compiled"
    return "was compiled before it was last changed" if compiled.stat().st_mtime < source.stat().st_mtime else ""

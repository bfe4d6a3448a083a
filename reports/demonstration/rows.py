"""The rows of `fixtures/demo`, each file a part of the story. `{41}` in a cell is the day 41 days before today, `{-60}` a day to come."""

import csv
import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from themes.known_days import first_day

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo"
SOURCES = {
    "en": "Invented for demonstration.",
    "fr": "Inventé pour la démonstration.",
    "pt": "Inventado para demonstração.",
}
LANGUAGES = tuple(SOURCES)
DAYS_AGO = re.compile(r"\{(-?\d+)\}")

Row = dict[str, str]


def read(name: str) -> list[Row]:
    today = timezone.localdate()
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{column: dated(cell, today) for column, cell in row.items()} for row in csv.DictReader(file)]


def dated(cell: str, today: date) -> str:
    return DAYS_AGO.sub(lambda ago: str(today - timedelta(int(ago[1]))), cell)


def of_period(rows: Iterable[Row], column: str, after: date, until: date) -> list[Row]:
    """Those whose day in `column` is after one day and by another."""
    return [row for row in rows if after < first_day(row[column]) <= until]


def in_languages(row: Row, prefix: str = "") -> tuple[str, dict[str, str]]:
    """What a row says in English, and in the other languages."""
    said = {code: row[f"{prefix}{code}"] for code in LANGUAGES if row[f"{prefix}{code}"]}
    return said.pop("en", ""), said

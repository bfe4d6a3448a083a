"""What is said of columns and sheets: how they are called, which stand twice, which are not read."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.tables import former
from reports.tables.cells import as_text
from reports.tables.columns import SHEETS, TITLES, TableColumn
from reports.tables.grids import Rows
from reports.tables.lines import letters
from reports.tables.spelling import spelled
from themes.punctuation import introduced


def titles(*names: str) -> set[str]:
    """How our sheets are called, in all languages, and how they were."""
    by_language = in_all_languages(lambda: {spelled(str(TITLES[name])[:31]) for name in names})
    return set().union(*by_language.values(), *({*map(spelled, former.SHEETS.get(name, ()))} for name in names))


def labels(columns: Iterable[TableColumn]) -> set[str]:
    return set().union(*labels_by_language(columns).values())


def labels_by_language(columns: Iterable[TableColumn]) -> dict[str, dict[str, str]]:
    """`{language: {label: key}}`, what a column was called before included."""
    columns = list(columns)
    keys = {column.key for column in columns}
    return {
        language: former_labels(language, keys) | labels
        for language, labels in in_all_languages(
            lambda: {spelled(column.label): column.key for column in columns}
        ).items()
    }


def former_labels(language: str, keys: set[str]) -> dict[str, str]:
    known = former.HEADS.get(language, {}).items()
    named = [(label, held if isinstance(held, tuple) else (held,)) for label, held in known]
    return {spelled(label): key for label, held in named for key in held if key in keys}


def in_all_languages(written: Callable[[], Any]) -> dict[str, Any]:
    by_language = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            by_language[language] = written()
    return by_language


def is_our_head(cells: list[str]) -> bool:
    """Whether the titles of one of our sheets stand here: most of what is written, and five at least."""
    written = {spelled(cell) for cell in cells if cell}
    known = max(len(written & labels(columns)) for columns in SHEETS.values())
    return known >= max(5, len(written) // 2)


def unread_sheet_note(title: str, rows: int) -> str:
    message = ngettext(
        "The sheet “%(sheet)s”, which contains %(n)d row, was not read.",
        "The sheet “%(sheet)s”, which contains %(n)d rows, was not read.",
        rows,
    )
    return message % {"sheet": title, "n": rows}


def unread_column_note(place: int, head: str, title: str) -> str:
    message = _("The column %(column)s was not read: it does not belong to the table.")
    if head:
        message = _("The column %(column)s (“%(head)s”) was not read: it does not belong to the table.")
    return in_sheet(title, message % {"column": letters(place), "head": head})


def in_sheet(title: str, message: str) -> str:
    return introduced(title, message) if title else message


def unnamed(columns: dict[str, int], rows: Rows, heads: list[str]) -> list[int]:
    """The places that hold something and have no column."""
    placed = set(columns.values())
    wide = max((len(cells) for _number, cells in rows), default=0)
    free = [place for place in range(max(wide, len(heads))) if place not in placed]
    return [
        place
        for place in free
        if (place < len(heads) and heads[place])
        or any(place < len(cells) and as_text(cells[place]) for _number, cells in rows)
    ]


def once(placed: Iterable[tuple[str, int]], heads: list[str], title: str) -> dict[str, int]:
    """Each column with its place. Raises ValidationError for one that stands twice."""
    columns: dict[str, int] = {}
    for key, place in placed:
        if key in columns:
            message = _("The same column appears twice: %(one)s and %(other)s. Delete one of the two.")
            one, other = (
                _("%(column)s (“%(head)s”)") % {"column": letters(at), "head": heads[at]}
                for at in (columns[key], place)
            )
            raise ValidationError(in_sheet(title, message % {"one": one, "other": other}))
        columns[key] = place
    return columns

"""What is known about a row of a table: what would become of it, and what is wrong with its cells."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from reports.duplicates import Duplicate
from reports.models import Activity
from reports.privacy import personal_data
from reports.tables.cells import Choices, read_cell, require_whole
from reports.tables.columns import TableColumn
from reports.tables.lines import Line
from reports.tables.unclear import NotReadable

CREATED, CHANGED, UNCHANGED, CONFLICT, REFUSED = "created", "changed", "unchanged", "conflict", "refused"
EMPTIED = "emptied"  # changed, and a field that holds something would hold nothing
WRITTEN = (CREATED, CHANGED, EMPTIED, CONFLICT)  # of a conflict, what is decided or was changed in the table alone
NOTHING: tuple[Any, ...] = ("", None, [])
Words = tuple[str, str, str]  # a field, before and after


@dataclass(frozen=True)
class Problem:
    """`sheet` is its title, `cell` `F12`, or the line alone when it is about the whole row."""

    sheet: str
    line: int
    column: str
    cell: str
    message: str


def problem(line: Line, column: str, message: Any) -> Problem:
    return Problem(line.sheet.title, line.number, column, line.place(column), str(message))


def not_empty() -> str:
    return _("This cell cannot be empty. Restore its content.")


@dataclass(frozen=True)
class Conflict:
    """A field that was changed in the table and on the site, in words."""

    name: str
    label: str
    site: str
    table: str


@dataclass(frozen=True)
class Reported:
    """A later fact that a table reports: an `end` or a `note`, its values as its verb takes them, and the line where it stands."""

    line: Line
    kind: str
    values: dict[str, Any]


@dataclass
class Row:
    """What one row of a table would do. `values`, `links`, `later` and `version` are for the verb; `fields` and `differences` are for the
    reader, as are `emptied`, the names of cells that are empty over something, and `conflicts`.
    """

    line: Line
    title: str
    what: str = UNCHANGED
    reference: str = ""
    pk: str = ""
    version: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)  # the whole activity as it would stand
    answer: str = ""  # to an action of the menu
    is_withdrawn: bool = False  # an answer, or an action of the country's own, that is no longer to stand
    links: list[dict[str, Any]] = field(default_factory=list)
    later: list[Reported] = field(default_factory=list)
    fields: list[Words] = field(default_factory=list)
    differences: Callable[[], list[Words]] = list  # the same of an activity, in words once they are read
    emptied: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)  # what on the site looks like the same event
    countries: list[str] = field(default_factory=list)  # that its texts are about
    activity: Activity | None = None  # as it stands, until it is worked out what the row comes to
    is_told: bool = True  # of what looks like personal data
    is_development: bool = False  # another status, which is reported beside what stands
    organisations: list[str] = field(default_factory=list)  # names not yet in the directory

    @property
    def sheet(self) -> str:
        return self.line.sheet.kind

    def refuse(self, column: str, message: Any, line: Line | None = None) -> None:
        """Say what is wrong with a cell; `line` where the cell stands on another sheet."""
        self.problems.append(problem(line or self.line, column, message))
        self.what = REFUSED

    def refuse_unclear(self, columns: Collection[str]) -> None:
        """Refuse what cannot be taken as it stands in cells that say which row this is."""
        for key in columns:
            self.refuse_if_unclear(key, self.line)

    def refuse_if_unclear(self, key: str, line: Line) -> None:
        try:
            require_whole(line.cells.get(key))
        except NotReadable as reason:
            self.refuse(key, reason, line)

    def warn(self, column: str, text: str, line: Line | None = None) -> None:
        """Tell what looks like personal data at its cell."""
        for passage in personal_data(text, self.countries) if self.is_told else ():
            self.warnings.append(problem(line or self.line, column, passage))

    def refuse_changed_grey(self, line: Line) -> None:
        """A grey cell is shown and not read: an edit there is refused, not lost."""
        for key, held in line.grey.items():
            if key in line.cells and line.text(key) not in (held, f"{held}.0"):  # as some programs write a whole number
                message = _("This grey cell is reserved, and changing it has no effect. Clear it again.")
                if held:
                    message = _(
                        "This grey cell is reserved, and changing it has no effect. Restore its content: “%(held)s”."
                    )
                self.refuse(key, message % {"held": held}, line)

    def read(
        self,
        columns: dict[str, TableColumn],
        choices: Choices,
        line: Line | None = None,
        current: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The cells as values; what cannot be read is refused. Columns that are not there are not named.

        `current` are the values that were written into the row, where that is known.
        """
        line, current = line or self.line, current or {}
        values = {}
        self.refuse_changed_grey(line)
        for key, raw in line.cells.items():
            column = columns.get(key)
            if column is None or column.is_locked:
                if key not in line.grey:
                    self.refuse_if_unclear(key, line)
                continue
            try:
                values[key] = read_cell(column, raw, choices, line.sheet.habit(key), current.get(key))
            except NotReadable as reason:
                self.refuse(key, reason, line)
        return values

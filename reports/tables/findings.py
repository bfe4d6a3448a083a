"""What is found out about a row of a table: what would become of it, and what is wrong with its cells."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from reports.privacy import personal_data
from reports.tables.cells import Choices, NotReadable, read_cell
from reports.tables.columns import Column
from reports.tables.reading import Line

CREATED, CHANGED, UNCHANGED, CONFLICT, REFUSED = "created", "changed", "unchanged", "conflict", "refused"


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


@dataclass
class Row:
    """What one row of a table would do. `values`, `links` and `version` are for the verb; `fields` is for the reader."""

    line: Line
    title: str
    what: str = UNCHANGED
    reference: str = ""
    pk: str = ""
    version: int | None = None
    values: dict[str, Any] | None = None
    links: list[dict[str, Any]] = field(default_factory=list)
    fields: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)  # that its texts are about
    organisations: list[str] = field(default_factory=list)  # names not yet in the directory

    @property
    def sheet(self) -> str:
        return self.line.sheet.kind

    def refuse(self, column: str, message: Any, line: Line | None = None) -> None:
        """Say what is wrong with a cell; `line` where the cell stands on another sheet."""
        self.problems.append(problem(line or self.line, column, message))
        self.what = REFUSED

    def warn(self, column: str, text: str, line: Line | None = None) -> None:
        """Tell what looks like personal data at its cell."""
        for passage in personal_data(text, self.countries):
            told = _("“%(passage)s” looks like %(kind)s.") % {"passage": passage.passage, "kind": passage.kind}
            self.warnings.append(problem(line or self.line, column, told))

    def read(self, columns: dict[str, Column], choices: Choices, line: Line | None = None) -> dict[str, Any]:
        """The cells as values; what cannot be read is refused. Columns that are not there are not named."""
        line = line or self.line
        values = {}
        for key, raw in line.cells.items():
            column = columns.get(key)
            if column is None or column.is_locked:
                continue
            try:
                values[key] = read_cell(column, raw, choices)
            except NotReadable as reason:
                self.refuse(key, reason, line)
        return values

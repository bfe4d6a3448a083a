"""Doing what a table says, through the verbs, all or nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from reports import workflow
from reports.models import Activity, Change, User
from reports.tables.cells import YES
from reports.tables.comparing import CHANGED, CONFLICT, CREATED, REFUSED, UNCHANGED, Comparison, Problem, Row
from reports.tables.reading import Table

IMPORT = Change.Via.IMPORT


@dataclass
class Outcome:
    """What became of each row, or would become of it; `submitted` are references or titles."""

    rows: list[Row] = field(default_factory=list)
    submitted: list[str] = field(default_factory=list)
    applied: bool = False

    def of(self, what: str) -> list[Row]:
        return [row for row in self.rows if row.what == what]

    def names(self, what: str) -> list[str]:
        return [row.reference or row.title for row in self.of(what)]

    @property
    def problems(self) -> list[Problem]:
        return [problem for row in self.rows for problem in row.problems]

    @property
    def organisations(self) -> list[str]:
        """Names that were not yet known, each once."""
        return list(dict.fromkeys(name for row in self.rows for name in row.organisations))


class Undo(Exception):
    """Ends the transaction of a dry run, or of a table with an error."""


def apply_table(
    table: Table,
    *,
    by: User,
    country: str | None = None,
    apply: bool = True,
    submit: bool = False,
) -> Outcome:
    """Write what the table changes; with `apply=False` do the same and take it back: what is told is what would happen.

    Conflicts stay as they are on the site. One row that is refused, and nothing is written.
    """
    outcome = Outcome()
    try:
        with transaction.atomic():
            comparison = Comparison(table, by=by, country=country)
            outcome.rows = comparison.rows()
            hold(outcome.rows)
            for row in outcome.rows:
                if row.what in (CREATED, CHANGED):
                    attempt(comparison, row, lambda row=row: WRITERS[row.sheet](comparison, row))
                if submit and row.sheet == "activities" and row.what in (CREATED, CHANGED, UNCHANGED):
                    attempt(comparison, row, lambda row=row: submit_row(by, row, outcome))
            if outcome.of(REFUSED) or not apply:
                raise Undo
            outcome.applied = True
    except Undo:
        pass
    return outcome


def hold(rows: list[Row]) -> None:
    """Lock what is going to be changed before the first row is logged, for the end of the log is held from then on."""
    pks = [row.pk for row in rows if row.sheet == "activities" and row.what == CHANGED]
    list(Activity.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk", flat=True))


def attempt(comparison: Comparison, row: Row, write: Callable[[], None]) -> None:
    """Write one row; what the verb refuses is told at its cell."""
    try:
        with transaction.atomic():
            write()
    except ValidationError as refusal:
        for name, messages in refusal.message_dict.items():
            for message in messages:
                column = comparison.column_for(name) if row.sheet == "activities" else name
                comparison.tell(row, row.line, column, message, sheet=row.sheet)
    except workflow.NotAllowed as refusal:
        comparison.tell(row, row.line, "countries", str(refusal), sheet=row.sheet)
    except workflow.StaleVersion:
        row.what = CONFLICT


def write_activity(comparison: Comparison, row: Row) -> None:
    by, options = comparison.by, {"via": IMPORT, "kept_anyway": sorted(set(row.personal))}
    if row.what == CREATED:
        pk = UUID(row.pk) if row.pk else None
        row.pk = str(workflow.create_activity(by=by, values=row.values, pk=pk, **options).pk)
    elif row.values:
        workflow.update_activity(by=by, pk=UUID(row.pk), version=row.version, values=row.values, **options)
    for link in row.links:
        workflow.add_evidence(by=by, pk=UUID(row.pk), via=IMPORT, **link)


def write_adoption(comparison: Comparison, row: Row) -> None:
    by, country = comparison.by, comparison.country
    adoption = comparison.plan.get(row.pk)
    if row.values is None:
        workflow.withdraw_adoption(by=by, pk=adoption.pk, via=IMPORT)
        return
    values: dict[str, Any] = row.values | {"needs_funding": row.values.get("needs_funding") == YES}
    if "title" in values:
        values["language"] = adoption.language if adoption else by.language or "en"
        pk = adoption.pk if adoption else None
        workflow.plan_own_action(by=by, country=country, values=values, pk=pk, version=row.version, via=IMPORT)
    else:
        workflow.adopt_action(by=by, country=country, action=row.pk, values=values, version=row.version, via=IMPORT)


def submit_row(by: User, row: Row, outcome: Outcome) -> None:
    activity = Activity.objects.get(pk=row.pk)
    if activity.review in (Activity.Review.DRAFT, Activity.Review.RETURNED):
        workflow.submit_activity(by=by, pk=activity.pk, via=IMPORT)
        outcome.submitted.append(row.reference or row.title)


WRITERS: dict[str, Callable[[Comparison, Row], None]] = {"activities": write_activity, "adoptions": write_adoption}

"""Doing what a table says, through the verbs, all or nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from reports import workflow
from reports.models import Activity, Change, User
from reports.tables.adoptions import at_cells, in_row
from reports.tables.agreements import write_agreement
from reports.tables.differences import TableComparison
from reports.tables.fields import column_for
from reports.tables.later import write_later
from reports.tables.lines import Table
from reports.tables.rows import CHANGED, CONFLICT, CREATED, EMPTIED, REFUSED, UNCHANGED, WRITTEN, Problem, Row
from reports.tables.site import Decisions, Site

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
    def warnings(self) -> list[Problem]:
        """What looks like personal data."""
        return [warning for row in self.rows for warning in row.warnings]

    @property
    def alike(self) -> list[Row]:
        """Those that look like an event which is on the site already."""
        return [row for row in self.rows if row.duplicates]

    @property
    def emptied(self) -> int:
        """How many filled fields are empty in the table."""
        return sum(len(row.emptied) for row in self.rows)

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
    since: datetime | None = None,
    apply: bool = True,
    submit: bool = False,
    keeps_filled: bool = False,
    decisions: Decisions | None = None,
    agreed: str = "",
) -> Outcome:
    """Write what the table changes; with `apply=False` do the same and take it back: the outcome is what would happen.

    Of conflicts what `decisions` do not say stays as it is on the site; with `keeps_filled` no filled field is emptied.
    `agreed` is the decision by which all countries named agreed to a past that is loaded.
    One row that is refused, and nothing is written.
    """
    outcome = Outcome()
    site = Site(by=by, country=country, since=since, keeps_filled=keeps_filled, decisions=decisions, agreed=agreed)
    try:
        with transaction.atomic():
            outcome.rows = TableComparison(table, site).rows()
            hold(outcome.rows)
            for row in outcome.rows:
                says = row.values or row.links or row.later or row.is_withdrawn
                if row.what == CREATED or (row.what in WRITTEN and says):
                    attempt(row, partial(WRITERS[row.sheet], row, site))
                if submit and row.sheet == "activities" and row.what in (CREATED, CHANGED, EMPTIED, UNCHANGED):
                    attempt(row, partial(submit_row, row, site, outcome))
            if outcome.of(REFUSED) or not apply:
                raise Undo
            outcome.applied = True
    except Undo:
        pass
    return outcome


def hold(rows: list[Row]) -> None:
    """Lock what is going to be changed before the first row is logged, for the end of the log is held from then on."""
    pks = [row.pk for row in rows if row.sheet == "activities" and row.what in WRITTEN and row.version]
    list(Activity.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk").values_list("pk", flat=True))


def attempt(row: Row, write: Callable[[], None]) -> None:
    """Write one row; what the verb refuses stands at its cell."""
    try:
        with transaction.atomic():
            write()
    except ValidationError as refusal:
        for name, messages in refusal.message_dict.items():
            for message in messages:
                row.refuse(column_for(row.line, name), message)
    except (workflow.NotAllowed, workflow.WrongState) as refusal:
        row.refuse("agreement" if row.sheet == "agreements" else "countries", refusal)
    except workflow.MergedAway as refusal:
        row.refuse("title", refusal)
    except (workflow.StaleVersion, workflow.SentBefore, IntegrityError):  # somebody wrote the same row a moment ago
        row.what = CONFLICT


def write_activity(row: Row, site: Site) -> None:
    by, codes = site.by, site.codes
    if row.what == CREATED:
        pk = UUID(row.pk) if row.pk else None
        made = workflow.create_activity(by=by, values=row.values, pk=pk, via=IMPORT, codes=codes, decision=site.agreed)
        row.pk = str(made.pk)
    elif row.values:
        version = row.version or 0
        workflow.update_activity(by=by, pk=UUID(row.pk), version=version, values=row.values, via=IMPORT, codes=codes)
    for link in row.links:
        workflow.add_evidence(by=by, pk=UUID(row.pk), via=IMPORT, **link)
    write_later(row, by=by)


def write_adoption(row: Row, site: Site) -> None:
    by, country = site.by, site.country or ""
    adoption = site.plan.get(row.pk)
    values = in_row(row.values)
    if row.is_withdrawn:
        if adoption:
            on, because = values.get("withdrawn_on"), values.get("withdrawn_because", "")
            workflow.withdraw_adoption(by=by, pk=adoption.pk, on=on, because=because, via=IMPORT)
        return
    if "title" in values if adoption is None else not adoption.action_id:
        pk = adoption.pk if adoption else None
        values |= {} if adoption else {"language": by.language or "en"}
        workflow.plan_own_action(by=by, country=country, values=values, pk=pk, version=row.version, via=IMPORT)
        return
    answer: dict[str, Any] = {"answer": row.answer, "version": row.version}
    try:
        workflow.answer_action(by=by, country=country, action=row.pk, values=values, via=IMPORT, **answer)
    except ValidationError as refusal:
        raise ValidationError(at_cells(row.answer, refusal.message_dict)) from None


def submit_row(row: Row, site: Site, outcome: Outcome) -> None:
    activity = Activity.objects.get(pk=row.pk)
    if activity.is_unfinished:
        workflow.submit_activity(by=site.by, pk=activity.pk, via=IMPORT, decision=site.agreed)
        outcome.submitted.append(row.reference or row.title)


WRITERS: dict[str, Callable[[Row, Site], None]] = {
    "activities": write_activity,
    "adoptions": write_adoption,
    "agreements": write_agreement,
}

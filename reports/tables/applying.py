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
from reports.activity.state import activity_state
from reports.models import Activity, Change, User, own_code
from reports.tables.adoptions import at_cells, in_row
from reports.tables.agreements import write_agreement
from reports.tables.differences import TableComparison
from reports.tables.fields import column_for
from reports.tables.later import write_later
from reports.tables.lines import Table
from reports.tables.rows import CHANGED, CONFLICT, CREATED, EMPTIED, REFUSED, UNCHANGED, WRITTEN, Problem, Row
from reports.tables.site import Decisions, Site

IMPORT = Change.Via.IMPORT
AT_ONCE = 500  # rows that are compared together


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
    """Write what the table changes; with `apply=False` nothing of it: the outcome is what would happen.

    Of conflicts what `decisions` do not say stays as it is on the site; with `keeps_filled` no filled field is emptied.
    `agreed` is the decision by which all countries named agreed to a past that is loaded.
    One row that is refused, and nothing is written.
    """

    def attempt_all() -> Outcome:
        said: dict[str, Any] = {
            "keeps_filled": keeps_filled,
            "decisions": decisions,
            "agreed": agreed,
            "is_applied": apply,
        }
        site = Site(by=by, country=country, since=since, **said)
        return Application(table, site, submit=submit).in_one_transaction(apply=apply)

    return workflow.until_through(attempt_all)


class Undo(Exception):
    """Ends the transaction of a dry run, or of a table with an error."""


@dataclass
class Step:
    """Rows of the batch that follow one another, or one that is written by its verbs."""

    rows: list[Row] = field(default_factory=list)
    by_verb: Callable[[], None] | None = None


class Application:
    """What a table comes to, worked out row by row before anything is locked; then written, all or nothing.

    `steps` are done in their order: rows of which the batch knows everything, as far as they follow one another; and rows that are
    written by their verbs, each by itself (a later development, the national plan, an agreement).
    """

    def __init__(self, table: Table, site: Site, *, submit: bool = False):
        self.site, self.submit, self.outcome = site, submit, Outcome()
        self.batch = workflow.Ahead(by=site.by, via=IMPORT, codes=site.codes, names=site.choices.directory.copy())
        self.steps: list[Step] = []
        self.changed_by_verbs: set[UUID] = set()
        comparison = TableComparison(table, site)
        for start in range(0, max(table.total, 1), AT_ONCE):
            rows = comparison.rows(start, start + AT_ONCE)
            self.outcome.rows += rows
            self.work_out(rows)

    def work_out(self, rows: list[Row]) -> None:
        new = [row for row in rows if row.sheet == "activities" and row.what == CREATED]
        self.batch.read(
            (UUID(row.pk) for row in new if row.pk), (one for row in new for one in identifiers_of(row, self.site))
        )
        for row in rows:
            is_said = row.what == CREATED or (row.what in WRITTEN and says(row))
            is_submitted = self.submit and row.sheet == "activities" and row.what in SUBMITTED
            if row.sheet == "activities" and not (row.later or row.is_development):
                if is_said or is_submitted:
                    attempt(row, partial(self.begin_row, row, is_said=is_said, is_submitted=is_submitted))
            elif is_said or is_submitted:
                self.leave_to_verbs(row, is_said=is_said, is_submitted=is_submitted)
            row.activity = None

    def leave_to_verbs(self, row: Row, *, is_said: bool, is_submitted: bool) -> None:
        if row.activity:
            self.changed_by_verbs.add(row.activity.pk)
        self.steps.append(Step(by_verb=partial(self.do_row, row, is_said=is_said, is_submitted=is_submitted)))

    def begin_row(self, row: Row, *, is_said: bool, is_submitted: bool) -> None:
        """By the batch."""
        activity = write_in(self.batch, row, self.site) if is_said else row.activity
        if activity is None:
            self.leave_to_verbs(row, is_said=is_said, is_submitted=is_submitted)
            return
        if is_submitted and activity.is_unfinished:
            workflow.hand_in(self.batch, activity, row.after or activity_state(activity), self.site.agreed)
            self.outcome.submitted.append(name_of(row))
        if activity.pk in self.batch.pens:
            if not (self.steps and self.steps[-1].rows):
                self.steps.append(Step())
            self.steps[-1].rows.append(row)
        workflow.forget_rows(activity)

    def do_row(self, row: Row, *, is_said: bool, is_submitted: bool) -> None:
        """By its verbs."""
        if is_said:
            attempt(row, partial(by_itself, WRITERS[row.sheet], row, self.site, self.batch))
        if is_submitted and row.what in SUBMITTED:
            attempt(row, partial(by_itself, submit_row, row, self.site, self.outcome))

    def in_one_transaction(self, *, apply: bool, beside: Callable[[Outcome], None] | None = None) -> Outcome:
        """Write it, and what is to be written `beside` it, whether it was applied or not. Nothing is locked where nothing is to be
        written."""
        apply = apply and not self.outcome.of(REFUSED)
        if apply or beside or any(step.by_verb for step in self.steps):
            workflow.whole(self.write, apply=apply, beside=beside)
        return self.outcome

    def write(self, *, apply: bool, beside: Callable[[Outcome], None] | None) -> None:
        try:
            with transaction.atomic():
                if apply:
                    self.leave_moved()
                for step in self.steps:
                    if step.by_verb:
                        step.by_verb()
                    elif apply:
                        self.batch.write_some(pk for row in step.rows if (pk := UUID(row.pk)) in self.batch.pens)
                if self.outcome.of(REFUSED) or not apply:
                    raise Undo
                self.outcome.applied = True
        except Undo:
            pass
        if beside:
            beside(self.outcome)

    def leave_moved(self) -> None:
        """What somebody else has written in the meantime is a conflict, which is told when the table is compared again."""
        moved = {str(pk) for pk in self.batch.leave_moved(self.changed_by_verbs)}
        for row in (row for step in self.steps for row in step.rows):
            if row.pk in moved:
                row.what = CONFLICT
                if name_of(row) in self.outcome.submitted:
                    self.outcome.submitted.remove(name_of(row))


def name_of(row: Row) -> str:
    return row.reference or row.title


def says(row: Row) -> bool:
    return bool(row.values or row.links or row.later or row.is_withdrawn)


def identifiers_of(row: Row, site: Site) -> list[tuple[str, str]]:
    """Those that a new activity is going to have."""
    own = [(own_code(site.by.pk), row.after["external_id"])] if row.after["external_id"] else []
    return own + [(one["system"], one["identifier"]) for one in row.after["identifiers"]]


def attempt(row: Row, write: Callable[[], None]) -> None:
    """Write one row; what the verb refuses stands at its cell."""
    try:
        write()
    except workflow.Moved:  # the whole is worked out anew
        raise
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


def by_itself(write: Callable[..., None], *args: Any) -> None:
    """All of a row or nothing."""
    with transaction.atomic():
        write(*args)


def write_in(batch: workflow.Ahead, row: Row, site: Site) -> Activity | None:
    """Work out what a row comes to: nothing is saved yet. None where its verb has to report a later status beside it."""
    if row.activity is None:
        pk = UUID(row.pk) if row.pk else None
        activity = workflow.begin(batch, row.values, pk=pk, decision=site.agreed)
        row.pk = str(activity.pk)
    else:
        activity = row.activity
        if row.values and workflow.alter(batch, activity, row.values, version=row.version or 0):
            batch.pens.pop(activity.pk, None)
            return None
    for link in row.links:
        workflow.attach(batch, activity, workflow.piece_of(site.by, **link))
    return activity


def write_activity(row: Row, site: Site, batch: workflow.Ahead) -> None:
    """By its verbs, what is reported beside what stands too."""
    by = site.by
    if row.values:
        version = row.version or 0
        workflow.update_activity(by=by, pk=UUID(row.pk), version=version, values=row.values, via=IMPORT, beside=batch)
    for link in row.links:
        workflow.add_evidence(by=by, pk=UUID(row.pk), via=IMPORT, **link)
    write_later(row, by=by)


def write_adoption(row: Row, site: Site, _batch: workflow.Ahead) -> None:
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


SUBMITTED = (CREATED, CHANGED, EMPTIED, UNCHANGED)


def submit_row(row: Row, site: Site, outcome: Outcome) -> None:
    activity = Activity.objects.get(pk=row.pk)
    if activity.is_unfinished:
        workflow.submit_activity(by=site.by, pk=activity.pk, via=IMPORT, decision=site.agreed)
        outcome.submitted.append(row.reference or row.title)


WRITERS: dict[str, Callable[[Row, Site, workflow.Ahead], None]] = {
    "activities": write_activity,
    "adoptions": write_adoption,
    "agreements": lambda row, site, _batch: write_agreement(row, site),
}

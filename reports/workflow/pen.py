"""What a write comes to, in memory until it is written: rows by table, then the rows of the log in their order, then mail.

One write has a pen of its own; those of many are written together, in as many queries as there are tables and hundreds of rows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from reports.models import (
    Activity,
    Agreement,
    Change,
    Claim,
    Confirmation,
    Evidence,
    FundingLine,
    Identifier,
    Organisation,
    Partner,
    StatusSpan,
    System,
)
from reports.workflow.history import append

AT_ONCE = 500  # rows of a query
# In this order they are added: whatever a row points to before it.
FIRST: tuple[type[Model], ...] = (Organisation, System)
ORDER: tuple[type[Model], ...] = (
    *(Activity, Agreement),
    *(getattr(Activity, name).through for name in ("actions", "border_regions", "topics", "audiences")),
    *(Partner, FundingLine, Identifier, Claim, StatusSpan, Confirmation, Evidence, Evidence.claims.through),
)
Cleared = tuple[type[Model], str, tuple[tuple[str, Any], ...]]


@dataclass
class Pen:
    """`added` rows, in their order; `saved`, rows of which every value may have changed; `changed`, rows of which some have;
    `cleared`, what is deleted before that: `{(model, field, (others)): values of the field}`. `log` are its rows, of which one
    that is about a row that is `added` has its key then; `letters` queue mail."""

    added: list[Model] = field(default_factory=list)
    saved: list[Model] = field(default_factory=list)
    changed: dict[Model, set[str]] = field(default_factory=dict)
    cleared: dict[Cleared, list[Any]] = field(default_factory=lambda: defaultdict(list))
    log: list[Change | tuple[Change, Model]] = field(default_factory=list)
    letters: list[Callable[[], None]] = field(default_factory=list)

    def add(self, *rows: Model) -> None:
        self.added += rows

    def drop(self, rows: Iterable[Model]) -> None:
        """Rows that are not to be added after all."""
        gone = {id(row) for row in rows}
        self.added = [row for row in self.added if id(row) not in gone]

    def save(self, row: Model) -> None:
        """Unless it is added."""
        if not row._state.adding and row not in self.saved:
            self.saved.append(row)

    def change(self, row: Model, *names: str) -> None:
        """The same of these columns alone."""
        if not row._state.adding:
            self.changed.setdefault(row, set()).update(names)

    def clear(self, model: type[Model], name: str, value: Any, **others: Any) -> None:
        """Delete the rows of a model in which this stands, and `others`."""
        self.cleared[model, name, tuple(sorted(others.items()))].append(value)

    def include(self, other: "Pen") -> None:
        """What another adds and logs, too: it is written once, where it comes first."""
        self.added += other.added
        self.log += other.log

    def write(self) -> None:
        write_all([self])


def write_all(pens: Sequence[Pen]) -> None:
    """Everything, in the transaction of the verb. A row that several pens add, such as an organisation that several activities
    name, is added once, and logged where it comes first; what has been added before is left."""
    added = by_model(row for pen in pens for row in pen.added)
    add(FIRST, added)
    clear(pens)
    for pen in pens:
        for row in pen.saved:
            row.save()
    change(pens)
    add(ORDER, added)
    if added:
        raise LookupError(f"There is no order in which to add {added.keys()}.")
    log = distinct(change_in(one) for pen in pens for one in pen.log)
    append([one for one in log if one._state.adding])
    for pen in pens:
        for queue in pen.letters:
            queue()


def clear(pens: Iterable[Pen]) -> None:
    cleared: dict[Cleared, list[Any]] = defaultdict(list)
    for pen in pens:
        for where, values in pen.cleared.items():
            cleared[where] += values
    for (model, name, others), values in cleared.items():
        for some in parts(values):
            model._default_manager.filter(**{f"{name}__in": some}, **dict(others)).delete()


def change(pens: Iterable[Pen]) -> None:
    changed: dict[type[Model], dict[Model, set[str]]] = defaultdict(dict)
    for pen in pens:
        for row, names in pen.changed.items():
            if row not in pen.saved:
                changed[type(row)][row] = names
    for model, rows in changed.items():
        model._default_manager.bulk_update(rows, sorted(set().union(*rows.values())), batch_size=AT_ONCE)


def by_model(rows: Iterable[Model]) -> dict[type[Model], list[Model]]:
    models: dict[type[Model], list[Model]] = defaultdict(list)
    for row in (row for row in distinct(rows) if row._state.adding):
        models[type(row)].append(row)
    return models


def add(order: Iterable[type[Model]], added: dict[type[Model], list[Model]]) -> None:
    for model in order:
        model._default_manager.bulk_create(added.pop(model, ()), batch_size=AT_ONCE)


def change_in(one: Change | tuple[Change, Model]) -> Change:
    """A row of the log, with the key of what it is about, which is there by now."""
    if isinstance(one, tuple):
        one, subject = one
        one.subject_id = str(subject.pk)
    return one


def distinct(rows: Iterable[Any]) -> list[Any]:
    return list({id(row): row for row in rows}.values())


def parts(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


def hold(row: Model, name: str, rows: Iterable[Any]) -> None:
    """Say what a relation of a row comes to, so that whoever asks for all of it is answered without a query."""
    known = row.__dict__.setdefault("_prefetched_objects_cache", {})
    known.pop(name, None)
    held = getattr(row, name).get_queryset()
    held._result_cache, held._prefetch_done = list(rows), True
    known[name] = held

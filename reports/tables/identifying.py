"""What says which activity a row of a table is about, other than our own identifier: what outside systems call it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from reports import workflow
from reports.activity.state import State
from reports.models import OF_A_PERSON, Activity, Merge
from reports.names import names_in
from reports.tables.cells import read_identifier
from reports.tables.lines import Line
from reports.tables.rows import Row
from reports.tables.unclear import NotReadable
from reports.workflow.identifiers import SystemCodes, already, new_identifiers, wrong_identifiers

Taken = dict[tuple[str, str], str]  # {(system, identifier): id of the activity}


def reference_of(line: Line) -> str:
    """The partner's own identifier, in the column of either name."""
    return line.text("reference") or line.text("external_id")


def identifiers_in(line: Line) -> list[str]:
    """Those that the row gives with the code of their system, each as `moz-home: A-17`; none where they cannot be read."""
    try:
        named = [read_identifier(written) for written in names_in(line.text("identifiers"))]
    except NotReadable:
        return []
    return [f"{row['system']}: {row['identifier']}" for row in named]


def outside_key(line: Line) -> str:
    """What tells the row of a table of others from its other rows."""
    return reference_of(line) or next(iter(identifiers_in(line)), "")


def values_in(line: Line) -> list[str]:
    return [reference_of(line), *map(value_of, identifiers_in(line))]


def value_of(key: str) -> str:
    """The identifier of `moz-home: A-17`, or of a reference that stands alone."""
    return key.partition(": ")[2] or key


def is_meant_alone(code: str, codes: SystemCodes) -> bool:
    """Whether an identifier may stand in a table without the code of its system: not one that is others'."""
    return code.startswith(OF_A_PERSON) or not codes.problem(code)


def merged_away(codes: SystemCodes, ids: Iterable[str], named: Iterable[Activity]) -> dict[str, str]:
    """Why a row is not taken that is about an activity which has gone up in another, by its key: our own identifier, or what
    outside systems called it. One query, and a few for each such row."""
    rows = {row.pk: [(one.system_id, one.value) for one in row.identifiers.all()] for row in named}
    merges = Merge.objects.standing().filter(Q(gone__in=list(ids)) | Q(kept__in=list(rows)))
    problems: dict[str, str] = {}
    for merge in merges.only("gone", "kept", "identifiers"):
        if stays := workflow.successor(codes.who, merge.gone):
            moved = [
                (system, value) for system, value in merge.identifiers if (system, value) in rows.get(merge.kept, [])
            ]
            others = [one for each in rows.values() for one in each if one not in moved]
            alone = {value for system, value in others if is_meant_alone(system, codes)}  # another activity is meant
            keys = [str(merge.gone), *(f"{system}: {value}" for system, value in moved)]
            keys += [value for _system, value in moved if value not in alone]
            problems |= dict.fromkeys(keys, str(workflow.MergedAway(stays[0])))
    return problems


def twice(other: Line) -> str:
    message = _("This identifier appears twice in the table: it is already in %(line)s. Change it, or leave it empty.")
    return message % {"line": other.name}


def identifier_problems(
    row: Row, before: State, after: State, *, taken: Taken, first: dict[str, Line], codes: SystemCodes
) -> list[str]:
    """Codes that this person may not use, and what is given twice, in words."""
    problems = wrong_identifiers(before, after, codes).get("identifiers", [])
    for named in new_identifiers(before, after):
        system, value = named["system"], named["identifier"]
        other = first.get(f"identifier {system}: {value}", row.line)
        if taken.get((system, value), row.pk) != row.pk:
            problems.append(already(system, value, is_named=True))
        elif other is not row.line:
            problems.append(twice(other))
    return problems


def with_fields(cells: dict[str, Any]) -> dict[str, Any]:
    """The reference of a plain table is the partner's own identifier."""
    return cells | ({"external_id": cells["reference"]} if "reference" in cells else {})


def is_identifier(key: str) -> bool:
    try:
        return str(UUID(key)) == key
    except ValueError:
        return False


def first_lines(lines: list[Line], keys: list[str]) -> dict[str, Line]:
    """The line on which each key, number and reference stands first."""
    first: dict[str, Line] = {}
    for line, key in zip(lines, keys, strict=True):
        own = [f"identifier {identifier}" for identifier in identifiers_in(line)]
        for name in (key, f"no {line.text('no')}", f"reference {reference_of(line)}", *own):
            first.setdefault(name, line)
    return first

"""Activities from a table of a partner's own: read, told, and written through the verbs, all or nothing.

The columns are those of `COLUMNS`; several values in one cell are separated by `;`; a claim is `INDICATOR=UNIT@DATE`.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from reports import rules, workflow
from reports.models import Activity, Change, Evidence, Organisation, User
from reports.state import activity_state, with_state
from reports.workflow.organisations import folded

COLUMNS = (
    "reference",
    "language",
    "scope",
    "countries",
    "lead",
    "partners",
    "actions",
    "status",
    "starts_on",
    "ends_on",
    "place",
    "title",
    "summary",
    "claims",
    "source",
)
COLUMN_OF = {"external_id": "reference"}  # where a field of an activity has another name in the table
LISTS = ("countries", "actions")
DATES = ("starts_on", "ends_on")
IMPORT = Change.Via.IMPORT


@dataclass(frozen=True)
class Problem:
    """`line` as a text editor counts it (the header is line 1); `column` empty when it is about the whole line."""

    line: int
    column: str
    message: str


@dataclass
class ImportResult:
    """References by what became, or would become, of them; `organisations` are the names that were not yet known."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    submitted: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    applied: bool = False


class Undo(Exception):
    """Ends the transaction of a dry run, or of a file with an error."""


def read_csv(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows with their line numbers. Raises ValidationError for a file that is not such a table."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(_("The file is not UTF-8 text. Save it as CSV UTF-8.")) from None
    reader = csv.DictReader(text.splitlines(keepends=True))
    header = reader.fieldnames or []
    absent = [name for name in COLUMNS if name not in header]
    unknown = [name for name in header if name not in COLUMNS]
    if absent or unknown:
        told = _("The columns have to be %(wanted)s. Missing: %(absent)s. Unknown: %(unknown)s.")
        names = {
            "wanted": ", ".join(COLUMNS),
            "absent": ", ".join(absent) or "—",
            "unknown": ", ".join(map(str, unknown)) or "—",
        }
        raise ValidationError(told % names)
    rows = []
    line = 2
    for row in reader:
        rows.append((line, {name: (row[name] or "").strip() for name in COLUMNS}))
        line = reader.line_num + 1
    return rows


def import_rows(
    rows: Iterable[tuple[int, dict[str, str]]], *, by: User, apply: bool = False, submit: bool = False
) -> ImportResult:
    """Write the rows, or with `apply=False` do the same and take it back: what is told is what would happen."""
    result = ImportResult()
    try:
        with transaction.atomic():
            known = set(Organisation.objects.all().by_name())
            seen: dict[str, int] = {}
            for line, row in rows:
                tell_organisations(row, known, result)
                import_row(line, row, seen, by=by, submit=submit, result=result)
            if result.problems or not apply:
                raise Undo
            result.applied = True
    except Undo:
        pass
    return result


def import_row(
    line: int, row: dict[str, str], seen: dict[str, int], *, by: User, submit: bool, result: ImportResult
) -> None:
    reference = row["reference"]
    if not reference:
        result.problems.append(Problem(line, "reference", _("Give the row an identifier of your own.")))
        return
    if reference in seen:
        told = _("This reference stands on line %(line)d already.") % {"line": seen[reference]}
        result.problems.append(Problem(line, "reference", told))
        return
    seen[reference] = line
    values, problems = read_row(line, row)
    if problems:
        result.problems += problems
        return
    try:
        with transaction.atomic():
            write_row(reference, values, row["source"], by=by, submit=submit, result=result)
    except ValidationError as refusal:
        result.problems += [
            Problem(line, COLUMN_OF.get(name, name), message)
            for name, messages in refusal.message_dict.items()
            for message in messages
        ]
    except workflow.NotAllowed as refusal:
        result.problems.append(Problem(line, "countries", str(refusal)))


def read_row(line: int, row: dict[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """The values for a verb, and what could not be read."""
    problems = []
    values: dict[str, Any] = {
        name: row[name] for name in COLUMNS if name not in ("reference", "claims", *LISTS, *DATES)
    }
    values["external_id"] = row["reference"]
    values |= {name: several(row[name]) for name in LISTS}
    for name in DATES:
        try:
            values[name] = date.fromisoformat(row[name]) if row[name] else None
        except ValueError:
            problems.append(Problem(line, name, _("Write the date as year-month-day, for example 2012-06-30.")))
    values["partners"] = [{"organisation": name, "role": "implementing"} for name in several(row["partners"])]
    values["claims"] = []
    for written in several(row["claims"]):
        claim = read_claim(written)
        if claim:
            values["claims"].append(claim)
        else:
            told = _("“%(claim)s” is not INDICATOR=UNIT@DATE, for example VI.T1.1=MOZ@2014-05-26.") % {"claim": written}
            problems.append(Problem(line, "claims", told))
    return values, problems


def read_claim(written: str) -> dict[str, str | None] | None:
    """`VI.T1.1=MOZ@2014-05-26` as a state holds it; None when it is not written so."""
    indicator, equals, rest = written.partition("=")
    unit, at, day = rest.partition("@")
    if not (indicator and equals and unit and at):
        return None
    if day:
        try:
            date.fromisoformat(day)
        except ValueError:
            return None
    return {"indicator": indicator.strip(), "unit": unit.strip(), "achieved_on": day.strip() or None}


def several(cell: str) -> list[str]:
    return [value.strip() for value in cell.split(";") if value.strip()]


def write_row(
    reference: str, values: dict[str, Any], source: str, *, by: User, submit: bool, result: ImportResult
) -> None:
    """Create or change one activity, keep its source as evidence once, and submit it if asked."""
    known = find(reference, by)
    if known is None:
        activity = workflow.create_activity(by=by, values=values, via=IMPORT)
        result.created.append(reference)
    else:
        before = activity_state(known)
        activity = workflow.update_activity(
            by=by, pk=known.pk, version=known.version, values=values | kept(known, values), via=IMPORT
        )
        same = activity.version == known.version and before == activity_state(
            with_state(Activity.objects).get(pk=known.pk)
        )
        (result.unchanged if same else result.changed).append(reference)
    if source and not activity.evidence.filter(citation=source).exists():
        workflow.add_evidence(
            by=by,
            pk=activity.pk,
            kind=Evidence.Kind.CITATION,
            citation=source,
            confidentiality=Evidence.Confidentiality.PUBLIC,
            via=IMPORT,
        )
    if submit and activity.review in (Activity.Review.DRAFT, Activity.Review.RETURNED):
        workflow.submit_activity(by=by, pk=activity.pk, via=IMPORT)
        result.submitted.append(reference)


def find(reference: str, by: User) -> Activity | None:
    """The activity that carries this reference, the importer's own first, among those that they may edit."""
    editable = with_state(rules.editable_activities(rules.standing(by)).filter(external_id=reference))
    found = sorted(editable, key=lambda row: (row.created_by_id != by.pk, row.created_at))
    return found[0] if found else None


def kept(known: Activity, values: dict[str, Any]) -> dict[str, Any]:
    """The table knows no roles of partners: those chosen on the site stay."""
    roles = {folded(partner.organisation.name): partner.role for partner in known.partners.all()}
    names = {alias: organisation.name for alias, organisation in Organisation.objects.all().by_name().items()}
    partners = []
    for partner in values["partners"]:
        name = folded(names.get(folded(partner["organisation"]), partner["organisation"]))
        partners.append(partner | {"role": roles.get(name, partner["role"])})
    return {"partners": partners}


def tell_organisations(row: dict[str, str], known: set[str], result: ImportResult) -> None:
    for name in (row["lead"], *several(row["partners"])):
        if name and folded(name) not in known:
            known.add(folded(name))
            result.organisations.append(name)

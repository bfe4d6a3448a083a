"""What a table would change: found without writing anything, a few milliseconds a row.

An existing row is told by its identifier, and by version and checksum whether it was changed in the table, on the site,
or in both: then it is a conflict, and stays as it is on the site. A row that is not in the table is left alone.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports import checks, rules
from reports.models import Activity, Adoption, Evidence, User
from reports.privacy import personal_data
from reports.state import EMPTY, State, activity_state, changed_fields, merged, with_state
from reports.tables.adoptions import compare_adoption
from reports.tables.cells import (
    YES,
    Choices,
    NotReadable,
    as_text,
    checksum,
    flat,
    read_cell,
    read_written_claim,
    several,
)
from reports.tables.columns import OF_TABLES_OWN, PLAIN, ROLES, TYPED, columns_of
from reports.tables.reading import Table
from reports.wording import told_state

CREATED, CHANGED, UNCHANGED, CONFLICT, REFUSED = "created", "changed", "unchanged", "conflict", "refused"
FREE_TEXTS = ("title", "summary", "result", "status_reason", "place", "lead")
MODEL_FIELDS = [row.name for row in Activity._meta.fields if row.name in TYPED and not row.is_relation]
LISTED = {"reference": "external_id"}  # columns of a plain table that stand for a field


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell; `cell` is `F12`, or the line alone when it is about the whole row."""

    sheet: str
    line: int
    column: str
    cell: str
    message: str


@dataclass
class Row:
    """What one row of a table would do. `values`, `links` and `version` are for the verb; `fields` is for the reader."""

    sheet: str
    line: int
    what: str
    title: str
    reference: str = ""
    pk: str = ""
    version: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    links: list[dict[str, Any]] = field(default_factory=list)
    fields: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)  # names not yet in the directory


class Comparison:
    """A table beside the site: `rows(start, stop)` compares a slice of it, so that nobody waits for all of it."""

    def __init__(self, table: Table, *, by: User, country: str | None = None):
        self.table, self.by, self.country = table, by, country
        self.who = rules.standing(by)
        self.choices = Choices(sorted(self.who.countries) or ([country] if country else []))
        self.codes = checks.Codes()
        self.sheet = table.sheets.get("activities")
        self.columns = columns_of("activities") | {column.key: column for column in PLAIN}
        self.claims, self.links = self.by_number("claims"), self.by_number("evidence")
        self.seen: dict[str, int] = {}
        self.numbers: dict[str, int] = {}
        for line, row in self.sheet.rows if self.sheet else ():
            self.numbers.setdefault(as_text(row.get("no")), line)

    def by_number(self, sheet: str) -> dict[str, list[tuple[int, dict[str, Any]]]]:
        found = defaultdict(list)
        if sheet in self.table.sheets:
            for line, row in self.table.sheets[sheet].rows:
                found[as_text(row.get("no"))].append((line, row))
        return found

    def rows(self, start: int = 0, stop: int | None = None) -> list[Row]:
        """The activities, then the adoptions, from `start` to before `stop`."""
        stop = self.table.total if stop is None else stop
        activities = self.sheet.rows if self.sheet else []
        slice_ = activities[start:stop]
        known = self.known(row for _line, row in slice_)
        found = [self.row(line, row, known) for line, row in slice_]
        if stop >= len(activities):
            adoptions = self.table.sheets.get("adoptions")
            offset = max(start - len(activities), 0)
            for line, row in adoptions.rows[offset : stop - len(activities)] if adoptions else ():
                found.append(self.adoption(line, row))
        if start == 0:
            found += self.strays()
        return found

    # Activities -------------------------------------------------------------------------------------------------------

    def known(self, rows: Any) -> dict[str, Activity]:
        """The activities that these rows may change, by identifier and by reference."""
        rows = list(rows)
        ids = {str(pk) for pk in map(self.pk_of, rows) if pk}
        references = {self.reference_of(row) for row in rows if not self.pk_of(row)} - {""}
        mine = with_state(rules.editable_activities(self.who)).prefetch_related("evidence")
        found = {str(row.pk): row for row in mine.filter(pk__in=ids)} if ids else {}
        if references:
            named = sorted(mine.filter(external_id__in=references), key=lambda row: row.created_at, reverse=True)
            for row in sorted(named, key=lambda row: row.created_by_id == self.by.pk):
                found[f"reference {row.external_id}"] = row
        return found

    def pk_of(self, row: dict[str, Any]) -> UUID | None:
        """The identifier in the row, or the one that a new row of a workbook of ours will have; None: by reference."""
        written = as_text(row.get("id"))
        if written:
            try:
                return UUID(written)
            except ValueError:
                return uuid5(self.table.workbook, f"bad {written}")
        if self.table.is_ours and "no" in row:
            return uuid5(self.table.workbook, f"row {as_text(row['no'])}")
        return None

    @staticmethod
    def reference_of(row: dict[str, Any]) -> str:
        return as_text(row.get("reference") or row.get("external_id"))

    def row(self, line: int, row: dict[str, Any], known: dict[str, Activity]) -> Row:
        pk = self.pk_of(row)
        activity = known.get(str(pk) if pk else f"reference {self.reference_of(row)}")
        result = Row("activities", line, UNCHANGED, as_text(row.get("title")), self.reference_of(row))
        if not self.identify(line, row, activity, pk, result):
            return result
        current = activity_state(activity) if activity else self.first_state()
        cells = self.read(line, row, result)
        values = self.values(cells, current, row)
        claims = self.merged_claims(row, current, line, result)
        if claims is not None:
            values["claims"] = claims
        result.links = self.new_links(row, activity, result)
        after = merged(current, values)
        if not result.problems:
            self.check(line, activity, current, after, result)
        self.decide(row, activity, cells, current, after, values, result)
        return result

    def identify(self, line: int, row: dict[str, Any], activity: Activity | None, pk: UUID | None, result: Row) -> bool:
        """Whether the row can be told from others; what is wrong is said."""
        key = str(pk or self.reference_of(row))
        if not key:
            self.tell(result, line, "reference", _("Give the row an identifier of your own."))
        elif key in self.seen:
            column = "no" if pk else "reference"
            told = _("This reference stands on line %(line)d already.") % {"line": self.seen[key]}
            self.tell(result, line, column, told)
        elif as_text(row.get("id")) and activity is None:
            told = _(
                "This is no activity that you may change here. Download the workbook again, and copy your changes."
            )
            self.tell(result, line, "title", told)
        self.seen.setdefault(key, line)
        result.pk = str(activity.pk) if activity else str(pk or "")
        result.what = REFUSED if result.problems else result.what
        return not result.problems

    def first_state(self) -> State:
        countries = [self.country] if self.country else sorted(self.who.countries)[:1]
        return EMPTY | {"language": self.by.language or "en", "countries": countries}

    def read(self, line: int, row: dict[str, Any], result: Row) -> dict[str, Any]:
        """The cells as values, by field; what cannot be read is told. Columns that are not there are not named."""
        cells = {}
        for key, raw in row.items():
            column = self.columns.get(key)
            if column is None or column.is_locked or key in ("claims", "source"):
                continue
            try:
                cells[LISTED.get(key, key)] = read_cell(column, raw, self.choices)
            except NotReadable as problem:
                self.tell(result, line, key, str(problem))
        return cells

    def values(self, cells: dict[str, Any], current: State, row: dict[str, Any]) -> dict[str, Any]:
        """What the cells lay over the activity; an empty choice or country takes what a new activity begins with."""
        shown = flat(current)
        values = {name: value for name, value in cells.items() if name not in OF_TABLES_OWN and value != shown[name]}
        for name in ("scope", "status", "visibility", "language"):
            if values.get(name) == "":
                values[name] = self.first_state()[name]
        if values.get("countries") == []:
            values["countries"] = current["countries"]
        roles = {name: cells.get(name, shown[name]) for name in ROLES}
        if "partners" in cells:
            roles = with_roles(cells["partners"], roles)
        if any(roles[name] != shown[name] for name in ROLES):
            values["partners"] = [{"organisation": one, "role": role} for role, names in roles.items() for one in names]
        return values

    def check(self, line: int, activity: Activity | None, before: State, after: State, result: Row) -> None:
        """The rules of the site, as the verb will ask them."""
        found = checks.wrong(after, result.pk, self.codes) | checks.unknown_codes(before, after, self.codes)
        found = model_problems(after) | found
        if activity is not None and not activity.is_draft:
            found = checks.missing(after) | found
        for name, messages in found.items():
            for message in messages:
                self.tell(result, line, self.column_for(name), message)
        if not rules.may_record_as(self.who, after["scope"], after["countries"]):
            self.tell(result, line, "countries", _("You may record activities of your own country only."))
        names = [after["lead"], *(row["organisation"] for row in after["partners"])]
        result.organisations = [name for name in names if name and name not in self.directory]
        for name in FREE_TEXTS:
            if after[name] != before[name]:
                self.warn(result, line, name, after[name])

    @cached_property
    def directory(self) -> set[str]:
        return set(self.choices.directory.values())

    def column_for(self, name: str) -> str:
        columns = self.sheet.columns
        other = next((key for key, stands_for in LISTED.items() if stands_for == name and key in columns), name)
        return other if other in columns or name != "partners" else ROLES[0]

    def decide(
        self,
        row: dict[str, Any],
        activity: Activity | None,
        cells: dict[str, Any],
        current: State,
        after: State,
        values: dict[str, Any],
        result: Row,
    ) -> None:
        """What becomes of the row, and what the reader is told of it."""
        if result.problems:
            result.what = REFUSED
            return
        names = changed_fields(current, after)
        result.title = result.title or after["title"]
        if activity is None:
            result.what, result.values = CREATED, after
            return
        result.version = activity.version
        if not names and not result.links:
            return
        if self.stale(row, activity) and names:
            untouched = as_text(row.get("checksum")) == self.checksum(cells) and "claims" not in values
            result.what = UNCHANGED if untouched and not result.links else CONFLICT
            if result.what == UNCHANGED:
                return
        else:
            result.what = CHANGED
        result.values = {name: after[name] for name in names}
        result.fields = told_state(current, after, names)

    def stale(self, row: dict[str, Any], activity: Activity) -> bool:
        """The activity was changed on the site since the table was made. A row without a version is not told so."""
        written = as_text(row.get("version"))
        if not written:
            return self.table.is_ours and activity.version != 1
        return written != str(activity.version)

    @staticmethod
    def checksum(cells: dict[str, Any]) -> str:
        return checksum({name: cells[name] for name in TYPED if name in cells})

    # Claims and links -------------------------------------------------------------------------------------------------

    def merged_claims(self, row: dict[str, Any], current: State, line: int, result: Row) -> list[dict] | None:
        """The activity's claims with the rows of the claims' sheet laid over them; None when they say nothing new."""
        if "claims" in row:
            return self.plain_claims(line, as_text(row["claims"]), result)
        standing = {(claim["indicator"], claim["unit"]): claim["achieved_on"] for claim in current["claims"]}
        now = dict(standing)
        for claim_line, claim_row in self.claims.get(as_text(row.get("no")), ()):
            was, wanted = read_was(claim_row), self.read_claim(claim_line, claim_row, current, row, result)
            if was and was == wanted:
                continue
            if was:
                now.pop(was[:2], None)
            if wanted:
                now[wanted[:2]] = wanted[2]
        if now == standing:
            return None
        return [{"indicator": key[0], "unit": key[1], "achieved_on": day} for key, day in now.items()]

    def read_claim(
        self, line: int, row: dict[str, Any], current: State, activity_row: dict[str, Any], result: Row
    ) -> tuple[str, str, str | None] | None:
        """`(indicator, unit, day)`; None for a row that takes its claim away, or that cannot be read (told)."""
        read = {}
        for key in ("indicator", "unit", "achieved_on", "remove"):
            try:
                read[key] = read_cell(columns_of("claims")[key], row.get(key), self.choices)
            except NotReadable as problem:
                self.tell(result, line, key, str(problem), sheet="claims")
        if read.get("remove") == YES or result.problems:
            return None
        if not read["indicator"]:
            self.tell(result, line, "indicator", _("Choose an indicator."), sheet="claims")
            return None
        indicator = self.codes.indicators.get(read["indicator"])
        unit = read["unit"] or ("*" if indicator and indicator.counts == "activities" else self.country or "")
        return read["indicator"], unit, read["achieved_on"]

    def plain_claims(self, line: int, written: str, result: Row) -> list[dict[str, Any]]:
        """Claims written `INDICATOR=UNIT@DATE`, several separated by `;`: all that the activity makes."""
        claims = []
        for part in several(written):
            try:
                claims.append(read_written_claim(part))
            except NotReadable as problem:
                self.tell(result, line, "claims", str(problem))
        return claims

    def new_links(self, row: dict[str, Any], activity: Activity | None, result: Row) -> list[dict[str, Any]]:
        """Links and citations that the table adds to the activity; what is there already is not added again."""
        there = {text for one in (activity.evidence.all() if activity else ()) for text in (one.url, one.citation)}
        found = []
        if source := as_text(row.get("source")):
            found.append({"kind": "citation", "citation": source, "confidentiality": "public"})
        for line, link_row in self.links.get(as_text(row.get("no")), ()):
            if as_text(link_row.get("id")):
                continue
            link = {}
            for key in ("url", "citation", "title", "dated", "confidentiality"):
                try:
                    link[key] = read_cell(columns_of("evidence")[key], link_row.get(key), self.choices)
                except NotReadable as problem:
                    self.tell(result, line, key, str(problem), sheet="evidence")
            if not (link.get("url") or link.get("citation")):
                self.tell(result, line, "url", _("Give a link or a citation."), sheet="evidence")
                continue
            link["kind"] = "link" if link["url"] else "citation"
            link["confidentiality"] = link.get("confidentiality") or "participants"
            if link["url"] and not is_address(link["url"]):
                told = _("“%(line)s” is not an address. Copy it whole from the browser, beginning with https://.")
                self.tell(result, line, "url", told % {"line": link["url"]}, sheet="evidence")
            for key in ("citation", "title"):
                self.warn(result, line, key, link.get(key) or "", sheet="evidence")
            found.append(link)
        return [link for link in found if (link.get("url") or link["citation"]) not in there]

    def strays(self) -> list[Row]:
        """Claims and links whose number names no row of the activities' sheet."""
        found = []
        for sheet, by_number in (("claims", self.claims), ("evidence", self.links)):
            for number, rows in by_number.items():
                if number in self.numbers:
                    continue
                for line, _row in rows:
                    stray = Row(sheet, line, REFUSED, "")
                    told = _("No activity has the number “%(number)s”. Give the number of its row in the first column.")
                    self.tell(stray, line, "no", told % {"number": number}, sheet=sheet)
                    found.append(stray)
        return found

    # Adoptions --------------------------------------------------------------------------------------------------------

    def adoption(self, line: int, row: dict[str, Any]) -> Row:
        result = Row("adoptions", line, UNCHANGED, as_text(row.get("action")) or as_text(row.get("title")))
        compare_adoption(self, line, row, result)
        return result

    @cached_property
    def plan(self) -> dict[str, Adoption]:
        """The country's plan, by the code of the action or the number of its own."""
        rows = Adoption.objects.filter(country=self.country)
        return {row.action_id or str(row.pk): row for row in rows}

    # Telling ----------------------------------------------------------------------------------------------------------

    def problem(self, sheet: str, line: int, column: str, message: str) -> Problem:
        table = self.table.sheets[sheet]
        return Problem(table.title, line, column, table.cell(line, column), str(message))

    def tell(self, result: Row, line: int, column: str, message: str, *, sheet: str = "activities") -> None:
        result.problems.append(self.problem(sheet, line, column, message))
        result.what = REFUSED

    def warn(self, result: Row, line: int, column: str, text: str, *, sheet: str = "activities") -> None:
        """Tell what looks like personal data at its cell."""
        for passage in personal_data(text):
            told = _("“%(passage)s” looks like %(kind)s.") % {"passage": passage.passage, "kind": passage.kind}
            result.warnings.append(self.problem(sheet, line, column, told))


def read_was(row: dict[str, Any]) -> tuple[str, str, str | None] | None:
    """A claim as it stood when the workbook was made."""
    if not (written := as_text(row.get("was"))):
        return None
    was = read_written_claim(written)
    return was["indicator"], was["unit"], was["achieved_on"]


def with_roles(names: list[str], roles: dict[str, list[str]]) -> dict[str, list[str]]:
    """A plain table knows no roles of partners: those chosen on the site stay, new names carry it out."""
    kept = {role: [name for name in given if name in names] for role, given in roles.items()}
    placed = {name for given in kept.values() for name in given}
    kept[ROLES[0]] = sorted({*kept[ROLES[0]], *(name for name in names if name not in placed)})
    return kept


def model_problems(state: State) -> dict[str, list[str]]:
    """What the fields themselves refuse: too long, not among the choices, out of range."""
    found = {}
    for name in MODEL_FIELDS:
        try:
            model_field = Activity._meta.get_field(name)
            if state[name] not in ("", None):
                model_field.clean(state[name], None)
        except ValidationError as refusal:
            found[name] = refusal.messages
    return found


def is_address(text: str) -> bool:
    try:
        Evidence._meta.get_field("url").clean(text, None)
    except ValidationError:
        return False
    return True

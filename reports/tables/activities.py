"""The sheet of activities, with the claims and links that name its rows.

An existing row is known by its identifier, and by version and checksum whether it was changed in the table, on the site,
or in both: then both are brought together, and a field that both changed is a conflict, which stays as it is on the
site until it is decided. A row that is not in the table is left alone.
"""

from collections import defaultdict
from functools import partial
from typing import Any
from uuid import uuid5

from django.utils.translation import gettext as _

from reports import rules
from reports.activity import checks
from reports.activity.state import EMPTY, State, activity_state, changed_fields, identifying, merged, with_state
from reports.models import Activity, Change, Identifier, own_code
from reports.sight import with_evidence
from reports.tables.cells import checksum, flat
from reports.tables.claims import Claim, claims_after, is_edited_claim, written_claims
from reports.tables.columns import ONE_AMOUNT, PLAIN, ROLES, TYPED, columns_of
from reports.tables.fields import column_for, field_of, model_problems, with_roles
from reports.tables.funding import apply_lines, is_edited_line, money_of, refuse_over_lines
from reports.tables.identifying import (
    Taken,
    first_lines,
    identifier_problems,
    is_identifier,
    is_meant_alone,
    merged_away,
    outside_key,
    twice,
    value_of,
    values_in,
    with_fields,
)
from reports.tables.later import is_end_typed, new_ends, new_notes, settled_status, with_history
from reports.tables.lines import Line, Table
from reports.tables.links import new_links
from reports.tables.recording import refuse_others_work
from reports.tables.rows import CHANGED, CONFLICT, CREATED, EMPTIED, NOTHING, Conflict, Row, not_empty
from reports.tables.site import Site
from reports.tables.strays import stray
from reports.wording import difference_words
from reports.workflow.identifiers import with_others_identifiers
from reports.workflow.merging import Merge, changes_of, earlier, earlier_on, three_way
from reports.workflow.rows import names_of

FREE_TEXTS = ("title", "summary", "result", "status_reason", "place", "lead")
READ_APART = ("claims", "source")
NEVER_EMPTY = ("scope", "status", "visibility", "language", "countries")
CHECKED = (*TYPED, ONE_AMOUNT.key)
IDENTIFYING = ("no", "id", "version", "checksum", "reference")
COLUMNS = {
    key: column
    for key, column in (columns_of("activities") | {column.key: column for column in PLAIN}).items()
    if key not in READ_APART
}


class Activities:
    """The rows of a table's activities, to be compared with the site a slice at a time."""

    def __init__(self, table: Table, site: Site):
        self.table, self.site = table, site
        self.lines = table.lines("activities")
        self.keys = [self.key(line) for line in self.lines]
        self.first = first_lines(self.lines, self.keys)
        kinds = ("claims", "evidence", "funding", "notes")
        self.claims, self.links, self.money, self.notes = (self.by_owner(table.lines(kind)) for kind in kinds)
        self.has_funding = any(sheet.kind == "funding" for sheet in table.sheets)
        self.changes: dict[str, list[Change]] = {}
        self.merged_away: dict[str, str] = {}

    def by_owner(self, lines: list[Line]) -> defaultdict[str, list[Line]]:
        """The lines of another sheet under the key of the activity to which they belong; under "" those that have none."""
        by_key = defaultdict(list)
        for line in lines:
            own, number = line.text("activity"), line.text("no")
            owner = self.first.get(own or f"no {number}")
            by_key[self.key(owner) if owner and owner.text("no") == number else ""].append(line)
        return by_key

    def key(self, line: Line) -> str:
        """The identifier in the row, the one that a new row of a workbook of ours will have, or the reference."""
        if written := line.text("id"):
            return written.lower()
        if self.table.workbook and (number := line.text("no")):
            return str(uuid5(self.table.workbook, f"row {number}"))
        return "" if self.table.workbook else outside_key(line)

    def compare(self, start: int, stop: int) -> list[Row]:
        pairs = list(zip(self.lines[start:stop], self.keys[start:stop], strict=True))
        known, taken = self.known(pairs), self.taken(pairs)
        stale = [one.pk for line, key in pairs if (one := known.get(key)) and self.is_stale(line, one)]
        self.changes = changes_of(stale) if stale else {}
        return [self.row(line, key, known, taken) for line, key in pairs]

    def known(self, pairs: list[tuple[Line, str]]) -> dict[str, Activity | None]:
        """The activities that these rows may change, by key; None for one that this person may not change."""
        ids = {key for _line, key in pairs if is_identifier(key)}
        by_key = dict.fromkeys(str(pk) for pk in Activity.objects.filter(pk__in=ids).values_list("pk", flat=True))
        mine = with_history(with_evidence(with_state(rules.editable_activities(self.site.who)), self.site.who))
        mine = mine.prefetch_related("confirmations", "evidence__claims")
        named = mine.filter(identifiers__value__in={value_of(key) for _line, key in pairs} - ids - {""}).distinct()
        for row in sorted(named, key=lambda row: (row.created_by_id == self.site.by.pk, -row.created_at.timestamp())):
            for identifier in row.identifiers.all():
                by_key[str(identifier)] = row
                if is_meant_alone(identifier.system_id, self.site.system_codes):
                    by_key[identifier.value] = row
        self.merged_away = merged_away(self.site.system_codes, ids, named)
        return by_key | {str(row.pk): row for row in mine.filter(pk__in=ids)}

    def taken(self, pairs: list[tuple[Line, str]]) -> Taken:
        """`{(system, identifier): id of the activity}`: a system gives each once."""
        references = {value for line, _key in pairs for value in values_in(line)} - {""}
        rows = Identifier.objects.filter(value__in=references).values_list("system", "value", "activity")
        return {(system, reference): str(pk) for system, reference, pk in rows}

    def row(self, line: Line, key: str, known: dict[str, Activity | None], taken: Taken) -> Row:
        row = Row(line, line.text("title"), reference=outside_key(line), is_told=not self.site.is_applied)
        row.refuse_unclear(IDENTIFYING)
        if not row.problems:
            self.identify(row, key, known)
        if row.problems or key in self.merged_away:
            return row
        activity = known.get(key)
        row.activity, row.pk = activity, str(activity.pk) if activity else key if is_identifier(key) else ""
        now = activity_state(activity) if activity else self.site.first_state()
        base = self.base(line, activity, now)
        mine, edited = self.typed(row, activity, base or now)
        refuse_over_lines(row, base or now, mine, now)
        row.links = new_links(row, self.links[key], activity, self.site)
        row.later = new_ends(row, self.claims[key], activity, self.site)
        row.later += new_notes(row, self.notes[key], activity, self.site)
        merge = three_way(base, mine, now)
        decisions = self.site.decided(line.key, activity.version if activity else None)
        after = self.with_others_identifiers(activity, now, merge.decided(decisions))
        row.countries = after["countries"]
        after, checked = settled_status(row, activity, now, after, self.site)
        self.check(row, activity, now, checked, edited)
        self.check_reference(row, activity, after["external_id"], taken)
        self.check_identifiers(row, now if activity else EMPTY, after, taken)
        if not row.problems:
            self.decide(row, activity, now, merge, decisions, after)
        return row

    def base(self, line: Line, activity: Activity | None, now: State) -> State | None:
        """The activity as it stood when the table was made; None where the log cannot say."""
        if activity is None or not self.is_stale(line, activity):
            return now
        changes = self.changes.get(str(activity.pk), [])
        if line.text("version"):
            version = line.version()
            base = None if version is None else earlier(now, changes, activity.version - version)
        elif self.table.workbook or self.site.since is None:
            base = earlier(now, changes, activity.version - 1)
        else:
            base = earlier_on(now, changes, self.site.since)
        return base and self.with_known_names(base)

    def with_others_identifiers(self, activity: Activity | None, now: State, after: State) -> State:
        recorder = activity.created_by_id if activity else self.site.by.pk
        return with_others_identifiers(now, after, recorder=recorder, codes=self.site.system_codes)

    def with_known_names(self, state: State) -> State:
        """As the directory calls the organisations now."""
        known = self.site.choices.organisation
        partners = [row | {"organisation": known(row["organisation"])} for row in state["partners"]]
        lines = [line | {"funder": known(line["funder"])} for line in state["funding_lines"]]
        return merged(state, {"lead": known(state["lead"]), "partners": partners, "funding_lines": lines})

    def typed(self, row: Row, activity: Activity | None, base: State) -> tuple[State, list[tuple[Line, Claim | None]]]:
        """What the table wants the activity to be, and the rows of the claims' sheet that say something new."""
        flat_base = flat(base) if activity else {}
        current = {name: flat_base[name] for name in TYPED} if activity else {}
        cells = with_fields(row.read(COLUMNS, self.site.choices, current=current))
        values = {}
        if activity is None or self.is_edited(row.line, cells):
            empty = [name for name, value in cells.items() if value in NOTHING and flat_base.get(name) not in NOTHING]
            money = money_of(row, cells, base, has_sheet=self.has_funding)
            after = merged(base, self.values(cells, base) | money)
            row.emptied += [name for name in empty if after[field_of(name)] != base[field_of(name)]]
            self.refuse_emptied(row, [name for name in NEVER_EMPTY if name in empty], flat_base)
            if self.site.keeps_filled:
                cells = {name: value for name, value in cells.items() if name not in empty}
                money = money_of(row, cells, base, has_sheet=self.has_funding)
            values = self.values(cells, base) | money
        mine = merged(base, values)
        apply_lines(row, self.money[self.key(row.line)], mine, self.site)
        edited = self.apply_claims(row, mine)
        return merged(base, mine), edited

    def refuse_emptied(self, row: Row, names: list[str], flat_base: State) -> None:
        """A row that was downloaded has these; a row of somebody else's may leave out what a new activity begins with."""
        first = self.site.first_state()
        for name in names:
            if row.line.text("id") or flat_base[name] != first[name]:
                row.refuse(name, not_empty())

    def identify(self, row: Row, key: str, known: dict[str, Activity | None]) -> None:
        """Refuse a row that cannot be told from others, or that names an activity that is not theirs."""
        line, number, first = row.line, row.line.text("no"), self.first
        if not key and self.table.workbook:
            row.refuse("no", _("Give this row its own number in the first column."))
        elif not key:
            message = _("Give this row an identifier of your own, in a column named “%(heading)s”.")
            row.refuse("reference", message % {"heading": COLUMNS["reference"].label})
        elif first[key] is not line:
            message = _(
                "This activity appears twice in the table: it is already in %(line)s. Keep only one of the two rows."
            )
            row.refuse("no" if "no" in line.cells else "reference", message % {"line": first[key].name})
        elif self.table.workbook and first[f"no {number}"] is not line:
            message = _(
                "This number appears twice in the table: it is already in %(line)s. Give this row its own number."
            )
            row.refuse("no", message % {"line": first[f"no {number}"].name})
        elif (problem := self.merged_away.get(key)) and self.is_touched(line, key):
            row.refuse("reference" if "reference" in line.cells else "title", problem)
        elif not problem and known.get(key) is None and (row.line.text("id") or key in known):
            row.refuse(
                "title",
                _(
                    "You cannot edit this activity in this copy of the workbook. Download a new copy, and enter "
                    "your changes there."
                ),
            )

    def is_touched(self, line: Line, key: str) -> bool:
        """Whether anything was typed into the row since it was downloaded, or into those that belong to it."""
        cells = with_fields(Row(line, "").read(COLUMNS, self.site.choices))
        is_edited = not line.text("checksum") or self.is_edited(line, cells)
        claims = any(is_edited_claim(claim, self.site) or is_end_typed(claim) for claim in self.claims[key])
        money = any(is_edited_line(line, self.site) for line in self.money[key])
        added = (*self.links[key], *self.notes[key])
        return is_edited or claims or money or not all(one.text("id") for one in added)

    def values(self, cells: dict[str, Any], before: State) -> dict[str, Any]:
        """What the cells lay over the activity; what is never empty takes what a new activity begins with."""
        flat_before = flat(before)
        values = {name: value for name, value in cells.items() if name in before and value != flat_before[name]}
        values.pop("partners", None)
        for name in NEVER_EMPTY:
            if values.get(name) in ("", []):
                values[name] = self.site.first_state()[name]
        roles = {name: cells.get(name, flat_before[name]) for name in ROLES}
        if "partners" in cells:
            roles = with_roles(cells["partners"], roles)
        if any(roles[name] != flat_before[name] for name in ROLES):
            values["partners"] = [{"organisation": one, "role": role} for role, names in roles.items() for one in names]
        return values

    def apply_claims(self, row: Row, after: State) -> list[tuple[Line, Claim | None]]:
        """Change the claims of `after`; the rows of the claims' sheet that did so."""
        if "claims" in row.line.cells:
            after["claims"] = written_claims(row, after["claims"], self.site)
            return []
        after["claims"] = list(after["claims"])
        return claims_after(row, self.claims[self.key(row.line)], after["claims"], self.site)

    def check(
        self, row: Row, activity: Activity | None, before: State, after: State, edited: list[tuple[Line, Claim | None]]
    ) -> None:
        """The rules of the site, as the verb will ask them."""
        codes = self.site.codes
        for line, claim in edited:
            for message in checks.wrong_claims(after | {"claims": [claim]}, row.pk, codes, before) if claim else ():
                row.refuse("indicator", message, line)
        edited_claims = [claim for _line, claim in edited]
        rest = after | {"claims": [claim for claim in after["claims"] if claim not in edited_claims]}
        problems = (
            model_problems(after)
            | checks.wrong(rest, row.pk, codes, before)
            | checks.wrong_in_change(before, after, codes)
        )
        if activity is not None and not activity.is_draft:
            problems = checks.missing(after) | problems
        for name, messages in problems.items():
            for message in messages:
                row.refuse(column_for(row.line, name), message)
        refuse_others_work(row, activity, self.with_known_names(after), self.site)
        row.organisations = [name for name in names_of(after) if name and not self.site.choices.directory.find(name)]
        for name in FREE_TEXTS:
            if after[name] != before[name]:
                row.warn(name, after[name])
        for partner in after["partners"]:
            if partner not in before["partners"]:
                role = partner["role"]
                row.warn(role if role in row.line.cells else "partners", partner["organisation"])

    def check_reference(self, row: Row, activity: Activity | None, reference: str, taken: Taken) -> None:
        """The partner's own identifier is given once by each owner."""
        if not reference or (activity and identifying(activity)["external_id"] == reference):
            return
        column = column_for(row.line, "external_id")
        owner = activity.created_by_id if activity else self.site.by.pk
        if taken.get((own_code(owner), reference), row.pk) != row.pk:
            row.refuse(column, _("Another activity already has this identifier. Change it, or leave it empty."))
        elif (other := self.first.get(f"reference {reference}", row.line)) is not row.line:
            row.refuse(column, twice(other))

    def check_identifiers(self, row: Row, before: State, after: State, taken: Taken) -> None:
        """Those of other systems: codes that this person may use, and each given once."""
        for message in identifier_problems(
            row, before, after, taken=taken, first=self.first, codes=self.site.system_codes
        ):
            row.refuse("identifiers", message)

    def decide(
        self, row: Row, activity: Activity | None, now: State, merge: Merge, decisions: dict[str, str], after: State
    ) -> None:
        """What becomes of the row, and what the reader sees of it."""
        row.after = self.with_known_names(after)
        row.title = row.title or after["title"]
        if activity is None:
            row.what, row.values = CREATED, after
            given = [name for name in after if after[name] and name != "title"]
            row.differences = partial(difference_words, EMPTY, after, given)
            return
        names = changed_fields(now, after)
        also = ["funding_lines"] if "currency" in names else []  # else one line would follow the currency
        row.version, row.values = activity.version, {name: after[name] for name in [*names, *also]}
        if not self.site.keeps_filled:
            row.emptied = [name for name in row.emptied if field_of(name) in names]
        row.differences = partial(difference_words, now, after, [name for name in names if name not in merge.both])
        both = difference_words(merge.theirs_first, merge.mine_first, merge.both)
        row.conflicts = [Conflict(name, *texts) for name, texts in zip(merge.both, both, strict=True)]
        if merge.undecided(decisions):
            row.what = CONFLICT
        elif names or row.links or row.later:
            row.what = EMPTIED if row.emptied and names and not self.site.keeps_filled else CHANGED

    def is_stale(self, line: Line, activity: Activity) -> bool:
        """Whether the activity was changed on the site since the table was made."""
        if written := line.text("version"):
            return written != str(activity.version)
        if self.table.workbook:
            return activity.version != 1
        return self.site.since is not None and activity.updated_at > self.site.since

    @staticmethod
    def is_edited(line: Line, cells: dict[str, Any]) -> bool:
        """Whether the row was typed into since it was downloaded."""
        return line.text("checksum") != checksum({name: cells[name] for name in CHECKED if name in cells})

    def strays(self) -> list[Row]:
        """Claims and links that belong to no row of the activities' sheet; of a row that was deleted, what was left as
        it was stays as it is on the site."""
        claims = self.claims[""]
        lines = [one for one in claims if self.is_moved(one) or is_edited_claim(one, self.site) or is_end_typed(one)]
        lines += [line for line in self.money[""] if self.is_moved(line) or is_edited_line(line, self.site)]
        added = (*self.links[""], *self.notes[""])
        lines += [line for line in added if self.is_moved(line) or not line.text("id")]
        return [stray(line, self.first) for line in lines]

    def is_moved(self, line: Line) -> bool:
        """Whether its number names another row than that of its activity."""
        owner = self.first.get(line.text("activity"))
        return owner is not None and owner.text("no") != line.text("no")

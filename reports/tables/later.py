"""What a table reports later of an activity that was submitted: that a result is no longer so, and progress notes. Neither is
laid over what stands: each is added by its verb, and reviewed by itself."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from reports import workflow
from reports.activity.checks import yet_to_come
from reports.activity.state import State
from reports.activity.units import ITSELF
from reports.models import Activity, ActivityQuerySet, Change, Claim, LaterFact, User
from reports.sight import with_standing_facts
from reports.tables.cells import YES, read_cell
from reports.tables.columns import NOTES, TableColumn, columns_of
from reports.tables.lines import Line
from reports.tables.rows import Reported, Row
from reports.tables.site import Site
from reports.tables.unclear import NotReadable
from reports.workflow.histories import status_problems
from reports.workflow.later_facts import end_problems, note_problems
from reports.workflow.statuses import OF_STATUS, LaterStatus, later_status, lay_day
from themes.known_days import shown

CLAIM, NOTE = columns_of("claims"), columns_of("notes")
END = ("ended_on", "ended_because")
NUMBERS = ("participants_women", "participants_men", "amount_spent", "currency")
OF_A_NOTE = tuple(column.key for column in NOTES if not column.is_locked and column.key != "no")
# By what the verbs call a value: the column that holds it.
PLACES = {
    "since": {"end": "ended_on", "note": "on"},
    "reason": {"end": "ended_because"},
    "evidence": {"end": "ended_on"},
}


def cell(line: Line, column: TableColumn, site: Site) -> Any:
    """As text that is known, or None; what cannot be read was refused with its row."""
    try:
        return read_cell(column, line.cells.get(column.key), site.choices, line.sheet.habit(column.key))
    except NotReadable:
        return None


def new_ends(row: Row, lines: Iterable[Line], activity: Activity | None, site: Site) -> list[Reported]:
    """Of the claims' sheet: those that were typed, and are not on the site already."""
    known = facts_of(activity, LaterFact.Kind.END)
    ends = []
    for line in lines:
        if not is_end_typed(line) or any(
            one.line == line.number for one in row.problems if one.sheet == line.sheet.title
        ):
            continue  # what cannot be read was refused with its row
        since, reason = (cell(line, CLAIM[name], site) for name in END)
        claim = (cell(line, CLAIM["indicator"], site) or "", cell(line, CLAIM["unit"], site) or "")
        if not any(fact.claim and said(fact) == (since, reason) and of(fact.claim) == claim for fact in known):
            row.warn("ended_because", reason or "", line)
            ends.append(Reported(line, "end", {"claim": claim, "since": since or "", "reason": reason or ""}))
            is_removed = cell(line, CLAIM["remove"], site) == YES
            refuse_at(row, ends[-1], removed() if is_removed else wrong_end(ends[-1], activity))
    return ends


def wrong_end(end: Reported, activity: Activity | None) -> dict[str, list[str]]:
    """As the verb will say it. No query, of an activity `with_history`."""
    if problems := wrong_activity("since", activity):
        return problems
    claim = called(activity.claims_in_words if activity else (), *end.values["claim"])
    if claim is None:
        return not_achieved(*end.values["claim"])
    fact = LaterFact(activity=activity, kind=LaterFact.Kind.END, claim=claim, text=end.values["reason"])
    ends = [one for one in facts_of(activity, LaterFact.Kind.END) if one.claim_id == claim.pk]
    return lay_day(fact, end.values["since"], "since") or end_problems(fact, claim, ends)


def wrong_activity(field: str, activity: Activity | None) -> dict[str, list[str]]:
    if activity is None or activity.is_draft:
        return {
            field: [
                _("This is a draft: edit it directly. Later developments can be reported once it has been submitted.")
            ]
        }
    return {}


def with_history(activities: ActivityQuerySet) -> ActivityQuerySet:
    """With what this room asks of every row of a sheet: what was reported later, the claims in words, the spans of the status.
    Three queries."""
    claims = Prefetch("claims", Claim.objects.with_units(), to_attr="claims_in_words")
    return with_standing_facts(activities).prefetch_related(claims, "status_spans")


def called(claims: Iterable[Claim], indicator: str, unit: str) -> Claim | None:
    return next((row for row in claims if row.indicator_id == indicator and unit in ("", of(row)[1])), None)


def removed() -> dict[str, list[str]]:
    return {
        "since": [_("This row removes its claim, and says from which date it is no longer so. Do only one of the two.")]
    }


def not_achieved(indicator: str, unit: str) -> dict[str, list[str]]:
    message = _("%(claim)s is not recorded as achieved, so it cannot be reported as no longer so.")
    return {"since": [message % {"claim": f"{indicator} {unit}".strip()}]}


def refuse_at(row: Row, one: Reported, problems: dict[str, list[str]]) -> None:
    """At the cells that hold what a verb calls so."""
    for name, messages in problems.items():
        for message in messages:
            row.refuse(PLACES.get(name, {}).get(one.kind, name), message, one.line)


def is_end_typed(line: Line) -> bool:
    return "ended_on" not in line.grey and any(line.text(name) for name in END)


def new_notes(row: Row, lines: Iterable[Line], activity: Activity | None, site: Site) -> list[Reported]:
    """Of the sheet of progress notes: those that are not on the site already; what is there is never written over."""
    known = {said(fact) for fact in facts_of(activity, LaterFact.Kind.NOTE)}
    notes = []
    for line in lines:
        if line.text("id"):
            row.refuse_changed_grey(line)
            continue
        problems_before = len(row.problems)
        read = row.read(NOTE, site.choices, line)
        values = {name: read.get(name) for name in OF_A_NOTE}
        if len(row.problems) == problems_before and (values["on"], values["text"]) not in known:
            row.warn("text", values["text"] or "", line)
            notes.append(Reported(line, "note", values))
            refuse_at(row, notes[-1], wrong_note(values, activity))
    return notes


def wrong_note(values: dict[str, Any], activity: Activity | None) -> dict[str, list[str]]:
    """As the verb will say it. No query."""
    if problems := wrong_activity("no", activity):
        return problems
    fact = LaterFact(activity=activity, kind=LaterFact.Kind.NOTE, text=values["text"] or "")
    fact.amount_spent, fact.currency = values["amount_spent"], (values["currency"] or "").upper()
    return lay_day(fact, values["on"] or "", "since") | note_problems(fact)


def settled_status(row: Row, activity: Activity | None, now: State, after: State, site: Site) -> tuple[State, State]:
    """What the row comes to, without a status that is reported already, and what of it is checked as the activity that stands:
    another status of what was submitted is reported beside it. What stands against that is refused."""
    later = later_status(activity, now, after) if activity else None
    if activity is None or later is None:
        return after, after
    stays = after | {name: now[name] for name in OF_STATUS}
    is_dated = after["status_since"] not in (None, now["status_since"])
    if any(says(fact, later, is_dated=is_dated) for fact in facts_of(activity, LaterFact.Kind.STATUS)):
        return stays, stays
    row.is_development = True
    fact = LaterFact(activity=activity, kind=LaterFact.Kind.STATUS, status=later.status, text=later.reason)
    others = facts_of(activity, fact.kind)
    problems = lay_day(fact, later.since, "status_since") or status_problems(fact, others)
    problems |= yet_to_come(now | {"status": after["status"]}, after, site.codes)
    for name, messages in problems.items():
        for message in messages:
            row.refuse(name, message)
    return after, stays


def says(fact: LaterFact, later: LaterStatus, *, is_dated: bool) -> bool:
    """Is it that status, for that reason, since that day or, where none was typed, since any?"""
    is_same = (fact.status, fact.text) == (later.status, later.reason)
    return is_same and (said(fact)[0] == later.since if is_dated else fact.is_undecided)


def facts_of(activity: Activity | None, kind: str) -> list[LaterFact]:
    return [fact for fact in activity.standing_facts if fact.kind == kind] if activity else []


def said(fact: LaterFact) -> tuple[str, str]:
    return fact.known, fact.text


def of(claim: Claim) -> tuple[str, str]:
    return claim.indicator_id, ITSELF if claim.unit == str(claim.activity_id) else claim.unit


def later_words(reported: Reported) -> str:
    """`VI.T2.1 MOZ, no longer so since May 2013`, for the reader."""
    if reported.kind == "end":
        words = _("%(claim)s, no longer so since %(day)s")
        day = reported.values["since"]
        return words % {"claim": " ".join(reported.values["claim"]).strip(), "day": shown(day) if day else "—"}
    day = reported.values["on"]
    return ", ".join(filter(None, (day and shown(day), reported.values["text"])))


def write_later(row: Row, *, by: User) -> None:
    """Report what the table says of the activity; what a verb refuses stands at its cell."""
    for one in row.later:
        try:
            write_one(one, UUID(row.pk), by)
        except ValidationError as refusal:
            refuse_at(row, one, refusal.message_dict)
        except (workflow.NotAllowed, workflow.WrongState) as refusal:
            row.refuse("ended_on" if one.kind == "end" else "no", refusal, one.line)


def write_one(one: Reported, activity: UUID, by: User) -> None:
    values, via = dict(one.values), Change.Via.IMPORT
    if one.kind == "end":
        named = values.pop("claim")
        claim = called(Claim.objects.filter(activity=activity), *named)
        if claim is None:
            raise ValidationError(not_achieved(*named))
        workflow.report_end(by=by, pk=claim.pk, via=via, **values)
        return
    numbers: Any = {name: values[name] for name in NUMBERS if values[name] not in (None, "")}
    workflow.add_note(by=by, pk=activity, on=values["on"] or "", text=values["text"] or "", numbers=numbers, via=via)

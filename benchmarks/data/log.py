"""The chained change log of drawn activities: what each verb would have logged, in the order of its moments."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Any

from benchmarks.data import words
from benchmarks.data.drawing import DRAFT, RETURNED, DrawnClaim
from benchmarks.data.loading import Tables
from benchmarks.data.rows import ANSWERED_AFTER, RETURNED_AFTER, SUBMITTED_AFTER, VERIFIED_AFTER, Rows
from reports.activity.funding import tidied_lines
from reports.activity.state import EMPTY, SCALARS, State, as_known, in_order
from reports.activity.units import ITSELF
from reports.canonical import canonical, sha256_of
from reports.models import Change, LaterFact, LogEnd, User, Word

SECOND = timedelta(seconds=1)


Entry = dict[str, Any]  # a row of the log, but for its place in the chain


class Log:
    """Rows of the log wait until no earlier one can come; then they are hashed, each with the one before."""

    def __init__(self, tables: Tables):
        self.tables, self.waiting, self.number = tables, [], 0
        end, _made = LogEnd.objects.get_or_create(pk=LogEnd.ONLY)
        self.hash, self.rows = end.hash, end.rows

    def add(self, rows: Rows) -> None:
        for entry in changes_of(rows):
            self.number += 1
            heappush(self.waiting, (entry["at"], self.number, entry))

    def write(self, before: datetime | None = None) -> None:
        """All of before a moment; without one, all. The rows go with those of the other tables."""
        while self.waiting and (before is None or self.waiting[0][0] < before):
            _at, _number, entry = heappop(self.waiting)
            previous, self.hash = self.hash, hash_of(entry, self.hash)
            self.rows += 1
            self.tables.add(Change, **entry, previous=previous, hash=self.hash)

    def close(self) -> None:
        LogEnd.objects.filter(pk=LogEnd.ONLY).update(hash=self.hash, rows=self.rows)


def hash_of(entry: Entry, previous: str) -> str:
    """As `Change.computed_hash` has it, without an instance for each of millions."""
    row = {name.removesuffix("_id") if name != "subject_id" else name: value for name, value in entry.items()}
    return sha256_of(canonical(row | {"at": entry["at"].isoformat(timespec="microseconds"), "previous": previous}))


def changes_of(rows: Rows) -> Iterator[Entry]:
    drawn, at = rows.drawn, rows.drawn.at
    recorder, decider = drawn.recorder.person, rows.decider().person
    state = state_of(rows)
    first = {name: value for name, value in state.items() if value} | {"review": DRAFT}
    yield change(rows, at, recorder, "created", {}, first, is_draft=True)
    yield from (evidence_added(rows, piece) for piece in rows.pieces)
    if drawn.review == DRAFT:
        return
    yield change(rows, at + SUBMITTED_AFTER, recorder, "submitted", {"review": DRAFT}, {"review": "submitted"})
    yield from answers(rows)
    if rows.question and drawn.review != RETURNED:
        named = {"remark": str(rows.question.pk)}
        asked = named | {"text": rows.question.text, "of": rows.asked()}
        yield change(rows, at + RETURNED_AFTER, decider, "remark_made", named, asked)
    if drawn.review == RETURNED:
        returned = {"review": RETURNED, "of": rows.asked()}
        moment = at + RETURNED_AFTER
        yield change(rows, moment, decider, "returned", {"review": "submitted"}, returned, rows.question.text)
    yield from (entry for claim in drawn.claims for entry in judged(rows, claim))
    if drawn.is_verified:
        moment = at + VERIFIED_AFTER + SECOND
        yield change(rows, moment, decider, "verified", {"review": "submitted"}, {"review": "verified"})
    yield from (entry for fact in rows.facts for entry in reported(rows, fact))
    if rows.activity.status != drawn.days.status:
        yield status_changed(rows, state)


def change(
    rows: Rows,
    at: datetime,
    by: User,
    verb: str,
    before: State,
    after: State,
    reason: str = "",
    country: str | None = None,
    is_draft: bool = False,
) -> Entry:
    """As `reports.workflow.history` would append it, but for its place in the chain."""
    countries = rows.drawn.countries
    is_theirs = is_draft and rows.drawn.recorder.organisation is not None
    own = countries[0] if len(countries) == 1 and not is_theirs else None
    return {
        "at": at,
        "by_id": by.pk,
        "via": "page",
        "verb": f"activity.{verb}",
        "subject": "activity",
        "subject_id": str(rows.drawn.pk),
        "country_id": country or own,
        "reason": reason,
        "before": before,
        "after": after,
    }


def state_of(rows: Rows) -> State:
    """What `reports.activity.state.activity_state` would have read just after it was recorded."""
    activity, drawn = rows.activity, rows.drawn
    state: State = {name: as_known(activity, name) for name in SCALARS if name not in ("theme", "lead")}
    for name in ("status", "status_reason", "status_since", "ends_on"):
        state[name] = as_known(activity, f"first_{name}")
    state |= {"theme": activity.theme_id, "lead": drawn.lead.name, "countries": drawn.countries, **rows.lists}
    state["partners"] = in_order({"organisation": row.name, "role": role} for row, role in drawn.partners)
    state["funding_lines"] = tidied_lines(
        line | {"funder": line["funder"].name if line["funder"] else ""} for line in rows.money
    )
    state["claims"] = in_order(
        {"indicator": claim.indicator.pk, "unit": unit_of(claim), "achieved_on": claim.achieved_on or None}
        for claim in drawn.claims
    )
    return EMPTY | state | {"external_id": rows.external_id}


def unit_of(claim: DrawnClaim) -> str:
    return claim.unit.written(ITSELF)


def evidence_added(rows: Rows, piece: dict) -> Entry:
    names = ("kind", "url", "citation", "confidentiality")
    said = {name: piece[name] for name in names if name in piece} | {"dated": piece["dated"].isoformat()}
    named = {"evidence": str(piece["id"])}
    of = [one for one in (piece["of_country_id"], piece["of_organisation_id"]) if one]
    at = piece["created_at"] + SECOND
    by = rows.drawn.recorder.person
    return change(rows, at, by, "evidence_added", named, named | said | {"of": of}, is_draft=True)


def answers(rows: Rows) -> Iterator[Entry]:
    """What the countries said that did not record it."""
    drawn = rows.drawn
    for country, word in drawn.words.items():
        if word == Word.AWAITED or country == drawn.report_of or rows.answered(country) == drawn.at:
            continue
        claims = [claim for claim in drawn.claims if claim.unit.country == country and claim.word == word]
        covered = [
            {"indicator": claim.indicator.pk, "unit": unit_of(claim), "achieved_on": claim.achieved_on}
            for claim in claims
        ]
        by, after = rows.world.focal_points[country].person, {"agreement": word, "claims": covered}
        reason = words.REASONS["en"] if word == Word.DECLINED else ""
        yield change(rows, drawn.at + ANSWERED_AFTER, by, word, {"agreement": "awaited"}, after, reason, country)


def judged(rows: Rows, claim: DrawnClaim) -> Iterator[Entry]:
    """What the agencies found of a claim and, where it was decided, how."""
    at = rows.drawn.at + VERIFIED_AFTER
    named = {"claim": str(claim.pk), "indicator": claim.indicator.pk, "unit": claim.unit.written(rows.drawn.pk)}
    for by, verdict, reasons in rows.findings(claim):
        before = named | {"agency": by.agency.name}
        yield change(rows, at, by.person, "claim_finding", before, before | {"verdict": verdict, "reasons": reasons})
    if claim.verification != "pending":
        finding, decider = rows.decision_on(claim).get("decision_reason", ""), rows.decider()
        after = {"verification": claim.verification, "finding": finding, "agency": decider.agency.name}
        before = {"verification": "pending", "finding": ""}
        verb = f"claim_{claim.verification}"
        yield change(rows, at, decider.person, verb, named | before, named | after, finding)


def reported(rows: Rows, fact: LaterFact) -> Iterator[Entry]:
    """That it was reported and, where it was, decided."""
    claim = next((claim for claim in rows.drawn.claims if claim.pk == fact.claim_id), None)
    of = {"indicator": claim.indicator.pk, "unit": claim.unit.written(rows.drawn.pk)} if claim else {}
    said = {"kind": str(fact.kind), "since": fact.known, "status": fact.status, "text": fact.text} | of
    said |= {"fact": str(fact.pk), "evidence": str(fact.evidence_id or "")}
    yield change(rows, fact.at, fact.by, "later_reported", {}, said | {"fact_review": "reported"})
    if fact.decided_at:
        before, after = {"fact_review": "reported", "reason": ""}, said | {"fact_review": fact.review}
        by, reason = rows.decider().person, fact.decision_reason
        yield change(rows, fact.decided_at, by, f"later_{fact.review}", before, after, reason)


def status_changed(rows: Rows, state: State) -> Entry:
    activity = rows.activity
    names = ("status", "status_reason", "status_since", "ends_on")
    now = {name: as_known(activity, name) for name in names}
    changed = [name for name in names if now[name] != state[name]]
    before, after = {name: state[name] for name in changed}, {name: now[name] for name in changed}
    by, at = rows.drawn.recorder.person, activity.developed_at + 2 * SECOND
    return change(rows, at, by, "status_changed", before, after | {"review": activity.review})

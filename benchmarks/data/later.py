"""What was reported of an activity later: another status, the end of a result, a progress note."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from benchmarks.data import words
from benchmarks.data.days import CANCELLED, COMPLETED, IN_PROGRESS, PLANNED, SUSPENDED, counted, known
from benchmarks.data.drawing import Drawn, DrawnClaim, one
from reports.activity.spans import begun_on, history_of
from reports.models import Activity, LaterFact
from reports.workflow.histories import recorded_of, since_of
from reports.workflow.statuses import COLUMNS, end_by

TURNS = {
    PLANNED: {IN_PROGRESS: 5, COMPLETED: 3, CANCELLED: 2},
    IN_PROGRESS: {COMPLETED: 7, SUSPENDED: 2, CANCELLED: 1},
    SUSPENDED: {IN_PROGRESS: 1},
}
DECIDED = {"verified": 62, "reported": 23, "refused": 8, "withdrawn": 7}
UNDECIDED = {"reported": 85, "withdrawn": 15}
REVIEWED_AFTER = 21  # days: what is reported later comes after the first review
LAST = date(2026, 11, 25)


@dataclass
class Settled:
    """What follows from what was recorded and reported: the days of each status, and which claim ended when."""

    spans: list[tuple]
    ends: dict[object, LaterFact]


def draw_facts(drawn: Drawn) -> list[LaterFact]:
    """Of what was handed in, and not cancelled; in the order in which they were reported."""
    rng, days = drawn.rng, drawn.days
    if not drawn.is_handed_in:
        return []
    facts = []
    if days.status in TURNS and rng.random() < 0.3 and not (days.status == SUSPENDED and not days.status_since):
        facts.append(later_status(drawn))
    facts += [later_end(drawn, claim) for claim in drawn.claims if has_ended(drawn, claim)]
    facts += [note(drawn)] if rng.random() < 0.12 else []
    return sorted(filter(None, facts), key=lambda fact: fact.at)


def has_ended(drawn: Drawn, claim: DrawnClaim) -> bool:
    stands = claim.indicator.is_state and claim.achieved_on and claim.verification != "refused"
    return bool(stands) and drawn.rng.random() < 0.25


def happened(drawn: Drawn, first: date) -> date | None:
    """A day after `first` and after the first review; None: it would be yet to come."""
    day = max(first, drawn.at.date() + timedelta(REVIEWED_AFTER)) + timedelta(drawn.rng.randint(1, 400))
    return day if day < LAST else None


def fact_of(drawn: Drawn, day: date, kind: str, **values) -> LaterFact:
    """Reported within the week after the day."""
    rng = drawn.rng
    on = min(day + timedelta(rng.randint(0, 7)), LAST)
    since, since_known = counted(known(rng, day, on))
    is_decided = drawn.is_verified and kind != LaterFact.Kind.NOTE
    review = one(rng, DECIDED) if is_decided else one(rng, UNDECIDED)
    refused = {"decision_reason": words.REASONS["en"]} if review == "refused" else {}
    moment = datetime.combine(on, time(10, rng.randint(0, 59)), UTC)
    fact = LaterFact(
        pk=drawn.new_id(),
        activity_id=drawn.pk,
        kind=kind,
        since=since,
        since_known=since_known,
        language=drawn.language,
        by=drawn.recorder.person,
        of_country_id=drawn.report_of,
        of_organisation=drawn.recorder.organisation,
        at=moment,
        review=review,
        **refused | values,
    )
    if review in ("verified", "refused"):
        fact.decided_at = moment + timedelta(hours=3)
    return fact


def later_status(drawn: Drawn) -> LaterFact | None:
    day = happened(drawn, drawn.days.first)
    status = one(drawn.rng, TURNS[drawn.days.status])
    text = words.REASONS[drawn.language] if status in Activity.STOPPED else ""
    return fact_of(drawn, day, LaterFact.Kind.STATUS, status=status, text=text) if day else None


def later_end(drawn: Drawn, claim: DrawnClaim) -> LaterFact | None:
    day = happened(drawn, counted(claim.achieved_on)[0])
    if day is None:
        return None
    fact = fact_of(drawn, day, LaterFact.Kind.END, claim_id=claim.pk)
    if fact.review == "verified" and claim.verification != "verified":
        fact.review, fact.decided_at = "reported", None
    return fact


def note(drawn: Drawn) -> LaterFact | None:
    day = happened(drawn, drawn.days.first)
    return fact_of(drawn, day, LaterFact.Kind.NOTE, text=words.SENTENCES[drawn.language][2]) if day else None


def settle(activity: Activity, drawn: Drawn, facts: list[LaterFact]) -> Settled:
    """Write on the row, not saved yet, what the verbs would; `drawn` says how its claims stand."""
    verified = {claim.pk for claim in drawn.claims if claim.verification == "verified"}
    heeded = [fact for fact in facts if fact.review == "verified" or is_heeded(drawn, fact, verified)]
    statuses = sorted((fact for fact in heeded if fact.status), key=lambda fact: (fact.since, fact.at))
    history = history_of(recorded_of(activity), map(since_of, statuses))
    now = history[-1]
    said = next((fact for fact in reversed(statuses) if (fact.status, fact.since) == (now.status, now.day)), None)
    for name in COLUMNS:
        setattr(activity, name, getattr(activity, f"first_{name}"))
    if said:
        activity.status_since, activity.status_since_known = said.since, said.since_known
        activity.status_reason = said.text
    activity.status, activity.begun_on = now.status, begun_on(history, activity.starts_on)
    activity.ends_on, activity.ends_on_known = end_by(activity, said)
    ends = [*((since.day, since.known) for since in history[1:]), (None, "")]
    spans = [(since.status, since.day, since.known, *end) for since, end in zip(history, ends, strict=True)]
    return Settled(spans, {fact.claim_id: fact for fact in heeded if fact.kind == LaterFact.Kind.END})


def is_heeded(drawn: Drawn, fact: LaterFact, verified: set) -> bool:
    """Reported of what is not verified itself."""
    stood = fact.claim_id in verified if fact.kind == LaterFact.Kind.END else drawn.is_verified
    return fact.review == LaterFact.Review.REPORTED and not stood

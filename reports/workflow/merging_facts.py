"""What becomes of the later facts of two activities that are one event."""

from datetime import date

from django.db.models import Q

from reports.activity.joining import Side
from reports.activity.state import State
from reports.models import Activity, Claim, LaterFact, User
from reports.workflow.ends import withdraw
from reports.workflow.rows import end_of
from reports.workflow.statuses import COLUMNS, OF_STATUS, may_follow, settle_facts

FIRST = tuple(f"first_{name}" for name in COLUMNS)


def takes_status(sides: tuple[Side, Side], state: State) -> bool:
    """Does the status of the other one stand, and not that of this?"""
    this, other = ([side.state[name] for name in OF_STATUS] for side in sides)
    chosen = [state[name] for name in OF_STATUS]
    return chosen == other and chosen != this


def bring_together_facts(kept: Activity, gone: Activity, *, is_others: bool, by: User, via: str) -> None:
    """All of both. Of two histories of the status that of the one whose status stands is in effect: what of the other was, or says
    something else of the same day, is withdrawn; what is only reported beside a verified activity stays so."""
    for name in FIRST if is_others else ():
        setattr(kept, name, getattr(gone, name))
    kept.save()
    lost, stays = (kept, gone) if is_others else (gone, kept)
    facts = LaterFact.objects.statuses().filter(activity=lost)
    days = LaterFact.objects.statuses().standing().filter(activity=stays).values("since")
    withdraw(facts.standing().filter(Q(pk__in=facts.in_effect().values("pk")) | Q(since__in=days)), by=by, via=via)
    gone.later_facts.update(activity=kept)


def settle_with_end(kept: Activity, end: tuple[date | None, str]) -> None:
    """What follows from the facts of both; the end that was chosen stays, also where it followed from a status that does not."""
    settle_facts(kept)
    if end_of(kept) != end:
        kept.first_ends_on, kept.first_ends_on_known = end
        kept.save(update_fields=["first_ends_on", "first_ends_on_known"])
        settle_facts(kept)


def bring_together_ends(ours: Claim, theirs: Claim, *, by: User, via: str) -> None:
    """A claim ends once: on the day that was reported of the one that stays, and not before it was achieved."""
    if ours.ends.standing().exists():
        withdraw(theirs.ends.standing(), by=by, via=via)
    theirs.ends.update(claim=ours)
    achieved = ours.achieved
    lost = [fact.pk for fact in ours.ends.standing() if not (achieved and fact.day and may_follow(fact.day, achieved))]
    withdraw(ours.ends.filter(pk__in=lost), by=by, via=via)


def as_recorded(fields: State) -> State:
    """Of an activity that was kept when its status had no history: it was the one that was recorded."""
    if "status_reason" not in fields:
        return fields
    first = {"first_status": fields["status"], "first_status_reason": fields["status_reason"]}
    ends = {"first_ends_on": fields["ends_on"], "first_ends_on_known": fields.get("ends_on_known", "")}
    return first | ends | fields

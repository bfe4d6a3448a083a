"""What becomes of the later facts of two activities that are one event."""

from reports.activity.joining import Side
from reports.activity.state import State
from reports.models import Activity, Claim, LaterFact
from reports.workflow.statuses import COLUMNS, OF_STATUS

FIRST = tuple(f"first_{name}" for name in COLUMNS)


def takes_status(sides: tuple[Side, Side], state: State) -> bool:
    """Does the status of the other one stand, and not that of this?"""
    this, other = ([side.state[name] for name in OF_STATUS] for side in sides)
    chosen = [state[name] for name in OF_STATUS]
    return chosen == other and chosen != this


def bring_together_facts(kept: Activity, gone: Activity, *, is_others: bool) -> None:
    """All of both; of two histories of the status only that of the one whose status stands is in effect."""
    for name in FIRST if is_others else ():
        setattr(kept, name, getattr(gone, name))
    kept.save()
    lost = kept if is_others else gone
    LaterFact.objects.statuses().standing().filter(activity=lost).update(review=LaterFact.Review.WITHDRAWN)
    gone.later_facts.update(activity=kept)


def bring_together_ends(ours: Claim, theirs: Claim) -> None:
    """A claim ends once: on the day that was reported of the one that stays."""
    if ours.ends.standing().exists():
        theirs.ends.standing().update(review=LaterFact.Review.WITHDRAWN)
    theirs.ends.update(claim=ours)


def as_recorded(fields: State) -> State:
    """Of an activity that was kept when its status had no history: it was the one that was recorded."""
    if "status_reason" not in fields:
        return fields
    return {"first_status": fields["status"], "first_status_reason": fields["status_reason"]} | fields

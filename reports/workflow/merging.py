"""Two people changed the same thing: what you changed, what others changed, and what both changed.

Only the last wants a decision. What a person read is found in the change log: every version is what the row says now,
with the changes since undone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from reports.activity.funding import KEY, ONE_AMOUNT, before_change, tidied_lines
from reports.activity.state import activity_state, as_known, in_order, merged, plain
from reports.models import Activity, Adoption, Change, Narrative, Organisation
from reports.workflow.activities import with_self_unit
from reports.workflow.adoptions import logged_as, name_of
from reports.workflow.organisations import with_known_names
from reports.workflow.outcomes import StaleVersion

Values = dict[str, Any]
MINE, THEIRS = "mine", "theirs"
REWRITING = (
    "activity.changed",
    "activity.status_changed",
    "activity.took_over",
    "activity.merge_undone",
)  # the verbs that change values

# Each makes a version of an answer; a decision changes none of its values.
REVISING = ("adoption.changed", "adoption.verified", "adoption.refused", "adoption.reopened")


@dataclass
class Merge:
    """`yours`, `others` and `both` are names of fields; `mine_first` and `theirs_first` differ in `both` alone."""

    mine_first: Values
    theirs_first: Values
    yours: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    both: list[str] = field(default_factory=list)

    def decided(self, decisions: dict[str, str]) -> Values:
        """What is to stand: where nobody has decided, what stands already."""
        return self.theirs_first | {name: self.mine_first[name] for name in self.both if decisions.get(name) == MINE}

    def undecided(self, decisions: dict[str, str]) -> list[str]:
        return [name for name in self.both if decisions.get(name) not in (MINE, THEIRS)]


def three_way(base: Values | None, mine: Values, theirs: Values) -> Merge:
    """Bring two versions of the same fields together. Without a `base` whatever differs was changed by both."""
    merge = Merge(dict(theirs), dict(theirs))
    for name, their in theirs.items():
        my = mine[name]
        if my == their:
            continue
        if base is not None and my == base[name]:
            merge.others.append(name)
        elif base is not None and their == base[name]:
            merge.yours.append(name)
            merge.mine_first[name] = merge.theirs_first[name] = my
        elif name in ROWS and base is not None:
            merge_rows(merge, name, base[name], my, their)
        else:
            merge.both.append(name)
            merge.mine_first[name] = my
    return merge


# What tells the rows of a list apart, and how they are put in order.
ROWS: dict[str, tuple[tuple[str, ...], Callable[[Iterable[Values]], list[Values]]]] = {
    "claims": (("indicator", "unit"), in_order),
    "funding_lines": (KEY, tidied_lines),
}


def merge_rows(merge: Merge, name: str, base: list[Values], mine: list[Values], theirs: list[Values]) -> None:
    """Claims and funding lines are brought together one by one: only the same one, changed by both, wants a decision."""
    key, ordered = ROWS[name]
    sides = [{tuple(row[part] for part in key): row for row in rows} for rows in (base, mine, theirs)]
    mine_first, theirs_first = [], []
    for each in {**sides[1], **sides[2]}:
        was, my, their = (side.get(each) for side in sides)
        mine_first.append(their if my == was else my)
        theirs_first.append(my if their == was else their)
    merge.mine_first[name] = ordered(filter(None, mine_first))
    merge.theirs_first[name] = ordered(filter(None, theirs_first))
    is_decided = merge.mine_first[name] == merge.theirs_first[name]
    for names in (merge.yours, merge.others) if is_decided else (merge.both,):
        names.append(name)


# What somebody had read ----------------------------------------------------------------------------------------------


def merge_of(stale: StaleVersion) -> Merge:
    """What a person would have written over the version that they read, brought together with what stands now.

    Of an activity all fields, of other rows those that were to be written. Two queries at most.
    """
    current, steps = stale.current, stale.current.version - stale.version
    if isinstance(current, Activity):
        now = activity_state(current)
        base = earlier(now, changes_of([current.pk]).get(str(current.pk), []), steps)
        base = base and with_known_names(base)
        mine = laid_over(base or now, with_self_unit(with_known_names(stale.values), current))
    else:
        now = {name: as_known(current, name) for name in stale.values}
        base = earlier(now, CHANGES[type(current)](current), steps)
        mine = now | {name: plain(value) for name, value in stale.values.items()}
    return three_way(base, mine, now)


def laid_over(base: Values, values: Values) -> Values:
    """One amount that would write over several funding lines is refused when it is saved, not here."""
    try:
        return merged(base, values)
    except ValidationError:
        return merged(base, {name: value for name, value in values.items() if name != ONE_AMOUNT})


def earlier(now: Values, changes: list[Change], steps: int) -> Values | None:
    """The values as they stood so many changes ago, `changes` being newest first; None where the log cannot say."""
    if not 0 <= steps <= len(changes):
        return None
    return undone(now, changes[:steps])


def earlier_on(now: Values, changes: list[Change], moment: datetime) -> Values:
    """The values as they stood at a moment."""
    return undone(now, [change for change in changes if change.at > moment])


def undone(now: Values, changes: Iterable[Change]) -> Values:
    state = dict(now)
    for change in changes:
        state = before_change(state, change.before)
    return state


def changes_of(pks: Iterable[Any]) -> dict[str, list[Change]]:
    """`{id of an activity: the changes of its values, newest first}`. One query."""
    rows = Change.objects.filter(subject="activity", subject_id__in=[str(pk) for pk in pks], verb__in=REWRITING)
    by_pk: dict[str, list[Change]] = {}
    for change in rows.order_by("-pk"):
        by_pk.setdefault(change.subject_id, []).append(change)
    return by_pk


def changes_of_adoption(adoption: Adoption) -> list[Change]:
    rows = Change.objects.filter(subject="adoption", country=adoption.country_id, verb__startswith="adoption.")
    return of_one_adoption(adoption, rows.order_by("-pk"))


def of_one_adoption(adoption: Adoption, changes: Iterable[Change]) -> list[Change]:
    """Those of this entry, newest first, back to when it was adopted; an action of a country's own may have had other
    titles."""
    own, name = [], name_of(adoption)
    for change in changes:
        if change.subject_id != logged_as(adoption.country_id, name):
            continue
        if change.verb not in REVISING:
            break
        own.append(change)
        name = adoption.action_id or change.before.get("title", name)
    return own


def changes_of_organisation(organisation: Organisation) -> list[Change]:
    verbs = ("organisation.changed", "organisation.took_over")
    rows = Change.objects.filter(subject="organisation", subject_id=str(organisation.pk), verb__in=verbs)
    return list(rows.order_by("-pk"))


def changes_of_narrative(narrative: Narrative) -> list[Change]:
    rows = Change.objects.filter(
        subject="round", subject_id=str(narrative.round_id), verb="round.narrative_written"
    ).order_by("-pk")
    named = {"part": narrative.part, "language": narrative.language}
    return [change for change in rows if named.items() <= change.before.items()]


CHANGES: dict[type, Callable[[Any], list[Change]]] = {
    Adoption: changes_of_adoption,
    Organisation: changes_of_organisation,
    Narrative: changes_of_narrative,
}

"""What has changed in an activity since it was last decided, side by side, out of the change log."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from reports.activity.funding import before_change
from reports.activity.state import activity_state, changed_fields
from reports.models import Activity, Change
from reports.wording import TYPED, field_name, value_words

DECISIONS = ("activity.verified", "activity.returned")
# Of what differs between two texts: more is marked as a whole, for comparing it word by word takes too long. Pairs are
# equal words, one on each side; their number and not that of the words is what it costs.
MOST_WORDS, MOST_PAIRS = 2_000, 20_000

Passages = list[tuple[bool, str]]  # [(differs from the other side, text)]


@dataclass(frozen=True)
class Difference:
    """One field: what it said then and says now. `is_typed`: in the language of the activity."""

    name: str
    label: str
    before: Passages
    after: Passages
    is_typed: bool


@dataclass(frozen=True)
class SinceDecision:
    """`since` is the row of the log by which the activity was last verified (or, never verified, returned)."""

    since: Change
    differences: list[Difference]


def changed_since_decision(activity: Activity) -> SinceDecision | None:
    """None for what was never decided. Takes an activity of `with_state`; three queries at most."""
    log = Change.objects.of(activity)
    since = next(filter(None, (log.filter(verb=verb).first() for verb in DECISIONS)), None)
    if since is None:
        return None
    written: list[Change] = []
    evidence: dict[str, tuple[str, str]] = {}
    for change in log.filter(pk__gt=since.pk).order_by("pk"):
        if change.verb != "activity.created":
            written.append(change)
        if change.verb in ("activity.evidence_added", "activity.evidence_removed"):
            note_evidence(evidence, change)
    before = now = activity_state(activity)
    for change in reversed(written):
        before = before_change(before, change.before)
    names = changed_fields(before, now)
    differences = [difference(name, value_words(name, before[name]), value_words(name, now[name])) for name in names]
    if evidence:
        then, since_then = ("; ".join(filter(None, side)) for side in zip(*evidence.values(), strict=True))
        differences.append(difference("evidence", then, since_then))
    return SinceDecision(since, differences)


def note_evidence(evidence: dict[str, tuple[str, str]], change: Change) -> None:
    """A piece that was added meanwhile stands on the right, one taken away on the left, one that came and went nowhere."""
    added = change.verb == "activity.evidence_added"
    piece = change.after if added else change.before
    name = next((piece[key] for key in ("title", "file_name", "url", "citation") if piece.get(key)), "")
    if not added and piece["evidence"] in evidence:
        del evidence[piece["evidence"]]
    else:
        evidence[piece["evidence"]] = ("", name) if added else (name, "")


def difference(name: str, before: str, after: str) -> Difference:
    return Difference(name, field_name(name), *passages(before, after), is_typed=name in TYPED)


def passages(before: str, after: str) -> tuple[Passages, Passages]:
    """Both texts in passages, word by word: the same on both sides, or only on this one."""
    left, right = words(before), words(after)
    head = alike(left, right)
    tail = alike(left[head:][::-1], right[head:][::-1])
    then, now = differing(left[head : len(left) - tail], right[head : len(right) - tail])
    first, last = passage(left[:head], differs=False), passage(left[len(left) - tail :], differs=False)
    return first + then + last, first + now + last


def alike(left: list[str], right: list[str]) -> int:
    """How many words at the beginning are the same."""
    return next(
        (n for n, (one, other) in enumerate(zip(left, right, strict=False)) if one != other), min(len(left), len(right))
    )


def differing(left: list[str], right: list[str]) -> tuple[Passages, Passages]:
    """What remains between the same beginning and the same end."""
    counts = Counter(right)
    if max(len(left), len(right)) > MOST_WORDS or sum(counts[word] for word in left) > MOST_PAIRS:
        return passage(left, differs=True), passage(right, differs=True)
    then: Passages = []
    now: Passages = []
    for kind, i, j, k, n in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        differs = kind != "equal"
        then += [(differs, "".join(left[i:j]))] if j > i else []
        now += [(differs, "".join(right[k:n]))] if n > k else []
    return then, now


def passage(words: list[str], *, differs: bool) -> Passages:
    return [(differs, "".join(words))] if words else []


def words(text: str) -> list[str]:
    """Each with the white space behind it."""
    return re.findall(r"\S+\s*|\s+", text)

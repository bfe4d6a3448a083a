"""The change log as one reader may read it, in a constant number of queries however many rows are read at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from reports import rules
from reports.models import Activity, Change, ChangeQuerySet, Merge, Organisation, Round, User
from reports.rules import Standing
from reports.verbs import subject_name, verb_name
from reports.wording import PEOPLE, change_words
from themes.multilingual import Written, written

NOTHING = Written("")
REASONS = ("reason", "reasons", "why", "participation_source", "source")  # where the log has it in each language
WRITTEN_FOR_ALL = ("round", "target", "country")
NAMED: dict[str, type[Model]] = {"person": User, "round": Round, "organisation": Organisation}


@dataclass(frozen=True)
class ReadableChange:
    """A change in words. `name` is the subject's own, `url` its page or empty; `rows` are `(field, before, after)`.

    Where the reader may not read what the change says (`is_closed`; `is_restricted`, if that is because it is about what others
    gave or were asked), there are neither a name nor a reason nor rows.
    """

    change: Change
    verb: str
    subject: str
    name: str = ""
    url: str = ""
    reason: Written = NOTHING
    rows: tuple[tuple[str, str, str], ...] = ()
    is_closed: bool = False
    is_restricted: bool = False


def history_of(who: Standing, activity: Activity) -> ChangeQuerySet:
    """What was done to an activity and, as far as the reader sees it in the change log, to what has gone up in it."""
    own = Q(subject_id=str(activity.pk))
    if gone := Merge.objects.gone_up_in(activity.pk):
        theirs = rules.visible_changes(who).filter(subject="activity", subject_id__in=[str(pk) for pk in gone])
        own |= Q(pk__in=theirs.order_by().values("pk"))
    return Change.objects.filter(own, subject="activity").select_related("by")


def readable_changes(who: Standing, changes: Iterable[Change]) -> list[ReadableChange]:
    """Each change as `who` may read it. Select `by` and `country` beforehand."""
    changes = list(changes)
    known, hidden = rules.known_activities(who, changes), rules.hidden_organisations(who, changes)
    names, people = named_subjects(changes), named_people(changes)
    return [
        readable_change(change, known, names, people)
        if rules.may_read_change(who, change, known, hidden)
        else closed_change(who, change)
        for change in changes
    ]


def closed_change(who: Standing, change: Change) -> ReadableChange:
    is_restricted = not rules.may_read_given(who, change)
    verb, subject = verb_name(change.verb), subject_name(change.subject)
    return ReadableChange(change, verb, subject, is_closed=True, is_restricted=is_restricted)


def readable_change(
    change: Change, known: dict[str, Any], names: dict[tuple[str, str], str], people: dict[int, str]
) -> ReadableChange:
    words = change_words(change, people)
    common = {"change": change, "verb": words["verb"], "subject": subject_name(change.subject)}
    activity = known.get(change.subject_id) if change.subject == "activity" else None
    common |= {"reason": reason_of(change), "rows": tuple(words["rows"])}
    if activity:
        return ReadableChange(**common, name=str(activity), url=activity.get_absolute_url())
    fallback = "" if change.subject in ("activity", rules.NOTE) else change.subject_id  # ids that nobody reads
    return ReadableChange(**common, name=names.get((change.subject, change.subject_id), fallback))


def reason_of(change: Change) -> Written:
    """In the reader's language where it was written in several, else the original."""
    said = (change.after.get(name) for name in REASONS)
    translations = next((one for one in said if isinstance(one, dict)), {})
    language = change.after.get("language", "") if change.subject in WRITTEN_FOR_ALL else ""
    return written(change.reason, language, translations)


def named_people(changes: list[Change]) -> dict[int, str]:
    """Those who stand in a change by their id. One query, if there are any."""
    sides = [side for change in changes for side in (change.before, change.after)]
    held = [side[field] for side in sides for field in PEOPLE & side.keys()]
    ids = {one for value in held for one in (value if isinstance(value, list) else [value]) if isinstance(one, int)}
    return {row.pk: str(row) for row in User.objects.filter(pk__in=ids)} if ids else {}


def named_subjects(changes: list[Change]) -> dict[tuple[str, str], str]:
    """`{("round", "3"): "Round 2026", ...}`. One query a kind."""
    names: dict[tuple[str, str], str] = {}
    for subject, model in NAMED.items():
        ids = {change.subject_id for change in changes if change.subject == subject}
        if ids:
            names |= {(subject, str(row.pk)): str(row) for row in model._default_manager.filter(pk__in=ids)}
    return names

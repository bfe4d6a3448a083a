"""What the revisions of a target changed, one after the other: from what, to what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any, TypeVar

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from indicators.models import Indicator, Target, TargetRevision, TargetRevisionQuerySet
from themes.dates import date_format
from themes.multilingual import Written
from themes.translating import texts_of

FIELDS = ("title", "text", "deadline")
THRESHOLD = "threshold"
Printed = TypeVar("Printed", Target, Indicator)


@dataclass(frozen=True)
class Revised:
    """One thing that a revision changed: the target's `title`, `text` or `deadline`, or the `threshold` of an
    `indicator`. `before` is the row that said it until then."""

    revision: TargetRevision
    what: str
    before: Target | Indicator | TargetRevision
    indicator: str = ""

    @property
    def field(self) -> str:
        return "required" if self.what == THRESHOLD else self.what

    @property
    def old(self) -> Any:
        """In the reader's language; a threshold of None is every participating country."""
        return getattr(self.before, self.field)

    @property
    def new(self) -> Any:
        return getattr(self.revision, self.field)


@dataclass(frozen=True)
class Line:
    """A `Revised` in words, for a page, a document and a file alike; of a threshold, with its `indicator`."""

    what: str
    old: str
    new: str
    day: date
    decided_by: Written
    reason: Written
    indicator: str = ""

    def __str__(self) -> str:
        text = _("%(what)s: %(old)s → %(new)s, from %(day)s. %(decided_by)s: %(reason)s")
        alike = self.decided_by.language == self.reason.language
        said = {"decided_by": self.decided_by.text if alike else self.decided_by.noted, "reason": self.reason.noted}
        return text % {**vars(self), "day": date_format(self.day), **said}


@dataclass(frozen=True)
class TargetNow:
    """A target with what had been `revised` of it by a day."""

    target: Target
    revised: tuple[Revised, ...]

    @property
    def code(self) -> str:
        return self.target.pk

    @property
    def titling(self) -> Target | TargetRevision:
        """The row whose short title was in force."""
        return self.row_in_force("title", self.target)

    @property
    def title(self) -> str:
        return self.titling.title

    @property
    def short_name(self) -> str:
        """What the target is about, where there is no room for its title; the title where that has not been said."""
        return self.target.short_name or self.title

    @property
    def wording(self) -> Target | TargetRevision:
        """The row whose text was in force."""
        return self.row_in_force("text", self.target)

    @property
    def deadline_decided(self) -> date | None:
        """The deadline that a revision has set; None: the printed one stands."""
        row = self.row_in_force("deadline", self.target)
        return row.deadline if isinstance(row, TargetRevision) else None

    @property
    def revisions(self) -> list[Line]:
        """From what to what, when, by whom and why, in the reader's language."""
        return lines(self.revised)

    def needs_everyone(self, indicator: Indicator) -> bool:
        """Does the threshold in force ask for every participating country?"""
        return self.row_in_force(THRESHOLD, indicator, indicator.pk).required is None

    def row_in_force(self, what: str, printed: Printed, indicator: str = "") -> Printed | TargetRevision:
        """The last revision of it, or the `printed` row."""
        changes = (one for one in reversed(self.revised) if (one.what, one.indicator) == (what, indicator))
        return next((one.revision for one in changes), printed)


def targets_now(targets: Iterable[Target], day: date) -> list[TargetNow]:
    """One query, if there are targets, and that of `targets`."""
    rows = list(targets)
    prefetch_related_objects(rows, standing_revisions())
    return [TargetNow(row, tuple(revised(row, row.revisions.all(), day))) for row in rows]


def revised(target: Target, revisions: Iterable[TargetRevision], day: date = date.max) -> list[Revised]:
    """What the standing `revisions` of a target changed by a day, given oldest first; what says the same again changes
    nothing. Select their `indicator`."""
    current: dict[tuple[str, str], Target | Indicator | TargetRevision] = {(field, ""): target for field in FIELDS}
    changes = []
    for revision in revisions:
        if revision.indicator:
            current.setdefault((THRESHOLD, revision.indicator.pk), revision.indicator)
        for what, indicator in changed_by(revision) if revision.in_force_from <= day else ():
            change = Revised(revision, what, current[what, indicator], indicator)
            changes += [change] if plain_value(change.before, change) != plain_value(revision, change) else []
            current[what, indicator] = revision
    return changes


def changed_by(revision: TargetRevision) -> Iterator[tuple[str, str]]:
    yield from ((field, "") for field in FIELDS if revision.gives(field))
    if revision.indicator_id:
        yield THRESHOLD, revision.indicator_id


def standing_revisions() -> "Prefetch[str]":
    """Of targets: the revisions that stand, the oldest first."""
    return Prefetch("revisions", oldest_first())


def oldest_first() -> TargetRevisionQuerySet:
    """All that stand, each with its indicator."""
    return TargetRevision.objects.standing().select_related("indicator").order_by("in_force_from", "pk")


def plain_revision(one: Revised) -> dict[str, Any]:
    """As JSON keeps it, for the API and a snapshot: texts in every language, days and moments as ISO text."""
    return {
        "what": one.what,
        "indicator": one.indicator,
        "old": plain_value(one.before, one),
        "new": plain_value(one.revision, one),
        "in_force_from": one.revision.in_force_from.isoformat(),
        "decided_by": one.revision.decided_by,
        "reason": one.revision.reason,
        **one.revision.languages(),
        "entered_at": one.revision.entered_at.astimezone(UTC).isoformat(timespec="seconds"),
    }


def plain_value(row: Target | Indicator | TargetRevision, one: Revised) -> Any:
    if one.what in ("title", "text"):
        return texts_of(row, one.what)
    value = getattr(row, one.field)
    return value.isoformat() if isinstance(value, date) else value


def line(what: str, indicator: str, old: Any, new: Any, day: date, decided_by: Written, reason: Written) -> Line:
    """`old` and `new` are texts, days or thresholds, as `Revised` or a snapshot has them."""
    named = {
        "title": _("Short title"),
        "text": _("Wording"),
        "deadline": _("Deadline"),
        THRESHOLD: _("Number required (%(indicator)s)") % {"indicator": indicator},
    }
    return Line(named[what], value_words(what, old), value_words(what, new), day, decided_by, reason, indicator)


def thresholds_of(rows: Iterable[Line], indicator: str) -> list[Line]:
    """The revisions of what this indicator needs."""
    return [one for one in rows if one.indicator == indicator]


def concerning(rows: Iterable[Line], indicator: str) -> list[Line]:
    """The revisions of its target, without what other indicators of the target need."""
    return [one for one in rows if one.indicator in ("", indicator)]


def lines(changes: Iterable[Revised]) -> list[Line]:
    """In the reader's language."""
    return [
        line(
            one.what,
            one.indicator,
            one.old,
            one.new,
            one.revision.in_force_from,
            one.revision.written("decided_by"),
            one.revision.written("reason"),
        )
        for one in changes
    ]


def value_words(what: str, value: Any) -> str:
    if what == THRESHOLD:
        return _("every participating country") if value is None else str(value)
    return date_format(value) if isinstance(value, date) else _("“%(text)s”") % {"text": value}

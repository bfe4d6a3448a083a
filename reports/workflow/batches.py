"""Writes of one person that are made together: what they ask is asked once for all, what they come to is kept in memory, and
written in bulk. One write is a batch of one.

Many are worked out before anything is locked (`Ahead`). Under the lock the log says what others have written since, for whoever
writes appends to it: what one of these was worked out from and has moved is not written, but told.
"""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from reports import rules
from reports.activity.checks import Codes
from reports.models import Activity, Change, User
from reports.workflow.identifiers import Named, SystemCodes, Taken
from reports.workflow.organisations import Names, require_new
from reports.workflow.outcomes import Moved
from reports.workflow.pen import Pen, parts, write_all
from reports.workflow.successors import Keys
from reports.workflow.words import Voice


class Batch:
    """`pens`, by the activity that each writes, in their order. What has been read already is taken from another batch, `beside`
    which this one is written."""

    def __init__(self, *, by: User, via: str, beside: "Batch | None" = None):
        self.by, self.via, self.who = by, via, rules.standing(by)
        self.codes: Codes = beside.codes if beside else Codes()
        self.names: Names = beside.names if beside else Names()
        self.systems: SystemCodes = beside.systems if beside else SystemCodes(self.who)
        self.taken: Taken = beside.taken if beside else Taken()
        self.keys: Keys = beside.keys if beside else Keys()
        self.pens: dict[UUID, Pen] = {}

    def pen_of(self, activity: Activity) -> Pen:
        return self.pens.setdefault(activity.pk, Pen())

    def voice(self, decision: str = "") -> Voice:
        return Voice(self.who, timezone.now(), decision)

    def write(self) -> None:
        """In the transaction of the verb. Raises Moved where somebody else has put in what is new here."""
        self.write_some(self.pens)

    def write_some(self, activities: Iterable[UUID]) -> None:
        require_new(self.names)
        write_all([self.pens[pk] for pk in activities])


class Ahead(Batch):
    """One that is worked out before anything is locked."""

    def __init__(self, *, by: User, via: str, codes: Codes, names: Names):
        super().__init__(by=by, via=via)
        self.codes, self.names = codes, names
        self.last = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def read(self, keys: Iterable[UUID], identifiers: Iterable[Named]) -> None:
        """What will be asked of rows: two queries for all of them."""
        self.keys.read(keys)
        self.taken.read(identifiers)

    def leave_moved(self, others: Iterable[UUID] = ()) -> set[UUID]:
        """Leave out, and name, the activities of which something has been written since they were worked out, or one of whose
        identifiers names another one now. To be asked in the transaction that writes: what is changed is locked by that, and with
        it `others`, which verbs are going to change, in one order and before the log is.

        A query each, and one more for every hundreds of rows. Raises Moved where the rights of the person have, or the
        directory or an outside system that several of these name: they are all to be worked out anew.
        """
        if rules.standing_now(self.by) != self.who:
            rules.forget_standing(self.by)
            raise Moved
        for some in parts(sorted({*self.pens, *others})):
            rows = Activity.objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk")
            list(rows.values_list("pk", flat=True))
        written = self.written_since()
        if self.names.used.intersection(written["organisation"]) or self.systems.made.keys() & written["system"]:
            raise Moved
        moved = {pk for pk in self.pens if str(pk) in written["activity"]}
        moved |= self.taken.moved() if written["activity"] else set()
        for pk in moved:
            self.pens.pop(pk, None)
        return moved

    def written_since(self) -> dict[str, set[str]]:
        """What the log says was written by others: `{subject: keys}`."""
        written: dict[str, set[str]] = defaultdict(set)
        rows = Change.objects.filter(pk__gt=self.last).order_by().values_list("subject", "subject_id")
        for subject, key in rows:
            written[subject].add(key)
        return written

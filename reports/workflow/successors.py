"""What an activity has become that was merged away: who writes to it is told so, wherever they write."""

from collections.abc import Iterable
from uuid import UUID

from reports import rules
from reports.models import Activity, Claim, Merge, User
from reports.rules import Standing
from reports.workflow.outcomes import MergedAway


def stays_of(pk: UUID) -> Activity | None:
    """The activity in which another has gone up at last, through all merges that stand; None for one that has not."""
    stay = Merge.objects.stays_of([str(pk)]).get(str(pk))
    return Activity.objects.filter(pk=stay).first() if stay else None


def successor(who: Standing, pk: object) -> tuple[Activity, UUID] | None:
    """The activity that stays, and the id that now stands for that of an activity or of a claim; None where nothing was
    merged, or it is not for this reader. Three queries at most, asked only where there is no such row any more."""
    if not isinstance(pk, UUID):
        return None
    kept = stays_of(pk)
    now = kept.pk if kept else pk
    if kept is None:
        claim = claim_now(pk)
        kept, now = (claim.activity, claim.pk) if claim else (None, pk)
    if kept is None or not rules.visible_activities(who).filter(pk=kept.pk).exists():
        return None
    return kept, now


def claim_now(pk: UUID) -> Claim | None:
    """The claim in which another has gone up, through all merges that stand."""
    last: str = ""
    while merge := Merge.objects.standing().filter(claims__has_key=last or str(pk)).first():
        last = merge.claims[last or str(pk)]
    return Claim.objects.select_related("activity").filter(pk=last).first() if last else None


def refuse_merged_away(pk: UUID) -> None:
    """Raises MergedAway where an activity has gone up in another."""
    if kept := stays_of(pk):
        raise MergedAway(kept)


class Keys:
    """Which activities the keys of forms name already; each is looked for once. Share one between the rows of a table."""

    def __init__(self) -> None:
        self._taken: dict[UUID, set[UUID]] = {}

    def read(self, keys: Iterable[UUID]) -> None:
        """One query for those that have not been looked for yet."""
        new = set(keys) - self._taken.keys()
        if new:
            self._taken |= {key: set() for key in new}
            standing = Activity.objects.filter(pk__in=new).order_by().values_list("pk", "pk")
            gone = Merge.objects.standing().filter(gone__in=new).order_by().values_list("gone", "kept")
            for key, taken in standing.union(gone):
                self._taken[key].add(taken)

    def taken(self, key: UUID) -> set[UUID]:
        self.read([key])
        return self._taken[key]

    def take(self, key: UUID) -> None:
        self._taken[key] = {key}


def unused_key(key: UUID | None, keys: Keys) -> UUID | None:
    """A form's own key as the id of the activity that it makes; None where it names another already. Raises MergedAway where
    what this very form made has gone up in another."""
    if key is None:
        return None
    taken = keys.taken(key)
    if taken - {key}:
        refuse_merged_away(key)
    return None if taken else key


def refuse_identifiers_merged_away(by: User, activities: set[UUID], identifiers: set[tuple[str, str]]) -> None:
    """Raises MergedAway where one of these identifiers named an activity that has gone up in one of these, as far as the
    person may see it. Two queries at most."""
    for merge in Merge.objects.standing().filter(kept__in=activities).order_by("pk"):
        if identifiers.intersection(map(tuple, merge.identifiers)):
            kept = rules.visible_activities(rules.standing(by)).filter(pk=merge.kept).first()
            if kept:
                raise MergedAway(kept)

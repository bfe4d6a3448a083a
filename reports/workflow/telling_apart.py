"""Two activities that look like one event, and are not: said by who records one of them or reviews them, and taken back."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports import rules
from reports.activity.state import with_state
from reports.models import Activity, AnotherEvent, Change, User
from reports.models.another_event import pair
from reports.workflow.history import log_step
from reports.workflow.outcomes import NotAllowed
from reports.workflow.transactions import one_transaction


@one_transaction
def say_another_event(*, by: User, pk: UUID, other: UUID, via: str = Change.Via.PAGE) -> AnotherEvent:
    """Say that `other` is another event than `pk`: for this pair nobody is asked again. Saying it twice says it once.

    Raises NotAllowed, Activity.DoesNotExist, or ValidationError (`activity`).
    """
    both = pair_of(by, pk, other)
    said, is_new = AnotherEvent.objects.get_or_create(**pair(pk, other), defaults={"by": by})
    if is_new:
        log_both(both, by=by, via=via, verb="told_apart")
    return said


@one_transaction
def withdraw_another_event(*, by: User, pk: UUID, other: UUID, via: str = Change.Via.PAGE) -> None:
    """The two may be one event after all. Raises as `say_another_event` does, and AnotherEvent.DoesNotExist."""
    both = pair_of(by, pk, other)
    AnotherEvent.objects.between(pk, other).get().delete()
    log_both(both, by=by, via=via, verb="not_told_apart")


def pair_of(by: User, pk: UUID, other: UUID) -> list[Activity]:
    """Both, held until the transaction ends, where this person may say it of them."""
    who = rules.standing(by)
    if pk == other:
        raise ValidationError({"activity": [_("Choose an activity other than this one.")]})
    chosen = Activity.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=(pk, other)).order_by("pk")
    seen = rules.comparable_activities(who).filter(pk__in=(pk, other)).values_list("pk", flat=True)
    both = [row for row in with_state(chosen) if row.pk in set(seen)]
    if len(both) < 2:
        raise Activity.DoesNotExist
    if not rules.may_tell_apart(who, *both):
        raise NotAllowed(_("Only those who record one of the two activities, or review them, can say this."))
    return both


def log_both(both: list[Activity], *, by: User, via: str, verb: str) -> None:
    """In the history of each; that of one that was handed in says nothing of a draft, which only its own people know."""
    for activity, other in (both, both[::-1]):
        if activity.is_draft or not other.is_draft:
            log_step(activity, by=by, via=via, verb=verb, before={}, after={"another_event": str(other.pk)})

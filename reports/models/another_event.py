"""Two activities that look alike and are not the same: said once, and not asked again."""

from collections.abc import Iterable
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reports.models.activity import Activity
from reports.models.people import User


class AnotherEventQuerySet(models.QuerySet["AnotherEvent"]):
    def about(self, pks: Iterable[UUID]) -> Self:
        pks = list(pks)
        return self.filter(Q(first__in=pks) | Q(second__in=pks))

    def between(self, one: UUID, other: UUID) -> Self:
        return self.filter(**pair(one, other))


class AnotherEvent(models.Model):
    """A pair of activities, in the order of their ids."""

    first = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    second = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    at = models.DateTimeField(_("said on"), auto_now_add=True)

    objects = AnotherEventQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        verbose_name = _("another event")
        verbose_name_plural = _("other events")
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="a_pair_is_told_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="a_pair_in_the_order_of_its_ids"),
        )

    def __str__(self):
        return f"{self.first_id} {self.second_id}"

    def other(self, pk: UUID) -> UUID:
        return self.second_id if pk == self.first_id else self.first_id


def pair(one: UUID, other: UUID) -> dict[str, Any]:
    """The names under which a pair is kept, whichever is named first."""
    first, second = sorted((one, other))
    return {"first_id": first, "second_id": second}

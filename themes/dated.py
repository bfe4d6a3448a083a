"""Rows that say from which day something holds. Each keeps when it was entered and is never changed after."""

from typing import Self, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NeverChanged(Exception):
    """A dated row is corrected by another one that replaces it."""


Row = TypeVar("Row", bound="Entered")


class EnteredQuerySet(models.QuerySet[Row]):
    def refuse(self, *args, **kwargs):
        raise NeverChanged

    update = bulk_update = refuse

    def standing(self) -> Self:
        """Those that no later row has replaced or taken back."""
        return self.filter(is_withdrawn=False, replaced_by__isnull=True)


class Entered(models.Model):
    """A correction is a new row that `replaces` the one that was wrong; `is_withdrawn`: nothing takes its place."""

    entered_at = models.DateTimeField(_("entered on"), default=timezone.now, editable=False)
    replaces = models.OneToOneField(
        "self",
        models.RESTRICT,
        verbose_name=_("corrects"),
        null=True,
        blank=True,
        editable=False,
        related_name="replaced_by",
    )
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False, editable=False)

    class Meta:
        abstract = True

    def save(self, **kwargs):
        if not self._state.adding:
            raise NeverChanged(f"{self._meta.label} {self.pk}")
        super().save(**kwargs)

"""The days on which an activity was reported."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.activity import Activity
from reports.models.country import Country


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def by(self, day: date) -> Self:
        return self.filter(on__lte=day)


class Confirmation(models.Model):
    """A day on which an activity was submitted or, from then on, changed or confirmed as unchanged: a report of the country
    whose word that was, or of none. `Activity.confirmed_on` is the newest; a day once given is never taken away."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="confirmations")
    country = models.ForeignKey(Country, models.CASCADE, null=True, related_name="confirmations")
    on = models.DateField(_("confirmed on"))

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        ordering = ("activity", "on")
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        constraints = (
            models.UniqueConstraint(fields=("activity", "country", "on"), name="a_day_is_confirmed_once_a_country"),
            models.UniqueConstraint(
                fields=("activity", "on"), condition=Q(country=None), name="a_day_is_confirmed_once_by_others"
            ),
        )
        indexes = (models.Index(fields=("country", "-on"), name="confirmation_by_country"),)

    def __str__(self):
        return f"{self.activity_id} {self.on}"

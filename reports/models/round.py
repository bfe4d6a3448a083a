"""Reporting rounds, and which country said that its report is complete."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reports.models.country import Country
from reports.models.people import User


class RoundQuerySet(models.QuerySet):
    def open_on(self, day: date) -> models.QuerySet:
        return self.filter(opens_on__lte=day, closes_on__gte=day)


class Round(models.Model):
    title = models.CharField(_("title"), max_length=120, unique=True)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    as_at = models.DateField(_("figures as at"))

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ("-closes_on",)
        verbose_name = _("reporting round")
        verbose_name_plural = _("reporting rounds")
        constraints = (models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="round_dates_in_order"),)

    def __str__(self):
        return self.title


class CountryReport(models.Model):
    """A country's word that its report for a round is complete, also when nothing changed."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="reports")
    country = models.ForeignKey(Country, models.PROTECT, related_name="reports")
    completed_by = models.ForeignKey(User, models.PROTECT)
    completed_at = models.DateTimeField()
    nothing_changed = models.BooleanField(_("nothing changed"), default=False)

    class Meta:
        ordering = ("round", "country")
        constraints = (models.UniqueConstraint(fields=("round", "country"), name="a_country_reports_once_a_round"),)

    def __str__(self):
        return f"{self.country_id} {self.round}"

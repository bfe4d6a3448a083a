"""Reporting rounds, and which country said that its report is complete."""

from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.models.country import Country
from reports.models.people import User


class RoundQuerySet(models.QuerySet):
    def open_on(self, day: date) -> models.QuerySet:
        """Open for everybody, or still for a country for which it was extended, and not closed by the working group."""
        extended = RoundExtension.objects.filter(round=OuterRef("pk"), closes_on__gte=day)
        return self.filter(Q(closes_on__gte=day) | Exists(extended), opens_on__lte=day, snapshots__isnull=True)


class Round(models.Model):
    title = models.CharField(_("title"), max_length=limits.ROUND_TITLE, unique=True)
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

    def get_absolute_url(self):
        return reverse("round", args=[self.pk])

    def closes_for(self, country: str) -> date:
        """The last day for a country. Prefetch `extensions` for many."""
        days = [row.closes_on for row in self.extensions.all() if row.country_id == country]
        return max([self.closes_on, *days])


class RoundExtension(models.Model):
    """More time for one country, with the reason."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="extensions")
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"), related_name="extensions")
    closes_on = models.DateField(_("closes on"))
    reason = models.TextField(_("reason"))
    extended_by = models.ForeignKey(User, models.PROTECT)
    extended_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("round", "country")
        constraints = (models.UniqueConstraint(fields=("round", "country"), name="a_round_is_extended_once_a_country"),)

    def __str__(self):
        return f"{self.round} {self.country_id}"


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

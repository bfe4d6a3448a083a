"""Reporting rounds, and which country said that its report is complete."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.models.country import Country, today_in, zones_of
from reports.models.people import User
from themes.multilingual import Multilingual
from themes.zones import end_of


class RoundQuerySet(models.QuerySet["Round"]):
    def perhaps_open(self, now: datetime) -> Self:
        """Not closed by the working group, and open by the calendar of some zone on Earth; for whom, `is_open_for` says."""
        day = timedelta(days=1)
        first, last = (now - day).date(), (now + day).date()
        extended = RoundExtension.objects.filter(round=OuterRef("pk"), closes_on__gte=first)
        rounds = self.filter(Q(closes_on__gte=first) | Exists(extended), opens_on__lte=last, snapshots__isnull=True)
        return rounds.prefetch_related("extensions")


class Round(Multilingual):
    title = models.CharField(_("title"), max_length=limits.ROUND_TITLE, unique=True)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    as_at = models.DateField(_("figures as at"))

    is_closed: bool  # what queries add: is there a snapshot?
    said_on: date | None  # and of the first report of a country
    said_after_closing: bool | None
    own_closes_on: date | None  # with the time that it was given

    objects = RoundQuerySet.as_manager()

    in_each_language = ("title",)

    class Meta:
        ordering = ("-closes_on",)
        verbose_name = _("reporting round")
        verbose_name_plural = _("reporting rounds")
        constraints = (models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="round_dates_in_order"),)

    def __str__(self):
        """In the reader's language."""
        return str(self.written("title"))

    def get_absolute_url(self):
        return reverse("round", args=[self.pk])

    def participants(self) -> set[str]:
        """The countries that are asked: those that take part on the day of the figures (ISO alpha-3). One query."""
        return set(Country.objects.participating(self.as_at).values_list("pk", flat=True))

    def closes_for(self, country: str) -> date:
        """The last day for a country. Prefetch `extensions` for many."""
        days = [row.closes_on for row in self.extensions.all() if row.country_id == country]
        return max([self.closes_on, *days])

    def is_open_for(self, country: Country, now: datetime) -> bool:
        """By the country's own days: from the beginning of the first to the end of the last. Closed or not is not asked."""
        return self.opens_on <= country.today(now) <= self.closes_for(country.pk)

    def is_over_for(self, country: Country, now: datetime) -> bool:
        return self.closes_for(country.pk) < country.today(now)

    def waits_for(self, countries: Iterable[Country], now: datetime) -> list[Country]:
        """Those that have not reported and still have time. Prefetch `reports` and `extensions`."""
        reported = {report.country_id for report in self.reports.all()}
        return [one for one in countries if one.pk not in reported and not self.is_over_for(one, now)]

    def can_be_closed(self, countries: Iterable[Country], now: datetime) -> bool:
        """The day of its figures has come in the last of these countries, and none of them is waited for any more."""
        return self.as_at <= today_in(countries, now) and not self.waits_for(countries, now)

    def closes_at(self, countries: Iterable[Country]) -> datetime:
        """The moment at which its last day is over in the last of these countries, on the clock of there."""
        return end_of(self.closes_on, zones_of(countries))[0]


class RoundExtension(Multilingual):
    """More time for one country, with the reason."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="extensions")
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"), related_name="extensions")
    closes_on = models.DateField(_("closes on"))
    reason = models.TextField(_("reason"))
    extended_by = models.ForeignKey(User, models.PROTECT)
    extended_at = models.DateTimeField(auto_now=True)

    in_each_language = ("reason",)

    class Meta:
        ordering = ("round", "country")
        constraints = (models.UniqueConstraint(fields=("round", "country"), name="a_round_is_extended_once_a_country"),)

    def __str__(self):
        return f"{self.round} {self.country_id}"


class CountryReport(models.Model):
    """A country's word that its report for a round is complete, also when nothing changed. Said again, it is another
    row: the first is kept."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="reports")
    country = models.ForeignKey(Country, models.PROTECT, related_name="reports")
    completed_by = models.ForeignKey(User, models.PROTECT)
    completed_at = models.DateTimeField()
    on = models.DateField(_("reported on"), help_text=_("Local date in the country."))
    nothing_changed = models.BooleanField(_("reported as unchanged"), default=False)
    # Said when the round had been closed: its editions do not hold it, the edition of the next round does.
    after_closing = models.BooleanField(_("after the round had closed"), default=False)

    class Meta:
        ordering = ("round", "country", "completed_at", "pk")
        indexes = (
            models.Index(fields=("round", "country"), name="report_by_country"),
            models.Index(fields=("country", "on"), name="report_by_day"),
        )

    def __str__(self):
        return f"{self.country_id} {self.round}"


class ReportClearanceQuerySet(models.QuerySet["ReportClearance"]):
    def awaited(self) -> Self:
        """Those about which the clearing officer was asked, and has said nothing yet."""
        return self.filter(cleared_at=None, handed_back="")


class ReportClearance(models.Model):
    """What a country's clearing officer says of its report for a round, from when its focal point asks. It holds until what
    counts in one of the country's activities changes."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="clearances")
    country = models.ForeignKey(Country, models.PROTECT, related_name="report_clearances")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    cleared_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    cleared_at = models.DateTimeField(_("cleared on"), null=True)
    handed_back = models.TextField(_("what is still missing"), blank=True)

    objects = ReportClearanceQuerySet.as_manager()

    class Meta:
        ordering = ("round", "country")
        constraints = (
            models.UniqueConstraint(fields=("round", "country"), name="a_report_is_cleared_once_a_round"),
            models.CheckConstraint(
                condition=Q(cleared_at=None, cleared_by=None) | Q(cleared_at__isnull=False, cleared_by__isnull=False),
                name="a_report_clearance_is_signed",
            ),
        )

    def __str__(self):
        return f"{self.country_id} {self.round}"

    @property
    def is_awaited(self) -> bool:
        return self.cleared_at is None and not self.handed_back


def first_of_each(reports: Iterable[CountryReport]) -> dict[str, CountryReport]:
    """By country, what it said first for a round: by it the country was on time or late."""
    return {row.country_id: row for row in sorted(reports, key=reported_at, reverse=True)}


def latest_of_each(reports: Iterable[CountryReport]) -> dict[str, CountryReport]:
    return {row.country_id: row for row in sorted(reports, key=reported_at)}


def reported_at(report: CountryReport) -> tuple[datetime, int]:
    return report.completed_at, report.pk

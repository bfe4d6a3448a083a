"""Countries, the regional bodies that they belong to and the border regions that they share."""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from themes.folding import fold
from themes.zones import day_in, end_of, latest_day_in, validate_zones, zones


class CountryQuerySet(models.QuerySet):
    def participating(self) -> models.QuerySet:
        """Confirmed and assumed participants: what the Plan's "all countries" means here."""
        return self.exclude(participation=Country.Participation.NONE)

    def members_of(self, body: str, on: date) -> models.QuerySet:
        return self.filter(body_memberships__in=BodyMembership.objects.of(body).in_force(on))

    def by_name(self) -> list["Country"]:
        """In the order of the reader's alphabet, where É stands with E; a database would put it after Z."""
        return sorted(self, key=lambda country: fold(country.name))


class Country(models.Model):
    class Participation(models.TextChoices):
        CONFIRMED = "confirmed", _("takes part (confirmed)")
        ASSUMED = "assumed", _("takes part (assumed)")
        NONE = "none", _("does not take part")

    code = models.CharField(_("ISO alpha-3 code"), max_length=3, primary_key=True)
    iso2 = models.CharField(_("ISO alpha-2 code"), max_length=2, unique=True)
    name = models.CharField(_("name"), max_length=80)
    working_language = models.CharField(_("working language"), max_length=8)
    time_zones = models.CharField(
        _("time zones"),
        max_length=200,
        validators=[validate_zones],
        help_text=_("IANA names, separated by a blank. A day of the country ends with the last midnight of its zones."),
    )
    participation = models.CharField(
        _("participation"), max_length=10, choices=Participation.choices, default=Participation.NONE
    )
    participation_source = models.CharField(_("source of the participation"), max_length=300, blank=True)

    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def __str__(self):
        return self.name

    @property
    def takes_part(self) -> bool:
        return self.participation != self.Participation.NONE

    @property
    def zone_names(self) -> list[str]:
        return self.time_zones.split()

    @property
    def zones(self) -> tuple[tzinfo, ...]:
        return zones(self.time_zones)

    @property
    def zone(self) -> tzinfo:
        """The one whose midnight is the country's: its people read times in it."""
        return end_of(self.today(), self.zones)[1]

    def today(self, now: datetime | None = None) -> date:
        """The day there, now or at another moment: it is not over yet in the last of its zones."""
        return day_in(self.zones, now or timezone.now())

    def end_of(self, day: date) -> datetime:
        """The moment at which a day is over there, on the clock of the zone where it ends last."""
        return end_of(day, self.zones)[0]

    def get_absolute_url(self):
        return reverse("country", args=[self.code])


def zones_of(countries: Iterable[Country]) -> tuple[tzinfo, ...]:
    """Of these countries together; of no country: the zone of the reader, or the site's."""
    return tuple(zone for country in countries for zone in country.zones) or (timezone.get_current_timezone(),)


def today_in(countries: Iterable[Country], now: datetime | None = None) -> date:
    """The day that is not over yet in the last of these countries."""
    return day_in(zones_of(countries), now or timezone.now())


def latest_day_of(countries: Iterable[Country], now: datetime | None = None) -> date:
    """The latest day that has begun in one of these countries: one after it is in the future for all of them."""
    return latest_day_in(zones_of(countries), now or timezone.now())


class RegionalBody(models.Model):
    code = models.CharField(_("abbreviation"), max_length=10, primary_key=True)
    name = models.CharField(_("name"), max_length=120)
    countries = models.ManyToManyField(Country, through="BodyMembership", related_name="bodies")

    class Meta:
        ordering = ("code",)
        verbose_name = _("regional body")
        verbose_name_plural = _("regional bodies")

    def __str__(self):
        return self.code


class BodyMembershipQuerySet(models.QuerySet):
    def of(self, body: str) -> models.QuerySet:
        return self.filter(body=body)

    def in_force(self, on: date) -> models.QuerySet:
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)


class BodyMembership(models.Model):
    """A country's time in a regional body, both days included; years of general knowledge become 1 Jan to 31 Dec."""

    body = models.ForeignKey(RegionalBody, models.CASCADE, related_name="memberships")
    country = models.ForeignKey(Country, models.CASCADE, related_name="body_memberships")
    since = models.DateField(_("from"))
    until = models.DateField(_("to"), null=True, blank=True)

    objects = BodyMembershipQuerySet.as_manager()

    class Meta:
        ordering = ("body", "country", "since")
        verbose_name = _("membership of a regional body")
        verbose_name_plural = _("memberships of regional bodies")
        constraints = (
            models.UniqueConstraint(fields=("body", "country", "since"), name="body_membership_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="body_membership_in_order",
            ),
        )

    def __str__(self):
        return f"{self.country_id} in {self.body_id}"


class BorderRegion(models.Model):
    """A named stretch of border shared by two or more countries."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    name = models.CharField(_("name"), max_length=120)
    countries = models.ManyToManyField(Country, verbose_name=_("countries"), related_name="border_regions")

    class Meta:
        ordering = ("name",)
        verbose_name = _("border region")
        verbose_name_plural = _("border regions")

    def __str__(self):
        return self.name

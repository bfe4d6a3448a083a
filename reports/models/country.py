"""Countries, the regional bodies that they belong to and the border regions that they share."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports import limits
from themes.folding import fold


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
    participation = models.CharField(
        _("participation"), max_length=10, choices=Participation.choices, default=Participation.NONE
    )
    participation_source = models.CharField(_("source of the participation"), max_length=limits.SOURCE, blank=True)

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

    def get_absolute_url(self):
        return reverse("country", args=[self.code])


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

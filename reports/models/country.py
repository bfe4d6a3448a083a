"""Countries, the regional bodies that they belong to and the border regions that they share."""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from typing import Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.bodies import body_word
from themes.dated import Entered, EnteredQuerySet
from themes.dates import CONFERENCE
from themes.folding import fold
from themes.multilingual import Multilingual, Written, written
from themes.zones import day_in, end_of, latest_day_in, validate_zones, zones

Row = TypeVar("Row", bound="Country | BorderRegion")


class NamedQuerySet(models.QuerySet[Row]):
    def by_name(self) -> list[Row]:
        """In the order of the reader's alphabet, where É stands with E; a database would put it after Z."""
        return sorted(self, key=lambda row: fold(row.name))


class CountryQuerySet(NamedQuerySet["Country"]):
    def with_participation(self, on: date) -> Self:
        """Each with its `participation` on that day (a `Participation.Status`), since when, and the source."""
        newest = Participation.objects.in_force(on).filter(country=OuterRef("pk"))
        names = ("status", "since", "decision", "source", "language", "translations")
        latest = {name: Subquery(newest.values(name)[:1]) for name in names}
        return self.annotate(
            participation=Coalesce(latest["status"], Value(Participation.Status.NONE)),
            participation_since=latest["since"],
            participation_decision=Coalesce(latest["decision"], Value("")),
            participation_source=Coalesce(latest["source"], Value("")),
            participation_language=Coalesce(latest["language"], Value("")),
            participation_translations=latest["translations"],
        )

    def participating(self, on: date) -> Self:
        """Confirmed and assumed participants on that day: what the Plan's "all countries" means then."""
        return self.with_participation(on).exclude(participation=Participation.Status.NONE)

    def members_of(self, body: str, on: date) -> Self:
        return self.filter(pk__in=BodyMembership.objects.of(body).in_force(on).values("country"))


class Country(models.Model):
    """Whether it takes part is dated: see `Participation`, and `with_participation` for that of a day."""

    code = models.CharField(_("ISO alpha-3 code"), max_length=3, primary_key=True)
    iso2 = models.CharField(_("ISO alpha-2 code"), max_length=2, unique=True)
    name = models.CharField(_("name"), max_length=80)
    working_language = models.CharField(_("working language"), max_length=8)
    time_zones = models.CharField(
        _("time zones"),
        max_length=200,
        validators=[validate_zones],
        help_text=_(
            "IANA names, separated by spaces. Where there are several time zones, a day in the country ends at "
            "midnight in the last of them."
        ),
    )

    # What `with_participation` says of the day.
    participation: str
    participation_since: date | None
    participation_decision: str
    participation_source: str
    participation_language: str
    participation_translations: dict[str, dict[str, str]] | None
    # What `countries_with_last_report` says.
    last_confirmed: date | None
    last_completed: date | None
    # What `with_institution` says.
    institution_id: int | None
    institution_name: str | None
    # What `each_tie` says.
    border_code: str | None

    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def __str__(self):
        return self.name

    @property
    def takes_part(self) -> bool:
        """On the day of `with_participation`."""
        return self.participation != Participation.Status.NONE

    def get_participation_display(self) -> str:
        return str(Participation.Status(self.participation).label)

    @property
    def sourced(self) -> Written:
        """The source of the participation, on the day of `with_participation`."""
        translations = (self.participation_translations or {}).get("source")
        return sourced(self.participation_source, self.participation_language, translations)

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


class ParticipationQuerySet(EnteredQuerySet["Participation"]):
    def in_force(self, on: date) -> Self:
        """What had been said by that day, of each country the newest first."""
        return self.standing().filter(since__lte=on).order_by("-since", "-pk")


class Participation(Entered, Multilingual):
    """Whether a country takes part from a day on, until another row says otherwise. Without a row it does not.

    The Plan does not list its countries; those that are shipped take part from the Conference on.
    """

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("participating (confirmed)")
        ASSUMED = "assumed", _("participating (assumed)")
        NONE = "none", _("not participating")

    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"), related_name="participations")
    since = models.DateField(_("from"))
    status = models.CharField(_("participation"), max_length=10, choices=Status.choices)
    decision = models.CharField(_("decision"), max_length=limits.TITLE, blank=True)
    source = models.CharField(_("source confirming the participation status"), max_length=limits.SOURCE)

    objects = ParticipationQuerySet.as_manager()

    in_each_language = ("decision", "source")

    class Meta:
        ordering = ("country", "since", "pk")
        verbose_name = _("participation")
        verbose_name_plural = _("participation entries")
        constraints = (
            models.CheckConstraint(
                condition=Q(since__gte=CONFERENCE),
                name="nobody_takes_part_before_the_conference",
                violation_error_message=_("The Plan was adopted on 7 September 2010: enter that date or a later one."),
            ),
        )

    def __str__(self):
        return f"{self.country_id} {self.status} {self.since}"

    def clean(self):
        """A country has one answer on a day."""
        others = Participation.objects.standing().exclude(pk__in=[key for key in (self.pk, self.replaces_id) if key])
        if self.since and others.filter(country=self.country_id, since=self.since).exists():
            raise ValidationError(
                {"since": _("Another entry already starts on that date: correct that entry instead.")}
            )

    @property
    def takes_part(self) -> bool:
        return self.status != self.Status.NONE

    @property
    def sourced(self) -> Written:
        return sourced(**self.beside("source"))


def sourced(text: str, language: str, translations: dict[str, str] | None) -> Written:
    """The source of a participation: what is shipped has its words in the catalogues."""
    return written(text, language, translations) if language or not text else Written(str(_(text)))


class RegionalBody(models.Model):
    code = models.CharField(_("abbreviation"), max_length=10, primary_key=True)
    name = models.CharField(_("name"), max_length=120)
    countries = models.ManyToManyField(Country, through="BodyMembership", related_name="bodies")

    class Meta:
        ordering = ("code",)
        verbose_name = _("regional body")
        verbose_name_plural = _("regional bodies")

    def __str__(self):
        return body_word(self.code)


class BodyMembershipQuerySet(EnteredQuerySet["BodyMembership"]):
    def of(self, body: str) -> Self:
        return self.filter(body=body)

    def in_force(self, on: date) -> Self:
        return self.standing().filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)


class BodyMembership(Entered):
    """A country's time in a regional body, both days included; years of general knowledge become 1 Jan to 31 Dec."""

    body = models.ForeignKey(RegionalBody, models.PROTECT, related_name="memberships")
    country = models.ForeignKey(Country, models.PROTECT, related_name="body_memberships")
    since = models.DateField(_("from"))
    until = models.DateField(_("to"), null=True, blank=True)

    objects = BodyMembershipQuerySet.as_manager()

    class Meta:
        ordering = ("body", "country", "since")
        verbose_name = _("membership of a regional body")
        verbose_name_plural = _("memberships of regional bodies")
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="body_membership_in_order",
            ),
        )

    def __str__(self):
        return f"{self.country_id} in {self.body_id}"

    def clean(self):
        """A country is not a member twice on one day."""
        others = BodyMembership.objects.of(self.body_id).standing().filter(country=self.country_id).exclude(pk=self.pk)
        if self.until:
            others = others.filter(since__lte=self.until)
        if self.since and others.filter(Q(until__isnull=True) | Q(until__gte=self.since)).exists():
            raise ValidationError(_("The country is already a member on some of these dates: correct that entry."))


class BorderRegion(models.Model):
    """A named stretch of border shared by two or more countries."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    name = models.CharField(_("name"), max_length=120)
    countries = models.ManyToManyField(Country, verbose_name=_("countries"), related_name="border_regions")

    objects = NamedQuerySet["BorderRegion"].as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name = _("border region")
        verbose_name_plural = _("border regions")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("border_region", args=[self.code])

"""People, the roles that they hold from a day to a day, and the tokens that partner systems use."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Self

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

from reports import limits
from reports.models.country import Country, RegionalBody
from reports.models.organisation import Organisation
from themes.folding import fold


def refuse_no_name(name: str) -> None:
    """A number or an address of mail is no part of a name. Raises ValidationError."""
    if "@" in name or any(sign.isdecimal() for sign in name):
        raise ValidationError(_("A name cannot contain digits or an e-mail address."))


class User(AbstractUser):
    first_name = models.CharField(
        _("first name"), max_length=limits.PERSON_NAME, blank=True, validators=[refuse_no_name]
    )
    last_name = models.CharField(_("last name"), max_length=limits.PERSON_NAME, blank=True, validators=[refuse_no_name])
    username = models.CharField(
        _("user name"),
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("This user name is already in use.")},
    )
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=8, blank=True)
    toured = models.BooleanField(default=False, editable=False)  # has been shown round the desk
    mail_off = models.JSONField(_("e-mails switched off"), default=list, blank=True, editable=False)  # kinds of Mail
    weekly_digest = models.BooleanField(_("one weekly e-mail instead of individual ones"), default=False)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("username",)
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="email_once",
                violation_error_message=_("This e-mail address is already in use."),
            ),
        )

    def __str__(self):
        return self.get_full_name() or self.username

    def save(self, *args, **kwargs):
        self.email = self.email.lower()  # so is it looked up at the sign-in and for a reset
        super().save(*args, **kwargs)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, now: datetime | None = None) -> list["Membership"]:
        """Those that hold now, each by the calendar of its country, with their places. One query."""
        return [row for row in self.with_places() if row.is_in_force(now)]

    def with_places(self) -> Self:
        return self.select_related("country", "body__organisation", "organisation__office_of")


class Membership(models.Model):
    """A person's role from a day until a day (on which it no longer holds). A handover ends one row and begins another."""

    class Role(models.TextChoices):
        FOCAL_POINT = "focal_point", _("national focal point")
        WORKING_GROUP = "working_group", _("member of the working group")
        REGIONAL_BODY = "regional_body", _("regional body officer")
        OBSERVER = "observer", _("observer")
        CONTRIBUTOR = "contributor", _("contributor")
        CLEARING_OFFICER = "clearing_officer", _("clearing officer")

    person = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"), null=True, blank=True)
    body = models.ForeignKey(RegionalBody, models.PROTECT, verbose_name=_("regional body"), null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organization"), null=True, blank=True
    )
    countries = models.ManyToManyField(  # for which a contributor may record; none: for any
        Country, verbose_name=_("countries"), blank=True, related_name="contributors"
    )
    is_deputy = models.BooleanField(_("deputy"), default=False)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    chosen_countries: Sequence[Country] | None = None  # those that are to become its `countries`

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("person", "since")
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = (
            models.CheckConstraint(
                condition=Q(role__in=("focal_point", "clearing_officer"), country__isnull=False, body__isnull=True)
                | Q(role="regional_body", body__isnull=False, country__isnull=True)
                | Q(role__in=("working_group", "observer"), country__isnull=True, body__isnull=True)
                | Q(role="contributor", country__isnull=True, body__isnull=True, organisation__isnull=False),
                name="a_role_names_its_country_or_body",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="membership_in_order"
            ),
        )

    def __str__(self):
        return f"{self.person} {self.role}"

    def named_countries(self) -> list[str]:
        """The ids of those for which a contributor may record; where others were chosen, of these."""
        if self.chosen_countries is not None or self._state.adding:
            return [country.pk for country in self.chosen_countries or ()]
        return [country.pk for country in self.countries.all()]

    def in_words(self) -> str:
        """`contributor of IOM Maputo for Mozambique`, `national focal point (Burundi, deputy)`. Select its places; prefetch
        `countries`."""
        if self.role == self.Role.CONTRIBUTOR:
            return self.contribution_in_words()
        deputy = gettext("deputy") if self.is_deputy else None
        places = [str(part) for part in (self.country, self.body, self.organisation, deputy) if part]
        return f"{self.get_role_display()} ({', '.join(places)})" if places else str(self.get_role_display())

    def contribution_in_words(self) -> str:
        names = sorted((str(country) for country in self.countries.all()), key=fold)
        if not names:
            return gettext("contributor of %(organisation)s for any country") % {"organisation": self.organisation}
        said = {"organisation": self.organisation, "countries": ", ".join(names)}
        return gettext("contributor of %(organisation)s for %(countries)s") % said

    def today(self, now: datetime | None = None) -> date:
        """The day by which the role begins and ends: that of its country, for others that of the site."""
        if self.country:
            return self.country.today(now)
        return timezone.localdate(now, timezone.get_default_timezone())

    def is_in_force(self, now: datetime | None = None) -> bool:
        return self.since <= self.today(now) and not self.has_ended(now)

    def has_ended(self, now: datetime | None = None) -> bool:
        return self.until is not None and self.until <= self.today(now)


class ApiToken(AbstractAuthToken):
    """A partner system's key: only its hash is kept. What it may do is what its owner may, cut by its scope."""

    class Scope(models.TextChoices):
        READ = "read", _("read")
        WRITE = "write", _("read and write")

    name = models.CharField(_("name"), max_length=limits.LABEL)
    scope = models.CharField(_("scope"), max_length=8, choices=Scope.choices, default=Scope.READ)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)

    class Meta:
        ordering = ("-created",)
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self):
        return f"{self.name} ({self.token_key}…)"

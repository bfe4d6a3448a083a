import uuid
from collections.abc import Iterable
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.models.country import Country
from reports.models.days import in_order
from themes.known_days import MONTH, KnownDay, known_of
from themes.models import Action, Theme


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    def as_at(self, day: date) -> Self:
        return self.filter(adopted_on__lte=day)

    def by_country(self, codes: Iterable[str]) -> Self:
        """In the order of these countries, and of each in its own."""
        places = [When(country=code, then=Value(place)) for place, code in enumerate(codes)]
        return self.order_by(Case(*places, default=Value(len(places))), "position", "pk")

    def with_names(self) -> Self:
        return self.select_related("country", "action__group__theme", "theme")


class Adoption(models.Model):
    """An entry of a country's own plan: an action taken from the menu ("les pays n'entreprendront pas toutes les
    activités"), or one of its own under a theme, for "le menu n'est pas exhaustif"."""

    class Priority(models.TextChoices):
        HIGH = "high", _("high")
        MEDIUM = "medium", _("medium")
        LOW = "low", _("low")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"), related_name="adoptions")
    action = models.ForeignKey(
        Action, models.PROTECT, verbose_name=_("action"), null=True, blank=True, related_name="adoptions"
    )
    theme = models.ForeignKey(
        Theme,
        models.PROTECT,
        verbose_name=_("theme, for entries outside the menu"),
        null=True,
        blank=True,
        related_name="own_actions",
    )
    title = models.CharField(_("title, for actions outside the menu"), max_length=limits.TITLE, blank=True)
    language = models.CharField(_("language of the title"), max_length=8, choices=settings.LANGUAGES, blank=True)
    position = models.PositiveIntegerField(_("position in the country's plan"), default=0)
    priority = models.CharField(_("priority"), max_length=8, choices=Priority.choices, default=Priority.MEDIUM)
    adopted_on = models.DateField(_("adopted on"), default=timezone.localdate)
    lead_ministry = models.CharField(_("lead ministry"), max_length=limits.NAME, blank=True)
    starts_on = models.DateField(
        _("planned start"), null=True, blank=True
    )  # the day that counts, as `Activity.starts_on`
    starts_on_known = models.CharField(_("planned start, as known"), max_length=MONTH, blank=True, editable=False)
    ends_on = models.DateField(_("planned end"), null=True, blank=True)
    ends_on_known = models.CharField(_("planned end, as known"), max_length=MONTH, blank=True, editable=False)
    needs_funding = models.BooleanField(_("requires external funding"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ("country", "position", "id")
        verbose_name = _("adopted action")
        verbose_name_plural = _("adopted actions")
        constraints = (
            models.UniqueConstraint(fields=("country", "action"), name="an_action_is_adopted_once"),
            models.CheckConstraint(
                condition=Q(action__isnull=False, theme__isnull=True, title="")
                | Q(action__isnull=True, theme__isnull=False) & ~Q(title=""),
                name="an_adoption_is_of_the_menu_or_has_a_title",
            ),
            models.CheckConstraint(
                condition=in_order(),
                name="adoption_dates_in_order",
            ),
        )

    def __str__(self):
        return f"{self.country_id} {self.action_id or self.title}"

    @property
    def start(self) -> KnownDay | None:
        return known_of(self.starts_on, self.starts_on_known)

    @property
    def end(self) -> KnownDay | None:
        return known_of(self.ends_on, self.ends_on_known)

    @property
    def theme_code(self) -> str:
        """`VI`, of the menu or its own."""
        return (self.theme_id or self.action_id or "").partition(".")[0]

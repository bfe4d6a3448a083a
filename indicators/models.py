"""The 25 targets "by 2012", and how each is counted."""

from datetime import date
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from themes.dated import Entered, EnteredQuerySet
from themes.models import LANGUAGE_CODES, PlanText, PlanTextQuerySet, Theme
from themes.multilingual import Multilingual


class Target(PlanText):
    code = models.CharField(max_length=8, primary_key=True)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="targets")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    short_name = models.CharField(
        max_length=40, blank=True, default="", help_text="Where there is no room for the title."
    )
    text = models.TextField()
    deadline = models.DateField()
    agencies = models.JSONField(default=list, help_text="Agencies that the target names, as printed: HCR, OIM")

    objects = PlanTextQuerySet["Target"].as_manager()

    class Meta:
        ordering = ("theme__position", "position")

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("target", args=[self.code])


class Indicator(models.Model):
    """How one target is counted: distinct units of one kind against a threshold."""

    class Counts(models.TextChoices):
        COUNTRIES = "countries", _("countries")
        SECTORS = "sectors", _("countries with at least two priority sectors")
        BORDER_REGIONS = "border_regions", _("border regions")
        REGIONAL_BODIES = "regional_bodies", _("regional organizations")
        ACTIVITIES = "activities", _("activities")

    code = models.CharField(max_length=10, primary_key=True)
    target = models.ForeignKey(Target, models.PROTECT, related_name="indicators")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    reading = models.TextField()
    counts = models.CharField(max_length=20, choices=Counts.choices)
    required = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("If empty: every participating country.")
    )

    is_state = models.BooleanField(default=False)  # what it counts can cease to be; what is an event cannot

    # What a query of progress adds: the newest assessment of its target.
    assessment: str | None
    assessed_on: date | None

    class Meta:
        ordering = ("target__theme__position", "target__position", "position")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(required__isnull=False) | models.Q(counts__in=("countries", "sectors")),
                name="only_countries_can_be_all",
            ),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def theme_code(self) -> str:
        return self.code.partition(".")[0]

    @property
    def how_long(self) -> str:
        """How long what it counts does, in words."""
        return str(_("a state: until it is no longer so") if self.is_state else _("an event: it cannot lapse"))


class TargetRevisionQuerySet(EnteredQuerySet["TargetRevision"]):
    def as_at(self, day: date) -> Self:
        """Revisions in force on that day, oldest first, so that a later one overwrites."""
        return self.standing().filter(in_force_from__lte=day).order_by("in_force_from", "pk")


class TargetRevision(Entered, Multilingual):
    """The Plan lets its targets be "révisés et ajustés": what changed, from when, who decided and why.

    What is empty stays as it was; a threshold changes where an `indicator` is named.
    """

    target = models.ForeignKey(Target, models.PROTECT, verbose_name=_("target"), related_name="revisions")
    in_force_from = models.DateField(_("in force from"))
    title = models.CharField(
        _("new short title"), max_length=200, blank=True, default="", help_text=_("If empty: short title unchanged.")
    )
    text = models.TextField(_("new wording"), blank=True, default="", help_text=_("If empty: wording unchanged."))
    deadline = models.DateField(_("new deadline"), null=True, blank=True, help_text=_("If empty: deadline unchanged."))
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        verbose_name=_("indicator whose threshold changes"),
        null=True,
        blank=True,
        related_name="revisions",
    )
    required = models.PositiveSmallIntegerField(
        _("new threshold"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("If empty: every participating country."),
    )
    decided_by = models.CharField(_("decided by"), max_length=200)
    reason = models.TextField(_("reason"))

    objects = TargetRevisionQuerySet.as_manager()

    in_each_language = ("decided_by", "reason")

    class Meta:
        ordering = ("in_force_from", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(indicator__isnull=False) | models.Q(required__isnull=True),
                name="a_threshold_names_its_indicator",
            ),
        )

    def __str__(self) -> str:
        return f"{self.target_id} {self.in_force_from}"

    def gives(self, field: str) -> bool:
        """Does it change the `title`, the `text` or the `deadline`?"""
        if field == "deadline":
            return self.deadline is not None
        return any(getattr(self, f"{field}_{code}") for code in LANGUAGE_CODES)

"""What the working group thinks of a target, beside what was counted and never instead of it."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models import Target
from reports.models.people import User
from themes.multilingual import Multilingual


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def as_at(self, day: date) -> Self:
        """Those given by that day, the newest first."""
        return self.filter(assessed_on__lte=day)


class Assessment(Multilingual):
    """A dated assessment with its reasons. A new one is added when the working group thinks otherwise; all are kept."""

    class Verdict(models.TextChoices):
        ON_TRACK = "on_track", _("on track")
        AT_RISK = "at_risk", _("at risk")
        OFF_TRACK = "off_track", _("off track")
        MET = "met", _("met")
        CANNOT_BE_MET = "cannot_be_met", _("cannot be met")

    target = models.ForeignKey(Target, models.PROTECT, verbose_name=_("target"), related_name="assessments")
    verdict = models.CharField(_("assessment"), max_length=16, choices=Verdict.choices)
    reasons = models.TextField(_("reasons"))
    language = models.CharField(_("language of the reasons"), max_length=8, choices=settings.LANGUAGES)
    assessed_on = models.DateField(_("date of the assessment"), db_column="judged_on")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="assessments")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = AssessmentQuerySet.as_manager()

    in_each_language = ("reasons",)

    class Meta:
        db_table = "reports_judgement"  # as it was first called
        ordering = ("-assessed_on", "-id")
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = (models.CheckConstraint(condition=~Q(reasons=""), name="a_judgement_has_reasons"),)
        indexes = (models.Index(fields=("target", "-assessed_on", "-id"), name="judgement_by_target"),)

    def __str__(self):
        return f"{self.target_id} {self.verdict}"

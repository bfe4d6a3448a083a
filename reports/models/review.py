"""What the two agencies find of a claim, and who has an activity open for review."""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.activity import Activity
from reports.models.claim import Claim
from reports.models.organisation import Organisation
from reports.models.people import User
from themes.punctuation import introduced

OPEN_FOR = timedelta(hours=1)


class Finding(models.Model):
    """What one agency of the working group finds of a claim. It is not the decision, but no decision goes against it."""

    class Verdict(models.TextChoices):
        AGREE = "agree", _("agrees")
        DOUBT = "doubt", _("doubts")
        REFUSE = "refuse", _("refuses")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="findings")
    agency = models.ForeignKey(Organisation, models.PROTECT, related_name="findings")
    verdict = models.CharField(_("finding"), max_length=8, choices=Verdict.choices)
    reasons = models.TextField(_("reasons"), blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="findings")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = (
            models.UniqueConstraint(fields=("claim", "agency"), name="an_agency_finds_once_a_claim"),
            models.CheckConstraint(condition=Q(verdict="agree") | ~Q(reasons=""), name="a_doubt_has_reasons"),
        )
        indexes = (models.Index(fields=("claim",), condition=~Q(verdict="agree"), name="finding_contrary"),)

    def __str__(self):
        return introduced(self.agency, self.get_verdict_display())


def contradicting(
    findings: Iterable[Finding], verification: str, needed: Collection[str] = frozenset()
) -> list[Finding]:
    """Those findings that a decision would go against: nobody verifies over a doubt, or refuses over an agreement; that of
    an agency with its own work, where the word of others is `needed`, does not stand against a refusal."""
    if verification == Claim.Verification.VERIFIED:
        return [row for row in findings if row.verdict != Finding.Verdict.AGREE]
    if verification == Claim.Verification.REFUSED:
        agreeing = [row for row in findings if row.verdict == Finding.Verdict.AGREE]
        return [row for row in agreeing if not needed or row.agency.agency_code in needed]
    return []


class OpenReviewQuerySet(models.QuerySet["OpenReview"]):
    def still_open(self, now: datetime) -> Self:
        return self.filter(seen_at__gt=now - OPEN_FOR)


class OpenReview(models.Model):
    """A reviewer has an activity open: said to the country, and forgotten an hour after the page was last loaded."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="open_reviews")
    reviewer = models.ForeignKey(User, models.CASCADE, related_name="open_reviews")
    agency = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    objects = OpenReviewQuerySet.as_manager()

    class Meta:
        ordering = ("since",)
        constraints = (models.UniqueConstraint(fields=("activity", "reviewer"), name="open_once_a_reviewer"),)

    def __str__(self):
        return f"{self.reviewer} ({self.agency})" if self.agency else str(self.reviewer)

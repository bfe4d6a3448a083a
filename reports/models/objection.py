"""What a neighbour finds of what others claim for a border that is its own too."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.claim import Claim
from reports.models.country import Country
from reports.models.people import User


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class Objection(models.Model):
    """Until it is withdrawn, or both agencies have answered it by a finding of theirs, the claim stays reported."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="objections")
    country = models.ForeignKey(Country, models.PROTECT, related_name="objections")
    reasons = models.TextField(_("reasons"))
    by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    at = models.DateTimeField(_("objected on"), editable=False)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, editable=False)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = (
            models.UniqueConstraint(
                fields=("claim", "country"),
                condition=Q(withdrawn_at=None),
                name="a_country_objects_once_to_a_claim",
            ),
        )

    def __str__(self):
        return f"{self.claim_id} {self.country_id}"

    @property
    def is_answered(self) -> bool:
        """By a finding of each of the two agencies since. Prefetch `claim__findings__agency`."""
        since = {row.agency.agency_code for row in self.claim.findings.all() if row.at > self.at}
        return len(since - {""}) > 1


def unanswered(claim: Claim) -> list[Objection]:
    """Those that keep a claim reported. A query for a claim of a border alone."""
    if not claim.border_region_id:
        return []
    return [row for row in claim.objections.standing().select_related("country") if not row.is_answered]

"""A claim: "this activity counts for that indicator"."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator
from reports import limits
from reports.models.activity import Activity, AgreementQuerySet
from reports.models.country import BorderRegion, Country, RegionalBody
from reports.models.organisation import Organisation
from reports.models.people import User
from reports.models.word import Word
from themes.known_days import MONTH, KnownDay, known_of
from themes.models import Group


class ClaimQuerySet(models.QuerySet["Claim"]):
    def with_units(self) -> Self:
        return self.select_related("indicator__target", "country", "sector", "border_region", "body")

    def with_agencies(self) -> Self:
        """In whose name each was decided."""
        return self.select_related("decided_for", "decided_with", "in_place_of")


class Claim(models.Model):
    """One unit of one indicator, claimed by one activity; `unit` is its name everywhere (`MOZ`, `MOZ/I.c`, ...)."""

    class Verification(models.TextChoices):
        PENDING = "pending", _("pending")
        VERIFIED = "verified", _("verified")
        REFUSED = "refused", _("refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="claims")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="claims")
    unit = models.CharField(max_length=limits.CODE, editable=False)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="claims")
    sector = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="claims")
    border_region = models.ForeignKey(BorderRegion, models.PROTECT, null=True, blank=True, related_name="claims")
    body = models.ForeignKey(RegionalBody, models.PROTECT, null=True, blank=True, related_name="claims")
    achieved_on = models.DateField(_("achieved on"), null=True, blank=True)  # that counts, as `Activity.starts_on`
    achieved_on_known = models.CharField(_("achieved on, as known"), max_length=MONTH, blank=True, editable=False)
    # Of a state, by what was reported later: verified or, as long as the claim itself is not verified, reported.
    ended_on = models.DateField(_("no longer so since"), null=True, editable=False)
    ended_on_known = models.CharField(max_length=MONTH, blank=True, editable=False)
    # Of a country, or a sector of one, its word; of a regional body its officer's; of a border region or the activity itself
    # that of any country that it is about.
    word = models.CharField(_("agreement"), max_length=8, choices=Word.choices, default=Word.AWAITED, editable=False)
    declined_because = models.TextField(_("reason for declining"), blank=True, editable=False)
    word_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="claims_agreed")
    word_at = models.DateTimeField(_("agreed or declined on"), null=True, editable=False)
    verification = models.CharField(
        _("verification"), max_length=10, choices=Verification.choices, default=Verification.PENDING
    )
    decision_reason = models.TextField(_("reason for the decision"), blank=True, db_column="finding")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="claims_decided")
    decided_at = models.DateTimeField(null=True)
    # For which agency; the other one that agreed, where both lead or implement; the one in whose place, as it had nobody.
    decided_for = models.ForeignKey(Organisation, models.PROTECT, null=True, editable=False, related_name="+")
    decided_with = models.ForeignKey(Organisation, models.PROTECT, null=True, editable=False, related_name="+")
    in_place_of = models.ForeignKey(Organisation, models.PROTECT, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    # What queries add: `with_proof`, `with_new_proof`, `with_proof_day`, and of a day `reports.sight`: a `TargetNow` and its lines.
    is_proved: bool
    is_proved_anew: bool
    first_proof_at: datetime | None
    target: Any
    revisions: list[Any]
    seen_objections: list[Any]
    objectors: list[Country]
    seen_ends: list[Any]
    proof: list[Any]
    verified_by: Any  # a `reports.verified.Verified`
    may_be_changed = may_end = False  # by this reader, on a page
    end_reported: Any = None  # a `LaterFact` that is not decided
    awaits: Sequence[str] = ()  # the codes of the agencies whose word is awaited

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ("indicator", "unit")
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = (
            models.UniqueConstraint(fields=("activity", "indicator", "unit"), name="a_claim_is_made_once_an_activity"),
            models.CheckConstraint(
                condition=Q(country__isnull=False, border_region__isnull=True, body__isnull=True)
                | Q(country__isnull=True, sector__isnull=True, body__isnull=True)
                | Q(country__isnull=True, sector__isnull=True, border_region__isnull=True),
                name="a_claim_has_one_unit",
            ),
            models.CheckConstraint(
                condition=~Q(verification="verified") | Q(achieved_on__isnull=False, decided_at__isnull=False),
                name="what_is_verified_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(word="declined") | ~Q(declined_because=""), name="a_declined_claim_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(verification="refused") | ~Q(decision_reason=""), name="a_refusal_says_why"
            ),
        )
        indexes = (
            models.Index(fields=("indicator", "country"), name="claim_by_indicator"),
            models.Index(
                fields=("indicator", "unit", "verification", "achieved_on", "decided_at"), name="claim_by_unit"
            ),
            models.Index(fields=("indicator", "verification", "achieved_on"), name="claim_by_state"),
            models.Index(fields=("indicator", "ended_on"), condition=Q(ended_on__isnull=False), name="claim_ended"),
            models.Index(fields=("indicator", "achieved_on"), name="claim_by_day"),
            models.Index(
                fields=("activity",),
                condition=Q(verification="pending", achieved_on__isnull=False),
                name="claim_undecided",
            ),
            models.Index(fields=("decided_at", "id"), condition=Q(verification="refused"), name="claim_refused"),
        )

    def __str__(self):
        return f"{self.indicator_id} {self.unit}"

    @property
    def achieved(self) -> KnownDay | None:
        return known_of(self.achieved_on, self.achieved_on_known)

    @property
    def ended(self) -> KnownDay | None:
        """Since when it is no longer so, as far as that is known."""
        return known_of(self.ended_on, self.ended_on_known)

    @property
    def is_agreed(self) -> bool:
        return self.word == Word.AGREED

    @property
    def label(self) -> str:
        """The unit in words. Select `country`, `sector`, `border_region` and `body` beforehand."""
        if self.country:
            return f"{self.country}, {self.sector.title}" if self.sector else str(self.country)
        return str(self.border_region or self.body or _("this activity"))

    @property
    def named(self) -> str:
        """`III.T1.1 Kenya-Uganda border`, as a person reads it. Select as for `label`."""
        return f"{self.indicator_id} {self.label}"

    @property
    def is_disputed(self) -> bool:
        """Do the agencies find different things of it? Prefetch `findings` for many."""
        return len({finding.verdict for finding in self.findings.all()}) > 1


def awaited(agreements: AgreementQuerySet) -> AgreementQuerySet:
    """Of what was submitted and not cancelled: where a country has not answered whether it agrees to the activity, or to
    something that is claimed for it."""
    claims = Claim.objects.filter(activity=OuterRef("activity"), country=OuterRef("country"), word=Word.AWAITED)
    asked = agreements.filter(Q(word=Word.AWAITED) | Q(Exists(claims)))
    return asked.exclude(Q(activity__review=Activity.Review.DRAFT) | Q(activity__status=Activity.Status.CANCELLED))

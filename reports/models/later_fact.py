"""What happened after an activity was recorded: reported, and reviewed, by itself."""

import uuid
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.models.activity import Activity
from reports.models.claim import Claim
from reports.models.country import Country
from reports.models.evidence import Evidence
from reports.models.organisation import Organisation
from reports.models.people import User
from themes.known_days import MONTH, KnownDay, known_of


class LaterFactQuerySet(models.QuerySet["LaterFact"]):
    def standing(self) -> Self:
        """Neither refused nor withdrawn."""
        return self.filter(review__in=(LaterFact.Review.REPORTED, LaterFact.Review.VERIFIED))

    def in_effect(self) -> Self:
        """Those that figures heed: verified or, as long as what they follow on is not verified itself, reported."""
        stood = Q(activity__review=Activity.Review.VERIFIED)
        of_claim = Q(claim__verification=Claim.Verification.VERIFIED)
        is_open = Q(kind=LaterFact.Kind.END) & ~of_claim | ~Q(kind=LaterFact.Kind.END) & ~stood
        return self.filter(Q(review=LaterFact.Review.VERIFIED) | Q(review=LaterFact.Review.REPORTED) & is_open)

    def awaiting_review(self) -> Self:
        """Reported of what was handed in, and not decided."""
        return self.filter(review=LaterFact.Review.REPORTED, activity__review__in=Activity.HANDED_IN)

    def with_claims(self) -> Self:
        """In words: with the units that they count."""
        return self.select_related(*(f"claim__{name}" for name in ("country", "sector", "border_region", "body")))

    def statuses(self) -> Self:
        return self.filter(kind=LaterFact.Kind.STATUS)

    def ends(self) -> Self:
        return self.filter(kind=LaterFact.Kind.END)

    def notes(self) -> Self:
        return self.filter(kind=LaterFact.Kind.NOTE)

    def newest_first(self) -> Self:
        return self.order_by("-since", "-at", "-pk")


class LaterFact(models.Model):
    """A status from a day on, the day since when a result is no longer so, or a progress note. It is added beside what was
    recorded and returns nothing to review; what stood stands until it is verified itself."""

    class Kind(models.TextChoices):
        STATUS = "status", _("status")
        END = "end", _("no longer so")
        NOTE = "note", _("progress note")

    class Review(models.TextChoices):
        REPORTED = "reported", _("reported")
        VERIFIED = "verified", _("verified")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="later_facts")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    claim = models.ForeignKey(Claim, models.CASCADE, null=True, blank=True, related_name="ends")
    status = models.CharField(_("status"), max_length=12, choices=Activity.Status.choices, blank=True)
    since = models.DateField(_("date"))  # the last day of the time that is known
    since_known = models.CharField(max_length=MONTH, blank=True, editable=False)
    text = models.TextField(_("what happened"), max_length=limits.LONG_TEXT, blank=True)
    language = models.CharField(_("language of the text"), max_length=8, choices=settings.LANGUAGES)
    evidence = models.ForeignKey(
        Evidence, models.RESTRICT, verbose_name=_("evidence"), null=True, blank=True, related_name="later_facts"
    )
    participants_women = models.PositiveIntegerField(_("participants, women"), null=True, blank=True)
    participants_men = models.PositiveIntegerField(_("participants, men"), null=True, blank=True)
    amount_spent = models.DecimalField(_("amount spent"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="later_facts")
    # In whose name it was reported: they withdraw it, whoever else may edit the activity.
    of_country = models.ForeignKey(Country, models.PROTECT, null=True, editable=False, related_name="+")
    of_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, editable=False, related_name="+")
    at = models.DateTimeField(_("reported on"), editable=False)
    review = models.CharField(
        _("review"), max_length=10, choices=Review.choices, default=Review.REPORTED, editable=False
    )
    decision_reason = models.TextField(_("reason for the decision"), blank=True, editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_for = models.ForeignKey(Organisation, models.PROTECT, null=True, editable=False, related_name="+")

    may_be_decided = may_be_withdrawn = False  # by this reader, on a page
    proof: Evidence | None = None  # as far as this reader may see it
    form: Any = None

    objects = LaterFactQuerySet.as_manager()

    class Meta:
        ordering = ("since", "at", "id")
        verbose_name = _("later development")
        verbose_name_plural = _("later developments")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="status", claim=None) & ~Q(status="")
                | Q(kind="end", claim__isnull=False, status="")
                | Q(kind="note", claim=None, status="") & ~Q(text=""),
                name="a_later_fact_is_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(review="verified") | Q(decided_at__isnull=False), name="a_verified_fact_is_signed"
            ),
            models.CheckConstraint(
                condition=~Q(review="refused") | ~Q(decision_reason=""), name="a_refused_fact_says_why"
            ),
            models.UniqueConstraint(
                fields=("claim",), condition=Q(review__in=("reported", "verified")), name="a_claim_ends_once"
            ),
        )
        indexes = (
            models.Index(fields=("activity",), condition=Q(review="reported"), name="later_fact_undecided"),
            models.Index(fields=("decided_at", "id"), condition=Q(review="refused"), name="later_fact_refused"),
        )

    def __str__(self):
        return f"{self.get_kind_display()} {self.since}"

    @property
    def day(self) -> KnownDay | None:
        """As far as it is known."""
        return known_of(self.since, self.since_known)

    @property
    def known(self) -> str:
        """The same as a text: `2013`, `2013-05` or a whole day."""
        return self.since_known or self.since.isoformat()

    @property
    def is_undecided(self) -> bool:
        return self.review == self.Review.REPORTED

    @property
    def participants(self) -> int | None:
        """Women and men together; None when neither was given."""
        given = [n for n in (self.participants_women, self.participants_men) if n is not None]
        return sum(given) if given else None


class StatusSpanQuerySet(models.QuerySet["StatusSpan"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gt=day))


class StatusSpan(models.Model):
    """From which day (None: always) to which, no longer included, an activity had a status, as far as is verified of what was
    reported later. Written anew by the verbs whenever something of that changes: nothing else is to be kept here."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="status_spans")
    status = models.CharField(max_length=12, choices=Activity.Status.choices)
    since = models.DateField(null=True)
    since_known = models.CharField(max_length=MONTH, blank=True)
    until = models.DateField(null=True)
    until_known = models.CharField(max_length=MONTH, blank=True)

    objects = StatusSpanQuerySet.as_manager()

    class Meta:
        ordering = ("activity", "pk")
        verbose_name = _("span of a status")
        verbose_name_plural = _("spans of statuses")
        indexes = (models.Index(fields=("status", "since", "until", "activity"), name="status_span_days"),)

    def __str__(self):
        return f"{self.status} {self.since or '…'}"

    def is_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or self.until > day)

    @property
    def first(self) -> KnownDay | None:
        """Since when, as far as it is known."""
        return known_of(self.since, self.since_known)

    @property
    def end(self) -> KnownDay | None:
        return known_of(self.until, self.until_known)

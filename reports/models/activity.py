"""What was done or is planned."""

import uuid
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.models.country import BorderRegion, Country
from reports.models.days import in_order
from reports.models.organisation import Organisation
from reports.models.people import User
from reports.models.word import Word
from themes.folding import fold
from themes.known_days import MONTH, KnownDay, known_of
from themes.models import Action, Theme, TrainingAudience, TrainingTopic

if TYPE_CHECKING:
    from reports.models.claim import Claim
    from reports.models.evidence import Evidence
    from reports.models.later_fact import LaterFact
    from reports.models.remark import Remark
    from reports.models.review import OpenReview

LEAD = "lead"  # an organisation's part beside the roles of a partner
STANDING_CLAIMS = {"claims__verification__in": ("pending", "verified"), "claims__word": Word.AGREED}


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Questions in the Plan's words. Who may see what is `reports.rules.visible_activities`."""

    def in_country(self, code: str) -> Self:
        """Those that name it, whatever it says of that."""
        return self.filter(Exists(Agreement.objects.filter(activity=OuterRef("pk"), country=code)))

    def agreed_by(self, code: str) -> Self:
        agreed = Agreement.objects.given().filter(activity=OuterRef("pk"), country=code)
        return self.filter(Exists(agreed))

    def doing(self, *, theme: str = "", action: str = "", recommendation: str = "") -> Self:
        """With one action that is all of these; of a theme alone, also what stands under it outside the menu."""
        links_to = {"action__group__theme": theme, "action": action, "action__recommendations": recommendation}
        links_to = {name: code for name, code in links_to.items() if code}
        if not links_to:
            return self
        links = Exists(Activity.actions.through.objects.filter(activity=OuterRef("pk"), **links_to))
        return self.filter(links if action or recommendation else links | Q(theme=theme))

    def under_action(self, code: str) -> Self:
        return self.doing(action=code)

    def in_theme(self, code: str) -> Self:
        return self.doing(theme=code)

    def carrying_out(self, recommendation: str) -> Self:
        return self.doing(recommendation=recommendation)

    def claiming(self, target: str) -> Self:
        """Those that claim something for a target; what was refused, or not agreed to, is left out: that is not everybody's."""
        claiming = Activity.objects.filter(claims__indicator__target=target, **STANDING_CLAIMS)
        return self.filter(pk__in=claiming.order_by().values("pk"))

    def at_border(self, region: str) -> Self:
        """Those that name a border region, or claim something for it; a claim that was refused, or not agreed to, is left out."""
        named = Activity.border_regions.through.objects.filter(activity=OuterRef("pk"), borderregion=region)
        claiming = Activity.objects.filter(claims__border_region=region, **STANDING_CLAIMS)
        return self.filter(Exists(named) | Q(pk__in=claiming.order_by().values("pk")))

    def with_part_of(self, organisation: int, part: str = "") -> Self:
        """Those in which an organisation has a part: `lead`, a role of a partner, or any. Who has a funding line funds."""
        partners = Partner.objects.filter(activity=OuterRef("pk"), organisation=organisation)
        if part == LEAD:
            return self.filter(lead=organisation)
        funded = Activity.objects.filter(funding_lines__funder=organisation).order_by().values("pk")
        funds = Q(pk__in=funded) if part in ("", Partner.Role.FUNDING) else Q(pk__in=[])
        if part:
            return self.filter(Exists(partners.filter(role=part)) | funds)
        return self.filter(Q(lead=organisation) | Exists(partners) | funds)

    def called(self, *, system: str = "", identifier: str = "") -> Self:
        """Those that an outside system calls so; that some system does; that the system knows at all."""
        named = {"identifiers__system": system, "identifiers__value": identifier}
        named = {name: value for name, value in named.items() if value}
        return self.filter(pk__in=Activity.objects.filter(**named).order_by().values("pk")) if named else self

    def published(self) -> Self:
        return self.filter(review=Activity.Review.VERIFIED, visibility=Activity.Visibility.PUBLIC, is_agreed=True)

    def not_confirmed_since(self, day: date) -> Self:
        return self.filter(confirmed_on__lt=day)

    def mentioning(self, words: str) -> Self:
        rows = self
        for word in dict.fromkeys(fold(words).split()):
            rows = rows.filter(searchable__contains=word)
        return rows

    def newest_first(self) -> Self:
        return self.order_by("-updated_at", "-id")


class Activity(models.Model):
    class Scope(models.TextChoices):
        NATIONAL = "national", _("national")
        CROSS_BORDER = "cross_border", _("cross-border")
        REGIONAL = "regional", _("regional")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        IN_PROGRESS = "in_progress", _("in progress")
        COMPLETED = "completed", _("completed")
        SUSPENDED = "suspended", _("suspended")
        CANCELLED = "cancelled", _("cancelled")

    class Visibility(models.TextChoices):
        PARTICIPANTS = "participants", _("Plan participants only")
        PUBLIC = "public", _("public")

    class Review(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        VERIFIED = "verified", _("verified")

    UNFINISHED = (Review.DRAFT, Review.RETURNED)  # with those who record it
    HANDED_IN = (Review.SUBMITTED, Review.VERIFIED)
    UNDER_WAY = (Status.IN_PROGRESS, Status.COMPLETED)  # has begun: what it achieved has a day
    STOPPED = (Status.SUSPENDED, Status.CANCELLED)  # says why
    MAY_MOVE = (Status.PLANNED, Status.IN_PROGRESS, Status.SUSPENDED)  # as time passes, without anybody's word

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.CharField(_("scope"), max_length=12, choices=Scope.choices, default=Scope.NATIONAL)
    countries = models.ManyToManyField(
        Country, verbose_name=_("countries"), related_name="activities", through="Agreement"
    )
    actions = models.ManyToManyField(Action, verbose_name=_("actions from the menu"), related_name="activities")
    theme = models.ForeignKey(
        Theme,
        models.PROTECT,
        verbose_name=_("theme, for entries outside the menu"),
        null=True,
        blank=True,
        related_name="activities_outside_the_menu",
    )
    title = models.CharField(_("title"), max_length=limits.TITLE, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    result = models.TextField(_("result"), blank=True)
    language = models.CharField(_("language of the texts"), max_length=8, choices=settings.LANGUAGES)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.PLANNED)
    status_reason = models.TextField(_("reason"), blank=True)
    # Empty: it follows from the other days, or is not said.
    status_since = models.DateField(_("since"), null=True, blank=True)
    status_since_known = models.CharField(max_length=MONTH, blank=True, editable=False)
    # As it was recorded, or corrected, before what was reported later (`LaterFact`).
    first_status = models.CharField(max_length=12, choices=Status.choices, default=Status.PLANNED, editable=False)
    first_status_since = models.DateField(null=True, editable=False)
    first_status_since_known = models.CharField(max_length=MONTH, blank=True, editable=False)
    first_status_reason = models.TextField(blank=True, editable=False)
    first_ends_on = models.DateField(null=True, editable=False)
    first_ends_on_known = models.CharField(max_length=MONTH, blank=True, editable=False)
    begun_on = models.DateField(null=True, editable=False)  # the first day on which it was in progress or completed
    # A day that is known to the month or the year stands as the day that counts, its last one; beside it what is known.
    starts_on = models.DateField(_("start"), null=True, blank=True)
    starts_on_known = models.CharField(_("start, as known"), max_length=MONTH, blank=True, editable=False)
    ends_on = models.DateField(_("end"), null=True, blank=True)
    ends_on_known = models.CharField(_("end, as known"), max_length=MONTH, blank=True, editable=False)
    place = models.CharField(_("place"), max_length=limits.NAME, blank=True)
    border_regions = models.ManyToManyField(BorderRegion, verbose_name=_("border regions"), related_name="activities")
    lead = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("lead organization"),
        null=True,
        blank=True,
        related_name="activities_led",
    )
    topics = models.ManyToManyField(TrainingTopic, verbose_name=_("training topics"), related_name="activities")
    audiences = models.ManyToManyField(
        TrainingAudience, verbose_name=_("training audiences"), related_name="activities"
    )
    participants_women = models.PositiveIntegerField(_("participants, women"), null=True, blank=True)
    participants_men = models.PositiveIntegerField(_("participants, men"), null=True, blank=True)
    amount_needed = models.DecimalField(_("funding required"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    visibility = models.CharField(_("visibility"), max_length=12, choices=Visibility.choices, default=Visibility.PUBLIC)
    source = models.TextField(_("source"), blank=True)
    review = models.CharField(_("review"), max_length=10, choices=Review.choices, default=Review.DRAFT, editable=False)
    confirmed_on = models.DateField(_("last confirmed"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted on"), null=True, editable=False)
    verified_at = models.DateTimeField(_("verified on"), null=True, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="activities_created")
    counted_by = models.ForeignKey(  # who last changed what counts; until then who recorded it
        User, models.PROTECT, null=True, editable=False, related_name="activities_counted"
    )
    counted_for = models.ForeignKey(  # the agency in whose name they did
        Organisation, models.PROTECT, null=True, editable=False, related_name="+"
    )
    counted_at = models.DateTimeField(null=True, editable=False)
    # When a later status or end of it was last reported, decided on or withdrawn.
    developed_at = models.DateTimeField(null=True, editable=False)
    recorded_for = models.ForeignKey(  # the organisation in whose name a contributor, or a body's officer, recorded it
        Organisation, models.PROTECT, null=True, editable=False, related_name="activities_recorded"
    )
    ready_at = models.DateTimeField(null=True, editable=False)  # an institution's draft, for the focal point to submit
    handed_back = models.TextField(_("what is still missing"), blank=True, editable=False)
    is_agreed = models.BooleanField(default=False, editable=False)  # some country agreed, or it is regional work
    searchable = models.TextField(editable=False, default="")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    # What queries add, cut to what somebody may see or must decide (`reports.sight`, the queue, the verbs of review).
    seen_agreements: list["Agreement"]
    seen_claims: list["Claim"]
    seen_evidence: list["Evidence"]
    seen_facts: list["LaterFact"]
    standing_facts: list["LaterFact"]
    open_remarks: list["Remark"]
    seen_reviews: list["OpenReview"]
    waiting_claims: list["Claim"]
    waiting_facts: list["LaterFact"]
    claims_to_decide: list["Claim"]
    claims_in_words: list["Claim"]
    committed: Decimal | None  # in the currency of what is needed
    lacking: Decimal | None

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ("-updated_at", "-id")
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes = (
            models.Index(fields=("-updated_at", "-id"), name="activity_newest"),
            models.Index(fields=("review", "submitted_at"), name="activity_queue"),
            models.Index(fields=("confirmed_on", "id", "review", "status"), name="activity_to_confirm"),
            models.Index(fields=("starts_on", "ends_on", "scope", "id", "starts_on_known"), name="activity_days"),
        )
        constraints = (
            models.CheckConstraint(condition=in_order(), name="activity_dates_in_order"),
            models.CheckConstraint(
                condition=Q(review="draft") | (~Q(title="") & Q(starts_on__isnull=False)),
                name="what_is_submitted_has_a_title_and_a_date",
            ),
            models.CheckConstraint(
                condition=Q(review="draft") | ~Q(status__in=("suspended", "cancelled")) | ~Q(status_reason=""),
                name="a_stop_has_a_reason",
            ),
        )

    def __str__(self):
        return self.title or str(_("(no title yet)"))

    def get_absolute_url(self):
        return reverse("activity", args=[self.pk])

    @property
    def start(self) -> KnownDay | None:
        return known_of(self.starts_on, self.starts_on_known)

    @property
    def end(self) -> KnownDay | None:
        return known_of(self.ends_on, self.ends_on_known)

    @property
    def is_draft(self) -> bool:
        return self.review == self.Review.DRAFT

    @property
    def is_unfinished(self) -> bool:
        return self.review in self.UNFINISHED

    @property
    def is_handed_in(self) -> bool:
        return self.review in self.HANDED_IN

    def country_codes(self) -> list[str]:
        """Of all that it names. Prefetch `agreements`."""
        return [agreement.country_id for agreement in self.agreements.all()]

    def agreed_by_codes(self) -> list[str]:
        """Of those that agreed to it. Prefetch `agreements`."""
        return [agreement.country_id for agreement in self.agreements.all() if agreement.word == Word.AGREED]

    def countries_named(self) -> list[Country]:
        """All that it names. Prefetch `agreements__country`."""
        return [agreement.country for agreement in self.agreements.all()]

    @property
    def since(self) -> KnownDay | None:
        """Since when it has its status, as far as that was said."""
        return known_of(self.status_since, self.status_since_known)

    @property
    def seen_countries(self) -> list[Country]:
        """Those that its reader may know of, by name. Read with `reports.sight.with_countries`."""
        return sorted((agreement.country for agreement in self.seen_agreements), key=lambda row: fold(row.name))

    def text_to_search(self) -> str:
        lead = self.lead.names() if self.lead else ()
        return fold(" ".join((self.title, self.summary, self.place, *lead)))

    @property
    def participants(self) -> int | None:
        """Women and men together; None when neither was given."""
        given = [n for n in (self.participants_women, self.participants_men) if n is not None]
        return sum(given) if given else None


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def given(self) -> Self:
        return self.filter(word=Word.AGREED)


class Agreement(models.Model):
    """One country that an activity names, and what it says of that: today's word about a fact, which holds for every day
    on which the fact stood."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="agreements")
    country = models.ForeignKey(Country, models.CASCADE, related_name="agreements")
    word = models.CharField(_("agreement"), max_length=8, choices=Word.choices, default=Word.AWAITED)
    reason = models.TextField(_("reason for declining"), blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="agreements")
    at = models.DateTimeField(_("agreed or declined on"), null=True, editable=False)
    asked_at = models.DateTimeField(_("asked on"), null=True, editable=False)  # for this, or for the newest claim on it
    decision = models.TextField(_("agreed by decision"), blank=True, editable=False)  # of a past that was loaded
    letter = models.ForeignKey("Evidence", models.RESTRICT, null=True, editable=False, related_name="agreements")
    letter_on = models.DateField(_("date of the letter"), null=True, editable=False)
    letter_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="letters_recorded")
    clearance_asked_at = models.DateTimeField(null=True, editable=False)
    cleared_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    cleared_at = models.DateTimeField(_("cleared on"), null=True, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ("activity", "country")
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = (
            models.UniqueConstraint(fields=("activity", "country"), name="a_country_speaks_once_an_activity"),
            models.CheckConstraint(condition=~Q(word="declined") | ~Q(reason=""), name="who_declines_says_why"),
            models.CheckConstraint(
                condition=Q(letter=None, letter_on=None, letter_by=None)
                | Q(letter__isnull=False, letter_on__isnull=False, letter_by__isnull=False),
                name="a_letter_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(cleared_at=None, cleared_by=None) | Q(cleared_at__isnull=False, cleared_by__isnull=False),
                name="a_clearance_is_signed",
            ),
        )
        indexes = (
            models.Index(fields=("country",), condition=Q(word="awaited"), name="agreement_awaited"),
            models.Index(fields=("asked_at", "id"), condition=Q(asked_at__isnull=False), name="agreement_asked"),
        )

    def __str__(self):
        return f"{self.country_id} {self.word}"

    @property
    def awaits_clearance(self) -> bool:
        """Was its clearing officer asked, and has not cleared it since as it stands? Select `activity`, or prefetch from it."""
        asked, cleared = self.clearance_asked_at, self.cleared_at
        return asked is not None and (cleared is None or asked > cleared) and not self.is_cleared

    @property
    def is_cleared(self) -> bool:
        """Has its clearing officer cleared it since what counts in it, or what was reported later of it, last changed? The same."""
        changed = [moment for moment in (self.activity.counted_at, self.activity.developed_at) if moment]
        return self.cleared_at is not None and all(self.cleared_at >= moment for moment in changed)


class Partner(models.Model):
    """An organisation's part in an activity, beside its lead."""

    class Role(models.TextChoices):
        IMPLEMENTING = "implementing", _("implementing")
        FUNDING = "funding", _("funding")
        TECHNICAL = "technical", _("technical")
        UNSTATED = "unstated", _("role not stated")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="partnerships")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.UNSTATED)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("activity", "organisation", "role"), name="a_partner_role_once"),
        )

    def __str__(self):
        return f"{self.organisation} ({self.role})"

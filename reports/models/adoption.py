import uuid
from collections.abc import Iterable
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.models.country import Country
from reports.models.days import in_order
from reports.models.organisation import Organisation
from reports.models.people import User
from themes.known_days import MONTH, WHOLE, KnownDay, known_of
from themes.models import Action, Theme


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    def as_at(self, day: date) -> Self:
        """In force on that day, from the day on which it begins to the last one before it was withdrawn. Where several answers
        to one action would be, one stands: what was refused only where nothing else does; what is in place since before that
        was said only where no other answer does, so that it takes nothing from the days on which another stood; else the one
        that was given last."""
        rank = Case(
            When(verification=Adoption.Verification.REFUSED, then=Value(2)),
            When(answer=Adoption.Answer.IN_PLACE, then=Value(1)),
            default=Value(0),
        )
        rivals = Adoption.objects.begun(day).filter(country=OuterRef("country"), action=OuterRef("action"))
        first = rivals.order_by(rank, "-created_at", "-pk").values("pk")[:1]
        return self.begun(day).filter(Q(action__isnull=True) | Q(pk=Subquery(first)))

    def begun(self, day: date) -> Self:
        """Begun by that day, and not over yet."""
        return self.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day), adopted_on__lte=day)

    def current(self) -> Self:
        """What has not been withdrawn, or taken the place of: one answer an action."""
        return self.filter(withdrawn_on__isnull=True)

    def stood(self) -> Self:
        """What was in force until it ended: not what another answer corrected from its first day, nor what was not accepted.
        One of which the year or the month is known may have been within that, though it counts on none of its days."""
        within = Q(withdrawn_on=F("adopted_on"), replaced_by=None) & ~Q(adopted_on_known="", in_place_since_known="")
        return self.unrefused().filter(Q(withdrawn_on__gt=F("adopted_on")) | within)

    def adopted(self) -> Self:
        """Of all answers, the adoptions: a country's own plan."""
        return self.filter(answer=Adoption.Answer.ADOPTED)

    def unrefused(self) -> Self:
        """Without what the working group did not accept."""
        return self.exclude(verification=Adoption.Verification.REFUSED)

    def awaiting_verification(self) -> Self:
        return self.current().filter(answer=Adoption.Answer.IN_PLACE, verification=Adoption.Verification.PENDING)

    def by_country(self, codes: Iterable[str]) -> Self:
        """In the order of these countries, and of each in its own."""
        places = [When(country=code, then=Value(place)) for place, code in enumerate(codes)]
        return self.order_by(Case(*places, default=Value(len(places))), "position", "pk")

    def with_names(self) -> Self:
        return self.select_related("country", "action__group__theme", "theme")


class Adoption(models.Model):
    """A country's answer to an action of the menu ("les pays n'entreprendront pas toutes les activités"): adopted, in place
    since, or not taken up; or an action of its own under a theme, for "le menu n'est pas exhaustif". It stands from
    `adopted_on` (what is in place: since then) until `withdrawn_on`, the first day on which it does not."""

    class Answer(models.TextChoices):
        ADOPTED = "adopted", _("adopted")
        IN_PLACE = "in_place", _("in place since")
        NOT_TAKEN_UP = "not_taken_up", _("not taken up")

    class Verification(models.TextChoices):
        PENDING = "pending", _("pending")
        VERIFIED = "verified", _("verified")
        REFUSED = "refused", _("refused")

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
    adopted_on = models.DateField(_("adopted on"), default=timezone.localdate)  # that counts, as `Activity.starts_on`
    # Empty of what is in place: what is known stands beside `in_place_since`.
    adopted_on_known = models.CharField(max_length=MONTH, blank=True, editable=False)
    lead_ministry = models.CharField(_("lead ministry"), max_length=limits.NAME, blank=True)
    starts_on = models.DateField(_("planned start"), null=True, blank=True)
    starts_on_known = models.CharField(_("planned start, as known"), max_length=MONTH, blank=True, editable=False)
    ends_on = models.DateField(_("planned end"), null=True, blank=True)
    ends_on_known = models.CharField(_("planned end, as known"), max_length=MONTH, blank=True, editable=False)
    needs_funding = models.BooleanField(_("requires external funding"), default=False)
    answer = models.CharField(_("answer"), max_length=16, choices=Answer.choices, default=Answer.ADOPTED)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    # Also a whole day, where that lies within the year or month of `adopted_on`: an answer ends no earlier than it counts.
    withdrawn_on_known = models.CharField(max_length=WHOLE, blank=True, editable=False)
    withdrawn_because = models.TextField(_("reason for withdrawing"), max_length=limits.LONG_TEXT, blank=True)
    # The answer that took its place: it ends on the day on which that one begins.
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="replaced"
    )
    because = models.TextField(_("reason for not taking it up"), max_length=limits.LONG_TEXT, blank=True)
    is_because_public = models.BooleanField(_("reason published"), default=False)
    in_place_since = models.DateField(_("in place since"), null=True, blank=True)
    # As it was known: `2016` or `2016-05`, of which the day above is the last one; empty for a whole day.
    in_place_since_known = models.CharField(max_length=MONTH, blank=True, editable=False)
    proof_url = models.URLField(_("link to the evidence"), max_length=limits.LINK, blank=True)
    proof_citation = models.TextField(_("citation of the evidence"), max_length=limits.LONG_TEXT, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    verification = models.CharField(
        _("verification"), max_length=10, choices=Verification.choices, default=Verification.PENDING, editable=False
    )
    decision_reason = models.TextField(_("reason for the decision"), blank=True, editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_for = models.ForeignKey(Organisation, models.PROTECT, null=True, editable=False, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    # What `reports.sight` adds: the reasons as far as a reader may read them.
    seen_because = ""
    seen_withdrawn_because = ""
    seen_decision_reason = ""

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ("country", "position", "id")
        verbose_name = _("adopted action")
        verbose_name_plural = _("adopted actions")
        constraints = (
            models.UniqueConstraint(
                fields=("country", "action"), condition=Q(withdrawn_on__isnull=True), name="an_action_has_one_answer"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("adopted_on")),
                name="an_answer_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(action__isnull=False) | Q(answer="adopted"), name="what_is_not_of_the_menu_is_adopted"
            ),
            models.CheckConstraint(
                condition=~Q(answer="in_place")
                | Q(in_place_since__isnull=False, adopted_on=F("in_place_since")) & ~Q(proof_url="", proof_citation=""),
                name="what_is_in_place_has_a_day_and_proof",
            ),
            models.CheckConstraint(
                condition=~Q(answer="not_taken_up") | ~Q(because=""), name="what_is_not_taken_up_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(verification="verified") | Q(answer="in_place", decided_at__isnull=False),
                name="a_verified_answer_is_in_place",
            ),
            models.CheckConstraint(
                condition=~Q(verification="refused") | ~Q(decision_reason=""), name="a_refused_answer_says_why"
            ),
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

    @property
    def is_adopted(self) -> bool:
        return self.answer == Adoption.Answer.ADOPTED

    @property
    def is_in_place(self) -> bool:
        return self.answer == Adoption.Answer.IN_PLACE

    @property
    def state(self) -> str:
        """What a reader is told of it: `adopted`, `in_place`, `in_place_verified`, `not_taken_up`; `nothing` where the
        working group did not accept it."""
        if self.verification == Adoption.Verification.REFUSED:
            return "nothing"
        return "in_place_verified" if self.verification == Adoption.Verification.VERIFIED else str(self.answer)

    @property
    def not_accepted(self) -> "Adoption | None":
        """The answer that had taken its place, where the working group refused that one and this one stands again."""
        other = self.replaced_by
        is_refused = other is not None and other.verification == Adoption.Verification.REFUSED
        return other if is_refused and self.withdrawn_on is None else None

    @property
    def in_place(self) -> KnownDay | None:
        """Since when it is, as far as that is known."""
        return known_of(self.in_place_since, self.in_place_since_known)

    @property
    def since(self) -> str:
        """The same as a text: `1995`, `1995-05` or a whole day."""
        return self.in_place.known if self.in_place else ""

    @property
    def stands_from(self) -> KnownDay:
        """From when the answer stands, whichever it is, as far as that is known."""
        return self.in_place or KnownDay(self.adopted_on_known or self.adopted_on.isoformat())

    @property
    def withdrawn(self) -> KnownDay | None:
        """When it was withdrawn, as far as that is known."""
        return known_of(self.withdrawn_on, self.withdrawn_on_known)

"""What a round left behind: every figure and every text that it used, frozen on the day of its closing."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports.models.people import User
from reports.models.round import Round
from themes.multilingual import Multilingual


class SnapshotIsFinal(Exception):
    """Raised by any attempt to alter or delete a snapshot."""


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def update(self, **kwargs):
        raise SnapshotIsFinal

    def delete(self):
        raise SnapshotIsFinal

    def without_contents(self) -> Self:
        """For lists: the documents themselves are long."""
        editions = ("", "replaces__", "replaced_by__")
        documents = [f"{edition}{name}" for edition in editions for name in ("content", "public_content")]
        return self.defer(*documents).select_related("round", "publication", "replaces", "replaced_by")


class Snapshot(Multilingual):
    """One edition of a round's results. Rows are added, never altered: triggers of the database see to it as well.

    `content` is the canonical JSON that the participants may read, `public_content` the part of it that the public
    may; each is kept as the very text over which its SHA-256 was taken. `code`, the beginning of `sha256`, is its
    permanent address. A corrected edition is a new row that names the one that it `replaces` and says `why`.
    """

    code = models.CharField(max_length=16, primary_key=True)
    round = models.ForeignKey(Round, models.PROTECT, related_name="snapshots")
    edition = models.PositiveSmallIntegerField(_("edition"))
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    why = models.TextField(_("reason for replacing the previous edition"), blank=True)
    as_at = models.DateField(_("figures as at"))
    taken_at = models.DateTimeField(_("date of the edition"))
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="snapshots_taken")
    sha256 = models.CharField(max_length=64, unique=True)
    content = models.TextField()
    public_sha256 = models.CharField(max_length=64)
    public_content = models.TextField()

    objects = SnapshotQuerySet.as_manager()

    in_each_language = ("why",)

    class Meta:
        ordering = ("-as_at", "-taken_at")
        verbose_name = _("edition of a round")
        verbose_name_plural = _("editions of a round")
        constraints = (
            models.UniqueConstraint(fields=("round", "edition"), name="a_round_has_an_edition_once"),
            models.CheckConstraint(
                condition=Q(edition=1, replaces__isnull=True, why="")
                | Q(edition__gt=1, replaces__isnull=False) & ~Q(why=""),
                name="a_corrected_edition_says_what_it_replaces",
            ),
        )

    def __str__(self):
        return _("%(round)s, edition %(n)d") % {"round": self.round, "n": self.edition}

    def save(self, **kwargs):
        if not self._state.adding:
            raise SnapshotIsFinal
        super().save(**(kwargs | {"force_insert": True}))

    def delete(self, *args, **kwargs):
        raise SnapshotIsFinal

    def get_absolute_url(self):
        return reverse("snapshot", args=[self.code])

    @property
    def is_published(self) -> bool:
        return hasattr(self, "publication")

    @property
    def newer(self) -> "Snapshot | None":
        """The corrected edition that replaces it."""
        return getattr(self, "replaced_by", None)


class SnapshotPublication(models.Model):
    """The working group's decision to show a snapshot's public part to everybody; it is not taken back."""

    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="publication")
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(User, models.PROTECT, related_name="snapshots_published")

    class Meta:
        verbose_name = _("publication of an edition")
        verbose_name_plural = _("publications of editions")

    def __str__(self):
        return self.snapshot_id

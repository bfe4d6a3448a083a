"""The working group's own words about a round's results, frozen with them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models import Target
from reports.models.people import User
from reports.models.round import Round
from themes.models import Theme


class Narrative(models.Model):
    """Paragraphs on one theme or one target, for one round, in one language."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="narratives")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="narratives")
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="narratives")
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    text = models.TextField(_("text"))
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="narratives")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("round", "theme", "target", "language")
        verbose_name = _("narrative")
        verbose_name_plural = _("narratives")
        constraints = (
            models.UniqueConstraint(
                fields=("round", "theme", "language"),
                condition=Q(theme__isnull=False),
                name="a_theme_is_told_once_a_language",
            ),
            models.UniqueConstraint(
                fields=("round", "target", "language"),
                condition=Q(target__isnull=False),
                name="a_target_is_told_once_a_language",
            ),
            models.CheckConstraint(
                condition=Q(theme__isnull=False, target__isnull=True) | Q(theme__isnull=True, target__isnull=False),
                name="a_narrative_has_one_subject",
            ),
        )

    def __str__(self):
        return f"{self.round_id} {self.part} {self.language}"

    @property
    def part(self) -> str:
        """The code of what it is about: `VI` or `VI.T1`."""
        return self.theme_id or self.target_id or ""

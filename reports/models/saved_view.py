from django.db import models
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.models.people import User


class SavedView(models.Model):
    """A list as somebody narrowed it, under a name: an address, and no right. Whoever opens it sees what they may."""

    person = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=limits.LABEL)
    path = models.CharField(max_length=limits.VIEW_PATH)
    query = models.CharField(max_length=limits.VIEW_QUERY, blank=True)
    is_shared = models.BooleanField(_("shared with all participants"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = (models.UniqueConstraint(fields=("person", "name"), name="a_view_has_one_name"),)

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{self.path}?{self.query}" if self.query else self.path

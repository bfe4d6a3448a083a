from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.activity import Activity
from reports.models.country import Country
from reports.models.people import User


class HistoryIsAppendOnly(Exception):
    """Raised by any attempt to alter or delete a row of the change log."""


class ChangeQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise HistoryIsAppendOnly

    def delete(self):
        raise HistoryIsAppendOnly

    def of(self, activity: Activity) -> models.QuerySet:
        return self.filter(subject="activity", subject_id=str(activity.pk)).select_related("by")


class Change(models.Model):
    """One write: who, when, which verb, why, before and after. Rows are added, never altered."""

    class Via(models.TextChoices):
        PAGE = "page", _("page")
        API = "api", _("API")
        IMPORT = "import", _("import")
        COMMAND = "command", _("command")

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="changes")
    via = models.CharField(max_length=10, choices=Via.choices)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=30)
    subject_id = models.CharField(max_length=60)
    country = models.ForeignKey(Country, models.PROTECT, null=True, related_name="changes")
    reason = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = _("change")
        verbose_name_plural = _("change log")
        indexes = (models.Index(fields=("subject", "subject_id", "-at"), name="change_by_subject"),)

    def __str__(self):
        return f"{self.verb} {self.subject_id}"

    def save(self, **kwargs):
        if not self._state.adding:
            raise HistoryIsAppendOnly
        super().save(**kwargs)

    def delete(self, **kwargs):
        raise HistoryIsAppendOnly

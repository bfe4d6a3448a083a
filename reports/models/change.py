"""The change log: a chain in which each row carries the hash of the one before."""

import json
from collections.abc import Iterable
from datetime import UTC
from typing import Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.canonical import canonical, sha256_of
from reports.models.activity import Activity
from reports.models.country import Country
from reports.models.people import User


class HistoryIsAppendOnly(Exception):
    """Raised by any attempt to alter or delete a row of the change log."""


class ChangeQuerySet(models.QuerySet["Change"]):
    def refuse(self, *args, **kwargs):
        raise HistoryIsAppendOnly

    update = delete = bulk_create = bulk_update = refuse

    def of(self, activity: Activity) -> Self:
        return self.filter(subject="activity", subject_id=str(activity.pk)).select_related("by")


class Change(models.Model):
    """One write: who, when, which verb, why, before and after. Rows are added, never altered.

    `hash` is over the row and `previous`, the hash of the row before: an altered, lost or inserted row breaks the
    chain (`reports.chain`). The database itself refuses to update or delete a row (migration `0009_log`).
    """

    class Via(models.TextChoices):
        PAGE = "page", _("page")
        API = "api", _("API")
        IMPORT = "import", _("import")
        COMMAND = "command", _("command line")

    at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="changes")
    via = models.CharField(max_length=10, choices=Via.choices)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=30)
    subject_id = models.CharField(max_length=60)
    country = models.ForeignKey(Country, models.PROTECT, null=True, related_name="changes")
    reason = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("change")
        verbose_name_plural = _("change log")
        indexes = (
            models.Index(fields=("subject", "subject_id", "-id"), name="change_by_subject"),
            models.Index(fields=("country", "-id"), name="change_by_country"),
        )
        constraints = (models.UniqueConstraint(fields=("previous",), name="the_log_does_not_fork"),)

    def __str__(self):
        return f"{self.verb} {self.subject_id}"

    def save(self, **kwargs):
        """Append the row. The end of the chain is locked until the transaction is through: write what is to be
        locked besides before the log."""
        if not self._state.adding:
            raise HistoryIsAppendOnly
        with transaction.atomic(savepoint=False):
            end = LogEnd.lock()
            end.chain([self])
            super().save(**kwargs)
            end.save()

    def delete(self, *args, **kwargs):
        raise HistoryIsAppendOnly

    def computed_hash(self) -> str:
        """SHA-256, in hexadecimal, of the row as canonical JSON, the moment in UTC."""
        row = {
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "by": self.by_id,
            "via": str(self.via),
            "verb": self.verb,
            "subject": self.subject,
            "subject_id": self.subject_id,
            "country": self.country_id,
            "reason": self.reason,
            "before": json.loads(json.dumps(self.before)),
            "after": json.loads(json.dumps(self.after)),
            "previous": self.previous,
        }
        return sha256_of(canonical(row))


class LogEnd(models.Model):
    """One row: the hash of the last change and how many there are. Writers queue at it, so the chain cannot fork."""

    ONLY = 1

    hash = models.CharField(max_length=64, default="")
    rows = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return f"{self.rows} {self.hash}"

    @classmethod
    def lock(cls) -> "LogEnd":
        """Nothing is written by others until this transaction ends. Every verb ends by appending its row to the log, so that it is
        enough to hold the log's end."""
        return cls.objects.select_for_update(no_key=True).get_or_create(pk=cls.ONLY)[0]

    def chain(self, changes: Iterable[Change]) -> None:
        """Let these rows follow the last one, in memory: they are saved next, and the end with them."""
        for change in changes:
            change.previous = self.hash
            change.hash = self.hash = change.computed_hash()
            self.rows += 1

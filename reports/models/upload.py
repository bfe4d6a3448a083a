"""Tables that people upload: read at leisure by a worker, looked at, and only then applied."""

import uuid

from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.country import Country
from reports.models.people import User


def upload_storage():
    return storages["uploads"]


def upload_name(upload: models.Model, filename: str) -> str:
    return str(upload.pk)


class TableUpload(models.Model):
    """A workbook or CSV of activities on its way in. `findings` is what reading it found (see `reports.tables`)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        READING = "reading", _("being read")
        READ = "read", _("read, not applied yet")
        APPLYING = "applying", _("being applied")
        APPLIED = "applied", _("applied")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="table_uploads")
    country = models.ForeignKey(Country, models.CASCADE, null=True, related_name="table_uploads")
    file = models.FileField(storage=upload_storage, upload_to=upload_name)
    file_name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("uploaded table")
        verbose_name_plural = _("uploaded tables")

    def __str__(self):
        return self.file_name


class FileUpload(models.Model):
    """A piece of evidence that arrives in chunks, so that a dropped line costs one chunk and not the whole."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="file_uploads")
    file = models.FileField(storage=upload_storage, upload_to=upload_name)
    file_name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self):
        return self.file_name

    @property
    def is_whole(self) -> bool:
        return self.received == self.size

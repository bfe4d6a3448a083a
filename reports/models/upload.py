"""What arrives in pieces or is looked at before it counts: tables, and files of evidence."""

import uuid
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Self

from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.models.country import Country
from reports.models.people import User

UPLOADS_KEPT = timedelta(days=14)  # a file that nobody attaches


def upload_storage():
    return storages["uploads"]


def upload_name(upload: models.Model, filename: str) -> str:
    return str(upload.pk)


class TableUploadQuerySet(models.QuerySet["TableUpload"]):
    def with_work_left(self) -> Self:
        """Not read to the end, read and not applied although something would be written, or with undecided conflicts."""
        states, count = TableUpload.State, "preview__counts__"
        written = (models.Q(**{f"{count}{what}__gt": 0}) for what in ("created", "changed", "emptied", "conflict"))
        is_ready = models.Q(("state", states.READ), (f"{count}refused", 0))
        is_undecided = models.Q(("state", states.APPLIED), (f"{count}conflict__gt", 0))
        return self.filter(models.Q(state=states.READING) | is_ready & reduce(or_, written) | is_undecided)


class TableUpload(models.Model):
    """A workbook or CSV of a country, or of an organisation, on its way in: `done` of `total` rows are compared, `preview` says what it would do, or did.

    See `reports.tables.uploads`.
    """

    class State(models.TextChoices):
        READING = "reading", _("being processed")
        READ = "read", _("processed, not yet applied")
        APPLIED = "applied", _("applied")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="table_uploads")
    country = models.ForeignKey(  # none: what an organisation did in no one country
        Country, models.CASCADE, null=True, related_name="table_uploads"
    )
    file = models.FileField(storage=upload_storage, upload_to=upload_name)
    file_name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    preview = models.JSONField(default=dict, db_column="findings")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TableUploadQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("uploaded table")
        verbose_name_plural = _("uploaded tables")

    def __str__(self):
        return self.file_name


class FileUpload(models.Model):
    """A piece of evidence that arrives in chunks, so that a dropped line costs one chunk and not the whole.

    `sha256` is what the browser says of the whole before it begins: by it a file that is chosen once more goes on where
    it stopped, and the whole is checked. Once it is attached it is Evidence of the same id, and this row is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="file_uploads")
    file = models.FileField(storage=upload_storage, upload_to=upload_name)
    file_name = models.CharField(max_length=limits.FILE_NAME)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    received = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "id")

    def __str__(self):
        return self.file_name

    @property
    def kept_until(self) -> datetime:
        return self.created_at + UPLOADS_KEPT

    @property
    def is_whole(self) -> bool:
        return self.received == self.size

"""How the working group keeps in touch with a country: letters that name its focal points, calls, messages sent."""

import uuid

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.models.country import Country
from reports.models.evidence import evidence_storage
from reports.models.people import Membership, User
from themes.dated import NeverChanged


def letter_name(nomination: "Nomination", filename: str) -> str:
    return f"letters/{nomination.pk}"


class Nomination(models.Model):
    """The letter by which a country names a person as its focal point: one a role, kept with it.

    What its sender called the file is not kept: it is named for its country and its date.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.OneToOneField(Membership, models.PROTECT, related_name="nomination")
    dated = models.DateField(_("date of the letter"))
    file = models.FileField(storage=evidence_storage, upload_to=letter_name)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="nominations_added")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-dated", "id")
        verbose_name = _("letter of nomination")
        verbose_name_plural = _("letters of nomination")

    def __str__(self):
        return f"{self.membership_id} {self.dated}"

    def take(self, content: bytes, content_type: str, sha256: str) -> None:
        """Keep a file that was cleaned, under another name of the storage than one that was kept before."""
        self.content_type, self.size, self.sha256 = content_type, len(content), sha256
        self.file.save("letter", ContentFile(content), save=False)


class KeptQuerySet(models.QuerySet["Kept"]):
    def refuse(self, *args, **kwargs):
        raise NeverChanged

    update = delete = bulk_update = refuse


class Kept(models.Model):
    """What was said with or to a country: added, never altered. The database refuses it too (`reports.guards`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(auto_now_add=True)

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, **kwargs):
        if not self._state.adding:
            raise NeverChanged(f"{self._meta.label} {self.pk}")
        super().save(**kwargs)

    def delete(self, *args, **kwargs):
        raise NeverChanged(f"{self._meta.label} {self.pk}")


class CountryNote(Kept):
    """What was said in a call with a country, for the working group and administrators alone."""

    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"), related_name="notes")
    on = models.DateField(_("date of the call"))
    text = models.TextField(_("note"))
    by = models.ForeignKey(User, models.PROTECT, related_name="notes")

    class Meta:
        ordering = ("-on", "-at", "id")
        verbose_name = _("note of a call")
        verbose_name_plural = _("notes of calls")
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="a_note_says_something"),)
        indexes = (models.Index(fields=("country", "-on"), name="note_by_country"),)

    def __str__(self):
        return f"{self.country_id} {self.on}"


class CountryMessage(Kept):
    """What the working group wrote to a country: mailed to each of its focal points of then (`reports.contact_mail`)."""

    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"), related_name="messages")
    title = models.CharField(_("subject"), max_length=limits.TITLE)
    text = models.TextField(_("text"))
    language = models.CharField(_("language of the text"), max_length=8, choices=settings.LANGUAGES)
    by = models.ForeignKey(User, models.PROTECT, related_name="messages")

    class Meta:
        ordering = ("-at", "id")
        verbose_name = _("message to a country")
        verbose_name_plural = _("messages to countries")
        constraints = (models.CheckConstraint(condition=~Q(text="") & ~Q(title=""), name="a_message_says_something"),)
        indexes = (models.Index(fields=("country", "-at"), name="message_by_country"),)

    def __str__(self):
        return f"{self.country_id} {self.title}"

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.activity import Activity
from reports.models.claim import Claim
from reports.models.country import Country
from reports.models.organisation import Organisation
from reports.models.people import User


class RemarkQuerySet(models.QuerySet["Remark"]):
    def unresolved(self) -> Self:
        return self.filter(resolved_at__isnull=True)


class Remark(models.Model):
    """A reviewer's question on an activity, one of its fields or one of its claims, with the reply, until it is resolved."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="remarks")
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="remarks")
    field = models.CharField(_("field"), max_length=40, blank=True)  # a name of reports.activity.state.STATE_FIELDS
    text = models.TextField(_("question"))
    author = models.ForeignKey(User, models.PROTECT, related_name="remarks")
    created_at = models.DateTimeField(auto_now_add=True)
    # Whom it asked: those who stood for the activity then. Nobody else reads it, whatever becomes of the activity.
    countries = models.ManyToManyField(Country, editable=False, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, editable=False, related_name="+")
    reply = models.TextField(_("reply"), blank=True)
    replied_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="replies")
    replied_at = models.DateTimeField(null=True)
    reply_of_country = models.ForeignKey(Country, models.PROTECT, null=True, editable=False, related_name="+")
    reply_of_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, editable=False, related_name="+")
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="remarks_resolved")
    resolved_at = models.DateTimeField(null=True)

    about: str  # what a page adds, in words
    is_withheld = False  # the text of the reply is others', and was taken off what a reader gets
    may_be_answered = False  # by this reader

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="a_remark_says_something"),
            models.CheckConstraint(condition=Q(field="") | Q(claim__isnull=True), name="a_remark_is_on_one_thing"),
            models.CheckConstraint(
                condition=Q(reply="") | Q(replied_by__isnull=False, replied_at__isnull=False),
                name="a_reply_is_signed",
            ),
        )
        indexes = (models.Index(fields=("created_at", "id"), condition=Q(resolved_at=None), name="remark_unresolved"),)

    def __str__(self):
        return self.text[:60]

    @property
    def replied_for(self) -> str:
        """In whose name it was answered; empty: the working group's. Select both."""
        return str(self.reply_of_country or self.reply_of_organisation or "")

"""What is to be mailed to whom, and what was: nothing goes twice."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.people import User


class MailQuerySet(models.QuerySet["Mail"]):
    def unsent(self) -> Self:
        return self.filter(sent_at__isnull=True)


class Mail(models.Model):
    """One message to one person. `key` names its occasion (`round 3 closes 14`): a person gets it once.

    `about` holds plain values for its template; a message is worded when it goes, in the reader's language then. It goes
    to the person's address, or to the `address` that `about` names.
    """

    class Kind(models.TextChoices):
        INVITED = "invited", _("invitations and handovers")
        MESSAGE = "message", _("messages of the working group to your country")
        RETURNED = "returned", _("activities of your country that are returned or about which a question is asked")
        VERIFIED = "verified", _("activities of your country that are verified")
        AGREEMENT = "agreement", _("activities of others that name your country, and what others change in them")
        ROUND = "round", _("reporting rounds that open, close soon or are extended")
        DIGEST = "digest", _("the weekly digest")
        ACCOUNT = "account", _("the security of your account")
        ERROR = "error", _("errors on the site")

    person = models.ForeignKey(User, models.CASCADE, related_name="mail")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    template = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    about = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = (models.UniqueConstraint(fields=("person", "key"), name="a_message_goes_once"),)
        indexes = (models.Index(fields=("created_at",), condition=Q(sent_at__isnull=True), name="mail_unsent"),)

    def __str__(self):
        return f"{self.person_id} {self.key}"


# Mail that a person may do without.
UNSUBSCRIBABLE = (Mail.Kind.RETURNED.value, Mail.Kind.VERIFIED.value, Mail.Kind.ROUND.value)
# Mail that goes at once, whatever a person chose.
ALWAYS = (Mail.Kind.INVITED.value, Mail.Kind.MESSAGE.value, Mail.Kind.ACCOUNT.value, Mail.Kind.ERROR.value)

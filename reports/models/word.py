"""What a country or a regional body says of what is recorded of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Word(models.TextChoices):
    AWAITED = "awaited", _("awaited")
    AGREED = "agreed", _("agreed")
    DECLINED = "declined", _("declined")

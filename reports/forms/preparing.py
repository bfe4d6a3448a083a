from django import forms
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.forms.privacy_checked import PrivacyCheckedForm
from reports.privacy import NOT_HERE


class HandBackForm(PrivacyCheckedForm):
    """What is missing before it can be submitted."""

    missing = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("What should be corrected or added before it is submitted?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NOT_HERE,
    )

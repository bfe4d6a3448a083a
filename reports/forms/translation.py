from django import forms
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.forms.privacy_checked import PrivacyCheckedForm
from reports.privacy import with_care


class TranslationForm(PrivacyCheckedForm):
    """One text of the Plan in one language; `seen` tells what its writer had before them."""

    text = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Translation"),
        required=False,
        help_text=with_care(
            _(
                "When you save, the site records that the translation was made from the French text above, even if "
                "you change nothing."
            )
        ),
        widget=forms.Textarea({"rows": 8}),
    )
    seen = forms.CharField(max_length=limits.LABEL, widget=forms.HiddenInput, required=False)

    def __init__(self, *args, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["lang"] = language

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.forms.privacy_checked import NotAsked, PrivacyCheckedForm
from reports.privacy import NOT_HERE


class SavedViewForm(PrivacyCheckedForm):
    """A name for a list as it is narrowed; which list and how it is narrowed comes from its page."""

    path = forms.CharField(max_length=limits.QUERY_CHARACTERS, widget=forms.HiddenInput)
    query = forms.CharField(max_length=limits.QUERY_CHARACTERS, widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name of the view"), max_length=limits.LABEL, help_text=NOT_HERE)
    is_shared = forms.BooleanField(label=_("Share with all participants"), required=False)

    def __init__(self, *args, may_share: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_share:
            self.fields["is_shared"].widget = NotAsked()

    def texts(self) -> list[str]:
        """What was searched for is shown with the view."""
        filters = QueryDict(self.cleaned_data.get("query", ""))
        return [*super().texts(), *(value for _name, values in filters.lists() for value in values)]

"""What is typed into the search of every page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.search import GROUPS


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Search"), max_length=limits.SEARCH, required=False)
    only = forms.ChoiceField(label=_("Only"), choices=list(GROUPS.items()), required=False)

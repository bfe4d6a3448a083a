"""The form that a table of a country arrives by."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TableForm(forms.Form):
    file = forms.FileField(
        label=_("The workbook, or a CSV file"),
        help_text=_("Nothing is saved yet: the next page shows what would change."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

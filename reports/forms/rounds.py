"""Forms of reporting rounds."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.activity import DateInput
from reports.forms.careful import Careful
from reports.models import Country
from reports.privacy import NOT_HERE, with_care


class RoundForm(Careful):
    free_texts = ("title",)
    title = forms.CharField(label=_("Title"), max_length=120, help_text=NOT_HERE)
    opens_on = forms.DateField(label=_("Opens on"), widget=DateInput())
    closes_on = forms.DateField(label=_("Closes on"), widget=DateInput())
    as_at = forms.DateField(label=_("Figures as at"), widget=DateInput())


class ExtensionForm(Careful):
    free_texts = ("reason",)
    country = forms.ModelChoiceField(label=_("Country"), queryset=Country.objects.participating())
    closes_on = forms.DateField(label=_("New last day for this country"), widget=DateInput())
    reason = forms.CharField(
        label=_("Reason"),
        help_text=with_care(_("The country reads it in the mail.")),
        widget=forms.Textarea({"rows": 3}),
    )

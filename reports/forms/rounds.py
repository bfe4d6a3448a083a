from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.activity import DateInput


class RoundForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    opens_on = forms.DateField(label=_("Opens on"), widget=DateInput())
    closes_on = forms.DateField(label=_("Closes on"), widget=DateInput())
    as_at = forms.DateField(label=_("Figures as at"), widget=DateInput())

"""Forms of reporting rounds, of their narrative and of their snapshots."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.activity import DateInput
from reports.forms.careful import Careful
from reports.forms.versioned import Versioned
from reports.models import Country, Snapshot
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


class NarrativeForm(Versioned):
    free_texts = ("text",)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea({"rows": 14}),
        help_text=with_care(_("A blank line begins a new paragraph.")),
    )


class CorrectionForm(Careful):
    free_texts = ("why",)
    why = forms.CharField(
        label=_("Why a corrected edition is needed"),
        help_text=with_care(_("Everybody who reads the new edition reads it.")),
        widget=forms.Textarea({"rows": 3}),
    )


class CompareForm(forms.Form):
    """Two of the snapshots that the reader may open."""

    old = forms.ModelChoiceField(label=_("From"), queryset=Snapshot.objects.none())
    new = forms.ModelChoiceField(label=_("To"), queryset=Snapshot.objects.none())

    def __init__(self, *args, snapshots, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.queryset = snapshots

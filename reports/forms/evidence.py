from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.activity import DateInput
from reports.models import Claim, Evidence

CONTENT = {"file": "file", "link": "url", "citation": "citation"}


class EvidenceForm(forms.Form):
    """A file, a link or a citation; the kind follows from the field that was filled."""

    file = forms.FileField(
        label=_("A file"),
        required=False,
        help_text=_("PDF, picture (PNG, JPEG), Word, Excel, PowerPoint or OpenDocument; at most 10 MB."),
    )
    url = forms.URLField(
        label=_("or a link"), required=False, assume_scheme="https", help_text=_("For example https://…")
    )
    citation = forms.CharField(
        label=_("or a citation of a public source"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Who published what, and when."),
    )
    title = forms.CharField(label=_("Title"), required=False, max_length=200)
    dated = forms.DateField(label=_("Date of the document"), required=False, widget=DateInput())
    confidentiality = forms.ChoiceField(
        label=_("Who may see it"),
        choices=Evidence.Confidentiality.choices,
        initial=Evidence.Confidentiality.PARTICIPANTS,
        widget=forms.RadioSelect,
    )
    claims = forms.MultipleChoiceField(
        label=_("Which claims does it prove?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: it supports the whole activity and each of its claims."),
    )

    def __init__(self, *args, claims: list[Claim], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["claims"].choices = [(str(claim.pk), f"{claim.indicator_id} {claim.label}") for claim in claims]
        if not claims:
            del self.fields["claims"]

    def clean(self):
        given = [kind for kind, name in CONTENT.items() if self.cleaned_data.get(name)]
        if not given and not self.errors:
            self.add_error("file", _("Choose a file, or give a link or a citation."))
        if len(given) > 1:
            self.add_error(CONTENT[given[1]], _("One piece at a time: save the first, then add this one."))
        return self.cleaned_data | {"kind": given[0] if given else ""}

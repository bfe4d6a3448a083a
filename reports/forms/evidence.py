from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports import limits, rules
from reports.forms.dates import DayField
from reports.forms.privacy_checked import PrivacyCheckedForm
from reports.forms.proof import FILES_HINT, FilesField, LinksField
from reports.models import Claim, Evidence
from reports.privacy import NOT_HERE, with_care
from reports.rules import Standing


class EvidenceForm(PrivacyCheckedForm):
    """Files, links and a citation, several at once: they share the date, the claims and who may see them."""

    files: Any = FilesField(label=_("Files"), required=False, help_text=with_care(FILES_HINT))
    links = LinksField(
        label=_("Links to web pages"), required=False, help_text=with_care(_("One per line, for example https://…"))
    )
    citation = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Citation of a public source"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=with_care(_("Who published what, and when.")),
    )
    title = forms.CharField(label=_("Title"), required=False, max_length=limits.TITLE, help_text=NOT_HERE)
    dated = DayField(label=_("Date of the document"), required=False)
    confidentiality = forms.ChoiceField(
        label=_("Who may see the evidence"),
        choices=Evidence.Confidentiality.choices,
        initial=Evidence.Confidentiality.PARTICIPANTS,
        widget=forms.RadioSelect,
    )
    claims = forms.MultipleChoiceField(
        label=_("Which claims does the evidence support?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("If no claim is chosen, the evidence supports the whole activity and each of its claims."),
    )

    def __init__(self, *args, who: Standing, claims: list[Claim], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].widget.waiting = rules.visible_uploads(who)
        self.fields["claims"].choices = [(str(claim.pk), claim.named) for claim in claims]
        if not claims:
            del self.fields["claims"]

    def texts(self):
        sent = self.cleaned_data.get("files")
        return [*super().texts(), *(self.fields["files"].names_of(sent) if sent else ())]

    def clean(self):
        typed = super().clean()
        given = len(typed.get("files") or ()) + len(typed.get("links", ())) + bool(typed.get("citation"))
        if not given and not self.errors:
            self.add_error("files", _("Choose a file, or enter a link or a citation."))
        if given > 1 and typed.get("title"):
            self.add_error(
                "title", _("A title applies to a single item. Leave the title empty, or add the items one by one.")
            )
        return typed

    def about(self) -> dict:
        """What all the pieces share, as the verb wants it."""
        names = ("title", "dated", "confidentiality", "claims")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

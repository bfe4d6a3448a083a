"""A country's word, and the letter that stands for it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.forms.dates import DayField
from reports.forms.privacy_checked import PrivacyCheckedForm
from reports.models import Claim, Country, Evidence
from reports.privacy import NOT_HERE


class DeclineForm(PrivacyCheckedForm):
    """Of the whole activity, or of one claim for the country."""

    only = forms.ChoiceField(label=_("What does your country decline?"), required=False)
    reason = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Reason for declining"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=NOT_HERE,
    )

    def __init__(self, *args, claims: Iterable[Claim] = (), **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(str(claim.pk), claim.named) for claim in claims]
        self.fields["only"].choices = [("", _("the activity, with everything claimed for the country")), *choices]
        if not choices:
            del self.fields["only"]

    def claims(self) -> list[UUID]:
        chosen = self.cleaned_data.get("only")
        return [UUID(chosen)] if chosen else []


class ObjectionForm(PrivacyCheckedForm):
    reasons = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Reasons for the objection"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=NOT_HERE,
    )


class LetterForm(forms.Form):
    """Which country, which piece of evidence is its letter, and of which day."""

    fields: dict[str, Any]  # each of its own kind

    country = forms.ChoiceField(label=_("Country"))
    evidence = forms.ChoiceField(
        label=_("Letter or e-mail"),
        help_text=_("Add the letter as evidence first, as a file or a link, then choose it."),
    )
    letter_on = DayField(
        label=_("Date of the letter"), required=False, help_text=_("If empty, the date given with the evidence.")
    )

    def __init__(self, *args: Any, pieces: Iterable[Evidence] = (), countries: Iterable[Country] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [(row.pk, row.name) for row in countries]
        self.fields["evidence"].choices = [
            (str(piece.pk), str(piece)) for piece in pieces if piece.kind != Evidence.Kind.CITATION
        ]

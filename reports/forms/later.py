"""What happened after an activity was recorded: its status since a day, the end of a result, a progress note."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.forms.currency import currency_field
from reports.forms.dates import KnownDayField
from reports.forms.numbers import AmountField, WholeNumberField
from reports.forms.privacy_checked import PrivacyCheckedForm
from reports.models import Activity, Evidence, LaterFact
from reports.privacy import NOT_HERE, with_care
from reports.workflow.later_facts import Numbers


class ProvedForm(PrivacyCheckedForm):
    """With proof: a piece of evidence that is there, or a link or citation that is added to it."""

    evidence = forms.TypedChoiceField(
        label=_("Evidence already on file"), required=False, coerce=UUID, empty_value=None
    )
    url = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=limits.LINK,
        assume_scheme="https",
        help_text=with_care(
            _(
                "A link or a citation is added to the evidence of the activity. If it is a file, add it to the evidence first."
            )
        ),
    )
    citation = forms.CharField(
        label=_("Citation of a public source"),
        max_length=limits.LONG_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=with_care(_("Who published what, and when.")),
    )

    def __init__(self, *args: Any, pieces: Iterable[Evidence] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["evidence"].choices = [("", "—"), *((str(piece.pk), str(piece)) for piece in pieces)]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if sum(bool(typed.get(name)) for name in ("evidence", "url", "citation")) > 1:
            self.add_error("evidence", _("Choose one piece of evidence, or enter one link or one citation."))
        return typed


class LaterStatusForm(PrivacyCheckedForm):
    status = forms.ChoiceField(label=_("Status"), choices=Activity.Status.choices)
    status_since = KnownDayField(label=_("Since"))
    status_reason = forms.CharField(
        label=_("Reason"),
        max_length=limits.LONG_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=with_care(_("Only if the activity was suspended or cancelled.")),
    )


class EndForm(ProvedForm):
    since = KnownDayField(label=_("No longer so since"))
    needs_proof = _("Without evidence this stays reported: the working group can verify it only with evidence.")
    reason = forms.CharField(
        label=_("Reason"), max_length=limits.LONG_TEXT, widget=forms.Textarea(attrs={"rows": 3}), help_text=NOT_HERE
    )

    field_order = ("since", "reason", "evidence", "url", "citation")


class ProgressNoteForm(ProvedForm):
    since = KnownDayField(label=_("Date"))
    text = forms.CharField(
        label=_("What happened"),
        max_length=limits.LONG_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=with_care(_("What was done since the last note, what came of it, and what is next.")),
    )
    language = forms.ChoiceField(label=_("Language of this text"), choices=settings.LANGUAGES)
    participants_women = WholeNumberField(
        label=_("Participants, women"), min_value=0, max_value=limits.COUNT, required=False
    )
    participants_men = WholeNumberField(
        label=_("Participants, men"),
        min_value=0,
        max_value=limits.COUNT,
        required=False,
        help_text=_(
            "For this period only. These figures are part of the activity’s totals, which are the ones counted: update the totals too."
        ),
    )
    amount_spent = AmountField(
        label=_("Amount spent"),
        min_value=0,
        max_digits=limits.AMOUNT[0],
        decimal_places=limits.AMOUNT[1],
        required=False,
    )
    currency = currency_field()
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    field_order = (
        *("since", "text", "language", "participants_women", "participants_men", "amount_spent", "currency"),
        *("evidence", "url", "citation", "key"),
    )

    def numbers(self) -> Numbers:
        typed = self.cleaned_data
        return {
            "participants_women": typed["participants_women"],
            "participants_men": typed["participants_men"],
            "amount_spent": typed["amount_spent"],
            "currency": typed["currency"],
        }


class DecideFactForm(PrivacyCheckedForm):
    review = forms.ChoiceField(
        choices=[choice for choice in LaterFact.Review.choices if choice[0] != LaterFact.Review.WITHDRAWN],
        widget=forms.HiddenInput,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=limits.LONG_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=NOT_HERE,
    )

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.careful import Careful
from reports.models import Claim
from reports.privacy import NOT_HERE, with_care


class ReturnForm(Careful):
    free_texts = ("remark",)
    remark = forms.CharField(
        label=_("What should be corrected or added?"), widget=forms.Textarea(attrs={"rows": 3}), help_text=NOT_HERE
    )


class RemarkForm(Careful):
    free_texts = ("text",)
    text = forms.CharField(
        label=_("Your question or remark"), widget=forms.Textarea(attrs={"rows": 2}), help_text=NOT_HERE
    )


class ReplyForm(Careful):
    free_texts = ("reply",)
    reply = forms.CharField(label=_("Your reply"), widget=forms.Textarea(attrs={"rows": 2}), help_text=NOT_HERE)


class VerifyForm(Careful):
    """One decision and one reason a claim; what is not dated can only be left or refused."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, claims: list[Claim], **kwargs):
        super().__init__(*args, **kwargs)
        self.claims = claims
        for claim in claims:
            provable = bool(claim.achieved_on) and claim.is_proved
            wanted = claim.verification
            if wanted == Claim.Verification.PENDING and provable:
                wanted = Claim.Verification.VERIFIED
            self.fields[f"decision_{claim.pk}"] = forms.ChoiceField(
                label=_("Your decision"),
                choices=[row for row in DECISIONS if provable or row[0] != Claim.Verification.VERIFIED],
                initial=wanted,
                widget=forms.RadioSelect,
            )
            self.fields[f"finding_{claim.pk}"] = forms.CharField(
                label=_("Why"), initial=claim.finding, required=False, help_text=with_care(_("Needed for a refusal."))
            )

    def rows(self):
        """`[(claim, decision field, reason field)]` for the page."""
        return [(claim, self[f"decision_{claim.pk}"], self[f"finding_{claim.pk}"]) for claim in self.claims]

    def decisions(self) -> dict[UUID, dict[str, str]]:
        typed = self.cleaned_data
        return {
            claim.pk: {"verification": typed[f"decision_{claim.pk}"], "finding": typed[f"finding_{claim.pk}"]}
            for claim in self.claims
        }

    @property
    def free_texts(self) -> list[str]:
        return [f"finding_{claim.pk}" for claim in self.claims]

    def clean(self):
        super().clean()
        for claim in self.claims:
            refused = self.cleaned_data.get(f"decision_{claim.pk}") == Claim.Verification.REFUSED
            if refused and not self.cleaned_data.get(f"finding_{claim.pk}", "").strip():
                self.add_error(f"finding_{claim.pk}", _("Say why the claim is refused."))
        return self.cleaned_data


DECISIONS = [
    (Claim.Verification.VERIFIED.value, _("verify")),
    (Claim.Verification.REFUSED.value, _("refuse")),
    (Claim.Verification.PENDING.value, _("leave unchecked")),
]

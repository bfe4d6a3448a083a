from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.activity.state import REMARKABLE
from reports.forms.named import NamedChoiceField
from reports.forms.privacy_checked import PrivacyCheckedForm
from reports.models import Activity, Adoption, Claim, Country, Finding, contradicting
from reports.privacy import NOT_HERE, with_care
from reports.queue import AGE, IMPORTANCE, ROUND
from reports.wording import field_name
from reports.workflow import Decision
from reports.workflow.judging import Decider


class QueueForm(forms.Form):
    """What of the queue, and in which order; the order is a link, so that it is one click."""

    country = NamedChoiceField(label=_("Country"), queryset=Country.objects.all(), required=False, empty_label=_("all"))
    order = forms.ChoiceField(
        label=_("Order"),
        choices=[(IMPORTANCE, _("importance")), (ROUND, _("round")), (AGE, _("age"))],
        required=False,
        widget=forms.HiddenInput,
    )


class ReturnForm(PrivacyCheckedForm):
    remark = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("What should be corrected or added?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NOT_HERE,
    )


class RemarkForm(PrivacyCheckedForm):
    """A question on the whole activity, one of its fields (by name) or one of its claims (by id)."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)  # sent twice, it is one remark
    about = forms.ChoiceField(label=_("What is the question or remark about?"), required=False)
    text = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Your question or remark"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=NOT_HERE,
    )

    def __init__(self, *args, claims: Iterable[Claim], **kwargs):
        super().__init__(*args, **kwargs)
        fields = [(name, capfirst(field_name(name))) for name in REMARKABLE if name != "claims"]
        named = [(str(claim.pk), claim.named) for claim in claims]
        groups = [(_("A claim"), named)] if named else []
        self.fields["about"].choices = [("", _("the whole activity")), *groups, (_("A field"), fields)]

    def subject(self) -> dict[str, Any]:
        """As `workflow.add_remark` takes it."""
        about, key = self.cleaned_data["about"], {"key": self.cleaned_data["key"]}
        if not about:
            return key
        return key | ({"field": about} if about in REMARKABLE else {"claim": UUID(about)})


class ReplyForm(PrivacyCheckedForm):
    reply = forms.CharField(
        max_length=limits.LONG_TEXT, label=_("Your reply"), widget=forms.Textarea(attrs={"rows": 2}), help_text=NOT_HERE
    )


class TakeBackForm(PrivacyCheckedForm):
    reason = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Reason for the withdrawal"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=NOT_HERE,
    )


class FindingForm(PrivacyCheckedForm):
    verdict = forms.ChoiceField(label=_("Finding"), choices=Finding.Verdict.choices, widget=forms.RadioSelect)
    reasons = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Reasons"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=with_care(
            _("Reasons are required for a doubt or a refusal. The country and the other agency can read them.")
        ),
    )


class DecideForm(PrivacyCheckedForm):
    verification = forms.ChoiceField(label=_("Decision"), choices=Claim.Verification.choices, widget=forms.RadioSelect)
    finding = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=with_care(_("A reason is required to refuse a claim or to withdraw a decision.")),
    )


class AnswerDecisionForm(PrivacyCheckedForm):
    """Of an action that a country reports as in place."""

    verification = forms.ChoiceField(
        label=_("Decision"), choices=Adoption.Verification.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=with_care(_("A reason is required to refuse, or to withdraw a decision. Participants read it.")),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    data: Any  # as the page sent it, or a copy with the version that stands now

    def renew(self, version: int) -> None:
        """Say that the answer has changed: it is read again before it is decided on."""
        self.data = self.data.copy()
        self.data["version"] = str(version)
        message = _("The country has changed its answer while you were reading it. Read it again, then decide.")
        self.add_error(None, message)


class VerifyForm(PrivacyCheckedForm):
    """One decision and one reason a claim that is the reviewer's to decide; what is not dated can only be left or refused."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, claims: list[Claim], activity: Activity, deciding: Decider, **kwargs):
        super().__init__(*args, **kwargs)
        self.problems = {claim.pk: deciding.problem(claim, activity) for claim in claims}
        self.all_claims = claims
        self.claims = [claim for claim in claims if not self.problems[claim.pk]]
        for claim in self.claims:
            findings, needed = claim.findings.all(), deciding.judges(claim, activity).needed
            provable = bool(claim.achieved_on) and claim.is_proved and not contradicting(findings, VERIFIED)
            barred = {VERIFIED} if not provable else set()
            barred |= {REFUSED} if contradicting(findings, REFUSED, needed) else set()
            preset = claim.verification
            if preset == Claim.Verification.PENDING and provable:
                preset = Claim.Verification.VERIFIED
            self.fields[f"decision_{claim.pk}"] = forms.ChoiceField(
                label=_("Your decision"),
                choices=[row for row in DECISIONS if row[0] not in barred],
                initial=preset,
                widget=forms.RadioSelect,
            )
            self.fields[f"finding_{claim.pk}"] = forms.CharField(
                max_length=limits.LONG_TEXT,
                label=_("Reason"),
                initial=claim.decision_reason if preset == REFUSED else "",
                required=False,
                help_text=with_care(_("Required when refusing a claim or withdrawing a decision.")),
            )

    def rows(self):
        """`[(claim, decision field, reason field, why it is not this reviewer's to decide)]` for the page."""
        return [
            (claim, None, None, problem)
            if (problem := self.problems[claim.pk])
            else (claim, self[f"decision_{claim.pk}"], self[f"finding_{claim.pk}"], "")
            for claim in self.all_claims
        ]

    def decisions(self) -> dict[UUID, Decision]:
        typed = self.cleaned_data
        return {
            claim.pk: {"verification": typed[f"decision_{claim.pk}"], "finding": typed[f"finding_{claim.pk}"]}
            for claim in self.claims
        }

    def clean(self):
        super().clean()
        for claim in self.claims:
            refused = self.cleaned_data.get(f"decision_{claim.pk}") == Claim.Verification.REFUSED
            if refused and not self.cleaned_data.get(f"finding_{claim.pk}", "").strip():
                self.add_error(f"finding_{claim.pk}", _("Explain why the claim is refused."))
        return self.cleaned_data


VERIFIED, REFUSED = Claim.Verification.VERIFIED.value, Claim.Verification.REFUSED.value
DECISIONS = [
    (VERIFIED, _("verify")),
    (REFUSED, _("refuse")),
    (Claim.Verification.PENDING.value, _("leave pending")),
]

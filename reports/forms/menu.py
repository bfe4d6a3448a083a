"""A country's answer to one action of the menu, on the page of them all."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports import limits
from reports.forms.dates import HOW_MUCH, KnownDayField
from reports.forms.privacy_checked import NotAsked, PrivacyCheckedForm
from reports.forms.refusals import add_refusal
from reports.models import Adoption
from reports.privacy import with_care

NO_ANSWER = ""
TYPED = ("answer", "when", "corrects", "reason", "is_because_public", "proof_url", "proof_citation")
# Where the fields of an answer stand on its form.
PLACES = {
    "adopted_on": "when",
    "in_place_since": "when",
    "withdrawn_on": "when",
    "because": "reason",
    "withdrawn_because": "reason",
}


class MenuAnswerForm(PrivacyCheckedForm):
    """One row of the page: `prefix` is the action's code. What is left empty in a row without an answer says nothing."""

    data: Any  # as the page sent it, or a copy with the version that stands now
    answer = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        choices=[(NO_ANSWER, gettext_lazy("no answer")), *Adoption.Answer.choices],
        required=False,
    )
    when = KnownDayField(
        label=gettext_lazy("Since or from"),
        required=False,
        help_text=format_lazy(
            "{} {}",
            HOW_MUCH,
            gettext_lazy("For “no answer”: the date from which the answer is withdrawn. If left empty: from today."),
        ),
    )
    corrects = forms.BooleanField(
        label=gettext_lazy("The present answer was wrong from its first day; this one takes its place from that day"),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for not taking it up, or for withdrawing"),
        required=False,
        max_length=limits.LONG_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=with_care(gettext_lazy("Participants read it.")),
    )
    is_because_public = forms.BooleanField(label=gettext_lazy("Publish the reason"), required=False)
    proof_url = forms.CharField(
        label=gettext_lazy("Link to the evidence that it is in place"),
        required=False,
        max_length=limits.LINK,
        widget=forms.URLInput,
        help_text=with_care(""),
    )
    proof_citation = forms.CharField(
        label=gettext_lazy("Or citation: who published what, and when"),
        required=False,
        max_length=limits.LONG_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=with_care(""),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    use_required_attribute = False

    def __init__(self, *args: Any, current: Adoption | None, **kwargs: Any):
        self.current = current
        super().__init__(*args, initial=shown(current) | kwargs.pop("typed", {}), **kwargs)
        if current is None:
            self.fields["corrects"].widget = self.fields["version"].widget = NotAsked()

    @classmethod
    def as_typed(cls, data: QueryDict, prefix: str, current: Adoption | None, country: str) -> "MenuAnswerForm":
        """The row as it was typed, not asked about yet."""
        named = {name: data.get(f"{prefix}-{name}", "") for name in (*TYPED, "version")}
        return cls(prefix=prefix, current=current, typed=named | {"is_typed": True}, countries=[country])

    @property
    def is_changed(self) -> bool:
        """Says the row, as it was sent, anything that does not stand? One that was empty when it was shown, and still is, does not."""
        typed = [self.data.get(self.add_prefix(name), "") for name in (*TYPED, "version")]
        return any(typed) and any(name in self.changed_data for name in TYPED)

    @property
    def is_stale(self) -> bool:
        """Has somebody else changed the answer since the row was shown?"""
        version = self.data.get(self.add_prefix("version"), "")
        return version != (str(self.current.version) if self.current else "")

    def renew(self, version: int | None) -> None:
        """Say that the answer has changed, or was withdrawn; saved once more, the row takes its place."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = "" if version is None else str(version)
        message = _(
            "Someone else has changed this answer in the meantime. Compare it with yours: saving again replaces it."
        )
        self.add_error(None, message)

    @property
    def is_another(self) -> bool:
        """Another answer than the one that stands."""
        return self.cleaned_data["answer"] != (self.current.answer if self.current else NO_ANSWER)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if "answer" in self.cleaned_data and self.is_another and self.current and not self.errors:
            typed, is_gone = self.cleaned_data["when"], self.cleaned_data["answer"] == NO_ANSWER
            is_same = typed == self.initial.get("when") and (is_gone or not self.cleaned_data["corrects"])
            if not typed or is_same:
                self.add_error("when", _("Enter the date from which the new answer applies."))
            if is_gone and not self.cleaned_data["reason"]:
                self.add_error("reason", _("Explain why the answer is withdrawn: participants read it."))
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """As `workflow.answer_action` takes them."""
        typed = self.cleaned_data
        if typed["answer"] == Adoption.Answer.IN_PLACE:
            return {"in_place_since": typed["when"]} | {name: typed[name] for name in ("proof_url", "proof_citation")}
        values: dict[str, Any] = {"adopted_on": typed["when"]} if typed["when"] else {}
        if typed["answer"] == Adoption.Answer.NOT_TAKEN_UP:
            values |= {"because": typed["reason"], "is_because_public": typed["is_because_public"]}
        return values

    def refuse(self, refusal: ValidationError) -> None:
        """Lay it on the fields of this form."""
        by_field = {PLACES.get(name, name): messages for name, messages in refusal.message_dict.items()}
        add_refusal(self, ValidationError(by_field))


def shown(answer: Adoption | None) -> dict[str, Any]:
    """An answer as its form shows it."""
    if answer is None:
        return {"answer": NO_ANSWER, "when": "", "version": None}
    return {
        "answer": answer.answer,
        "when": answer.stands_from.known,
        "reason": answer.because,
        "is_because_public": answer.is_because_public,
        "proof_url": answer.proof_url,
        "proof_citation": answer.proof_citation,
        "version": answer.version,
    }

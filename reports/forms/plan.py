"""Forms by which the working group revises what the Plan lets be revised, and assesses its targets."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models import Target
from reports import limits
from reports.forms.dates import DayField
from reports.forms.multilingual import OFFICIAL_FIRST, MultilingualForm, first_hint
from reports.forms.numbers import WholeNumberField
from reports.forms.privacy_checked import PrivacyCheckedForm
from reports.models import Assessment, Country, Participation
from reports.privacy import NOT_HERE, with_care
from themes.dates import date_format
from themes.models import LANGUAGE_CODES
from themes.punctuation import introduced, introduced_lazy


class TextsForm(PrivacyCheckedForm):
    """One text in every language, French first: `wordings()` is `{"fr": "...", "en": "...", "pt": "..."}`."""

    named, label, rows = "text", _("Text"), 5

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, language in OFFICIAL_FIRST:
            self.fields[f"{self.named}_{code}"] = forms.CharField(
                max_length=limits.LONG_TEXT,
                label=introduced_lazy(self.label, language),
                required=False,
                help_text=first_hint(code),
                widget=forms.Textarea({"rows": self.rows, "lang": code}),
            )

    def wordings(self, name: str = "") -> dict[str, str]:
        """Of this text, or of another that the form has in every language."""
        return {code: self.cleaned_data[f"{name or self.named}_{code}"] for code in LANGUAGE_CODES}

    @classmethod
    def first(cls, row: Model) -> dict[str, str]:
        return {f"{cls.named}_{code}": getattr(row, f"{cls.named}_{code}") for code in LANGUAGE_CODES}


class Correcting(MultilingualForm):
    """A dated row: a new one, or one that takes the place of one that was wrong, or takes it back.

    `reasoned`: the text that is asked for in any case.
    """

    reasoned = ""
    corrects = forms.TypedChoiceField(
        label=_("Corrects an earlier entry"), required=False, coerce=int, empty_value=None, widget=forms.Select
    )
    takes_back = forms.BooleanField(
        label=_("The earlier entry was made in error: withdraw it without replacing it"), required=False
    )

    def __init__(self, *args, standing: Iterable[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["corrects"].choices = [("", _("no, this is a separate change")), *standing]
        if not standing:
            del self.fields["corrects"], self.fields["takes_back"]

    def clean(self):
        typed = super().clean()
        if typed.get("takes_back"):
            kept = {"corrects", "anyway", "language", self.reasoned, *self.translated}
            for name in set(self.errors) - kept:
                del self.errors[name]
            if not typed.get("corrects"):
                self.add_error("corrects", _("Choose the entry to be withdrawn."))
        return typed

    def taken_back(self) -> dict[str, Any] | None:
        """The row to take back, as the verb takes it; None: something is to be entered."""
        if not self.cleaned_data.get("takes_back"):
            return None
        why = {self.reasoned: self.cleaned_data[self.reasoned]} | self.languages(self.reasoned)
        return {"pk": self.cleaned_data["corrects"]} | why


class RevisionForm(Correcting, TextsForm):
    in_each_language = ("decided_by", "reason")
    reasoned = "reason"
    label = _("New wording")
    deadline = DayField(label=_("New deadline"), required=False)
    indicator = forms.ChoiceField(label=_("Indicator whose threshold changes"), required=False)
    required = WholeNumberField(label=_("New threshold"), required=False, min_value=1, max_value=limits.THRESHOLD)
    everyone = forms.BooleanField(
        label=_("Every participating country"),
        required=False,
        help_text=_("Instead of a number, for an indicator that counts countries."),
    )
    in_force_from = DayField(label=_("In force from"))
    decided_by = forms.CharField(
        label=_("Decided by"),
        max_length=limits.TITLE,
        help_text=with_care(_("A meeting or body, with the date of its decision.")),
    )
    reason = forms.CharField(
        max_length=limits.LONG_TEXT, label=_("Reason"), help_text=NOT_HERE, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args, target: Target, **kwargs):
        standing = [
            (row.pk, introduced(date_format(row.in_force_from), row.written("decided_by")))
            for row in target.revisions.standing()
        ]
        super().__init__(*args, standing=standing, **kwargs)
        for code, language in OFFICIAL_FIRST:
            self.fields[f"title_{code}"] = forms.CharField(
                label=introduced_lazy(_("New short title"), language),
                required=False,
                max_length=limits.TITLE,
                help_text=first_hint(code),
                widget=forms.TextInput({"lang": code}),
            )
        counted = [(row.pk, introduced(row.pk, row.text)) for row in target.indicators.all()]
        self.fields["indicator"].choices = [("", _("no threshold changes")), *counted]
        texts = [f"{name}_{code}" for name in ("title", "text") for code, _name in OFFICIAL_FIRST]
        self.order_fields(["corrects", "takes_back", *texts, "deadline", "indicator", "required", "everyone"])

    def clean(self):
        typed = super().clean()
        asks = typed.get("indicator") and not typed.get("takes_back")
        if asks and not typed.get("required") and not typed.get("everyone") and "required" not in self.errors:
            self.add_error("required", _("Enter the new threshold, or select every participating country."))
        return typed

    def values(self) -> dict:
        """As the verb takes them: a threshold of None asks for every participating country."""
        names = ("deadline", "indicator", "in_force_from", "decided_by", "reason")
        texts = {name: self.wordings(name) for name in ("title", "text")}
        required = None if self.cleaned_data["everyone"] else self.cleaned_data["required"]
        corrects = self.cleaned_data.get("corrects")
        given = {name: self.cleaned_data[name] for name in names} | texts | self.languages()
        return given | {"required": required, "corrects": corrects}


class ReadingForm(TextsForm):
    named, label = "reading", _("How the indicator is counted, and why")
    reason = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Reason for the change"),
        help_text=NOT_HERE,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([f"reading_{code}" for code, _name in OFFICIAL_FIRST])


class RecommendationForm(TextsForm):
    label, rows = _("Text of the recommendation"), 6
    reason = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Where the text was found"),
        help_text=with_care(_("The document, its date and the page.")),
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([f"text_{code}" for code, _name in OFFICIAL_FIRST])


class ParticipationForm(Correcting):
    in_each_language = ("decision", "source")
    reasoned = "source"
    participation = forms.ChoiceField(
        label=_("Participation"), choices=Participation.Status.choices, widget=forms.RadioSelect
    )
    since = DayField(label=_("From"), initial=timezone.localdate)
    decision = forms.CharField(
        label=_("Decision"),
        required=False,
        max_length=limits.TITLE,
        help_text=with_care(_("A meeting or body, with the date of its decision.")),
    )
    source = forms.CharField(
        label=_("Source confirming the participation status"),
        max_length=limits.SOURCE,
        help_text=with_care(_("The document, letter or meeting that confirms the participation, with the date.")),
    )

    def __init__(self, *args, country: Country, **kwargs):
        rows = country.participations.standing()
        standing = [(row.pk, introduced(date_format(row.since), row.get_status_display())) for row in rows]
        super().__init__(*args, standing=standing, countries=[country.pk], **kwargs)
        self.order_fields(["corrects", "takes_back"])

    def values(self) -> dict:
        names = ("participation", "since", "decision", "source")
        given = {name: self.cleaned_data[name] for name in names} | self.languages()
        return given | {"corrects": self.cleaned_data.get("corrects")}


class AssessmentForm(MultilingualForm):
    in_each_language = ("reasons",)
    verdict = forms.ChoiceField(label=_("Assessment"), choices=Assessment.Verdict.choices, widget=forms.RadioSelect)
    reasons = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Reasons"),
        help_text=with_care(_("Shown to everyone alongside the figure.")),
        widget=forms.Textarea({"rows": 5}),
    )
    assessed_on = DayField(label=_("Date of the assessment"), initial=timezone.localdate)

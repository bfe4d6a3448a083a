"""Forms by which the working group revises what the Plan lets be revised, and judges its targets."""

from django import forms
from django.conf import settings
from django.db.models import Model
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from indicators.models import Target
from reports import limits
from reports.forms.careful import Careful
from reports.forms.dates import DayField
from reports.models import Country, Judgement
from reports.privacy import NOT_HERE, with_care
from themes.models import LANGUAGE_CODES

OFFICIAL_FIRST = sorted(settings.LANGUAGES, key=lambda row: row[0] != "fr")


class TextsForm(Careful):
    """One text in every language, French first: `texts()` is `{"fr": "...", "en": "...", "pt": "..."}`."""

    named, label, rows = "text", _("Text"), 5

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, language in OFFICIAL_FIRST:
            self.fields[f"{self.named}_{code}"] = forms.CharField(
                max_length=limits.LONG_TEXT,
                label=format_lazy("{}: {}", self.label, language),
                required=False,
                widget=forms.Textarea({"rows": self.rows, "lang": code}),
            )

    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"{self.named}_{code}"] for code in LANGUAGE_CODES}

    @classmethod
    def first(cls, row: Model) -> dict[str, str]:
        return {f"{cls.named}_{code}": getattr(row, f"{cls.named}_{code}") for code in LANGUAGE_CODES}


class RevisionForm(TextsForm):
    free_texts = ("decided_by", "reason")
    label = _("New wording")
    indicator = forms.ChoiceField(label=_("Indicator whose threshold changes"), required=False)
    required = forms.IntegerField(label=_("New threshold"), required=False, min_value=1, max_value=limits.THRESHOLD)
    everyone = forms.BooleanField(
        label=_("Every participating country"),
        required=False,
        help_text=_("Instead of a number, where the indicator counts countries."),
    )
    in_force_from = DayField(label=_("In force from"))
    decided_by = forms.CharField(
        label=_("Decided by"),
        max_length=limits.TITLE,
        help_text=with_care(_("A meeting or a body, with the date of its decision.")),
    )
    reason = forms.CharField(
        max_length=limits.LONG_TEXT, label=_("Reason"), help_text=NOT_HERE, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args, target: Target, **kwargs):
        super().__init__(*args, **kwargs)
        counted = [(row.pk, f"{row.pk}: {row.text}") for row in target.indicators.all()]
        self.fields["indicator"].choices = [("", _("no threshold changes")), *counted]
        texts = [f"text_{code}" for code, _name in OFFICIAL_FIRST]
        self.order_fields([*texts, "indicator", "required", "everyone"])

    def clean(self):
        typed = super().clean()
        if typed.get("indicator") and not typed.get("required") and not typed.get("everyone"):
            self.add_error("required", _("Give the new threshold, or tick every participating country."))
        return typed

    def values(self) -> dict:
        """As the verb takes them: a threshold of None asks for every participating country."""
        names = ("indicator", "in_force_from", "decided_by", "reason")
        required = None if self.cleaned_data["everyone"] else self.cleaned_data["required"]
        return {name: self.cleaned_data[name] for name in names} | {"required": required, "text": self.texts()}


class ReadingForm(TextsForm):
    free_texts = ("reason",)
    named, label = "reading", _("How it is counted, and why")
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
    free_texts = ("reason",)
    label, rows = _("Text of the recommendation"), 6
    reason = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Where it was found"),
        help_text=with_care(_("The document, its date, the page.")),
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([f"text_{code}" for code, _name in OFFICIAL_FIRST])


class ParticipationForm(Careful):
    free_texts = ("source",)
    participation = forms.ChoiceField(
        label=_("Participation"), choices=Country.Participation.choices, widget=forms.RadioSelect
    )
    source = forms.CharField(
        label=_("Source of the participation"),
        max_length=limits.SOURCE,
        help_text=with_care(_("The document, letter or meeting that says so, with its date.")),
    )


class JudgementForm(Careful):
    free_texts = ("reasons",)
    verdict = forms.ChoiceField(label=_("Judgement"), choices=Judgement.Verdict.choices, widget=forms.RadioSelect)
    reasons = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Reasons"),
        help_text=with_care(_("Everybody reads them beside the figure.")),
        widget=forms.Textarea({"rows": 5}),
    )
    language = forms.ChoiceField(label=_("Language of the reasons"), choices=settings.LANGUAGES)
    judged_on = DayField(label=_("Date of the judgement"), initial=timezone.localdate)

"""Forms of reporting rounds, of their narrative and of their snapshots."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.forms.dates import DayField
from reports.forms.multilingual import OFFICIAL_FIRST, MultilingualForm
from reports.forms.named import NamedChoiceField
from reports.forms.versioned import Versioned
from reports.models import Country, Round, Snapshot
from reports.privacy import NOT_HERE, with_care
from themes.multilingual import page_language


class RoundForm(MultilingualForm):
    in_each_language = ("title",)
    title = forms.CharField(label=_("Title"), max_length=limits.ROUND_TITLE, help_text=NOT_HERE)
    opens_on = DayField(label=_("Opens on"))
    closes_on = DayField(label=_("Closes on"))
    as_at = DayField(label=_("Figures as at"))


class RoundTitleForm(MultilingualForm):
    """In which language the title of a round is, and the title in others: the original stays as it is."""

    data: Any  # as the page sent it, or a copy with what others have saved
    in_each_language = ("title",)
    title = RoundForm.declared_fields["title"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["title"]
        self.fields["language"].label = _("Language of the current title")
        for name in ("language", *self.translated):
            self.fields[name].show_hidden_initial = True  # what the page showed, for `changes`

    def changes(self) -> dict[str, Any]:
        """As `translate_round` takes them: what this person changed, whatever others have saved since."""
        typed = {name: self.cleaned_data[name] for name in self.changed_data}
        titles = {code: typed[f"title_{code}"] for code, _language in OFFICIAL_FIRST if f"title_{code}" in typed}
        seen = {code: self.data.get(self[f"title_{code}"].html_initial_name, "") for code in titles}
        return {"language": typed.get("language", ""), "titles": titles, "seen": seen}

    def show_saved(self, row: Round) -> None:
        """After a refusal: what others have saved is what the page shows now."""
        self.data = self.data.copy()
        for name, text in self.first(row).items():
            self.data[self[name].html_initial_name] = text

    def is_unfolded(self) -> bool:
        return True

    @staticmethod
    def first(row: Round) -> dict[str, Any]:
        translations = row.beside("title")["translations"]
        texts = {f"title_{code}": text for code, text in translations.items()}
        return {"language": row.language or page_language()} | texts


class ExtensionForm(MultilingualForm):
    in_each_language = ("reason",)
    country = NamedChoiceField(label=_("Country"), queryset=Country.objects.none())
    closes_on = DayField(label=_("New last day for this country"))
    reason = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Reason"),
        help_text=with_care(_("The country receives the reason by e-mail.")),
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args, as_at: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].queryset = Country.objects.participating(as_at)

    def written_about(self):
        country = self.cleaned_data.get("country")
        return [country.pk] if country else []


class NarrativeForm(Versioned):
    text = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Text"),
        required=False,
        widget=forms.Textarea({"rows": 14}),
        help_text=with_care(_("A blank line starts a new paragraph.")),
    )


class CorrectionForm(MultilingualForm):
    in_each_language = ("why",)
    why = forms.CharField(
        max_length=limits.LONG_TEXT,
        label=_("Why a corrected edition is needed"),
        help_text=with_care(_("Shown to all readers of the new edition.")),
        widget=forms.Textarea({"rows": 3}),
    )


class CompareForm(forms.Form):
    """Two of the snapshots that the reader may open."""

    fields: dict[str, Any]
    old = forms.ModelChoiceField(label=_("Earlier edition"), queryset=Snapshot.objects.none())
    new = forms.ModelChoiceField(label=_("Later edition"), queryset=Snapshot.objects.none())

    def __init__(self, *args, snapshots, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.queryset = snapshots

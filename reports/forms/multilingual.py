"""A form whose texts everybody reads: written in one language and, if the writer likes, in the others beside it."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from reports.forms.privacy_checked import PrivacyCheckedForm
from reports.privacy import NOT_HERE
from themes.multilingual import page_language
from themes.punctuation import introduced_lazy

OFFICIAL_FIRST = sorted(settings.LANGUAGES, key=lambda row: row[0] != "fr")


def first_hint(language: str) -> str:
    """One text in every language is one text: what must not be written stands once, at the first."""
    return str(NOT_HERE) if language == OFFICIAL_FIRST[0][0] else ""


class MultilingualForm(PrivacyCheckedForm):
    """Each field named in `in_each_language` once more for every language (`title_fr`), folded away behind the others."""

    template_name = "multilingual_form.html"
    in_each_language: tuple[str, ...] = ()

    language = forms.ChoiceField(label=_("Language in which you write"), choices=settings.LANGUAGES, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = page_language()
        for name in self.in_each_language:
            for code, language in OFFICIAL_FIRST:
                self.fields[f"{name}_{code}"] = in_language(self.fields[name], code, language)

    def clean_language(self) -> str:
        """Left out by a program: that of the page."""
        return self.cleaned_data["language"] or page_language()

    @property
    def translated(self) -> list[str]:
        return [f"{name}_{code}" for name in self.in_each_language for code, _language in OFFICIAL_FIRST]

    def in_other_languages(self) -> list[forms.BoundField]:
        return [self[name] for name in self.translated]

    def in_one_language(self) -> list[forms.BoundField]:
        """The fields before the fold."""
        return [field for field in self.visible_fields() if field.name not in {*self.translated, "anyway"}]

    def is_unfolded(self) -> bool:
        """Something stands in the fold, or is wrong there."""
        return any(self[name].value() or name in self.errors for name in self.translated)

    def typed(self) -> dict[str, Any]:
        typed = super().typed()
        return {name: value for name, value in typed.items() if name not in self.translated} | self.languages()

    def languages(self, *names: str) -> dict[str, Any]:
        """As verbs take them, of all texts or of these: `{"language": "en", "translations": {"title": {"fr": "..."}}}`."""
        translations = {
            name: {code: self.cleaned_data[f"{name}_{code}"] for code, _language in OFFICIAL_FIRST}
            for name in names or self.in_each_language
        }
        return {"language": self.cleaned_data["language"], "translations": translations}


def in_language(field: forms.CharField, code: str, language: object) -> forms.CharField:
    """The same field for a translation."""
    attributes = {name: value for name, value in field.widget.attrs.items() if name == "rows"} | {"lang": code}
    return forms.CharField(
        label=introduced_lazy(field.label, language),
        max_length=field.max_length,
        required=False,
        help_text=first_hint(code),
        widget=type(field.widget)(attributes),
    )

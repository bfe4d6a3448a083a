"""Texts that are written for everybody: the original, in the language of its writer, and beside it the same in others."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from themes.folding import visible_text

# Of one row, by field and language: `{"title": {"fr": "..."}}`.
Translations = dict[str, dict[str, str]]

# A language without a note here is named as in the choice of languages.
NOTES = {
    "en": pgettext_lazy("the language of a text", "in English"),
    "fr": pgettext_lazy("the language of a text", "in French"),
    "pt": pgettext_lazy("the language of a text", "in Portuguese"),
    "sw": pgettext_lazy("the language of a text", "in Kiswahili"),
}

LANGUAGES = dict(settings.LANGUAGES)


def page_language() -> str:
    """The language of a page's text, or of a mail's: English while the reader's own has only begun."""
    chosen = get_language()
    return chosen if chosen in settings.COMPLETE_LANGUAGES else settings.LANGUAGE_CODE


@dataclass(frozen=True)
class Written:
    """A text as its reader gets it, and the language that it is in: "" where nobody said which."""

    text: str
    language: str = ""

    def __str__(self):
        return self.text

    @property
    def note(self) -> str:
        """Such as `in English`, where that is not the language of the page; else ""."""
        if not self.language or self.language == page_language():
            return ""
        return str(NOTES.get(self.language) or LANGUAGES[self.language])

    @property
    def noted(self) -> str:
        """For plain text: `The mid-term review (in English)`."""
        return f"{self.text} ({self.note})" if self.text and self.note else self.text


def written(text: str, language: str | None = "", translations: dict[str, str] | None = None) -> Written:
    """A text in the reader's language if it has been written in it, else in that of the page, else the original."""
    for code in (get_language() or "", page_language()):
        if code == language:
            break
        if translation := (translations or {}).get(code):
            return Written(translation, code)
    return Written(text, language or "")


class Multilingual(models.Model):
    """Columns hold the original, `translations` the fields named in `in_each_language` in other languages.

    Both are empty in rows that were written before anybody was asked for the language.
    """

    language = models.CharField(
        _("language of the original"), max_length=8, choices=settings.LANGUAGES, null=True, blank=True, editable=False
    )
    translations = models.JSONField(_("in other languages"), null=True, blank=True, editable=False)

    in_each_language: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def written(self, field: str) -> Written:
        return written(**self.beside(field))

    def beside(self, field: str) -> dict[str, Any]:
        """What `written` takes, as JSON keeps it."""
        translations = (self.translations or {}).get(field, {})
        return {"text": getattr(self, field), "language": self.language or "", "translations": translations}

    def languages(self) -> dict[str, Any]:
        """What stands beside the originals in the API and in a snapshot: `{"language", "translations"}`."""
        return {"language": self.language or "", "translations": self.translations or {}}

    def texts(self, field: str) -> list[str]:
        """The original and its translations."""
        one = self.beside(field)
        return [one["text"], *one["translations"].values()]

    def for_log(self, field: str) -> str | dict[str, str]:
        """The text, or, where it was written in several languages, `{"en": "...", "fr": "..."}`."""
        one = self.beside(field)
        return {one["language"]: one["text"]} | one["translations"] if one["translations"] else one["text"]

    def logged_language(self) -> dict[str, str]:
        return {"language": self.language} if self.language else {}

    def logged_beside(self, field: str) -> dict[str, Any]:
        """For the log, which has a reason as one text: its language, and the same in every language, if there are several."""
        logged = self.for_log(field)
        return self.logged_language() | ({field: logged} if isinstance(logged, dict) else {})

    def write_in(self, language: str, translations: Translations | None) -> None:
        """Take over what was written beside the originals; what is empty is none. Without a language there is nothing.

        Raises ValidationError by field (`title_fr`) and, of the original's language, `language`.
        """
        kept = {}
        for name, given in (translations or {}).items():
            texts = {code: visible_text(text) for code, text in given.items()}
            kept[name] = {code: self.checked(name, code, text, language) for code, text in texts.items() if text}
        if language not in LANGUAGES and (language or any(kept.values())):
            raise ValidationError({"language": [_("Choose the language in which the text is written.")]})
        self.language = language or None
        self.translations = {name: texts for name, texts in kept.items() if texts} or None

    def checked(self, name: str, code: str, text: str, language: str) -> str:
        """The translation of a field, which is held to what its original is held to."""
        if code not in LANGUAGES or name not in self.in_each_language:
            raise ValueError(f"{name}_{code}")
        if code == language:
            message = _(
                "The original is in this language: leave this empty, or choose another language for the original."
            )
            raise ValidationError({f"{name}_{code}": [message]})
        column = self._meta.get_field(name)
        assert isinstance(column, models.Field)
        try:
            return column.clean(text, self)
        except ValidationError as refusal:
            raise ValidationError({f"{name}_{code}": refusal.messages}) from refusal

"""Forms with texts: one that shows nothing is none, and what looks like personal data waits until it is confirmed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from reports.privacy import Passage, personal_data, words
from themes.folding import visible_text

MOST_LISTED = 10  # passages at a form; how many more there are is said


class NotAsked(forms.HiddenInput):
    """Reads an answer, shows nothing."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        return SafeString("")


class Shown(forms.BaseForm):
    """A form whose texts show something: one of blanks and signs without width is empty.

    A line break counts as one letter, as in the box that it was typed in: browsers send it as two.
    """

    fields: dict[str, Any]  # each of its own kind

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if isinstance(self.data, QueryDict):
            self.data = with_plain_line_breaks(self.data)

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str) and value and not visible_text(value):
                self.cleaned_data[name] = self.fields[name].empty_value
                if self.fields[name].required:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return self.cleaned_data


def with_plain_line_breaks(data: QueryDict) -> QueryDict:
    plain = data.copy()
    for name, values in data.lists():
        plain.setlist(name, [value.replace("\r\n", "\n") for value in values])
    return plain


class CodeField(forms.CharField):
    """A code, whose validators leave no room for anything else."""


def takes_text(field: forms.Field) -> bool:
    """Whether people write in it what they like: not a code, an address of mail, or what a page sends unseen."""
    is_code = isinstance(field, forms.EmailField | forms.RegexField | forms.UUIDField | CodeField)
    return isinstance(field, forms.CharField) and not is_code and not field.widget.is_hidden


class PrivacyCheckedForm(Shown, forms.Form):
    """Asks to have its texts confirmed where they look like personal data: whatever is typed as a text, in any field.

    `countries` are those that the texts are about. The change log says of every write what was kept all the same (see
    `reports.privacy.codes_written`).
    """

    anyway = forms.BooleanField(
        label=_("I have checked what looks like personal data; save it anyway."), required=False, widget=NotAsked
    )

    def __init__(self, *args, countries: Iterable[str] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.about_countries = countries
        self.personal: list[Passage] = []
        self.fields["anyway"] = self.fields.pop("anyway")  # the last one

    @property
    def free_texts(self) -> list[str]:
        return [name for name, field in self.fields.items() if takes_text(field)]

    def texts(self) -> list[str]:
        return [words(self.cleaned_data.get(name) or "") for name in self.free_texts]

    def written_about(self) -> Iterable[str]:
        """The countries whose telephone numbers are looked for first."""
        return self.about_countries

    def clean(self):
        super().clean()
        countries = list(self.written_about())
        self.personal = [passage for text in self.texts() for passage in personal_data(text, countries)]
        if self.personal:
            self.fields["anyway"].widget = forms.CheckboxInput()
        if self.personal and not self.cleaned_data.get("anyway"):
            message = _("“%(passage)s” looks like %(kind)s. Remove it, or confirm below that it may remain.")
            listed = [{"passage": passage.passage, "kind": passage.kind} for passage in self.personal[:MOST_LISTED]]
            self.add_error("anyway", [forms.ValidationError(message, params=params) for params in listed])
            self.add_rest(len(self.personal) - MOST_LISTED)
        return self.cleaned_data

    def add_rest(self, n: int) -> None:
        if n > 0:
            message = ngettext(
                "%(n)d more passage looks like personal data.", "%(n)d more passages look like personal data.", n
            )
            self.add_error("anyway", message % {"n": n})

    def typed(self) -> dict[str, Any]:
        """What was typed, without the confirmation."""
        return {name: value for name, value in self.cleaned_data.items() if name != "anyway"}


class PrivacyCheckedRow(PrivacyCheckedForm, forms.ModelForm):
    """A row of the admin: what stood there before is not asked about again."""

    @property
    def free_texts(self) -> list[str]:
        return [name for name in super().free_texts if name in self.changed_data]

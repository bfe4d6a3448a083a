"""Forms with free texts: what looks like personal data holds them back until it is confirmed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.privacy import Passage, personal_data


class NotAsked(forms.HiddenInput):
    """Reads an answer, shows nothing."""

    def render(self, name, value, attrs=None, renderer=None) -> str:
        return ""


class Careful(forms.Form):
    """Names its `free_texts`; asks to have them confirmed only where they look like personal data.

    The change log says of every write what was kept all the same (see `reports.privacy.codes_written`).
    """

    free_texts: tuple[str, ...] = ()
    anyway = forms.BooleanField(label=_("I have checked: save it anyway."), required=False, widget=NotAsked)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.personal: list[Passage] = []
        self.fields["anyway"] = self.fields.pop("anyway")  # the last one

    def texts(self) -> Iterable[str]:
        return [str(self.cleaned_data.get(name) or "") for name in self.free_texts]

    def clean(self):
        super().clean()
        self.personal = [passage for text in self.texts() for passage in personal_data(text)]
        if self.personal:
            self.fields["anyway"].widget = forms.CheckboxInput()
        if self.personal and not self.cleaned_data.get("anyway"):
            message = _("“%(passage)s” looks like %(kind)s. Take it out, or confirm below that it may stand.")
            told = [{"passage": found.passage, "kind": found.kind} for found in self.personal]
            self.add_error("anyway", [forms.ValidationError(message, params=params) for params in told])
        return self.cleaned_data

    def typed(self) -> dict[str, Any]:
        """What was typed, without the confirmation."""
        return {name: value for name, value in self.cleaned_data.items() if name != "anyway"}

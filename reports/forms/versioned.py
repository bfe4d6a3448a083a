"""Forms of what several people change: over a version that was read, with what others have saved since."""

from typing import Any

from django import forms

from reports.forms.privacy_checked import PrivacyCheckedForm
from reports.workflow import Merge

DECIDE = "decide-"  # before the name of a field that both have changed


class Versioned(PrivacyCheckedForm):
    """`version` is the row's when the form was shown; `base` the one that was read first, if others saved since then."""

    data: Any  # as the page sent it, or a copy with what others wrote
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def version_read(self) -> int:
        base = self.cleaned_data["base"]
        return (self.cleaned_data["version"] or 0) if base is None else base

    def decisions(self, version: int) -> dict[str, str]:
        """`{field: "mine" or "theirs"}`, of fields that both have changed; none if they were about another version."""
        if self.cleaned_data["version"] != version:
            return {}
        return {name.removeprefix(DECIDE): value for name, value in self.data.items() if name.startswith(DECIDE)}

    def show_merged(self, merge: Merge, base: int, version: int) -> None:
        """Show what was typed, and where only others changed something, what they wrote."""
        self.data = self.data.copy()
        self.data["version"], self.data["base"] = version, base
        self.fill_in({name: merge.mine_first[name] for name in merge.others})

    def fill_in(self, values: dict[str, Any]) -> None:
        for name, value in self.as_fields(values).items():
            field = self.fields.get(name)
            if isinstance(field, forms.BooleanField):
                self.data.pop(name, None)
                self.data.update({name: "on"} if value else {})
            elif isinstance(field, forms.MultipleChoiceField):
                self.data.setlist(name, value)
            elif field:
                self.data[name] = "" if value is None else str(value)

    def as_fields(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values of a row by the names of the form's fields."""
        return {
            name.removesuffix("_id"): "\n".join(value) if isinstance(value, list) else value
            for name, value in values.items()
        }

    def typed(self) -> dict[str, Any]:
        return {name: value for name, value in super().typed().items() if name not in ("version", "base")}

"""The code of an outside system, and to whom it belongs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.workflow.identifiers import ME, Owner, owner_word


class SystemForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the system"),
        max_length=limits.SYSTEM_CODE,
        help_text=_(
            "For example moz-home: letters from a to z, digits and hyphens. Capitals and small letters are the same."
        ),
    )

    def __init__(self, *args: Any, owners: list[Owner], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.owners = {owner_word(owner): owner for owner in owners}
        choices = [(word, str(owner) if word != ME else _("me")) for word, owner in self.owners.items()]
        first = choices[0][0] if choices else None
        self.fields["owner"] = forms.ChoiceField(
            label=_("The system belongs to"), widget=forms.RadioSelect, choices=choices, initial=first
        )

    def typed(self) -> dict[str, Any]:
        """For `workflow.add_system`."""
        return {"code": self.cleaned_data["code"], "owner": self.owners[self.cleaned_data["owner"]]}

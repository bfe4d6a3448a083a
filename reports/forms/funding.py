from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.models import Country
from reports.summaries import REGIONAL
from themes.models import Theme


class FundingForm(forms.Form):
    """Where and under which theme money is looked for; it stands in the address."""

    fields: dict[str, Any]
    country = forms.ChoiceField(label=_("Country"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        countries = [(row.pk, row.name) for row in Country.objects.all().by_name()]
        self.fields["country"].choices = [("", _("all")), *countries, (REGIONAL, _("regional activities"))]
        self.fields["theme"].choices = [("", _("all")), *((row.pk, str(row)) for row in Theme.objects.all())]

    def offered(self, name: str) -> dict[str, str]:
        """The codes of a field and their names, in order."""
        return {code: title for code, title in self.fields[name].choices if code}

    def chosen_values(self) -> dict[str, str]:
        """`{"country": "MOZ", "theme": ""}`; what cannot be read is left out (and said on the page)."""
        self.is_valid()
        return {"country": "", "theme": ""} | self.cleaned_data

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports import limits, rules
from reports.models import Country, Organisation
from reports.rules import Standing
from reports.summaries import REGIONAL, SEVERAL
from themes.models import Theme


def place_names() -> dict[str, Any]:
    """Where money stands: the countries by name, then what is shared. One query."""
    shared = {SEVERAL: _("several countries"), REGIONAL: _("regional activities")}
    return {row.pk: row.name for row in Country.objects.all().by_name()} | shared


class FundingForm(forms.Form):
    """Where and under which theme money is looked for; it stands in the address."""

    fields: dict[str, Any]
    country = forms.ChoiceField(label=_("Country"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("all")), *place_names().items()]
        self.fields["theme"].choices = [("", _("all")), *((row.pk, str(row)) for row in Theme.objects.all())]

    def offered(self, name: str) -> dict[str, str]:
        """The codes of a field and their names, in order."""
        return {code: title for code, title in self.fields[name].choices if code}

    def chosen_values(self) -> dict[str, Any]:
        """`{"country": "MOZ", "theme": ""}`; what cannot be read is left out (and said on the page)."""
        self.is_valid()
        return {"country": "", "theme": ""} | self.cleaned_data


class SourcesForm(FundingForm):
    """Whose money, for which year: `?funder=12&year=2012` beside the others. `who` sees the organisations."""

    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=limits.FIRST_FUNDING_YEAR, max_value=limits.LAST_FUNDING_YEAR
    )
    funder = forms.ModelChoiceField(
        label=_("Funder"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("The directory has no organization with this number.")},
    )

    def __init__(self, *args, who: Standing = rules.PUBLIC, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["funder"].queryset = rules.visible_organisations(who)

    def chosen_values(self) -> dict[str, Any]:
        return {"year": None, "funder": None} | super().chosen_values()

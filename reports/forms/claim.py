"""A claim, in two steps: which indicator, then exactly the unit that it counts."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator
from reports.activity.checks import themes_of
from reports.activity.state import State
from reports.activity.units import ITSELF
from reports.forms.dates import DayField
from reports.models import BorderRegion, Country, RegionalBody
from themes.models import Group


def fitting_indicators(state: State):
    """The indicators of the themes of the activity's actions, in printed order."""
    return Indicator.objects.filter(target__theme__in=themes_of(state)).select_related("target")


class ClaimForm(forms.Form):
    """Asks for the unit that `indicator` counts (nothing, where it counts activities) and for the day it came true."""

    country = forms.ChoiceField(label=_("Country"))
    sector = forms.ChoiceField(label=_("Priority sector"))
    border_region = forms.ChoiceField(label=_("Border region"))
    body = forms.ChoiceField(label=_("Regional organisation"))
    achieved_on = DayField(
        label=_("Since when is it true?"),
        required=False,
        help_text=_("Leave it empty while it is only expected."),
    )

    ASKED = {
        Indicator.Counts.COUNTRIES: ("country",),
        Indicator.Counts.SECTORS: ("country", "sector"),
        Indicator.Counts.BORDER_REGIONS: ("border_region",),
        Indicator.Counts.REGIONAL_BODIES: ("body",),
        Indicator.Counts.ACTIVITIES: (),
    }

    def __init__(self, data=None, *, indicator: Indicator, state: State, **kwargs):
        super().__init__(data, **kwargs)
        self.indicator = indicator
        asked = self.ASKED[indicator.counts]
        for name in ("country", "sector", "border_region", "body"):
            if name not in asked:
                del self.fields[name]
        for name in asked:
            rows = choices(name, indicator, state)
            self.fields[name].choices = [(row.pk, getattr(row, "name", None) or str(row)) for row in rows]

    def claim(self) -> dict[str, str | date | None]:
        """The claim as a state holds it."""
        typed = self.cleaned_data
        unit = "/".join(typed[name] for name in self.ASKED[self.indicator.counts]) or ITSELF
        return {"indicator": self.indicator.pk, "unit": unit, "achieved_on": typed["achieved_on"]}


def choices(name: str, indicator: Indicator, state: State):
    if name == "country":
        return Country.objects.filter(pk__in=state["countries"]).by_name()
    if name == "sector":
        return Group.objects.filter(theme=indicator.theme_code)
    if name == "border_region":
        touching = BorderRegion.objects.filter(countries__in=state["countries"]).distinct()
        return (touching if state["countries"] else BorderRegion.objects.all()).by_name()
    return RegionalBody.objects.all()


class ClaimDateForm(forms.Form):
    achieved_on = DayField(
        label=_("Since when is it true?"),
        required=False,
        help_text=_("Leave it empty while it is only expected."),
    )

    def __init__(self, *args, latest: date, **kwargs):
        """`latest`: the latest day that has begun in one of the activity's countries."""
        super().__init__(*args, **kwargs)
        self.latest = latest

    def clean_achieved_on(self):
        day = self.cleaned_data["achieved_on"]
        if day and day > self.latest:
            raise forms.ValidationError(_("The date is in the future. Leave it empty while it is only expected."))
        return day

"""Which two days, or which two sides, a reader wants to see beside one another."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.bodies import body_word
from reports.forms.dates import DayField
from reports.forms.selection import SelectionForm
from reports.models import Country, RegionalBody
from reports.summaries import Selection, Side
from themes.punctuation import introduced

A_YEAR = 365


class MovedForm(SelectionForm):
    """`?since=2011-12-31&as_at=2012-12-31&body=SADC&theme=VI&status=completed`."""

    since = DayField(label=_("Since"), required=False)
    field_order = ("since", "as_at", "body", "theme", "status")

    def clean(self):
        super().clean()
        chosen = self.cleaned_data
        if chosen.get("since") and chosen["since"] > (chosen.get("as_at") or timezone.localdate()):
            raise ValidationError({"since": _("Choose a date no later than the “as at” date.")})
        return chosen

    def days(self) -> tuple[date, Selection]:
        """The earlier day, a year before the other where none is asked, and the selection of the later one."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        since = chosen.pop("since", None)
        selection = Selection(**({"as_at": timezone.localdate()} | chosen))
        return since or date.fromordinal(max(selection.as_at.toordinal() - A_YEAR, 1)), selection


class SidesForm(forms.Form):
    """`?a=MOZ&b=TZA`, `?a=EAC&b=SADC` or `?a_as_at=2011-12-31&b_as_at=2012-12-31`; empty is the whole region, today."""

    fields: dict[str, Any]
    a = forms.ChoiceField(label=_("First selection"), required=False)
    a_as_at = DayField(label=_("As at (first selection)"), required=False)
    b = forms.ChoiceField(label=_("Second selection"), required=False)
    b_as_at = DayField(label=_("As at (second selection)"), required=False)

    def __init__(self, *args, countries: list[Country], **kwargs):
        super().__init__(*args, **kwargs)
        self.bodies = {body.pk: introduced(body, body.name) for body in RegionalBody.objects.all()}
        self.countries = {country.pk: country.name for country in countries}
        choices = [
            ("", _("the whole region")),
            (_("Regional bodies"), list(self.bodies.items())),
            (_("Countries"), list(self.countries.items())),
        ]
        self.fields["a"].choices = self.fields["b"].choices = choices

    def side(self, name: str) -> Side:
        """What cannot be read is left out (and says so on the page)."""
        self.is_valid()
        place = self.cleaned_data.get(name) or ""
        day = side_day(self.data, name)
        if place in self.countries:
            return Side(Selection(as_at=day), place)
        return Side(Selection(as_at=day, body=place))

    def name_of(self, side: Side) -> str:
        if side.country:
            return self.countries[side.country]
        return body_word(side.selection.body) if side.selection.body else str(_("the whole region"))


def side_day(data: Mapping[str, str], name: str) -> date:
    """The day of a side; today where none can be read."""
    try:
        return DayField(required=False).clean(data.get(f"{name}_as_at")) or timezone.localdate()
    except ValidationError:
        return timezone.localdate()

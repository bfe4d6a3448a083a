"""The day on which a claim was achieved."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.dates import KnownDayField
from themes.known_days import first_day


class ClaimDateForm(forms.Form):
    achieved_on = KnownDayField(
        label=_("Achieved on"),
        required=False,
        help_text=_(
            "Leave empty while the result is only expected. Year-month-day, for example 2012-06-30; if you know only the "
            "month or the year: 2012-06, 2012."
        ),
    )

    def __init__(self, *args, latest: date, **kwargs):
        """`latest`: the latest day that has begun in one of the activity's countries."""
        super().__init__(*args, **kwargs)
        self.latest = latest

    def clean_achieved_on(self):
        day = self.cleaned_data["achieved_on"]
        if day and first_day(day) > self.latest:
            raise forms.ValidationError(
                _("The date is in the future. Leave it empty while the result is only expected.")
            )
        return day

"""The two days of a period report."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.forms.dates import DayField
from reports.summaries.period import Period


class PeriodForm(forms.Form):
    """`?from=2012-01-01&to=2012-12-31`, both included; this year so far where neither is given."""

    fields: dict[str, Any]

    def __init__(self, data: Mapping[str, str]):
        given = {name: data.get(name, "") for name in ("from", "to")}
        today = timezone.localdate()
        super().__init__(given if any(given.values()) else {"from": date(today.year, 1, 1), "to": today})
        self.fields["from"] = DayField(label=_("From"))
        self.fields["to"] = DayField(label=_("To"))

    def clean(self):
        super().clean()
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        problems = {}
        if last and last > timezone.localdate():
            problems["to"] = _("This date is in the future. Choose today or an earlier date.")
        if first and first > timezone.localdate():
            problems["from"] = _("This date is in the future. Choose today or an earlier date.")
        if first and last and first > last and not problems:
            problems["to"] = _("The period would end before it begins. Correct one of the two dates.")
        if problems:
            raise ValidationError(problems)
        return self.cleaned_data

    def period(self) -> Period | None:
        """None where the days cannot be read or come to no period."""
        return Period(self.cleaned_data["from"], self.cleaned_data["to"]) if self.is_valid() else None

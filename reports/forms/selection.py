"""What a reader wants to see of the figures; all of it stands in the address."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from reports.forms.dates import DayField
from reports.forms.numbers import YearField
from reports.models import Activity, Country, RegionalBody
from reports.summaries import REGIONAL, SEVERAL, Selection
from reports.trained import place_word
from reports.wording import GAPS
from themes.models import Recommendation, Theme
from themes.numerals import roman
from themes.punctuation import introduced

SELECTABLE = {field.name for field in fields(Selection)}


class SelectionForm(forms.Form):
    fields: dict[str, Any]
    as_at = DayField(label=_("As at"), required=False)
    body = forms.ChoiceField(label=_("Regional body"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    status = forms.ChoiceField(
        label=_("Status of activities"), required=False, choices=[("", _("all")), *Activity.Status.choices]
    )

    def __init__(self, *args, only: tuple[str, ...] = (), **kwargs):
        super().__init__(*args, **kwargs)
        if only:
            self.fields = {name: field for name, field in self.fields.items() if name in only}
        if "body" in self.fields:
            bodies = [(body.pk, introduced(body, body.name)) for body in RegionalBody.objects.all()]
            self.fields["body"].choices = [("", _("the whole region")), *bodies]
        if "theme" in self.fields:
            self.fields["theme"].choices = lambda: self.themes

    @cached_property
    def themes(self) -> list[tuple[str, str]]:
        """The choices, read when they are first needed; a page that has the themes at hand sets them beforehand."""
        return theme_choices(Theme.objects.all())

    def selection(self) -> Selection:
        """What was asked; a field that cannot be read is left out (and says so on the page)."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value and name in SELECTABLE}
        return Selection(**({"as_at": timezone.localdate()} | chosen))

    def chosen(self, name: str) -> str:
        """What a field beside those of the selection asks for; empty where it asks nothing that can be read."""
        self.is_valid()
        return self.cleaned_data.get(name) or ""


def theme_choices(themes: Iterable[Theme]) -> list[tuple[str, str]]:
    return [("", str(_("all"))), *((row.pk, str(row)) for row in themes)]


class RecommendationsForm(SelectionForm):
    """The same, of one chapter of the recommendations."""

    chapter = forms.ChoiceField(label=_("Chapter of the recommendations"), required=False)
    field_order = ("theme", "chapter", "body", "as_at", "status")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chapters = Recommendation.objects.order_by("chapter").values_list("chapter", flat=True).distinct()
        self.fields["chapter"].choices = [("", _("all")), *((str(n), roman(n)) for n in chapters)]


class GapsForm(SelectionForm):
    """What is missing: of one country, of one kind."""

    gap = forms.ChoiceField(label=_("Type of gap"), required=False, choices=[("", _("all")), *GAPS.items()])
    country = forms.ChoiceField(label=_("Country"), required=False)
    field_order = ("gap", "country", "theme", "body", "as_at")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["status"]
        countries = [(row.pk, row.name) for row in Country.objects.all().by_name()]
        self.fields["country"].choices = [("", _("all")), *countries]


class ParticipantsForm(SelectionForm):
    """Training of one place, of one year. Its theme is not asked."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    year = YearField(label=_("Year"))
    field_order = ("country", "year", "body", "as_at", "status")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["theme"]
        together = [(code, place_word(code)) for code in (SEVERAL, REGIONAL)]
        countries = [(row.pk, row.name) for row in Country.objects.all().by_name()]
        self.fields["country"].choices = [("", _("all")), *countries, *together]


def drill(tail: str) -> str:
    """What an address of the list of activities needs beside the cell's own, so that it shows what the cell counts."""
    return f"counted=1&{tail}" if tail else "counted=1"


def asked_selection(
    request: HttpRequest, *only: str, of: type[SelectionForm] = SelectionForm
) -> tuple[SelectionForm, Selection, str]:
    """The form, the selection that it asks for, and the same as the tail of an address (`as_at=2012-12-31&body=SADC`), which
    leaves out what cannot be read."""
    form = of(request.GET, only=only)
    selection = form.selection()
    query = request.GET.copy()
    for name in list(query):
        if name not in form.fields or name in form.errors or not query[name]:
            del query[name]
    return form, selection, query.urlencode()

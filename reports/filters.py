"""Narrowing a list: at once the form of the page, the query and the parameters of the API."""

import django_filters as filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from indicators.progress import EXPECTED, REPORTED, VERIFIED
from reports.models import Activity, Country, Organisation, RegionalBody
from reports.summaries import View, counted_activities, standing_in
from themes.models import Action, Recommendation, Theme

CARRIED_OUT = "carried_out"  # verified or reported
STANDINGS = {VERIFIED: (VERIFIED,), REPORTED: (REPORTED,), EXPECTED: (EXPECTED,), CARRIED_OUT: (VERIFIED, REPORTED)}
OF_THE_FIGURES = (
    "country",
    "theme",
    "action",
    "recommendation",
    "status",
    "scope",
    "counted",
    "layer",
    "body",
    "as_at",
)


class DateInput(forms.DateInput):
    input_type = "date"


@extend_schema_field(str)
class CodeFilter(filters.ModelChoiceFilter):
    """A row named by its printed code."""


class ActivityFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Words"), method="mentioning")
    country = CodeFilter(label=_("Country"), queryset=Country.objects.all(), method="in_country")
    theme = CodeFilter(label=_("Theme"), queryset=Theme.objects.all(), method="in_theme")
    action = CodeFilter(label=_("Action"), queryset=Action.objects.in_printed_order(), method="under_action")
    recommendation = CodeFilter(label=_("Recommendation"), queryset=Recommendation.objects.all(), method="carrying_out")
    status = filters.ChoiceFilter(label=_("Status"), choices=Activity.Status.choices)
    review = filters.ChoiceFilter(label=_("Review"), choices=Activity.Review.choices)
    scope = filters.ChoiceFilter(label=_("Scope"), choices=Activity.Scope.choices)
    starts_after = filters.DateFilter(
        label=_("Started on or after"), field_name="starts_on", lookup_expr="gte", widget=DateInput
    )
    starts_before = filters.DateFilter(
        label=_("Started on or before"), field_name="starts_on", lookup_expr="lte", widget=DateInput
    )

    counted = filters.ChoiceFilter(
        label=_("Figures"), choices=[("1", _("only what the figures count"))], method="cut_below"
    )
    layer = filters.ChoiceFilter(
        label=_("Stands as"),
        choices=[
            (VERIFIED, _("verified")),
            (REPORTED, _("reported, not yet verified")),
            (EXPECTED, _("expected")),
            (CARRIED_OUT, _("verified or reported")),
        ],
        method="cut_below",
    )
    body = CodeFilter(label=_("Regional body"), queryset=RegionalBody.objects.all(), method="cut_below")
    as_at = filters.DateFilter(label=_("As at"), method="cut_below", widget=DateInput)

    class Meta:
        model = Activity
        fields = ()

    def filter_queryset(self, queryset):
        """With `counted`, `layer` or `body`: exactly the activities behind a figure, the body's and the layer's as at
        the day; a country's own then, for regional work stands in a row of its own."""
        found, asked = super().filter_queryset(queryset), self.form.cleaned_data
        if not any(asked[name] for name in ("counted", "layer", "body")):
            return found
        day = asked["as_at"] or timezone.localdate()
        found = counted_activities(View(as_at=day, body=asked["body"].pk if asked["body"] else ""), found)
        if asked["country"] and asked["scope"] != Activity.Scope.REGIONAL:
            found = found.exclude(scope=Activity.Scope.REGIONAL)
        return standing_in(found, STANDINGS[asked["layer"]], day) if asked["layer"] else found

    @property
    def is_of_figures(self) -> bool:
        """Nothing is asked but what the figures are cut by too: their number of activities may be told to everybody."""
        named = {name for name, value in self.form.cleaned_data.items() if value}
        return "counted" in named and named <= set(OF_THE_FIGURES)

    def cut_below(self, activities, name, value):
        return activities

    def mentioning(self, activities, name, value):
        return activities.mentioning(value)

    def in_country(self, activities, name, value):
        return activities.in_country(value.pk)

    def in_theme(self, activities, name, value):
        return activities.in_theme(value.pk)

    def under_action(self, activities, name, value):
        return activities.under_action(value.pk)

    def carrying_out(self, activities, name, value):
        return activities.carrying_out(value.pk)


class OrganisationFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name"), method="mentioning")
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Organisation.Kind.choices)
    country = filters.ModelChoiceFilter(label=_("Country"), queryset=Country.objects.all())

    class Meta:
        model = Organisation
        fields = ()

    def mentioning(self, organisations, name, value):
        return organisations.mentioning(value)

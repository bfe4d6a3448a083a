"""Narrowing a list: at once the form of the page, the query and the parameters of the API."""

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from reports.models import Activity, Country, Organisation
from themes.models import Action, Recommendation, Theme


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

    class Meta:
        model = Activity
        fields = ()

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

"""A choice among countries or border regions, in the order of the reader's alphabet."""

from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.forms.models import ModelChoiceIterator
from django_filters.fields import ModelChoiceField as FilterField
from django_filters.fields import ModelChoiceIterator as FilterIterator


class Many(forms.CheckboxSelectMultiple):
    """Checkboxes in as many columns as fit; with scripts, a few letters find one in a long list."""

    template_name = "widgets/many.html"


class ByName(ModelChoiceIterator):
    """Of a field whose rows have a `by_name`, such as `Country.objects`."""

    queryset: Any

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        if self.field.empty_label is not None:
            yield "", str(self.field.empty_label)
        yield from map(self.choice, self.queryset.by_name())


class FilterChoices(ByName, FilterIterator):
    pass


class NamedChoiceField(forms.ModelChoiceField):
    iterator = ByName


class NamedChoicesField(forms.ModelMultipleChoiceField):
    """Several of them, each with a box to tick."""

    iterator = ByName
    widget = Many


class FilterChoiceField(FilterField):
    iterator = FilterChoices


class NamedChoiceFilter(django_filters.ModelChoiceFilter):
    field_class = FilterChoiceField

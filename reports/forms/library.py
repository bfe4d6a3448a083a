"""Fields of a library's forms, with what ours have besides."""

from copy import deepcopy
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator


def at_most(form: type[forms.Form], name: str, characters: int) -> forms.Field:
    """The form's field of that name, with a longest text."""
    field: Any = deepcopy(form.base_fields[name])
    field.max_length = characters
    field.validators.append(MaxLengthValidator(characters))
    field.widget.attrs["maxlength"] = characters
    return field

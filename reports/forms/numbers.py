"""Numbers as people type them: "12 500,50" has one reading, "12,500" has two and is asked about, as in a table."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format

from reports import limits
from reports.tables.amounts import read_money, read_number
from reports.tables.unclear import NotReadable


class NumberText(forms.TextInput):
    """A field for numbers drops a comma without a word, so that "12,50" becomes 1250: this one keeps what is typed."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, keys: str):
        super().__init__({"inputmode": keys, "autocomplete": "off"} | (attrs or {}))


class WholeNumberField(forms.IntegerField):
    widget = NumberText(keys="numeric")

    def to_python(self, value: Any) -> int | None:
        return None if value in self.empty_values else read(read_number, value)


class YearField(WholeNumberField):
    def __init__(self, *, required: bool = False, **kwargs: Any):
        super().__init__(required=required, min_value=limits.FIRST_YEAR, max_value=limits.LAST_YEAR, **kwargs)


class AmountField(forms.DecimalField):
    widget = NumberText(keys="decimal")

    def to_python(self, value: Any) -> Any:
        """A Decimal; None where it is empty."""
        return None if value in self.empty_values else Decimal(read(read_money, value))

    def prepare_value(self, value: Any) -> Any:
        """What stands, with the reader's decimal mark; what was typed stays as it is."""
        if isinstance(value, Decimal):
            return f"{value:.2f}".replace(".", get_format("DECIMAL_SEPARATOR"))
        return value


def read(reader: Any, value: Any) -> Any:
    try:
        return reader(value, str(value).strip())
    except NotReadable as refusal:
        raise ValidationError(str(refusal)) from None

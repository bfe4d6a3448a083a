"""The funding of an activity in its form: a row of fields a line, and empty rows for more."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports import limits
from reports.activity.funding import AMOUNTS, KEY, ONE_AMOUNT, line_problems, lines_after, tidied_lines
from reports.forms.numbers import AmountField, WholeNumberField, read
from reports.names import names_in
from reports.tables.amounts import read_year
from themes.folding import visible_text
from themes.punctuation import introduced

Line = dict[str, Any]

NAME = "funding_lines"
COLUMNS = (*KEY, *AMOUNTS)
MORE = "more_lines"  # the button for more rows, where no script adds them
EMPTY_ROWS = 2
CELL = re.compile(r"([0-9]{1,4})-\w+")  # a field of a row: its number, its column
LINES_LABEL = gettext_lazy("Funding committed and spent")
LINES_HINT = gettext_lazy(
    "One line for each funder, year and currency. Leave the funder or the year empty where it is not known. Amounts are "
    "never converted."
)
LABELS = {
    "funder": gettext_lazy("Funder"),
    "year": gettext_lazy("Year"),
    "currency": gettext_lazy("Currency"),
    "committed": gettext_lazy("Committed"),
    "spent": gettext_lazy("Spent"),
}
AMOUNT: dict[str, Any] = {
    "min_value": 0,
    "max_digits": limits.AMOUNT[0],
    "decimal_places": limits.AMOUNT[1],
    "required": False,
}


class FundingYearField(WholeNumberField):
    def to_python(self, value: Any) -> int | None:
        return None if value in self.empty_values else read(read_year, value)


FIELDS: dict[str, forms.Field] = {
    "funder": forms.CharField(max_length=limits.NAME, required=False),
    "year": FundingYearField(required=False),
    "currency": forms.CharField(required=False),
    "committed": AmountField(**AMOUNT),
    "spent": AmountField(**AMOUNT),
}
LENGTHS = {"funder": limits.NAME, "year": 4, "currency": 3}


class FundingLinesWidget(forms.Widget):
    """Rows of text fields `funding_lines-0-funder`, …; `problems` are those of the lines that were typed, by column."""

    template_name = "widgets/funding_lines.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs)
        self.problems: list[dict[str, str]] = []
        self.empty_rows = EMPTY_ROWS

    def value_from_datadict(self, data, files, name) -> list[Line] | None:
        """The lines in which something is typed; None when they were not part of what was sent: they stay as they are."""
        if f"{name}_shown" not in data:
            return None
        keys = (key.removeprefix(f"{name}-") for key in data if key.startswith(f"{name}-"))
        numbers = sorted({int(match[1]) for key in keys if (match := CELL.fullmatch(key))})
        rows = [{column: data.get(f"{name}-{n}-{column}", "").strip() for column in COLUMNS} for n in numbers]
        return [row for row in rows if any(map(visible_text, row.values()))]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        lines = [*(value or ()), *[dict.fromkeys(COLUMNS)] * self.empty_rows]
        problems = [*self.problems, *[{}] * len(lines)]
        rows = [self.row(name, n, line, problems[n]) for n, line in enumerate(lines)]
        return context | {"rows": rows, "more": MORE, "labels": LABELS}

    @staticmethod
    def row(name: str, number: int, line: Line, problems: dict[str, str]) -> dict[str, Any]:
        fields = [
            {
                "name": f"{name}-{number}-{column}",
                "column": column,
                "label": LABELS[column],
                "value": shown(column, line[column]),
                "problem": problems.get(column, ""),
                "length": LENGTHS.get(column),
            }
            for column in COLUMNS
        ]
        return {"number": number + 1, "fields": fields}


def shown(column: str, value: Any) -> str:
    """What stands, with the reader's decimal mark; what was typed stays as it is."""
    text = "" if value is None else str(value)
    plain = column in AMOUNTS and re.match(r"^[0-9]+\.[0-9]{2}\Z", text)
    return text.replace(".", get_format("DECIMAL_SEPARATOR")) if plain else text


class FundingLinesField(forms.Field):
    """Cleans to the lines of a state, or None when they were not asked for."""

    widget = FundingLinesWidget

    def clean(self, value: list[Line] | None) -> list[Line] | None:
        if value is None:
            return None
        read = [read_line(line) for line in value]
        problems: list[dict[str, str]] = [unread for _line, unread in read]
        lines = [line for line, _unread in read]
        if not any(problems):
            problems = line_problems(lines)
        self.widget.problems = problems
        if any(problems):
            raise ValidationError(
                [
                    introduced(_("Line %(n)d") % {"n": n}, message)
                    for n, of_line in enumerate(problems, start=1)
                    for message in of_line.values()
                ]
            )
        return tidied_lines(lines)


def read_line(typed: Line) -> tuple[Line, dict[str, str]]:
    """A line as its fields read it, and the messages of those that cannot be read, by column."""
    line: Line = dict.fromkeys(COLUMNS)
    problems = {}
    for column, field in FIELDS.items():
        try:
            line[column] = field.clean(typed[column])
        except ValidationError as refusal:
            problems[column] = " ".join(refusal.messages)
    names = names_in(typed["funder"])  # one that has a semicolon stands in quotation marks
    line["funder"] = names[0] if len(names) == 1 else line["funder"]
    (tidy,) = tidied_lines([line])
    return tidy, problems


class OneAmountField(AmountField):
    """The one amount of the forms until November 2026, which a browser may have kept: it is not shown, and empty is nothing."""

    widget: Any = forms.HiddenInput

    def __init__(self, **more: Any):
        super().__init__(**AMOUNT | more)


def as_typed_lines(lines: Iterable[Line]) -> dict[str, str]:
    """Lines as the form sends them."""
    typed = {f"{NAME}-{n}-{column}": shown(column, line[column]) for n, line in enumerate(lines) for column in COLUMNS}
    return typed | {f"{NAME}_shown": "1"}


def funders_in(lines: Iterable[Line] | None) -> list[str]:
    return [line["funder"] for line in lines or ()]


if TYPE_CHECKING:
    Mixed = forms.BaseForm
else:
    Mixed = object


class WithFundingLines(Mixed):
    """A form of a state with `funding_lines`, `currency` and, of older forms, `amount_secured`."""

    state: dict[str, Any]

    @property
    def asks_for_more(self) -> bool:
        """More empty rows are asked for: nothing is to be checked or saved yet."""
        return self.is_bound and MORE in self.data

    def full_clean(self) -> None:
        if self.asks_for_more:
            self._errors, self.cleaned_data = ErrorDict(), {}
            self.fields[NAME].widget.empty_rows = 2 * EMPTY_ROWS
        else:
            super().full_clean()

    def is_valid(self) -> bool:
        return super().is_valid() and not self.asks_for_more

    def clean(self) -> dict[str, Any]:
        """The one amount that a browser had kept, put back into a form of lines, is the line that it was."""
        super().clean()
        lines, amount = self.cleaned_data.get(NAME), self.cleaned_data.get(ONE_AMOUNT)
        if lines is not None and amount is not None:
            state = {NAME: lines, "currency": (self.cleaned_data.get("currency") or "").upper()}
            try:
                self.cleaned_data[NAME] = lines_after(state, {ONE_AMOUNT: amount})
            except ValidationError as refusal:
                self.add_error(NAME, refusal.messages)
            self.cleaned_data[ONE_AMOUNT] = None
        return self.cleaned_data

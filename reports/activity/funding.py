"""The funding lines of an activity as plain values: what was committed and spent, by whom, for which year.

A line is `{"funder", "year", "currency", "committed", "spent"}`: the funder by name (or ""), the year as a number (or None),
amounts as text with two decimals (or None). There is one line for a funder, a year and a currency. Until November 2026 an
activity had one amount, `amount_secured`, in the currency of what it needs: that is a line without a funder or a year, and
is still read in programs' requests, older tables, kept forms and the older rows of the log. No query.
"""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.numbers import list_currencies
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import limits
from themes.folding import visible_text
from themes.punctuation import introduced

Line = dict[str, Any]
Values = dict[str, Any]

KEY = ("funder", "year", "currency")
AMOUNTS = ("committed", "spent")
ONE_AMOUNT = "amount_secured"
# The currencies of ISO 4217, today's and former ones. Two of its codes name none, so nobody can have paid in them: XTS is
# kept for tests, and XXX says that an amount has no currency.
CURRENCIES = list_currencies() - {"XTS", "XXX"}
CODE = 3  # letters
CENT = Decimal("0.01")
MOST = Decimal(10) ** (limits.AMOUNT[0] - limits.AMOUNT[1])


def key_of(line: Line) -> tuple[str, int | None, str]:
    return line["funder"], line["year"], line["currency"]


def tidied_lines(lines: Iterable[Line]) -> list[Line]:
    """As a state holds them, in one order: without a year first, then by year, funder and currency."""
    tidy = [
        {
            "funder": " ".join(visible_text(line.get("funder") or "").split()),
            "year": line.get("year") or None,
            "currency": visible_text(line.get("currency") or "").upper(),
            **{name: amount_text(line.get(name)) for name in AMOUNTS},
        }
        for line in lines
    ]
    rest = ("funder", "currency", *AMOUNTS)
    return sorted(tidy, key=lambda line: (line["year"] or 0, *(line[name] or "" for name in rest)))


def amount_text(value: Any) -> str | None:
    """`Decimal("5")`, `"5"` and `5` alike as `5.00`; what is no amount stays as it is, to be refused."""
    if value in (None, ""):
        return None
    try:
        return f"{Decimal(str(value)):.2f}"
    except InvalidOperation:
        return str(value)


def one_line(amount: str, currency: str) -> Line:
    return {"funder": "", "year": None, "currency": currency, "committed": amount, "spent": None}


def is_one_amount(lines: list[Line], currency: str) -> bool:
    """Could the one amount of before say as much: nothing, or a line without a funder or a year in this currency?"""
    return not lines or [key_of(line) for line in lines] == [("", None, currency)]


def secured(state: Values) -> str | None:
    """What is committed in the currency of what is needed, by all; None where no line says so."""
    return total((line for line in state["funding_lines"] if line["currency"] == state["currency"]), "committed")


def total(lines: Iterable[Line], name: str) -> str | None:
    given = [Decimal(line[name]) for line in lines if line[name] is not None]
    return f"{sum(given):.2f}" if given else None


def lines_after(state: Values, values: Values) -> list[Line]:
    """The lines once `values` are laid over `state`, where they name no lines: one amount replaces the one line that there
    is, and the line follows the currency. Raises ValidationError where it would write over several, or over a funder's."""
    lines: list[Line] = state["funding_lines"]
    currency = visible_text(values.get("currency", state["currency"]) or "").upper()
    if currency != state["currency"] and lines and is_one_amount(lines, state["currency"]):
        lines = [line | {"currency": currency} for line in lines]
    if ONE_AMOUNT not in values:
        return lines
    amount = amount_text(values[ONE_AMOUNT])
    if amount == secured({"funding_lines": lines, "currency": currency}):
        return lines
    if not is_one_amount(lines, currency):
        raise ValidationError({ONE_AMOUNT: [several_lines(amount)]})
    kept = lines[0] if lines else one_line("", currency)
    line = kept | {"committed": amount}
    return [line] if amount or line["spent"] else []


def several_lines(amount: str | None) -> str:
    return _(
        "The funding of this activity is recorded in lines by funder, year or currency, which the single amount %(amount)s "
        "would replace. Change the lines instead."
    ) % {"amount": amount or "“”"}


def contradicting_amount() -> str:
    return _("This amount is not what the funding lines add up to. Leave it out, or correct the lines.")


def with_lines(state: Values, values: Values) -> Values:
    """`values` with the lines in place of the one amount; those that touch no money as they are. Raises ValidationError."""
    rest = {name: value for name, value in values.items() if name != ONE_AMOUNT}
    if "funding_lines" not in values:
        is_about_money = ONE_AMOUNT in values or "currency" in values
        return rest | {"funding_lines": lines_after(state, values)} if is_about_money else values
    if ONE_AMOUNT not in values:
        return values
    lines = tidied_lines(values["funding_lines"])
    if lines == state["funding_lines"]:
        return rest | {"funding_lines": lines_after(state, values)}
    currency = (values.get("currency", state["currency"]) or "").upper()
    if amount_text(values[ONE_AMOUNT]) not in (secured(state), secured({"funding_lines": lines, "currency": currency})):
        raise ValidationError({ONE_AMOUNT: [contradicting_amount()]})
    return rest


def before_change(state: Values, before: Values) -> Values:
    """A state with what a row of the log says of before laid over it; the older rows know one amount."""
    earlier = state | {name: value for name, value in before.items() if name in state}
    if "funding_lines" in before or not {ONE_AMOUNT, "currency"} & before.keys() or "funding_lines" not in state:
        return earlier
    if ONE_AMOUNT in before:
        amount = before[ONE_AMOUNT]
        return earlier | {"funding_lines": [one_line(amount, earlier["currency"])] if amount else []}
    return earlier | {"funding_lines": lines_after(state, {"currency": before["currency"]})}


def with_one_name(lines: list[Line], old: str, new: str) -> list[Line]:
    """One funder named in another's place; where both have a line for the same year and currency, it is of both together."""
    together: dict[tuple[str, int | None, str], Line] = {}
    for line in lines:
        renamed = line | {"funder": new} if line["funder"] == old else line
        known = together.get(key_of(renamed))
        sums = {name: total([known, renamed], name) for name in AMOUNTS} if known else {}
        together[key_of(renamed)] = renamed | sums
    return tidied_lines(together.values())


# What is wrong with them ----------------------------------------------------------------------------------------------


def wrong_lines(lines: list[Line]) -> list[str]:
    """One message a fault, beginning with the line that has it."""
    if len(lines) > limits.FUNDING_LINES:
        return [_("Enter at most %(most)d funding lines.") % {"most": limits.FUNDING_LINES}]
    return [
        introduced(called, message) if (called := line_called(line)) else message
        for line, problems in zip(lines, line_problems(lines), strict=True)
        for message in problems.values()
    ]


def line_called(line: Line) -> str:
    """`UNHCR, 2012, USD`: which line is meant."""
    return ", ".join(str(line[name]) for name in KEY if line[name])


def line_problems(lines: list[Line]) -> list[dict[str, str]]:
    """Of each line, the message of each of its columns that is wrong."""
    times = Counter(map(key_of, lines))
    twice = _("Two lines have the same funder, year and currency. Enter their sum in one line.")
    return [({"funder": twice} if times[key_of(line)] > 1 else {}) | wrong_in_line(line) for line in lines]


def currency_problem(code: str, *, is_needed: bool) -> str:
    """What is wrong with the currency of an amount, if there is one; empty: nothing."""
    if not code:
        return _("Enter the currency of the amounts, for example USD.") if is_needed else ""
    if len(code) != CODE:
        return _("Enter a three-letter code, for example USD.")
    message = _("There is no currency “%(code)s”. Enter a three-letter code, for example USD.")
    return "" if code in CURRENCIES else message % {"code": code}


def wrong_in_line(line: Line) -> dict[str, str]:
    problems = {}
    if len(line["funder"]) > limits.NAME:
        problems["funder"] = _("Shorten the name of the organization to %(most)d characters.") % {"most": limits.NAME}
    first, last = limits.FIRST_FUNDING_YEAR, limits.LAST_FUNDING_YEAR
    if line["year"] is not None and not first <= line["year"] <= last:
        message = _("Enter a year between %(first)d and %(last)d, or leave it empty.")
        problems["year"] = message % {"first": first, "last": last}
    elif is_spent_before(line):
        problems["spent"] = (
            _("The year %(year)d has not begun: enter what is committed for it, and nothing as spent.") % line
        )
    if problem := currency_problem(line["currency"], is_needed=True):
        problems["currency"] = problem
    if all(line[name] is None for name in AMOUNTS):
        problems["committed"] = _("Enter the amount committed, the amount spent, or both.")
    for name in AMOUNTS:
        if line[name] is not None and not is_amount(line[name]):
            message = _("Enter an amount of at most %(digits)d digits before the decimal point, without a minus sign.")
            problems[name] = message % {"digits": limits.AMOUNT[0] - limits.AMOUNT[1]}
    return problems


def not_a_year() -> str:
    return _("Enter a year, for example 2012.")


def is_spent_before(line: Line) -> bool:
    """Is something said to be spent for a year that has not begun?"""
    year, spent = line["year"], line["spent"]
    return bool(year and year > timezone.localdate().year and spent is not None and is_amount(spent) and Decimal(spent))


def is_amount(text: str) -> bool:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return False
    return value.is_finite() and 0 <= value < MOST

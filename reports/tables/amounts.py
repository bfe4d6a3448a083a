"""Numbers that were typed as text: "12 500,50" has one reading, "12,500" has two unless its column leaves one."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from reports.limits import AMOUNT, COUNT
from reports.tables.unclear import NotReadable, read_twice, refusal

POINT, COMMA = ".", ","
# Between thousands stand blanks of any width, apostrophes, or the mark that does not stand before the decimals.
WRITTEN = {
    POINT: re.compile(
        r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:[ \u00a0\u2007\u2009\u202f'’][0-9]{3})+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)"
        r"(?:\.(?P<part>[0-9]+))?"
    ),
    COMMA: re.compile(
        r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:[ \u00a0\u2007\u2009\u202f'’][0-9]{3})+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)"
        r"(?:,(?P<part>[0-9]+))?"
    ),
}
MOST_SIGNS = 40
MINUS = "-−–"
DIGITS, DECIMALS = AMOUNT
MOST = Decimal(10) ** (DIGITS - DECIMALS) - Decimal(1).scaleb(-DECIMALS)  # of money
OF_RECKONING = Decimal("0.000001")  # what is less comes of reckoning in binary


def readings(text: str) -> dict[str, Decimal]:
    """`{decimal mark: amount}`: what the text means where the point, and where the comma, stands before the decimals."""
    text = text.strip().removeprefix("'")
    amounts = {}
    for mark, form in WRITTEN.items():
        match = form.fullmatch(text) if len(text) <= MOST_SIGNS else None
        if match:
            whole = "".join(sign for sign in match["whole"] if sign.isdecimal())
            amounts[mark] = Decimal(f"{whole}.{match['part'] or 0}")
    return amounts


def is_ambiguous(amounts: dict[str, Decimal]) -> bool:
    return len(set(amounts.values())) > 1


def decimal_mark(texts: Iterable[str]) -> str:
    """The one that a whole column uses: some text can be read with it alone, and no other text is against it."""
    seen, in_doubt = set(), set()
    for text in texts:
        amounts = readings(text)
        if is_ambiguous(amounts):
            in_doubt.add(COMMA if COMMA in text else POINT)
        elif len(amounts) == 1:
            seen |= set(amounts)
    return seen.pop() if len(seen) == 1 and not seen & in_doubt else ""


def read_number(raw: Any, text: str, mark: str = "") -> int:
    """How many people. Raises NotReadable."""
    number = read_amount(raw, text, mark, Decimal(COUNT))
    if number != int(number):
        raise refusal(_("“%(text)s” is not a whole number. Round it."), text)
    return int(number)


def read_year(raw: Any, text: str, mark: str = "") -> int:
    """Raises NotReadable."""
    try:
        return read_number(raw, text, mark)
    except NotReadable:
        raise NotReadable(_("Enter a year, for example 2012.")) from None


def read_money(raw: Any, text: str, mark: str = "") -> str:
    """With two decimals, as a state holds it. Raises NotReadable."""
    amount = read_amount(raw, text, mark, MOST)
    if abs(amount - round(amount, DECIMALS)) > OF_RECKONING:
        raise refusal(_("“%(text)s” has more than two decimal places. Round it."), text)
    return f"{amount:.{DECIMALS}f}"


def read_amount(raw: Any, text: str, mark: str, most: Decimal) -> Decimal:
    """A number, or a text that has one reading by itself or by the decimal mark of its column; from nought to `most`."""
    if isinstance(raw, bool | date):
        raise no_figures(text)
    amount = Decimal(str(raw)) if isinstance(raw, int | float | Decimal) else amount_in(text, mark, most)
    if amount < 0:
        raise refusal(_("“%(text)s” is negative. Enter zero or more."), text)
    if amount > most:
        raise too_large(text, most)
    return amount


def amount_in(text: str, mark: str, most: Decimal) -> Decimal:
    """What a text means. Raises NotReadable for one with two meanings, and for one without any."""
    written = text.removeprefix("'")
    is_negative = written[:1] in MINUS
    amounts = readings(written[is_negative:])
    if not amounts:
        raise too_large(text, most) if text.isascii() and text.isdecimal() else no_figures(text)
    if is_ambiguous(amounts) and mark not in amounts:
        one, other = map(in_words, sorted(amounts.values(), reverse=True))
        raise read_twice(text, one, other)
    amount = amounts[mark] if mark in amounts else next(iter(amounts.values()))
    return -amount if is_negative else amount


def in_words(amount: Decimal) -> str:
    """As the reader's language writes it, without noughts at its end."""
    return number_format(f"{amount.normalize():f}", force_grouping=True)


def too_large(text: str, most: Decimal) -> NotReadable:
    return refusal(_("“%(text)s” is too large. Enter at most %(most)s."), text, most=in_words(most))


def no_figures(text: str) -> NotReadable:
    return refusal(_("“%(text)s” is not a plain number. Remove words, letters and other characters."), text)

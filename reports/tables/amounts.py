"""Numbers that were typed as text: "12 500,50" has one reading, "12,500" has two unless its column leaves one."""

import re
from collections.abc import Iterable
from decimal import Decimal

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


def readings(text: str) -> dict[str, Decimal]:
    """`{decimal mark: amount}`: what the text means where the point, and where the comma, stands before the decimals."""
    text = text.strip().removeprefix("'")
    found = {}
    for mark, form in WRITTEN.items():
        match = form.fullmatch(text) if len(text) <= MOST_SIGNS else None
        if match:
            whole = "".join(sign for sign in match["whole"] if sign.isdecimal())
            found[mark] = Decimal(f"{whole}.{match['part'] or 0}")
    return found


def is_ambiguous(found: dict[str, Decimal]) -> bool:
    return len(set(found.values())) > 1


def decimal_mark(texts: Iterable[str]) -> str:
    """The one that a whole column uses: some text can be read with it alone, and no other text is against it."""
    seen, in_doubt = set(), set()
    for text in texts:
        found = readings(text)
        if is_ambiguous(found):
            in_doubt.add(COMMA if COMMA in text else POINT)
        elif len(found) == 1:
            seen |= set(found)
    return seen.pop() if len(seen) == 1 and not seen & in_doubt else ""

"""Telephone numbers in a text, by the numbering plans of the Plan's countries (`phonenumbers`)."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import phonenumbers
from babel.core import get_global
from phonenumbers import NumberParseException, PhoneNumberType

from reports.privacy.signs import Chunk, Text, is_year
from reports.privacy.vocabulary import (
    ABOUT,
    ACCOUNT_WORDS,
    CODE_WORDS,
    COUNTED,
    CURRENCIES,
    CURRENCY_LETTERS,
    PICTURE_WORDS,
    TELEPHONE_WORDS,
    VAGUE_WORDS,
    words,
)

# The states of the sub-regions, as ISO 3166-1 has them. Those of the activity are asked first.
REGIONS = tuple(sorted(words("AO BI BW CD DJ ER ET KE KM LS MG MU MW MZ NA RW SC SD SO SS SZ TZ UG ZA ZM ZW")))
# Where a national number begins with no zero, so that nothing but its length and its first digits tell it.
WITHOUT_ZERO = tuple(region for region in REGIONS if not phonenumbers.ndd_prefix_for_region(region, True))
CALLING_CODES = tuple(str(phonenumbers.country_code_for_region(region)) for region in REGIONS)
GAPS = ("", " ", "-", ".", "/", "_", "(", ")", " (", ") ", ")-", "-(", "  ")
FEWEST, MOST, MOST_GROUPS = 6, 15, 8  # digits, and groups of digits, of a number
MONEY_SIGNS = "$€£%"
MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
WORDS_BETWEEN = 5  # how far from its number a word such as "telephone" may stand


def regions_of(countries: Sequence[str]) -> tuple[str, ...]:
    """`("MOZ",)` -> `("MZ",)`: ISO 3166-1 alpha-3 to alpha-2; what is no country is left out."""
    aliases = get_global("territory_aliases")
    return tuple(aliases[code][0] for code in countries if code in aliases)


def telephone_numbers(text: Text, regions: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """The first and last chunk of each number that nothing else has used, in their order."""
    place = 0
    while place < len(text.chunks) - 1:
        length = chain_length(text, place)
        if length:
            yield from Chain(text, place, length, regions).numbers()
        place += length or 1


def chain_length(text: Text, place: int) -> int:
    """How many numbers stand one after another, as far as those of a telephone may."""
    chunks, end = text.chunks, place
    while text.number_follows(end) and end not in text.dates and (end == place or chunks[end].gap in GAPS):
        end += 1
    return end - place


class Chain:
    """Groups of digits in a row: one number, several, or an amount. Its words decide how much it has to prove."""

    def __init__(self, text: Text, first: int, length: int, regions: tuple[str, ...]):
        self.text, self.regions = text, regions
        self.first, self.end = first, first + length
        self.is_amount = is_amount(text, first, self.end)
        self.is_called = is_called(text, first)
        self.words_before = [chunk.folded for chunk in text.chunks[max(0, first - 2) : first]]
        self.is_account = not ACCOUNT_WORDS.isdisjoint(self.words_before)
        self.is_code = "#" in text.chunks[first].gap or not CODE_WORDS.isdisjoint(self.words_before)

    def numbers(self) -> Iterator[tuple[int, int]]:
        place = self.first
        while place < self.end:
            length = self.number_at(place) if self.may_begin(place) else 0
            if length:
                yield place, place + length - 1
            place += length or 1

    def may_begin(self, place: int) -> bool:
        """At the beginning, after a slash, and wherever a zero or a plus begins a number."""
        chunk = self.text.chunks[place]
        return place == self.first or chunk.gap == "/" or chunk.text[0] == "0" or chunk.gap.endswith("+")

    def number_at(self, place: int) -> int:
        """How many groups from here on are a telephone number: the longest that are."""
        groups = self.text.chunks[place : min(self.end, place + MOST_GROUPS)]
        for length in range(len(groups), 0, -1):
            digits = "".join(group.text for group in groups[:length])
            if FEWEST <= len(digits) <= MOST + 2 and self.is_number(groups[:length], digits, place + length):
                return length
        return 0

    def is_number(self, groups: list[Chunk], digits: str, end: int) -> bool:
        if groups[0].gap.endswith(("+", "+ ")):
            return is_international(trunkless(groups), sure=not self.is_amount)
        if self.is_amount or (self.is_account and not self.is_called):
            return False
        if digits.startswith("00") and is_international(digits[2:], sure=self.is_called):
            return True
        if self.begins_with_zero(groups, digits):
            return True
        if self.is_code and not self.is_called:
            return False
        if not self.may_end(end) or (is_year(groups[0].text) and len(groups) > 1):
            return False
        if self.is_called and 7 <= len(digits) <= MOST:
            return True
        return not is_glued(groups[0], self.text.text) and self.is_plain_number(groups, digits)

    def begins_with_zero(self, groups: list[Chunk], digits: str) -> bool:
        """`0712 345 678`: where the activity is, or long enough anywhere."""
        if not digits.startswith("0") or (len(groups) > 1 and groups[0].text == "0" and groups[1].gap != " "):
            return False
        if len(digits) > 8:
            return valid(digits, self.regions) or valid(digits, REGIONS)
        return valid(digits, self.regions) and not (is_year(groups[-1].text) or is_glued(groups[0], self.text.text))

    def may_end(self, end: int) -> bool:
        """Without a sign that it begins here, a number is the whole of what stands together."""
        after = self.text.chunks[end]
        return end == self.end or after.gap in ("/", "_") or is_year(after.text)

    def is_plain_number(self, groups: list[Chunk], digits: str) -> bool:
        """Without plus, zero or word: by its shape, and where it would be one."""
        if len(digits) > 10 and digits.startswith(CALLING_CODES) and is_international(digits, sure=False):
            return True
        if digits.endswith("000") or is_decimal(groups):
            return False
        if is_grouped_by_thousands(groups):
            return valid(digits, self.regions, MOBILE)
        if len(groups) > 1:
            return valid(digits, self.regions) or (len(digits) > 7 and valid(digits, WITHOUT_ZERO, MOBILE))
        vague = VAGUE_WORDS | PICTURE_WORDS if len(digits) < 9 else VAGUE_WORDS
        if not vague.isdisjoint(self.words_before):
            return False
        return valid(digits, self.regions, MOBILE) or (len(digits) == 9 and valid(digits, WITHOUT_ZERO, MOBILE))


def trunkless(groups: list[Chunk]) -> str:
    """The digits without the zero in brackets of `+44 (0)20`."""
    return "".join(
        group.text for place, group in enumerate(groups) if place == 0 or group.text != "0" or "(" not in group.gap
    )


def is_international(digits: str, *, sure: bool) -> bool:
    """Whether it is a number with its country's code. Where a plus makes it `sure`, its length is enough."""
    if not FEWEST < len(digits) <= MOST:
        return False
    number = parsed("+" + digits, None)
    if number is None:
        return False
    if phonenumbers.is_valid_number(number):
        return True
    return sure and len(digits) > 9 and digits[-3:] != "000" and phonenumbers.is_possible_number(number)


def valid(digits: str, regions: tuple[str, ...], kinds: tuple[int, ...] = ()) -> bool:
    return any(kind in kinds or not kinds for kind in kinds_in(digits, regions))


@lru_cache(maxsize=4096)
def kinds_in(digits: str, regions: tuple[str, ...]) -> tuple[int, ...]:
    """As what kinds of number (mobile, fixed line, ...) the plans of these regions know it."""
    numbers = (parsed(digits, region) for region in regions)
    kinds = (phonenumbers.number_type(number) for number in numbers if number)
    return tuple(kind for kind in kinds if kind != PhoneNumberType.UNKNOWN)


def parsed(digits: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(digits, region)
    except NumberParseException:
        return None


def is_grouped_by_thousands(groups: list[Chunk]) -> bool:
    """`84 123 456`: as amounts are written."""
    first, rest = groups[0], groups[1:]
    gaps = {group.gap for group in rest}
    shape = 1 <= len(first.text) <= 3 and all(len(group.text) == 3 for group in rest)
    return bool(rest) and shape and first.text[0] != "0" and gaps in ({" "}, {"."})


def is_decimal(groups: list[Chunk]) -> bool:
    return len(groups) == 2 and groups[1].gap == "."


def is_glued(chunk: Chunk, text: str) -> bool:
    """Whether a dash or a slash ties it to a code of capitals before it: `MOZ-2012006`."""
    before = text[max(0, chunk.start - 3) : chunk.start]
    return len(before) == 3 and before[2] in "-/." and before[:2].isupper()


def is_amount(text: Text, first: int, end: int) -> bool:
    """Whether money, a count or a word for one stands beside it."""
    before, after = text.chunks[first].gap, text.chunks[end]
    if any(sign in MONEY_SIGNS for sign in before + after.gap):
        return True
    if first and not before.strip(" .:") and is_currency(text.chunks[first - 1]):
        return True
    near = [chunk.folded for chunk in text.chunks[max(0, first - 2) : first]]
    if not ABOUT.isdisjoint(near) and TELEPHONE_WORDS.isdisjoint(near):
        return True
    if after.gap.startswith(("/=", "/-")) or (after.gap == "," and after.is_number and len(after.text) <= 2):
        return True
    return after.gap in (" ", "", "_") and after.folded in CURRENCIES | COUNTED


def is_currency(before: Chunk) -> bool:
    return before.folded in CURRENCIES or before.text in CURRENCY_LETTERS


def is_called(text: Text, first: int) -> bool:
    """Whether a word shortly before says that a telephone number follows."""
    for place in range(first - 1, max(-1, first - 1 - WORDS_BETWEEN), -1):
        chunk = text.chunks[place]
        if chunk.folded in TELEPHONE_WORDS:
            return text.chunks[place + 1].folded != "for"  # a call for proposals
        if (chunk.has_digit and len(chunk.text) > 4) or "\n" in text.chunks[place + 1].gap:
            return False
    return False

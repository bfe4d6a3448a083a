"""A text cut into chunks of letters and digits, in one pass: what the search for personal data reads."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from string import digits

from reports.privacy.vocabulary import CURRENCIES, MOBILE_WORDS, MONTHS
from themes.folding import DASHES, WITHOUT_WIDTH, fold

CHUNK = re.compile(r"[^\W_]+")
AS_ASCII = str.maketrans(dict.fromkeys(DASHES, "-") | {"°": "o", "º": "o", "＿": "_"})
DATE_GAPS = ("-", "/", ".", " ", "_")


@dataclass(slots=True)
class Chunk:
    """Letters and digits without anything between; `gap` is what stands before it. `used` once it says something."""

    text: str
    start: int
    end: int
    gap: str
    folded: str = ""
    used: bool = False

    @property
    def is_number(self) -> bool:
        return self.text.isdecimal()

    @property
    def has_digit(self) -> bool:
        return any(sign.isdecimal() for sign in self.text)


def plain(text: str) -> str:
    """The text with digits and dashes of every kind as ASCII has them, and without signs of no width."""
    normal = unicodedata.normalize("NFKC", WITHOUT_WIDTH.sub("", text).translate(AS_ASCII)).translate(AS_ASCII)
    if normal.isascii():
        return normal
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in normal)


class Text:
    """`chunks` in their order, then one that is empty: every chunk has a gap after it."""

    def __init__(self, text: str):
        self.text = plain(text)
        self.chunks: list[Chunk] = []
        at = 0
        for match in CHUNK.finditer(self.text):
            for start, end in divided(match):
                self.chunks.append(Chunk(self.text[start:end], start, end, self.text[at:start]))
                at = end
        self.chunks.append(Chunk("", len(self.text), len(self.text), self.text[at:]))
        for chunk in self.chunks:
            chunk.folded = chunk.text if chunk.is_number else fold(chunk.text)

    @property
    def places(self) -> range:
        """Where a chunk stands that has another after it, be it the empty one."""
        return range(len(self.chunks) - 1)

    def passage(self, first: int, last: int) -> str:
        """What stands from one chunk to another, with the plus and the bracket that begin a telephone number."""
        start, end = self.chunks[first].start, self.chunks[last].end
        opened = ("(+", "+", "(") if ")" in self.text[start:end] else ("+",)
        start -= next((len(sign) for sign in opened if self.chunks[first].gap.endswith(sign)), 0)
        return self.text[start:end]

    def use(self, first: int, last: int) -> None:
        for chunk in self.chunks[first : last + 1]:
            chunk.used = True

    def number_follows(self, place: int) -> bool:
        return self.chunks[place].is_number and not self.chunks[place].used

    @cached_property
    def dates(self) -> set[int]:
        """The places of chunks that are days, years, spans of years or times of day."""
        places: set[int] = set()
        place = 0
        while place < len(self.chunks) - 1:
            length = date_length(self.chunks[place : place + 4])
            places.update(range(place, place + length))
            place += length or 1
        return places


def divided(match: re.Match) -> list[tuple[int, int]]:
    """`tel0712345678` and `USD12500` are a word and a number; any other mixture is one chunk."""
    start, end = match.span()
    word = match.group().rstrip(digits)
    if len(word) == end - start or word.lower() not in MOBILE_WORDS | CURRENCIES:
        return [(start, end)]
    return [(start, start + len(word)), (start + len(word), end)]


def date_length(chunks: list[Chunk]) -> int:
    """How many of the chunks, from the first on, are one date; a time of day after it counts with it."""
    first, rest = chunks[0], chunks[1:]
    if not first.is_number:
        return 0
    length = undivided_date(first.text) and 1
    if not length and len(rest) >= 2:
        length = 3 * is_day(first, *rest[:2])
    if not length and rest:
        length = 2 * (is_span(first, rest[0]) or is_month(first, rest[0]))
    if length and len(chunks) > length and is_time(chunks[length]) and length != 2:
        length += 1
    return length


def undivided_date(written: str) -> bool:
    """`20120630`, `30062012`, `20120630143012`, `201206301430`."""
    if len(written) in (12, 14):
        return undivided_date(written[:8]) and written[:2] in ("19", "20") and is_clock(written[8:])
    if len(written) != 8:
        return False
    return valid_day(written[:4], written[4:6], written[6:]) or valid_day(written[4:], written[2:4], written[:2])


def is_day(first: Chunk, second: Chunk, third: Chunk) -> bool:
    """Three numbers with the same sign between them that are a day: `30/06/2012`, `2012-06-30`, `30.6.12`."""
    if not (second.is_number and third.is_number and second.gap == third.gap and second.gap in DATE_GAPS):
        return False
    parts = (first.text, second.text, third.text)
    if len(parts[2]) == 2 and second.gap in "/.-" and len(parts[0]) <= 2 and len(parts[1]) == 2:
        return valid_day("20" + parts[2], parts[1], parts[0]) and second.gap != "-"
    return valid_day(*parts) or valid_day(*reversed(parts))


def valid_day(year: str, month: str, day: str) -> bool:
    return is_year(year) and len(month) <= 2 and len(day) <= 2 and 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def is_year(written: str) -> bool:
    return len(written) == 4 and written.isdecimal() and written[:2] in ("19", "20")


def is_span(first: Chunk, second: Chunk) -> bool:
    """`2010-2012`, `2011/12`."""
    if not is_year(first.text) or not second.is_number or second.gap not in ("-", "/", "_", " - ", " "):
        return False
    return is_year(second.text) or (second.gap in "-/" and second.text == f"{int(first.text) + 1}"[2:])


def is_month(first: Chunk, second: Chunk) -> bool:
    """`30 June`, `06/2012`, `June 2012` is a word and a year, and needs no care."""
    if second.folded in MONTHS and len(first.text) <= 2:
        return True
    return is_year(second.text) and len(first.text) <= 2 and second.gap == "/" and 1 <= int(first.text) <= 12


def is_time(chunk: Chunk) -> bool:
    return chunk.is_number and len(chunk.text) in (4, 6) and chunk.gap in ("_", "-", "T", " ") and is_clock(chunk.text)


def is_clock(written: str) -> bool:
    return int(written[:2]) < 24 and int(written[2:4]) < 60 and int(written[4:] or 0) < 60

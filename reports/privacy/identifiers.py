"""Numbers of passports, identity papers and of the files of persons in a text."""

import re
from collections.abc import Iterator
from string import ascii_uppercase

from reports.privacy.signs import Text, date_length, is_year, undivided_date
from reports.privacy.vocabulary import (
    ABBREVIATIONS,
    CASE_WORDS,
    CURRENCIES,
    LITTLE_WORDS,
    NOT_A_PASSPORT,
    NOT_A_PERSON_S,
    NUMBER_WORDS,
    PAPERS,
    REFERENCE_WORDS,
)

TIGHT = ("-", "/", ".", "_")  # between the parts of one number
MOST_PARTS, WORDS_BETWEEN = 8, 4
PASSPORT = re.compile(r"[A-Z]{1,3}\d{6,9}|\d{2}[A-Z]{2}\d{5}|\d{12}[A-Z]")
REGISTRATION = re.compile(r"\d{2}[A-Z]\d{5}")  # 705-12C00345, as UNHCR registers
LETTERS = re.compile(r"[A-Z]{1,3}")
PAPER_WORDS = [paper.split() for line in PAPERS.strip().splitlines() for paper in line.split("|")]
PAPERS_BY_WORD = {paper[0]: [other for other in PAPER_WORDS if other[0] == paper[0]] for paper in PAPER_WORDS}

Found = Iterator[tuple[int, int]]


def case_numbers(text: Text) -> Found:
    """First and last chunk of each number of a person's file."""
    for place in text.places:
        if not text.chunks[place].used and (is_registration(text, place) or is_lettered(text, place)):
            yield place, place + 1
    for place in text.places:
        if text.chunks[place].folded in CASE_WORDS and not is_no_person_s(text, place):
            yield from named_number(text, place + 1, case=True)


def passport_numbers(text: Text) -> Found:
    """First and last chunk of each number of a passport or an identity paper."""
    for place in text.places:
        if not text.chunks[place].used and is_passport(text, place):
            yield place, place
    for place in text.places:
        length = paper_length(text, place)
        if length and not is_no_person_s(text, place):
            yield from named_number(text, place + length)


def is_passport(text: Text, place: int) -> bool:
    """`AB1234567`, unless the letters are those of a currency or a paper, or the digits a day or an amount."""
    chunk, after = text.chunks[place], text.chunks[place + 1]
    if not PASSPORT.fullmatch(chunk.text) or (after.gap in (".", ",") and after.is_number and len(after.text) <= 2):
        return False
    digits = chunk.text.lstrip(ascii_uppercase)
    letters = chunk.text[: -len(digits)].lower()
    return letters not in NOT_A_PASSPORT | CURRENCIES and not (letters and undivided_date(digits))


def is_registration(text: Text, place: int) -> bool:
    """`705-12C00345`, and `810-00045678` of one person."""
    first, second = text.chunks[place], text.chunks[place + 1]
    if second.gap not in ("-", "/", " ") or not first.text.isalnum() or len(first.text) != 3:
        return False
    if REGISTRATION.fullmatch(second.text):
        return True
    return second.gap == "-" and first.is_number and len(second.text) == 8 and second.text.startswith("00")


def is_lettered(text: Text, place: int) -> bool:
    """`KAM-00123456`: three capitals and a long number, which is no date."""
    first, second = text.chunks[place], text.chunks[place + 1]
    is_code = len(first.text) == 3 and first.text.isalpha() and first.text.isupper() and second.gap == "-"
    if not is_code or first.folded in CURRENCIES | NOT_A_PASSPORT:
        return False
    return second.is_number and len(second.text) >= 6 and not undivided_date(second.text)


def is_no_person_s(text: Text, place: int) -> bool:
    near = text.chunks[max(0, place - 2) : place] + text.chunks[place + 1 : place + 4]
    return not NOT_A_PERSON_S.isdisjoint(chunk.folded for chunk in near)


def paper_length(text: Text, place: int) -> int:
    """How many chunks from here on name a paper of a person: 2 of "travel document"."""
    chunk = text.chunks[place]
    if chunk.folded in ABBREVIATIONS and chunk.text.isupper():
        return 1
    for paper in PAPERS_BY_WORD.get(chunk.folded, ()):
        length = 1
        for word in paper[1:]:
            while text.chunks[place + length].folded in LITTLE_WORDS and length < MOST_PARTS:
                length += 1
            if text.chunks[place + length].folded != word:
                break
            length += 1
        else:
            return length
    return 0


def named_number(text: Text, place: int, *, case: bool = False) -> Found:
    """The number that follows a word for a paper or a file, if one does: at most one."""
    is_numbered, between = False, 0
    for start in range(place, min(place + WORDS_BETWEEN + 2, len(text.chunks) - 1)):
        chunk = text.chunks[start]
        if chunk.used or ends_here(text, start):
            return
        is_numbered = is_numbered or "#" in chunk.gap
        end = number_end(text, start)
        if end:
            if fits(text, start, end, is_numbered=is_numbered, is_next=not between, case=case):
                yield start, end - 1
            return
        if chunk.folded in NUMBER_WORDS | REFERENCE_WORDS or chunk.text == "Na":
            is_numbered = True
        else:
            between += 1


def ends_here(text: Text, place: int) -> bool:
    """A sentence or a line ends before this chunk; the full stop of an abbreviation ends none."""
    gap, before = text.chunks[place].gap, text.chunks[place - 1]
    if "\n" in gap or ";" in gap:
        return True
    return ". " in gap and before.folded not in NUMBER_WORDS | REFERENCE_WORDS and len(before.text) > 4


def number_end(text: Text, start: int) -> int:
    """The place after the last part of the number that begins here, or 0: `PTA/001234/10/ETH`, `AB 123456`."""
    end, has_digit = start, False
    while end < min(start + MOST_PARTS, len(text.chunks) - 1):
        chunk = text.chunks[end]
        is_tight = end == start or chunk.gap in TIGHT or joins(text, start, end)
        is_part = chunk.has_digit or (chunk.text.isupper() and len(chunk.text) <= 8)
        if not (is_tight and is_part) or chunk.used:
            break
        has_digit = has_digit or chunk.has_digit
        end += 1
    return end if has_digit else 0


def joins(text: Text, start: int, end: int) -> bool:
    """A space joins the letters of a passport to its digits, and the groups of three of a long number."""
    before, chunk = text.chunks[end - 1], text.chunks[end]
    if chunk.gap != " " or not chunk.is_number:
        return False
    return bool(end == start + 1 and LETTERS.fullmatch(before.text)) or (
        len(chunk.text) == 3 and all(len(part.text) == 3 and part.is_number for part in text.chunks[start:end])
    )


def fits(text: Text, start: int, end: int, *, is_numbered: bool, is_next: bool, case: bool) -> bool:
    """Whether what stands after the word is its number, and not a year, a date, an amount or a count."""
    parts = text.chunks[start:end]
    written = "".join(part.text for part in parts)
    digits = sum(sign.isdecimal() for sign in written)
    dated = date_length(parts)
    if (dated == len(parts) and (dated != 2 or not is_numbered)) or (len(parts) == 1 and is_year(written)):
        return False
    if is_numbered:
        return digits >= (3 if case else 5)
    if not written.isdecimal():
        return digits >= 3 and (is_next or len(parts) > 1 or digits >= 5)
    is_joined = len(parts) > 1 and text.chunks[start + 1].gap in TIGHT
    if written.startswith("0") or (is_joined and case and is_next):
        return digits >= (4 if case else 5)
    if is_joined and not is_next:
        return digits >= (6 if case else 8)
    return is_next and not case and digits >= 6 and not written.endswith("000")

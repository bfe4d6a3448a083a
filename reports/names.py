"""Several names in one field, with `;` between them; a name that holds a `;` itself stands in quotation marks."""

import re
from collections.abc import Iterable

APART, QUOTE = ";", '"'
BLANK = re.compile(r"\s*")


def listed(names: Iterable[str]) -> str:
    """`IOM; "Ministry of Interior; Immigration Department"`."""
    return "; ".join(quoted(name) for name in names)


def quoted(name: str) -> str:
    """As it stands among others: as it is, wherever that is clear."""
    if APART not in name and not name.startswith(QUOTE):
        return name
    return f"{QUOTE}{name.replace(QUOTE, QUOTE * 2)}{QUOTE}"


def names_in(text: str) -> list[str]:
    return [name for _start, name in parts_of(text) if name]


def last_name(text: str) -> tuple[str, str]:
    """What stands before the last name, with its `;`, and that name as far as it is typed."""
    start, name = parts_of(text)[-1]
    return text[:start], name


def after_blanks(text: str, start: int) -> int:
    blank = BLANK.match(text, start)
    return blank.end() if blank else start


def parts_of(text: str) -> list[tuple[int, str]]:
    """`[(where it begins, name)]`. A quotation mark counts only around a whole name: `"Hope" Association` is one."""
    parts, start = [], 0
    while start <= len(text):
        after = after_blanks(text, start)
        end = end_of_quoted(text, after)
        if end:
            name = text[after + 1 : end - 1].replace(QUOTE * 2, QUOTE)
            stop = text.find(APART, end)
        else:
            stop = text.find(APART, start)
            name = text[start : stop if stop >= 0 else len(text)]
        parts.append((start, name.strip()))
        if stop < 0:
            break
        start = stop + 1
    return parts


def end_of_quoted(text: str, start: int) -> int:
    """Where a name in quotation marks has ended, if one begins at `start` and a `;` or nothing follows it; else 0."""
    if not text.startswith(QUOTE, start):
        return 0
    place = text.find(QUOTE, start + 1)
    while place >= 0 and text.startswith(QUOTE, place + 1):
        place = text.find(QUOTE, place + 2)
    rest = after_blanks(text, place + 1) if place >= 0 else 0
    return place + 1 if rest and (rest == len(text) or text.startswith(APART, rest)) else 0

"""What changes on which days, in numbers. No database."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from reports.tallies.days import ALWAYS

Numbers = tuple[int, int, int, int]  # verified, reported, expected, heard of: so many more, or fewer
NUMBERS = ("verified", "reported", "expected", "heard")
NO_NUMBERS = [0] * len(NUMBERS)
Steps = tuple[tuple[date, Numbers], ...]  # from each of these days on, in order
Key = tuple[str, bool, str, str, date]  # kind, together, place, under, the day from which it holds


def steps_of(days: Iterable[date | None], on: Callable[[date], Numbers]) -> Steps:
    """What changes on these days, by what stands on each; before all of them stands what did on all days."""
    made, stood = [], (0, 0, 0, 0)
    for day in sorted({ALWAYS} | {day for day in days if day}):
        stands = on(day)
        if stands != stood:
            made.append((day, difference(stands, stood)))
        stood = stands
    return tuple(made)


def difference(now: Numbers, before: Numbers) -> Numbers:
    return (now[0] - before[0], now[1] - before[1], now[2] - before[2], now[3] - before[3])


def as_steps(changes: Mapping[date, list[int]]) -> Steps:
    """Without those that change nothing."""
    return tuple((day, (n[0], n[1], n[2], n[3])) for day, n in sorted(changes.items()) if any(n))


def add_to(kept: list[int], numbers: Iterable[int]) -> None:
    for place, number in enumerate(numbers):
        kept[place] += number

"""Tables of countries and what they carry out: their columns, and each row as classes and words."""

from collections import Counter
from collections.abc import Iterable, Sequence

from indicators.progress import LAYERS
from reports.attained import ACTIONS, layers_words
from reports.models import Country
from reports.summaries import REGIONAL, Cell, Selection, countries_of, last_report
from reports.summaries.activities import NO_REPORT, NOTHING
from reports.wording import state_word

LETTERS = {
    "verified": "v",
    "reported": "r",
    "expected": "p",
    "in_place_verified": "iv",
    "in_place": "ip",
    "adopted": "a",
    "not_taken_up": "nt",
    "nothing": "n",
    "no_report": "q",
}
EMPTY = {LETTERS[NOTHING], LETTERS[NO_REPORT]}


def columns_of(selection: Selection, cells: dict) -> list[Country]:
    """The countries of the selection that take part, and any other that does something all the same; each says whether it
    ever reported. One query."""
    active = {place for place, _code in cells}
    return [row for row in countries_of(selection).by_name() if row.takes_part or row.pk in active]


def nothing_in(country: Country) -> Cell:
    """Where no cell is: a country that had not reported has not said that it does nothing."""
    return Cell(NOTHING if last_report(country) else NO_REPORT)


def squares_of(states: Iterable[tuple[Country, str, str]]) -> list[tuple[Country, str, str, str]]:
    """`[(country, state, class, address)]` of countries with their state and address: the farthest first."""
    order = list(LETTERS)
    drawn = [(country, state, LETTERS[state], address) for country, state, address in states]
    return sorted(drawn, key=lambda square: order.index(square[1]))


def legend_of(states: Iterable[str]) -> list[tuple[str, str, int]]:
    """`[(class, state, how many)]` of those that there are, the farthest first."""
    counts = Counter(states)
    return [(letter, state, counts[state]) for state, letter in LETTERS.items() if counts[state]]


def drawn_line(code: str, columns: list[Country], cells: dict) -> tuple:
    """`([(country, class, word, activities)], class, word, activities)`: a row of the table, regional work last."""
    line = [(country, *drawn(cells.get((country.pk, code), nothing_in(country)))) for country in columns]
    return line, *drawn(cells.get((REGIONAL, code), Cell()))


def by_country(rows: Sequence[tuple], columns: list[Country]) -> list[tuple]:
    """Of rows as `drawn_line` draws them, each after what it is of: `[(country, figures in words, [(row, class, word,
    activities)])]`, only what stands in the country; regional work last, of None."""
    lines: list[tuple[Country | None, list[tuple]]] = [
        (country, [(row, *line[place][1:]) for row, line, *_regional in rows]) for place, country in enumerate(columns)
    ]
    lines.append((None, [(row, *regional) for row, _line, *regional in rows]))
    return [
        (country, layers_in(cells), [cell for cell in cells if cell[1] not in EMPTY])
        for country, cells in lines
        if country or any(cell[1] not in EMPTY for cell in cells)
    ]


def layers_in(cells: Iterable[tuple]) -> str:
    """How many of them are verified, reported and expected; where none is, whether anything is known of them."""
    counts = Counter(letter for _row, letter, *_more in cells)
    verified, reported, expected = (counts[LETTERS[layer]] for layer in LAYERS)
    if verified or reported or expected:
        return layers_words(verified, reported, expected, None, ACTIONS)
    return state_word(NO_REPORT if counts[LETTERS[NO_REPORT]] else NOTHING)


def words_of(code: str, columns: list[Country], cells: dict) -> dict[str, str]:
    """`{country code or regional: state in words}`: the same row in a file."""
    row = {country.pk: cells.get((country.pk, code), nothing_in(country)) for country in columns}
    row[REGIONAL] = cells.get((REGIONAL, code), Cell())
    return {place: state_word(cell.state) for place, cell in row.items()}


def drawn(cell: Cell) -> tuple[str, str, int]:
    """The cell's class, its word and its number of activities."""
    return LETTERS[cell.state], state_word(cell.state), cell.activities

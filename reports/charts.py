"""Charts as plain marks and labels: a page draws them with the site's colours, a download with colours of its own."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Self

WIDTH, HEIGHT, LEFT, TOP, BASE = 360, 190, 26, 26, 168
ACROSS = WIDTH - LEFT - 4  # of a line over time
WIDEST_FIGURE = 14  # a column less wide than this has no room for its figure
BAR = 320  # the width of a bar of layers
BARS = (600, 48)  # the width of a figure of such bars, and the height that each takes
LAYERS = ("solid", "hatch", "outline", "track")  # verified, reported, expected, still open
PAIR, LONGEST = 54, 250  # the height that a pair of bars takes, and the width of the longest bar
MAP = {  # the looks of its levels, light to dark, of who has not reported (dots) and of other land, on paper and in a file
    "l0": "#d3e1f1",
    "l1": "#a5c1e2",
    "l2": "#6c97c9",
    "l3": "#3a69a6",
    "l4": "#123a69",
    "silent": "url(#dots)",
    "land": "#ffffff",
}
DOTS = (
    '<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" fill="#ffffff"/><circle cx="3" cy="3" r="1.2" fill="#4a5764"/></pattern>'
)
MOST_CELLS = 40  # above this, one cell a unit would be too thin to see


@dataclass(frozen=True)
class Mark:
    """A path in one of the looks of the stylesheet; `words` are its figure, `url` leads to what is behind it."""

    look: str
    path: str
    words: str = ""
    url: str = ""


@dataclass(frozen=True)
class Label:
    """Whole numbers, since a page would write others with the comma of its language."""

    x: int
    y: int
    text: str
    anchor: str = "start"


class Titled(str):
    """A title in the `language` in which it was written."""

    language: str

    def __new__(cls, text: str, language: str) -> Self:
        title = super().__new__(cls, text)
        title.language = language
        return title


@dataclass(frozen=True)
class Chart:
    """`head` and `rows` are the same figures as a table; the first of a row may be a day, written in `day_format`. `of_words`:
    the other cells are no figures. A page says `as_at` with the title; a file has it anyhow. `said_at`: the height at which the
    words of a mark are shown; `kind`: what the stylesheet calls it, where its labels differ."""

    name: str
    title: str
    marks: Sequence[Mark]
    labels: Sequence[Label]
    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    key: Sequence[tuple[str, str]] = ()
    width: int = WIDTH
    height: int = HEIGHT
    day_format: str = "DATE_FORMAT"
    source: str = ""
    of_words: bool = False
    as_at: date | None = None
    said_at: int = 14
    kind: str = ""

    @property
    def named_rows(self) -> Iterator[Iterator[tuple[str, object]]]:
        """Each cell with the head of its column."""
        return (zip(self.head, row, strict=True) for row in self.rows)

    @property
    def is_stacked(self) -> bool:
        """Whether its table has more columns than fit beside each other on a narrow screen."""
        return len(self.head) > 3


@dataclass(frozen=True)
class ChartColumn:
    """`tick`: a word under the axis, where there is one."""

    words: str
    value: int
    url: str = ""
    tick: str = ""


def columns(columns: Sequence[ChartColumn], deadline: int | None) -> tuple[list[Mark], list[Label]]:
    """One column each, on a scale of whole numbers from zero, and the deadline after so many of them; wide ones bear their
    figure."""
    most = max([1, *(column.value for column in columns)])
    step = (WIDTH - LEFT) / max(len(columns), 12)
    marks, labels = scale(most)
    for index, column in enumerate(columns):
        left, top = LEFT + index * step, height_of(column.value, most)
        if column.value:
            path = f"M{left + 1:.1f} {BASE}V{top:.1f}h{step - 2:.1f}V{BASE}z"
            marks.append(Mark("solid", path, column.words, column.url))
            if step >= WIDEST_FIGURE:
                labels.append(Label(round(left + step / 2), round(top - 4), str(column.value), "middle"))
        if column.tick:
            labels.append(Label(round(left), BASE + 14, column.tick))
    if deadline is not None:
        marks.append(upright(LEFT + deadline * step))
    return marks, labels


def pace_lines(
    points: Sequence[tuple[float, float, float | None]],
    most: float,
    years: Sequence[tuple[float, str]],
    deadline: float,
) -> tuple[list[Mark], list[Label]]:
    """Points of `(0 to 1 in time, reached, needed)`: what was reached as a stepped area, what was needed as a line as far as
    there is such a figure, and the deadline, if it lies on the axis, across. `years` stand under it."""
    marks, labels = scale(max(most, 1))
    marks.append(Mark("rule", "".join(f"M{LEFT + at * ACROSS:.1f} {BASE}v4" for at, _year in years)))
    labels += [Label(min(round(LEFT + at * ACROSS), WIDTH - 14), BASE + 16, year, "middle") for at, year in years]
    spots = [(LEFT + at * ACROSS, got, need) for at, got, need in points]
    if spots:
        steps = "".join(f"H{x:.1f}V{height_of(got, most):.1f}" for x, got, _need in spots)
        line = "L".join(f"{x:.1f} {height_of(need, most):.1f}" for x, _got, need in spots if need is not None)
        marks += [Mark("area", f"M{spots[0][0]:.1f} {BASE}{steps}V{BASE}z"), Mark("needed", f"M{line}")]
    if 0 <= deadline <= 1:
        marks.append(upright(LEFT + deadline * ACROSS))
    return marks, labels


def step_lines(
    steps: Sequence[tuple[float, int, int, int]], most: int, years: Sequence[tuple[float, str]], deadline: float
) -> tuple[list[Mark], list[Label]]:
    """Steps of `(0 to 1 in time, verified, reported besides, needed)` up to 1: what is verified as an area, what is reported
    hatched above it, what is needed as a line, and the deadline, if it lies on the axis, across. `years` stand under it."""
    marks, labels = scale(max(most, 1))
    marks.append(Mark("rule", "".join(f"M{LEFT + at * ACROSS:.1f} {BASE}v4" for at, _year in years)))
    labels += [Label(min(round(LEFT + at * ACROSS), WIDTH - 14), BASE + 16, year, "middle") for at, year in years]
    ends = [*(step[0] for step in steps[1:]), 1.0]
    for (at, verified, reported, needed), end in zip(steps, ends, strict=True):
        left, right = LEFT + at * ACROSS, LEFT + end * ACROSS
        low, high = height_of(verified, most), height_of(verified + reported, most)
        if verified:
            marks.append(Mark("area", f"M{left:.1f} {BASE}V{low:.1f}H{right:.1f}V{BASE}z"))
        if reported:
            marks.append(Mark("hatch", f"M{left:.1f} {low:.1f}V{high:.1f}H{right:.1f}V{low:.1f}z"))
        marks.append(Mark("needed", f"M{left:.1f} {height_of(needed, most):.1f}H{right:.1f}"))
    if 0 <= deadline <= 1:
        marks.append(upright(LEFT + deadline * ACROSS))
    return marks, labels


def upright(x: float) -> Mark:
    """Where the deadline is."""
    return Mark("need", f"M{x:.1f} {TOP}V{BASE}")


def scale(most: float) -> tuple[list[Mark], list[Label]]:
    """The axis with a line at the top and half-way, where that is a whole number."""
    values = {0, round(most)} | ({round(most) // 2} if round(most) >= 4 else set())
    marks = [Mark("rule", f"M{LEFT} {height_of(value, most):.1f}H{WIDTH}") for value in sorted(values)]
    labels = [Label(LEFT - 5, round(height_of(value, most) + 4), str(value), "end") for value in sorted(values)]
    return marks, labels


def height_of(value: float, most: float) -> float:
    return BASE - (BASE - TOP) * value / max(most, 1)


def layers(verified: int, reported: int, expected: int, scale: int, top: float = 4) -> Iterator[Mark]:
    """The marks of one bar, each unit counted once, in its best layer only; `scale` units make its whole width."""
    filled = verified + reported + expected
    edges = (0, verified, verified + reported, filled, scale)
    for look, first, last, inset in zip(LAYERS, edges, edges[1:], (0, 0.5, 0.75, 0), strict=False):
        if first < last:
            yield Mark(look, cells(first, last, scale, inset, top))


def cells(first: int, last: int, scale: int, inset: float, top: float) -> str:
    """Path of one box for each unit from `first` up to, not including, `last`, on a bar of `scale` units."""
    gap = 2 if scale <= MOST_CELLS else 0
    runs = [(i, i + 1) for i in range(first, last)] if gap else [(first, last)]
    boxes = []
    for begin, end in runs:
        left = round(begin * BAR / scale) + gap / 2 + inset
        right = round(end * BAR / scale) - gap / 2 - inset
        boxes.append(f"M{left:g} {top + inset:g}H{right:g}v{12 - 2 * inset:g}H{left:g}z")
    return "".join(boxes)


def need_at(required: int, scale: int) -> int:
    """Where the number needed is marked on a bar."""
    return min(max(round(required * BAR / scale), 1), BAR - 1)


@dataclass(frozen=True)
class Bar:
    """`words` are its figures; `required` is the number needed, None where there is none yet."""

    label: str
    words: str
    verified: int
    reported: int
    expected: int
    required: int | None


def bars(bars: Sequence[Bar]) -> tuple[list[Mark], list[Label]]:
    """One below the other, each under its label and beside its words."""
    marks: list[Mark] = []
    labels: list[Label] = []
    for place, bar in enumerate(bars):
        top = place * BARS[1] + 20
        scale = max(bar.verified + bar.reported + bar.expected, bar.required or 0, 1)
        marks += layers(bar.verified, bar.reported, bar.expected, scale, top)
        if bar.required:
            marks.append(Mark("need", f"M{need_at(bar.required, scale)} {top - 4}v20"))
        labels += [Label(0, top - 8, bar.label), Label(BAR + 10, top + 10, bar.words)]
    return marks, labels


@dataclass(frozen=True)
class Pair:
    """Two bars under one label, each of `(words, verified, reported)`; the label's bars lead to `url`."""

    label: str
    bars: Sequence[tuple[str, int, int]]
    url: str = ""


def pairs(rows: Sequence[Pair]) -> tuple[list[Mark], list[Label]]:
    """Pairs of bars one below the other, all on one scale, each with its words at its end."""
    most = max([1, *(verified + reported for row in rows for _words, verified, reported in row.bars)])
    marks: list[Mark] = []
    labels: list[Label] = []
    for place, row in enumerate(rows):
        labels.append(Label(0, place * PAIR + 12, row.label))
        for number, (words, verified, reported) in enumerate(row.bars):
            top = place * PAIR + 18 + number * 14
            edges = [round(n * LONGEST / most) for n in (0, verified, verified + reported)]
            for look, left, right in zip(LAYERS, edges, edges[1:], strict=False):
                if left < right:
                    path = f"M{left} {top}H{right}v10H{left}z"
                    marks.append(Mark(look, path, f"{row.label}, {words}" if row.url else words, row.url))
            labels.append(Label(edges[-1] + 6, top + 9, words))
    return marks, labels


@cache
def outlines() -> dict:
    """`{"source", "viewBox", "neighbours": path, "countries": {iso3: {"path", "at"}}}` (public domain, Natural Earth); `at` is
    where the middle of the name stands, of those that have room for it."""
    return json.loads((Path(__file__).parent / "data" / "region_map.json").read_text())


def map_look(level: int | None, is_silent: bool) -> str:
    """One of `MAP`: a country without a level does not take part; one that is silent takes part and has not reported."""
    if is_silent:
        return "silent"
    return "land" if level is None else f"l{level}"


def map_marks(looks: dict[str, str], words: dict[str, str]) -> list[Mark]:
    """The countries in their looks, those without one as plain land."""
    shapes = outlines()
    marks = [Mark("land", shapes["neighbours"])]
    for code, shape in shapes["countries"].items():
        marks.append(Mark(looks.get(code, "land"), shape["path"], words.get(code, "")))
    return marks

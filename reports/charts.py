"""Charts as plain marks and labels: a page draws them with the site's colours, a download with colours of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, TOP, BASE = 360, 190, 26, 26, 168


@dataclass(frozen=True)
class Mark:
    """A path in one of the looks of the stylesheet; `words` are its figure, `url` leads to what is behind it."""

    look: str
    path: str
    words: str = ""
    url: str = ""


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class Chart:
    """`head` and `rows` are the same figures as a table."""

    name: str
    title: str
    marks: Sequence[Mark]
    labels: Sequence[Label]
    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    key: Sequence[tuple[str, str]] = ()
    width: int = WIDTH
    height: int = HEIGHT
    view_box: str = ""

    @property
    def box(self) -> str:
        return self.view_box or f"0 0 {self.width} {self.height}"


@dataclass(frozen=True)
class Column:
    """`tick`: a word under the axis, where there is one."""

    words: str
    value: int
    url: str = ""
    tick: str = ""


def columns(columns: Sequence[Column]) -> tuple[list[Mark], list[Label]]:
    """One column each, on a scale of whole numbers from zero."""
    most = max([1, *(column.value for column in columns)])
    step = (WIDTH - LEFT) / max(len(columns), 12)
    marks, labels = scale(most)
    for index, column in enumerate(columns):
        left, top = LEFT + index * step, height_of(column.value, most)
        if column.value:
            path = f"M{left + 1:.1f} {BASE}V{top:.1f}h{step - 2:.1f}V{BASE}z"
            marks.append(Mark("solid", path, column.words, column.url))
        if column.tick:
            labels.append(Label(round(left, 1), BASE + 14, column.tick))
    return marks, labels


def pace_lines(
    points: Sequence[tuple[float, float, float]], most: float, years: Sequence[str]
) -> tuple[list[Mark], list[Label]]:
    """Points of `(0 to 1 in time, reached, needed)`: what was reached as a stepped area, what was needed as a line.
    The first point of each of the `years` has it under the axis."""
    marks, labels = scale(max(most, 1))
    across = WIDTH - LEFT - 4
    spots = [(LEFT + at * across, height_of(got, most), height_of(need, most)) for at, got, need in points]
    first = {year: x for year, (x, _y, _need) in reversed(list(zip(years, spots, strict=True)))}
    labels += [Label(round(x, 1), BASE + 14, year) for year, x in first.items() if x < WIDTH - 30]
    if spots:
        steps = "".join(f"H{x:.1f}V{y:.1f}" for x, y, _need in spots)
        marks.append(Mark("area", f"M{spots[0][0]:.1f} {BASE}{steps}V{BASE}z"))
        marks.append(Mark("needed", "M" + "L".join(f"{x:.1f} {need:.1f}" for x, _y, need in spots)))
    return marks, labels


def scale(most: float) -> tuple[list[Mark], list[Label]]:
    """The axis with a line at the top and half-way, where that is a whole number."""
    values = {0, round(most)} | ({round(most) // 2} if round(most) >= 4 else set())
    marks = [Mark("rule", f"M{LEFT} {height_of(value, most):.1f}H{WIDTH}") for value in sorted(values)]
    labels = [Label(LEFT - 5, round(height_of(value, most) + 4, 1), str(value), "end") for value in sorted(values)]
    return marks, labels


def height_of(value: float, most: float) -> float:
    return BASE - (BASE - TOP) * value / max(most, 1)

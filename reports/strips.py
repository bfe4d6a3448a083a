"""Pictures of years: strips one below the other, each under its name, on one axis of whole years."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from reports.charts import Label, Mark
from themes.punctuation import colon, introduced

WIDTH, EDGE = 326, 4  # as wide as a page on a telephone; the half of a point that stands at either end
LANE, THICK = 12, 8  # the height of a lane, and of a bar in it
FIGURE, SIGN = 6.9, 5.9  # the width of a figure, and of a sign of any text
APART = 3  # the space between a stretch and the words beside it
TOP, NAME, GAP = 32, 15, 5  # above the first strip, of its name, below each
SAID = 16  # the height of a line of words below
BESIDE, NUMBERS = 54, 27  # the width beside an axis of what has no days; the height of a strip of numbers
YEAR = 30  # the least width that the name of a year takes


@dataclass(frozen=True)
class Strip:
    """From `first` to `last`, each 0 to 1 in time; None: it has no days, and stands beside the axis. `named`: what stands beside
    it; `is_of_years`: it begins in one year and ends in another."""

    look: str
    words: str
    url: str
    first: float | None
    last: float | None
    named: str = ""
    is_of_years: bool = False


@dataclass(frozen=True)
class Axis:
    """What stands at an axis of time, each 0 to 1: the beginnings of all `years` with their names, and the `deadline` with its
    words; `beside` names what has no days, `nothing` stands in a strip where nothing is, or is empty."""

    years: Sequence[tuple[float, str]]
    deadline: tuple[float, str]
    beside: str
    nothing: str

    @property
    def step(self) -> float:
        return 1 / len(self.years)


@dataclass(frozen=True)
class Space:
    """Where the axis begins, and how wide it is."""

    left: int
    across: int
    deadline: float = -1

    @property
    def end(self) -> int:
        """Up to where there is room for words."""
        return self.left + self.across + 2 * EDGE

    def at(self, part: float) -> float:
        return self.left + part * self.across


@dataclass(frozen=True)
class Drawing:
    marks: Sequence[Mark]
    labels: Sequence[Label]
    height: int

    @property
    def said_at(self) -> int:
        """Where the words of a mark are shown."""
        return self.height - 4


def strips(rows: Sequence[tuple[str, Sequence[Strip]]], axis: Axis) -> Drawing:
    """A strip for each row, below its name, of as many lanes as keep its stretches apart."""
    has_beside = any(stretch.first is None for _name, stretches in rows for stretch in stretches)
    space = space_of(EDGE, beside_width(axis.beside) if has_beside else 2 * EDGE, axis)
    marks, labels, bands, top = [], [], [], TOP
    for name, stretches in rows:
        drawn, named, lanes = lanes_of(stretches, top + NAME, space, axis.beside)
        bands.append((top + NAME, top + NAME + lanes * LANE))
        marks += drawn
        head = head_of(name, axis.nothing if all(stretch.first is None for stretch in stretches) else "", top)
        labels += [*head, *named]
        top += NAME + max(lanes, len(head) - 1) * LANE + GAP
    return around(marks, labels, axis, space, bands)


def number_strips(rows: Sequence[tuple[str, Sequence[tuple[float, int, int, str]], int]], axis: Axis) -> Drawing:
    """The same in numbers: of each row those of a year at `(0 to 1 in time, verified, reported besides, words)`, the reported
    below the verified, and last the number of what has no days."""
    has_beside = any(without for _name, _cells, without in rows)
    space = space_of(THICK + EDGE, BESIDE if has_beside else 2 * EDGE, axis)
    wide = axis.step * space.across
    marks, labels, bands, top = [], [], [], TOP
    for name, cells, without in rows:
        head = head_of(name, "" if cells else axis.nothing, top)
        labels += head
        top += NAME
        drawn, figures = cells_of(cells, top, wide, space)
        marks += drawn
        labels += figures
        high = NUMBERS if cells else LANE * (len(head) - 1 or bool(without))
        bands.append((top, top + NUMBERS if cells else top))
        labels += [Label(WIDTH, top + high // 2 + 3, str(without), "end")] if without else []
        top += high + GAP
    labels += [Label(WIDTH, top + SAID - 4, axis.beside, "end")] if has_beside else []
    whole = around(marks, labels, axis, space, bands)
    return replace(whole, height=top + SAID * (2 if has_beside else 1))


def has_room(text: str) -> bool:
    """Whether it fits on one line of the picture."""
    return len(text) * SIGN <= WIDTH


def head_of(name: str, nothing: str, top: int) -> list[Label]:
    """The name of a strip, and that nothing stands in it: beside the name or, where there is no room, below it."""
    whole = introduced(name, nothing) if nothing else name
    if has_room(whole):
        return [Label(0, top + NAME - 4, whole)]
    if not nothing:
        return [Label(0, top + NAME - 4, name)]
    return [Label(0, top + NAME - 4, f"{name}{colon()}"), Label(0, top + NAME + 9, nothing)]


def cells_of(
    cells: Sequence[tuple[float, int, int, str]], top: int, wide: float, space: Space
) -> tuple[list[Mark], list[Label]]:
    """The numbers of one strip, behind the looks of what is verified and what is reported; where there are none, nothing."""
    marks: list[Mark] = []
    labels: list[Label] = []
    for look, below in (("solid", 2), ("hatch", 14)) if cells else ():
        marks.append(Mark(look, box(0, THICK, top + below)))
    for at, verified, reported, words in cells:
        marks.append(Mark("track", box(space.at(at), wide - 1, top - 1, NUMBERS - 2), words))
        middle = round(space.at(at) + wide / 2)
        labels += [Label(middle, top + below, str(n), "middle") for n, below in ((verified, 10), (reported, 22)) if n]
    return marks, labels


def beside_width(words: str) -> int:
    """Of a square beside the axis with its words before it."""
    return round(len(words) * FIGURE) + APART + THICK + EDGE


def space_of(left: int, beside: int, axis: Axis) -> Space:
    across = WIDTH - left - beside
    return Space(left, across, left + axis.deadline[0] * across)


Band = tuple[int, int]


def around(marks: Sequence[Mark], labels: Sequence[Label], axis: Axis, space: Space, bands: Sequence[Band]) -> Drawing:
    """The whole: years behind and the deadline upon what is drawn, each within the `bands` between the names, from one height to
    another."""
    years = year_lines(axis, bands, space)
    deadline = deadline_marks(axis, [lane for band in bands for lane in without_words(band, labels, space)], space)
    named = [*labels, *year_labels(axis, space), *deadline_labels(axis, space)]
    return Drawing([years, *marks, *deadline], named, max((last for _first, last in bands), default=TOP) + GAP + SAID)


def covers(label: Label, x: float) -> bool:
    """Whether words beside a stretch stand there."""
    first = label.x - (len(label.text) * FIGURE if label.anchor == "end" else 0)
    return first < x < first + len(label.text) * FIGURE


def without_words(band: Band, labels: Sequence[Label], space: Space) -> list[Band]:
    """The lanes of a band in which no words stand where the deadline is."""
    first, last = band
    said = {label.y - THICK for label in labels if covers(label, space.deadline)}
    return [(top, min(top + LANE, last)) for top in range(first, last, LANE) if top not in said]


def lanes_of(stretches: Sequence[Strip], top: int, space: Space, beside: str) -> tuple[list[Mark], list[Label], int]:
    """The marks of one strip with the words beside them, and the number of its lanes; what lasts for days of one year alone is a
    point."""
    marks: list[Mark] = []
    labels: list[Label] = []
    lanes: list[list[Span]] = []  # what is taken of each
    without = 0
    for stretch in stretches:
        if stretch.first is None or stretch.last is None:
            path = box(WIDTH - 1 - THICK, THICK, top + without * LANE)
            labels.append(Label(WIDTH - 1 - THICK - APART, top + without * LANE + THICK, beside, "end"))
            without += 1
        else:
            left, wide = space.at(stretch.first), (stretch.last - stretch.first) * space.across
            is_bar = wide > THICK / 2 or stretch.is_of_years
            wide = max(wide, THICK / 2)
            drawn = (left, left + wide) if is_bar else (left - THICK / 2, left + THICK / 2)
            taken, label = words_beside(drawn, stretch.named, space)
            height = top + free_lane(lanes, taken) * LANE
            path = box(left, wide, height) if is_bar else point(left, height)
            labels += [replace(label, y=height + THICK)] if stretch.named else []
        marks.append(Mark(stretch.look, path, stretch.words, stretch.url))
    return marks, labels, max(len(lanes), without)


Span = tuple[float, float]


def words_beside(drawn: Span, words: str, space: Space) -> tuple[Span, Label]:
    """What a stretch takes with its words, and these: after it, before it where the deadline stands or there is no room, else upon
    it."""
    first, last = drawn
    wide = APART + len(words) * FIGURE if words else 0
    has_room_before, crosses = first - wide >= 0, last <= space.deadline <= last + wide
    if last + wide <= space.end and not (crosses and has_room_before):
        return (first, last + wide), Label(round(last + APART), 0, words)
    if has_room_before:
        return (first - wide, last), Label(round(first - APART), 0, words, "end")
    return (first, max(last, first + wide)), Label(round(first + APART), 0, words)


def free_lane(lanes: list[list[Span]], taken: Span) -> int:
    """The first lane in which nothing stands there, which is then taken."""
    first, last = taken
    free = (place for place, spans in enumerate(lanes) if all(last + APART < a or b + APART < first for a, b in spans))
    lane = next(free, len(lanes))
    if lane == len(lanes):
        lanes.append([])
    lanes[lane].append(taken)
    return lane


def box(left: float, wide: float, top: float, high: int = THICK) -> str:
    return f"M{left:.1f} {top}h{wide:.1f}v{high}h-{wide:.1f}z"


def point(at: float, top: float) -> str:
    half = THICK // 2
    return f"M{at - half:.1f} {top + half}a{half} {half} 0 1 0 {THICK} 0a{half} {half} 0 1 0-{THICK} 0z"


def year_lines(axis: Axis, bands: Sequence[Band], space: Space) -> Mark:
    """Where each year begins, and where the last one ends."""
    begins = (*(at for at, _name in axis.years), 1)
    return Mark("rule", "".join(upright(space.at(at), band) for at in begins for band in ((TOP - 4, TOP), *bands)))


def upright(x: float, band: Band) -> str:
    first, last = band
    return f"M{x:.1f} {first}V{last}" if first < last else ""


def year_labels(axis: Axis, space: Space) -> list[Label]:
    """As many years as there is room for, the last one among them."""
    every = ceil(YEAR / (axis.step * space.across))
    shown = axis.years[::-1][::every]
    return [Label(round(space.at(at + axis.step / 2)), TOP - 8, name, "middle") for at, name in shown[::-1]]


def deadline_marks(axis: Axis, bands: Sequence[Band], space: Space) -> list[Mark]:
    """Beside its words, and in each band."""
    at, _words = axis.deadline
    path = "".join(upright(space.at(at), band) for band in ((2, SAID - 3), *bands))
    return [Mark("need", path)] if 0 <= at <= 1 else []


def deadline_labels(axis: Axis, space: Space) -> list[Label]:
    """On the side of the deadline on which there is more room."""
    at, words = axis.deadline
    if not 0 <= at <= 1:
        return []
    x = round(space.at(at))
    return [Label(x - 5, 11, words, "end") if at > 1 / 2 else Label(x + 5, 11, words)]

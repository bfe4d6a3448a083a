"""Tables of one country: for its page in the report and for its brief."""

from typing import Any

from reports.documents.word.paper import WIDTH, Paper
from reports.documents.word.writing import Cell, Piece, Run, WordColumn

Values = dict[str, Any]
# The shapes of the three layers, as on the bars: full, hatched, outlined.
SHAPES = {"verified": "■", "reported": "▨", "expected": "□"}
SHAPES |= {"in_place_verified": "◆", "in_place": "◇", "not_taken_up": "⊟"}  # of the answers to the menu


def layer(one: Values) -> list[Piece]:
    shape = SHAPES.get(one["layer"])
    return [Run(f"{shape} ", "Met"), one["word"]] if shape else [Run(one["word"], "Quiet")]


def write_figures(paper: Paper, tiles: list[Values], title: str) -> None:
    """The large figures: their words as the head, so that they are read with them."""
    columns = [WordColumn(WIDTH / len(tiles), one["label"], style="TableFigure") for one in tiles]
    figures: list[Cell] = [
        [str(one["figure"]), Run(f" / {one['of']}", "Quiet")] if one["of"] else str(one["figure"]) for one in tiles
    ]
    paper.table(columns, [figures], title=title, style="FiguresTable")


def write_themes(paper: Paper, country: Values) -> None:
    words = paper.words
    columns = [WordColumn(12, words["theme"], span=2), WordColumn(100), WordColumn(32, words["state"])]
    columns.append(WordColumn(22, words["activities"], style="TableNumber"))
    rows = (
        ([Run(one["code"], "Strong")], one["title"], layer(one), str(one["activities"])) for one in country["themes"]
    )
    paper.table(columns, rows, title=words["by_theme"])


def write_units(paper: Paper, country: Values) -> None:
    words = paper.words
    if not country["units"]:
        paper.add("Small", words["counts_for_nothing"])
        return
    columns = [WordColumn(16, words["target"], span=2), WordColumn(118), WordColumn(32, words["state"])]
    rows = ((one["code"], unit_named(one, words), [*layer(one), *verified(one)]) for one in country["units"])
    paper.table(columns, rows, title=words["counts_for"])


def verified(one: Values) -> list[Piece]:
    return [Run(f"\n{one['verified']}", "Quiet")] if one["verified"] else []


def unit_named(one: Values, words: Values) -> list[Piece]:
    place: list[Piece] = [Run(f" · {one['unit']}", "Quiet")] if one["unit"] else []
    return [one["text"], *place, *(Run(f"\n{words['revised']} {line}", "Quiet") for line in one["revisions"])]


def write_adoptions(paper: Paper, country: Values) -> None:
    words = paper.words
    if not country["adoptions"]:
        paper.add("Small", words["nothing_taken_up"])
        return
    columns = [
        WordColumn(16, words["action"], span=2),
        WordColumn(96),
        WordColumn(22, words["priority"]),
        WordColumn(32, words["state"]),
    ]
    rows = (
        (
            one["code"],
            [Run(one["title"], language=paper.other(one["language"])), *lead(one)],
            one["priority"],
            layer(one),
        )
        for one in country["adoptions"]
    )
    paper.table(columns, rows, title=words["national_plan"])


def write_answers(paper: Paper, country: Values, *, brief: bool = False) -> None:
    """Answers to the menu that are no adoptions; a brief leaves out why."""
    words = paper.words
    columns = [
        WordColumn(16, words["action"], span=2),
        WordColumn(88),
        WordColumn(24, words["when"]),
        WordColumn(38, words["state"]),
    ]
    rows = (
        (
            one["code"],
            [one["title"], *([Run(f"\n{one['why']}", "Quiet")] if one["why"] and not brief else [])],
            one["since"],
            layer(one),
        )
        for one in country["answers"]
    )
    paper.table(columns, rows, title=words["other_answers"])


def lead(adoption: Values) -> list[Piece]:
    return [Run(f" · {adoption['lead']}", "Quiet")] if adoption["lead"] else []


def write_activities(paper: Paper, rows: list[Values], title: str, *, referred: bool = False) -> None:
    """`referred`: the proof of the targets refers to the numbers."""
    words = paper.words
    columns = [
        WordColumn(12, words["number"], style="TableNumber"),
        WordColumn(88, words["activity"]),
        WordColumn(24, words["actions"]),
        WordColumn(21, words["when"]),
        WordColumn(21, words["status"]),
    ]
    lines = (
        (
            [Run(str(one["number"]), place=place_of(one["number"]) if referred else "")],
            [
                Run(one["title"], language=paper.other(one["language"])),
                *([Run(f"\n{one['meta']}", "Quiet")] if one["meta"] else []),
            ],
            one["codes"],
            one["when"],
            one["status"],
        )
        for one in rows
    )
    paper.table(columns, lines, title=title)


def place_of(number: int) -> str:
    return f"activity_{number}"

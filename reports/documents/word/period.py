"""The period report, on paper: what stands below every page says that it is not final, and so does the first."""

from typing import Any

from reports.documents.word.country import write_figures
from reports.documents.word.paper import Paper
from reports.documents.word.writing import Piece, Run, WordColumn

Values = dict[str, Any]


def write_period(paper: Paper, values: Values) -> None:
    paper.small_title()
    paper.add("CoverLine", f"{values['words']['plan']} · {values['as_at']}")
    paper.add("Title", values["title"])
    paper.add("CoverLine", [Run(values["edition"], "Strong")])
    for line in values["lead"]:
        paper.add("Small", line)
    write_figures(paper, values["tiles"], values["title"])
    for section in values["sections"]:
        write_section(paper, section)


def write_section(paper: Paper, section: Values) -> None:
    paper.heading(1, section["title"])
    if section["lead"]:
        paper.add("Normal", section["lead"])
    if section["empty"]:
        paper.add("Small", section["empty"])
    else:
        columns = [WordColumn(*one) for one in zip(section["widths"], section["heads"], strict=True)]
        rows = ([pieces(paper, one) for one in row] for row in section["rows"])
        paper.table(columns, rows, title=section["title"])
    for name in ("more", "note"):
        if section[name]:
            paper.add("Small", section[name])


def pieces(paper: Paper, one: Values) -> list[Piece]:
    written: list[Piece] = [Run(one["text"], language=paper.other(one["language"]) if one["language"] else "")]
    return [*written, Run(f"\n{one['below']}", "Quiet")] if one["below"] else written

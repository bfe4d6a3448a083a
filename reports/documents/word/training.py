"""Who was trained, on paper."""

from typing import Any

from reports.documents.word.country import layer
from reports.documents.word.paper import Paper
from reports.documents.word.writing import Run, WordColumn

Values = dict[str, Any]


def write_training(paper: Paper, training: Values | None) -> None:
    """Nothing of an edition that was closed before it was kept."""
    if training is None:
        return
    words = paper.words
    paper.heading(1, words["training"], new_page=True)
    paper.add("Normal", training["sentences"])
    for one in training["tables"]:
        paper.caption("table", one["title"], above=True)
        write_table(paper, one)
    paper.add("Normal", [Run(words["how_counted"], "Strong")], with_next=True)
    for text in training["counted"]:
        paper.add("Small", text)


def write_table(paper: Paper, one: Values) -> None:
    words = paper.words
    heads = [words[name] for name in ("trainings", "women", "men", "total", "no_number")]
    columns = [
        WordColumn(50, one["head"]),
        WordColumn(34, words["state"]),
        *(
            WordColumn(width, head, style="TableNumber")
            for width, head in zip((20, 15, 15, 15, 17), heads, strict=True)
        ),
    ]
    paper.table(columns, ((row["name"], layer(row), *row["figures"]) for row in one["rows"]), title=one["title"])

"""The two pages on one country, on paper."""

from typing import Any

from reports.documents.word.country import (
    write_activities,
    write_adoptions,
    write_answers,
    write_figures,
    write_themes,
    write_units,
)
from reports.documents.word.paper import Paper
from reports.documents.word.writing import Run


def write_brief(paper: Paper, values: dict[str, Any]) -> None:
    country, words, more = values["country"], values["words"], values["more"]
    paper.small_title()
    titled = paper.noted(**values["round"])
    paper.add("CoverLine", [f"{words['plan']} · ", *titled])
    paper.add("Title", values["title"])
    paper.add("CoverLine", country["facts"])
    paper.add("Small", f"{values['as_at']} · {values['edition']}")
    write_figures(paper, country["tiles"], values["title"])
    paper.heading(1, words["by_theme"])
    write_themes(paper, country)
    paper.heading(1, words["counts_for"])
    write_units(paper, country)
    for line in values["revised"]:
        paper.add("Small", [Run(f"{words['revised']} ", "Strong"), line])
    write_rest(paper, more["units"])
    paper.heading(1, words["national_plan"], new_page=True)
    write_adoptions(paper, country)
    write_rest(paper, more["adoptions"])
    if country["answers"]:
        paper.heading(1, words["other_answers"])
        write_answers(paper, country, brief=True)
        write_rest(paper, more["answers"])
    paper.heading(1, words["recent"])
    if country["activities"]:
        write_activities(paper, country["activities"], words["recent"])
    else:
        paper.add("Small", words["no_activity"])
    write_rest(paper, more["activities"])
    paper.add("Small", "   ".join(values["proof"]))


def write_rest(paper: Paper, text: str) -> None:
    if text:
        paper.add("Small", text)

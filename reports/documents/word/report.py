"""The progress report, on paper: the first page, the region, the targets with their proof, the countries, the annex."""

from typing import Any

from reports.documents.pdf import pictures
from reports.documents.word.country import (
    layer,
    place_of,
    write_activities,
    write_adoptions,
    write_answers,
    write_figures,
    write_themes,
    write_units,
)
from reports.documents.word.paper import Paper
from reports.documents.word.training import write_training
from reports.documents.word.writing import Piece, Run, WordColumn

Values = dict[str, Any]
MAP, BAR, SMALL_BAR = 80, 84, 50  # widths in millimetres


def write_report(paper: Paper, values: Values) -> None:
    drawn = pictures(values)
    write_first_page(paper, values)
    paper.table_of_contents()
    write_glance(paper, values, drawn)
    paper.heading(2, values["words"]["targets_glance"], new_page=True)
    write_targets_glance(paper, values, drawn)
    for number, theme in enumerate(values["themes"]):
        if not number:
            paper.heading(1, values["words"]["targets"], new_page=True)
        write_theme(paper, theme, drawn)
    write_training(paper, values["training"])
    for number, country in enumerate(values["countries"]):
        if not number:
            paper.heading(1, values["words"]["countries"], new_page=True)
            write_late(paper, values)
        write_country(paper, country, new_page=number > 0 or bool(values["late"]))
    write_annex(paper, values)


def write_first_page(paper: Paper, values: Values) -> None:
    words = values["words"]
    paper.add("CoverLine", words["plan"])
    paper.add("Title", values["title"])
    paper.add("Subtitle", paper.noted(**values["round"]))
    paper.add("Normal", [Run(values["as_at"], "Strong")])
    paper.add("Normal", values["edition"])
    write_prose(paper, values["why"], "Normal")
    write_figures(paper, values["tiles"], words["glance"])
    paper.add("Normal", "")
    paper.add("Small", [Run(words["proof"], "Strong"), f"\n{words['proof_lead']}"])
    paper.add("Small", "\n".join(values["proof"]))


def write_glance(paper: Paper, values: Values, drawn: dict[str, bytes]) -> None:
    words, region = values["words"], values["map"]
    paper.heading(1, words["glance"], new_page=True)
    paper.add("Chart", [paper.picture(drawn["map"], region["alt"], MAP)])
    paper.caption("figure", words["map"])
    paper.add("Small", words["disclaimer"])
    paper.caption("table", words["themes_glance"], above=True)
    columns = [
        WordColumn(12, words["theme"], span=2),
        WordColumn(52),
        WordColumn(56, words["progress"]),
        WordColumn(46, words["targets_met"]),
    ]
    rows = (
        ([Run(one["code"], "Strong")], one["title"], [bar(paper, one["bar"], drawn, SMALL_BAR)], one["bar"]["words"])
        for one in values["themes"]
    )
    paper.table(columns, rows, title=words["themes_glance"])
    write_funding(paper, values)
    paper.caption("table", words["map"], above=True)
    columns = [WordColumn(70, words["country"]), WordColumn(40, words["map_value"], style="TableNumber")]
    paper.table(columns, ((name, str(figure)) for name, figure in region["rows"]), title=words["map"])


def write_funding(paper: Paper, values: Values) -> None:
    words, amounts = values["words"], ("committed", "spent", "funding_gap")
    if values["funding"]:
        paper.caption("table", words["funding"], above=True)
        columns = [
            WordColumn(30, words["currency"]),
            *(WordColumn(40, words[one], style="TableNumber") for one in amounts),
        ]
        paper.table(columns, values["funding"], title=words["funding"])


def bar(paper: Paper, one: Values, drawn: dict[str, bytes], width: float) -> Piece:
    return paper.picture(drawn[one["code"]], f"{one['code']} – {one['words']}", width)


def write_targets_glance(paper: Paper, values: Values, drawn: dict[str, bytes]) -> None:
    words = values["words"]
    paper.add("Small", legend(words))
    paper.caption("table", words["targets_glance"], above=True)
    columns = [
        WordColumn(14, words["target"], span=2),
        WordColumn(48),
        WordColumn(70, words["progress"]),
        WordColumn(34, words["state"]),
    ]
    rows = (
        (
            [Run(target["code"], "Hyperlink", to=place_of_target(target["code"]))],
            [target["title"], *(Run(f"\n{words['revised']} {line}", "Quiet") for line in target["revisions"])],
            progress(paper, target, drawn),
            [Run(target["met_word"], "Met" if target["met"] else "Quiet"), *assessed(words, target)],
        )
        for theme in values["themes"]
        for target in theme["targets"]
    )
    paper.table(columns, rows, title=words["targets_glance"])


def progress(paper: Paper, target: Values, drawn: dict[str, bytes]) -> list[Piece]:
    pieces: list[Piece] = []
    several = len(target["indicators"]) > 1
    for number, one in enumerate(target["indicators"]):
        pieces += ["\n"] if number else []
        text = f"{one['code']} – {one['words']}" if several else one["words"]
        pieces += [bar(paper, one, drawn, SMALL_BAR), Run(f"\n{text}", "Counted")]
    return pieces


def assessed(words: Values, target: Values) -> list[Piece]:
    return [f"\n{words['assessment']} {target['assessed']}"] if target["assessed"] else []


def legend(words: Values) -> str:
    return f"■ {words['solid']}   ▨ {words['hatch']}   □ {words['outline']}   | {words['need']}"


def write_theme(paper: Paper, theme: Values, drawn: dict[str, bytes]) -> None:
    paper.heading(2, f"{theme['code']}. {theme['title']}")
    write_prose(paper, theme["narrative"])
    for target in theme["targets"]:
        write_target(paper, target, drawn)


def place_of_target(code: str) -> str:
    """Names of places hold no point."""
    return f"target_{code.replace('.', '_')}"


def write_prose(paper: Paper, prose: Values | None, style: str = "Narrative") -> None:
    """What somebody wrote, with the language in which they did."""
    if prose is None:
        return
    if style == "Narrative":
        paper.add(style, [Run(paper.words["says"], "Quiet")], with_next=True)
    *first, last = prose["paragraphs"]
    for text in first:
        paper.add(style, [Run(text, language=paper.other(prose["language"]))])
    paper.add(style, paper.noted(last, prose["language"], prose["note"]))


def write_target(paper: Paper, target: Values, drawn: dict[str, bytes]) -> None:
    words = paper.words
    paper.heading(3, f"{target['code']} {target['title']}", place=place_of_target(target["code"]))
    state: list[Piece] = [Run(target["met_word"], "Met")]
    if target["assessed"]:
        state += [f" · {words['working_group_assesses']} ", Run(target["assessed"], "Strong")]
    paper.add("Normal", state, with_next=True)
    paper.add("Normal", target["text"], with_next=True)
    for line in target["revisions"]:
        paper.add("Small", [Run(f"{words['revised']} ", "Strong"), line], with_next=True)
    if target["official"]:
        paper.add(
            "OfficialText",
            [Run(f"{words['official']} · {target['kind']}\n", "Quiet"), Run(target["official"], language="fr")],
        )
    for one in target["indicators"]:
        write_indicator(paper, one, drawn)
    write_assessments(paper, target)
    write_prose(paper, target["narrative"])


def write_assessments(paper: Paper, target: Values) -> None:
    if target["assessments"]:
        paper.add("Assessment", [Run(paper.words["working_group"], "Strong")], with_next=True)
    for one in target["assessments"]:
        paper.add("Assessment", [Run(one["word"], "Strong"), f", {one['day']}"], with_next=bool(one["reasons"]))
        write_prose(paper, one["reasons"], "Assessment")


def write_indicator(paper: Paper, one: Values, drawn: dict[str, bytes]) -> None:
    words = paper.words
    paper.heading(4, f"{one['code']} {one['text']}")
    paper.add("Chart", [bar(paper, one, drawn, BAR)])
    paper.caption("figure", f"{one['code']} – {one['words']}")
    for unit in one["units"]:
        verified = [Run(f"\n{unit['verified']}", "Quiet")] if unit["verified"] else []
        paper.add("Unit", [Run(f"{unit['name']}  ", "Strong"), *layer(unit), *verified])
        for line in unit["proof"]:
            paper.add("ListBullet", proof(paper, line))
        if unit["more"]:
            paper.add("ListBullet", [Run(unit["more"], "Quiet")])
    if not one["units"]:
        paper.add("Normal", words["unclaimed"])
    revised = [words["reading_revised"], *one["revised"]] if one["revised"] else []
    paper.add("Small", " ".join([words["reading"], one["reading"], *revised]))


def proof(paper: Paper, line: Values) -> list[Piece]:
    words = paper.words
    if not line["number"]:
        return [Run(words["bare"], "Quiet")]
    evidence = f"{words['evidence']} {'; '.join(line['evidence'])}" if line["evidence"] else words["no_evidence"]
    return [
        Run(f"[{line['number']}]", "Hyperlink", to=place_of(line["number"])),
        " ",
        Run(line["title"], language=paper.other(line["language"])),
        Run(f" · {line['meta']}" if line["meta"] else "", "Quiet"),
        Run(f"\n{evidence}", "Quiet"),
    ]


def write_late(paper: Paper, values: Values) -> None:
    if values["late"]:
        paper.heading(2, values["words"]["late"])
        paper.add("Small", values["words"]["late_lead"])
    for one in values["late"]:
        paper.add(
            "ListBullet", [Run(one["country"], "Strong"), " · ", *paper.noted(**one["round"]), f" · {one['when']}"]
        )


def write_country(paper: Paper, country: Values, *, new_page: bool) -> None:
    words = paper.words
    paper.heading(2, country["name"], new_page=new_page)
    paper.add("Small", country["facts"])
    write_figures(paper, country["tiles"], country["name"])
    for key, write in (
        ("by_theme", write_themes),
        ("counts_for", write_units),
        ("national_plan", write_adoptions),
    ):
        paper.heading(3, words[key])
        write(paper, country)
    if country["answers"]:
        paper.heading(3, words["other_answers"])
        write_answers(paper, country)


def write_annex(paper: Paper, values: Values) -> None:
    words = values["words"]
    paper.heading(1, words["annex"], new_page=True)
    paper.add("Small", words["annex_lead"])
    if values["annex_bare"]:
        paper.add("Small", values["annex_bare"])
    for group in values["annex"]:
        paper.heading(2, group["name"])
        write_activities(paper, group["rows"], group["name"], referred=True)
    paper.add("Small", "")

"""A country's page: its figures, theme by theme, what it counts for, and what it took up."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.progress import LAYERS
from reports.bodies import member_of
from reports.charts import map_look
from reports.documents import words
from reports.documents.source import Source
from reports.layer_words import CONTRIBUTION, layer_word
from reports.snapshots.showing import country_rows

Row = dict[str, Any]
ADOPTED = {"state": "adopted"}


def countries(source: Source) -> list[Row]:
    """Those that take part, or do something all the same, by name."""
    return [country(row, source) for row in country_rows(source.frozen, source.language)]


def country(row: Row, source: Source) -> Row:
    """`row` is a line of `reports.snapshots.showing.country_rows`."""
    return {
        "code": row["code"],
        "name": row["name"],
        "facts": capfirst(words.joined([words.report_line(row["report"]), bodies(row["code"], source)])),
        "look": map_look(row["level"], row["is_silent"]),
        "carried_out": words.UNKNOWN if row["is_silent"] else row["carried_out"],
        "tiles": tiles(row, len(source.frozen["plan"]["actions"])),
        "themes": by_theme(row, source),
        "units": units(row, source),
        "adoptions": adoptions(row, source),
        "answers": other_answers(row, source),
    }


def tiles(row: Row, actions: int) -> list[Row]:
    silent = row["is_silent"]
    counted = dict.fromkeys(LAYERS, words.UNKNOWN) if silent else row["activities"]
    done = words.UNKNOWN if silent else row["carried_out"]
    return [
        {"figure": done, "of": 0 if silent else actions, "label": _("actions from the menu carried out")},
        *words.layer_tiles(counted),
    ]


def bodies(code: str, source: Source) -> str:
    """The regional bodies of which the country was a member on the day."""
    day = source.frozen["snapshot"]["as_at"]
    codes = [
        body["code"]
        for body in source.frozen["bodies"]
        if any(
            line["country"] == code and line["since"] <= day and (line["until"] is None or day <= line["until"])
            for line in body["members"]
        )
    ]
    return member_of(codes) if codes else ""


def by_theme(row: Row, source: Source) -> list[Row]:
    nothing = {"state": "nothing", "activities": 0}
    if row["is_silent"]:
        nothing = {"state": "no_report", "activities": words.UNKNOWN}
    cells = [(theme, row["themes"].get(theme["code"], nothing)) for theme in source.frozen["plan"]["themes"]]
    return [
        {
            "code": theme["code"],
            "title": source.text(theme["title"]),
            "layer": cell["state"],
            "word": words.state(cell["state"]),
            "activities": cell["activities"],
        }
        for theme, cell in cells
    ]


def units(row: Row, source: Source) -> list[Row]:
    """Every unit of the country that counts, by indicator, in printed order; the first of a target says what had been
    revised of it."""
    unpublished = _("an activity that is not published")
    indicators = [one for one in source.frozen["plan"]["indicators"] if one["code"] in row["units"]]
    seen_targets: set[str] = set()
    rows = []
    for one in indicators:
        for unit in row["units"][one["code"]]:
            rows.append(
                {
                    "code": one["code"],
                    "text": source.text(one["text"]),
                    "revisions": [] if one["target"] in seen_targets else source.revisions.get(one["target"], []),
                    "unit": "" if unit["unit"] == row["code"] else source.names.get(unit["unit"], unpublished),
                    "layer": unit["layer"],
                    "word": layer_word(unit["layer"], CONTRIBUTION),
                    "verified": words.verified(source.verified.get((one["code"], unit["unit"]))),
                }
            )
            seen_targets.add(one["target"])
    return rows


def adoptions(row: Row, source: Source) -> list[Row]:
    """The national plan, in the country's own order; an action outside the menu has its own title."""
    titles = {one["code"]: source.text(one["title"]) for one in source.frozen["plan"]["actions"]}
    mine = [one for one in source.document["adoptions"] if one["country"] == row["code"]]
    return [adoption(one, row["actions"].get(one["action"], ADOPTED), titles, source.language) for one in mine]


def adoption(one: Row, cell: Row, titles: dict[str, str], language: str) -> Row:
    return {
        "code": one["action"] or one["theme"],
        "title": one["title"] or titles[one["action"]],
        "language": one["language"] if one["title"] else language,
        "priority": words.priority(one["priority"]),
        "lead": one["lead_ministry"],
        "layer": cell["state"],
        "word": words.state(cell["state"]),
    }


def other_answers(row: Row, source: Source) -> list[Row]:
    """What is in place, and what is not taken up and why; of an edition that was frozen before such answers were given: none."""
    titles = {one["code"]: source.text(one["title"]) for one in source.frozen["plan"]["actions"]}
    mine = [one for one in source.document.get("answers", []) if one["country"] == row["code"]]
    return [
        {
            "code": one["action"],
            "title": titles[one["action"]],
            "why": words.joined([one["because"], one["proof_citation"], one["proof_url"]]),
            "layer": one["state"],
            "word": words.state(one["state"]),
            "since": words.since(one["in_place_since"], one.get("from_known") or one["from"]),
        }
        for one in mine
    ]


def more_lines(count: int) -> str:
    return ngettext("and %(n)d more", "and %(n)d more", count) % {"n": count} if count > 0 else ""

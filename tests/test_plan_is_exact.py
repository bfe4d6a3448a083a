"""The fixtures say what the Plan prints, to the letter: its French text stands beside them."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

PLAN = Path(__file__).parent.parent / "fixtures" / "plan"
NAMES = ("themes", "groups", "actions", "topics", "audiences", "targets")
TABLES = {name: json.loads((PLAN / f"{name}.json").read_text(encoding="utf-8")) for name in (*NAMES, "recommendations")}
ACTIONS = {action["code"]: action for action in TABLES["actions"]}
INDICATORS = [indicator for target in TABLES["targets"] for indicator in target["indicators"]]
OURS = [*TABLES["actions"], *TABLES["targets"], *INDICATORS]
NOTED = {"I.9", "III.4", "IV.4", "VI.5"}
ROMAN = {"i": 1, "v": 5, "x": 10}
# What the body of the Plan prints besides the texts that the fixtures hold.
FURNITURE = (
    "Principaux groupes cibles pour la formation:|Principaux sujets de formation:|Recommandations de la Conférence|"
    r"Menu d'actions|Objectifs|D'ici à 2012|[IV]+\.|[-⇒➤ ]"
)


def fold(text):
    return re.sub(r"\s+", " ", re.sub(r"</?i>|\*", "", text)).strip()


def body():
    """The six themes as printed, without the column of codes."""
    text = (PLAN / "plan-of-action.fr.md").read_text(encoding="utf-8")
    return text[text.index("\nI. Réforme législative et politique\n") :]


def left_column():
    without_codes = re.sub(r"\t(?!<i>).*", "", body())
    return fold(re.sub(r"^-+$", "", without_codes, flags=re.MULTILINE))


def official_texts():
    for row in TABLES["themes"]:
        yield from (row["title"]["fr"], row["introduction"]["fr"])
    for row in TABLES["groups"]:
        yield from (row[field]["fr"] for field in ("title", "note") if field in row)
    yield from (row["text"]["fr"] for row in (*TABLES["actions"], *TABLES["targets"]))
    yield from (row["name"]["fr"] for row in (*TABLES["topics"], *TABLES["audiences"]))


def texts(row):
    """Every text of a row that stands in three languages."""
    return {name: value for name, value in row.items() if isinstance(value, dict)}


def number(roman):
    values = [ROMAN[letter] for letter in roman.lower()]
    return sum(-value if value < after else value for value, after in pairwise([*values, 0]))


def codes_of(cell):
    """`I (i), (ii) II (i)` -> I (i), I (ii), II (i)."""
    codes = []
    for chapter, items in re.findall(r"([IVX]+) ?((?:\([ivxIVX]+\)(?:, )?)+)", cell):
        codes += [f"{chapter} ({item})" for item in re.findall(r"\w+", items.lower())]
    return list(dict.fromkeys(codes))


def test_every_official_text_stands_in_the_plan_and_nothing_printed_is_left_out():
    left = left_column()
    for text in sorted(official_texts(), key=len, reverse=True):
        assert text in left
        left = left.replace(text, " ", 1)
    assert re.sub(FURNITURE, "", left) == ""


def test_actions_and_targets_stand_in_printed_order():
    printed = left_column()
    for table, mark in (("actions", "➤ "), ("targets", "⇒ ")):
        pieces = printed.split(mark)[1:]
        assert len(pieces) == len(TABLES[table])
        assert all(piece.startswith(row["text"]["fr"]) for piece, row in zip(pieces, TABLES[table], strict=True))


def test_codes_stand_as_printed_beside_each_action():
    cells = [fold(line.split("\t")[1]) for line in body().splitlines() if line.startswith("➤")]
    assert cells == [action["recommendations_as_printed"] for action in TABLES["actions"]]


def test_links_are_what_the_printed_codes_say():
    for action in TABLES["actions"]:
        assert action["recommendations"] == codes_of(action["recommendations_as_printed"])


def test_the_oddities_of_the_printed_codes_are_kept():
    assert ACTIONS["VI.5"]["recommendations"] == []
    assert ACTIONS["III.4"]["recommendations"] == ["VI (v)"]
    assert ACTIONS["III.4"]["recommendations_as_printed"] == "VI (v) VI (v)"
    assert ACTIONS["IV.4"]["recommendations"] == ["I (viii)", "II (vi)", "IV (iii)"]
    assert ACTIONS["IV.4"]["recommendations_as_printed"] == "I (viii) II (vi) IV (III)"


def test_the_row_broken_over_a_page_is_joined_again():
    assert ACTIONS["I.9"]["text"]["fr"].endswith("de favoriser une utilisation plus stratégique des ressources.")


def test_the_recommendations_are_those_that_actions_carry_out():
    linked = {code for action in TABLES["actions"] for code in action["recommendations"]}
    rows = [(row["chapter"], row["item"], row["code"]) for row in TABLES["recommendations"]]
    assert {code for _chapter, _item, code in rows} == linked
    assert rows == sorted(rows)
    for chapter, item, code in rows:
        assert [number(roman) for roman in re.findall(r"\w+", code)] == [chapter, item]


def test_the_totals_are_those_of_the_plan():
    totals = {name: len(rows) for name, rows in TABLES.items()}
    assert totals == {
        "themes": 6,
        "groups": 23,
        "actions": 58,
        "topics": 10,
        "audiences": 7,
        "targets": 25,
        "recommendations": 51,
    }
    assert sum(len(action["recommendations"]) for action in TABLES["actions"]) == 77
    assert len({row["chapter"] for row in TABLES["recommendations"]}) == 8
    assert len(INDICATORS) == 29


def test_agencies_are_those_that_the_target_names():
    for target in TABLES["targets"]:
        assert target["agencies"] == list(dict.fromkeys(re.findall("HCR|OIM", target["text"]["fr"])))


def test_every_deadline_is_the_end_of_2012():
    assert {target["deadline"] for target in TABLES["targets"]} == {"2012-12-31"}


@pytest.mark.parametrize("table", [*NAMES, "indicators"])
def test_every_text_stands_in_three_different_languages_and_the_titles_in_kiswahili(table):
    for row in TABLES.get(table, INDICATORS):
        for name, text in texts(row).items():
            if name == "note" and row["code"] not in {*NOTED, "III.d"}:
                assert text == {"fr": "", "en": "", "pt": ""}
            else:
                begun = {"sw"} if name == "title" and table in ("themes", "actions") else set()
                assert set(text) == {"fr", "en", "pt"} | begun
                assert len({value.strip() for value in text.values()} - {""}) == len(text), (row, name)


def test_every_row_of_our_own_wording_has_its_fields():
    for row in OURS:
        assert set(texts(row)) >= ({"text", "reading"} if "counts" in row else {"title", "text"})

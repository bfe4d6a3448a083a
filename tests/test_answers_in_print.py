"""What a closed round freezes and prints of the other answers to the menu."""

import io
import json
from datetime import date

import docx as word
import pytest

from reports import rules
from reports.canonical import canonical, sha256_of
from reports.documents.brief import brief
from reports.documents.report import report
from reports.documents.source import source
from reports.documents.word import docx
from reports.models import Snapshot
from reports.snapshots import practice
from tests.rounds import closed
from tests.test_answers import TREATY, UNAVAILABLE, answer


def test_an_edition_freezes_each_answer_with_the_reason_that_its_readers_may_read(cast):
    answer(cast, "in_place", TREATY, "I.1")
    answer(cast, "not_taken_up", UNAVAILABLE)
    frozen = {who: practice.other_answers(who, date(2012, 12, 31)) for who in (rules.PUBLIC, rules.PARTICIPANT)}
    assert [[(row["action"], row["state"]) for row in rows] for rows in frozen.values()] == [
        [("I.1", "in_place"), ("VI.2", "not_taken_up")]
    ] * 2
    assert [rows[1]["because"] for rows in frozen.values()] == ["", UNAVAILABLE["because"]]
    assert frozen[rules.PUBLIC][0]["in_place_since"] == "1995"


def test_as_at_an_earlier_day_an_edition_freezes_what_stood_then(cast):
    answer(cast, "not_taken_up", UNAVAILABLE)
    assert practice.other_answers(rules.PUBLIC, date(2012, 2, 29)) == []


# Printed -----------------------------------------------------------------------------------------------------------------

SECTION = "Other answers to the menu"


@pytest.fixture
def edition(cast):
    answer(cast, "in_place", TREATY, "I.1")
    answer(cast, "not_taken_up", UNAVAILABLE)
    return closed(cast)


def printed(edition, *, participants):
    values = report(source(edition, participants=participants, language="en"))
    return {row["code"]: row["answers"] for row in values["countries"]}


def test_the_report_prints_each_with_why_and_since_when_it_stands(edition):
    kinds = ("code", "layer", "since", "why")
    answers = {
        who: [tuple(one[name] for name in kinds) for one in printed(edition, participants=who == "inside")["MOZ"]]
        for who in ("inside", "public")
    }
    treaty = ("I.1", "in_place", "1995", TREATY["proof_citation"])
    declined = ("VI.2", "not_taken_up", "1 March 2012")
    assert answers == {"inside": [treaty, (*declined, UNAVAILABLE["because"])], "public": [treaty, (*declined, "")]}


def test_of_other_countries_nothing_is_printed(edition):
    assert {code for code, answers in printed(edition, participants=True).items() if answers} == {"MOZ"}


def without_answers(edition):
    """The edition as it would have been frozen before countries gave such answers."""
    document = {name: value for name, value in json.loads(edition.content).items() if name != "answers"}
    text = canonical(document)
    of = {name: getattr(edition, name) for name in ("round", "as_at", "taken_at", "taken_by", "public_content")}
    code = sha256_of(text)
    return Snapshot.objects.create(
        **of,
        code=code[:16],
        sha256=code,
        public_sha256=edition.public_sha256,
        content=text,
        edition=2,
        replaces=edition,
        why="Older.",
    )


def test_an_edition_of_before_has_none(edition):
    assert "answers" in json.loads(edition.content)
    assert set(map(str, printed(without_answers(edition), participants=True).values())) == {"[]"}


@pytest.mark.parametrize("kind", ["report", "brief"])
def test_a_word_file_has_a_section_of_them_where_there_are_any(edition, kind):
    make = {"report": report, "brief": lambda of: brief(of, "MOZ")}[kind]
    for row, sections in ((edition, 1), (without_answers(edition), 0)):
        file = word.Document(io.BytesIO(docx(kind, make(source(row, participants=True, language="en")))))
        headings = [one.text for one in file.paragraphs if one.style.name.startswith("Heading")]
        assert headings.count(SECTION) == sections


def test_a_brief_names_each_and_leaves_out_why(edition):
    file = word.Document(io.BytesIO(docx("brief", brief(source(edition, participants=True, language="en"), "MOZ"))))
    lines = [" ".join(cell.text for cell in row.cells) for table in file.tables for row in table.rows]
    (declined,) = [line for line in lines if line.startswith("VI.2 ")]
    assert ("Not taken up" in declined, UNAVAILABLE["because"] in " ".join(lines)) == (True, False)

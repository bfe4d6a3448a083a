"""What a closed round freezes and prints of the other answers to the menu."""

from datetime import date

from reports import rules
from reports.snapshots import practice
from tests.test_answers import NOT_NOW, TREATY, answer


def test_an_edition_freezes_each_answer_with_the_reason_that_its_readers_may_read(cast):
    answer(cast, "in_place", TREATY, "I.1")
    answer(cast, "not_taken_up", NOT_NOW)
    frozen = {who: practice.other_answers(who, date(2012, 12, 31)) for who in (rules.PUBLIC, rules.PARTICIPANT)}
    assert [[(row["action"], row["state"]) for row in rows] for rows in frozen.values()] == [
        [("I.1", "in_place"), ("VI.2", "not_taken_up")]
    ] * 2
    assert [rows[1]["because"] for rows in frozen.values()] == ["", NOT_NOW["because"]]
    assert frozen[rules.PUBLIC][0]["in_place_since"] == "1995"


def test_as_at_an_earlier_day_an_edition_freezes_what_stood_then(cast):
    answer(cast, "not_taken_up", NOT_NOW)
    assert practice.other_answers(rules.PUBLIC, date(2012, 2, 29)) == []

"""Strips on an axis of years: how many years are named, and where things stand."""

from itertools import pairwise

import pytest

from reports.strips import WIDTH, YEAR, Axis, Strip, number_strips, strips

DEADLINE = (0.18, "Deadline")


def axis(years, deadline=DEADLINE):
    return Axis([(n / years, str(2010 + n)) for n in range(years)], deadline, "Expected", "nothing")


def bar(first, last):
    return Strip("solid", "", "", first, last)


OUTLINE = Strip("outline", "", "", None, None)


@pytest.mark.parametrize("years", [1, 3, 9, 17, 18, 25])
@pytest.mark.parametrize("others", [[], [OUTLINE]])
def test_the_names_of_years_stand_apart_within_the_picture_and_the_last_is_one(years, others):
    drawn = strips([("I One", [bar(0, 1), *others])], axis(years))
    named = [label for label in drawn.labels if label.text.isdigit()]
    assert named[-1].text == str(2009 + years)
    assert all(after.x - before.x >= YEAR - 1 for before, after in pairwise(named))
    assert named[-1].x + YEAR / 2 <= WIDTH + 1


def test_seventeen_years_are_named_every_second_year():
    named = [label.text for label in strips([], axis(17)).labels if label.text.isdigit()]
    assert named == [str(year) for year in range(2010, 2027, 2)]


def test_each_row_is_named_above_what_stands_in_it():
    drawn = strips([("I One", [bar(0, 0.5), bar(0.1, 0.6)]), ("II Two", []), ("III Three", [OUTLINE])], axis(17))
    said = [(label.x, label.text) for label in drawn.labels][:3]
    assert said == [(0, "I One"), (0, "II Two: nothing"), (0, "III Three: nothing")]
    heights = [label.y for label in drawn.labels][:3]
    assert heights == sorted(heights)


def test_that_nothing_stands_in_a_row_is_said_below_a_long_name():
    drawn = strips([("A" * 50, []), ("II Two", [])], axis(17))
    assert [(label.x, label.text) for label in drawn.labels][:3] == [
        (0, "A" * 50 + ":"),
        (0, "nothing"),
        (0, "II Two: nothing"),
    ]


def named(first, last, words):
    return Strip("solid", "", "", first, last, words)


def test_the_years_of_a_stretch_stand_after_it_or_before_it_where_there_is_no_room():
    drawn = strips([("I One", [named(0.1, 0.3, "2011–2014"), named(0.9, 1, "2025–2026")])], axis(17))
    after, before = (label for label in drawn.labels if "–" in label.text)
    assert (after.anchor, after.x, before.anchor, before.x) == ("start", 101, "end", 284)
    assert after.y == before.y


def test_words_and_stretches_of_a_lane_do_not_meet():
    beside, apart = ([named(0.1, 0.3, "2011–2014"), named(first, first + 0.1, "2016")] for first in (0.4, 0.6))
    heights = [
        [label.y for label in strips([("I", row)], axis(17)).labels if "20" in label.text][:2]
        for row in (beside, apart)
    ]
    assert [len(set(pair)) for pair in heights] == [2, 1]


def test_the_words_of_the_deadline_stand_where_there_is_room():
    anchors = [
        next(label.anchor for label in strips([], axis(17, (at, "Deadline"))).labels if label.text == "Deadline")
        for at in (0.2, 0.9)
    ]
    assert anchors == ["start", "end"]
    assert "need" not in [mark.look for mark in strips([], axis(17, (1.2, "Deadline"))).marks]


def test_what_is_expected_says_so_before_its_square_within_the_picture():
    drawn = strips([("I One", [bar(0, 1), OUTLINE, OUTLINE])], axis(17))
    said = [label for label in drawn.labels if label.text == "Expected"]
    squares = [mark.path for mark in drawn.marks if mark.look == "outline"]
    assert [label.anchor for label in said] == ["end", "end"]
    for label, path in zip(said, squares, strict=True):
        left, top = map(float, path[1:].split("h")[0].split())
        assert (label.x < left < WIDTH - 8, label.y - 8) == (True, top)


def test_no_line_runs_through_the_name_of_a_row_or_the_words_beside_a_stretch():
    rows = [("I One", [named(0.1, 0.15, "2011–2012")]), ("II Two", [named(0.5, 0.6, "2018")])]
    drawn = strips(rows, axis(17))
    first, second = (label.y for label in drawn.labels if label.text in ("I One", "II Two"))
    (line,) = (mark.path for mark in drawn.marks if mark.look == "need")
    spans = [tuple(map(int, part.split(" ")[1].split("V"))) for part in line.split("M")[1:]]
    assert [last <= first - 9 or top >= first + 4 for top, last in spans] == [True, True]
    assert [top > second for top, _last in spans] == [False, True]


def test_what_begins_in_one_year_and_ends_in_another_is_no_point():
    short = {"look": "solid", "words": "", "url": "", "first": 0.5, "last": 0.501}
    paths = [strips([("I", [Strip(**short, is_of_years=of)])], axis(17)).marks[1].path for of in (False, True)]
    assert ["a4 4" in path for path in paths] == [True, False]


def test_numbers_stand_in_the_cell_of_their_year():
    drawn = number_strips([("I One", [(0.5, 3, 2, "words")], 4), ("II Two", [], 0)], axis(2))
    assert [label.text for label in drawn.labels[:5]] == ["I One", "3", "2", "4", "II Two: nothing"]
    (cell,) = (mark for mark in drawn.marks if mark.look == "track")
    assert drawn.labels[1].x > float(cell.path[1:].split(" ")[0])

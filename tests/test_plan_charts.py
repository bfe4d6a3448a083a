import pytest

from reports.attained import layers_words
from reports.charts import outlines
from reports.templatetags.plan_charts import layers_bar, region_map


def drawn(**figures):
    return layers_bar(**figures)["bar"]


def boxes(bar):
    return {mark.look: mark.path.count("M") for mark in bar["marks"]}


def test_each_unit_is_one_box_in_its_layer():
    bar = drawn(verified=2, reported=1, expected=3, required=8)
    assert boxes(bar) == {"solid": 2, "hatch": 1, "outline": 3, "track": 2}


def test_the_mark_stands_after_the_number_needed():
    assert drawn(verified=0, reported=0, expected=0, required=4, total=8)["need_at"] == 160


def test_a_bar_longer_than_its_threshold_keeps_the_mark_inside():
    bar = drawn(verified=8, reported=0, expected=0, required=4)
    assert (boxes(bar), bar["need_at"]) == ({"solid": 8}, 160)


def test_nothing_at_all_is_an_empty_bar():
    assert boxes(drawn(verified=0, reported=0, expected=0)) == {"track": 1}


def test_many_units_are_drawn_as_one_run():
    assert boxes(drawn(verified=30, reported=10, expected=0, total=58)) == {
        "solid": 1,
        "hatch": 1,
        "track": 1,
    }


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ((2, 1, 0, 4), "2 of 4 verified, 1 more reported"),
        ((0, 1, 2, 4), "0 of 4 verified, 1 reported, 2 expected"),
        ((5, 0, 0, 4), "5 verified (4 required)"),
        ((0, 3, 0, None), "3 reported"),
        ((0, 0, 0, None), "0 verified"),
    ],
)
def test_the_words_give_every_figure_but_no_zeros(figures, words):
    assert layers_words(*figures) == words


def test_the_map_draws_every_state_and_lists_those_that_take_part():
    rows = [
        {"code": "MOZ", "name": "Mozambique", "label": "3", "look": "l1", "url": "/countries/MOZ/"},
        {"code": "AGO", "name": "Angola", "label": "-", "look": "land", "url": ""},
    ]
    drawing = region_map(rows, "Activities", "Activities", [("l1", "1 to 4")])["map"]
    assert len(drawing["countries"]) == len(outlines()["countries"]) == 26
    assert [row["code"] for row in drawing["listed"]] == ["MOZ"]

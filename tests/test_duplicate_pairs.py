"""On pairs of activities as two agencies would write them, likely duplicates are found, and the events of a series told apart."""

import json
from pathlib import Path

import pytest

from reports.activity.state import EMPTY
from reports.duplicates.likeness import likeness
from reports.duplicates.signs import signs_of
from reports.models import Directory, Organisation

# `[{"same": true or false, "a": ROW, "b": ROW}]`: what was recorded twice, and what only stands in one series.
CORPORA = sorted((Path(__file__).parent / "pairs").glob("*.json"))
LEAST_SHOWN, MOST_FALSE = 0.9, 0.1
ROW = {"title", "summary", "language", "scope", "countries", "actions", "place", "starts_on", "ends_on"}
ROW |= {"lead", "partners", "border_regions"}


def pairs_of(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def shown(db):
    """`shown(pair)`: are the two compared, with organisations as the directory calls them, and told as likely duplicates?"""
    directory = Organisation.objects.directory()

    def signs(row):
        assert row.keys() == ROW
        partners = [{"organisation": known(directory, name), "role": "technical"} for name in row["partners"]]
        return signs_of(EMPTY | row | {"lead": known(directory, row["lead"]), "partners": partners})

    return lambda pair: bool(likeness(signs(pair["a"]), signs(pair["b"])))


def known(directory: Directory, name: str) -> str:
    known_row = directory.find(name or "")
    return known_row.name if known_row else name or ""


@pytest.mark.parametrize("path", CORPORA, ids=lambda path: path.stem)
def test_nearly_all_that_was_recorded_twice_is_shown(shown, path):
    same = [pair for pair in pairs_of(path) if pair["same"]]
    missed = [(pair["a"]["title"], pair["b"]["title"]) for pair in same if not shown(pair)]
    assert len(missed) <= (1 - LEAST_SHOWN) * len(same), missed


@pytest.mark.parametrize("path", CORPORA, ids=lambda path: path.stem)
def test_hardly_any_event_of_a_series_is_shown(shown, path):
    others = [pair for pair in pairs_of(path) if not pair["same"]]
    false = [(pair["a"]["title"], pair["b"]["title"]) for pair in others if shown(pair)]
    assert len(false) <= MOST_FALSE * len(others), false


def test_the_pairs_are_two_hundred_in_three_languages():
    pairs = [pair for path in CORPORA for pair in pairs_of(path)]
    assert [sum(pair["same"] is same for pair in pairs) for same in (True, False)] == [100, 100]
    assert {pair[side]["language"] for pair in pairs for side in "ab"} == {"en", "fr", "pt"}

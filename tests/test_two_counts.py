"""Targets met and targets met by the deadline are two counts: one of the latter may no longer be met."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from actionplan.messages import complete_languages, read, used
from reports.attained import count_words
from reports.documents.brief import brief
from reports.documents.report import report
from reports.documents.words import targets_met

PART_OF = re.compile(r"\bof (?:them|these|which)\b|\bdont\b|\bd[ea]l[ae]s\b|\bdos quais\b|\bdas quais\b", re.IGNORECASE)
OVER = date(2013, 12, 31), date(2012, 12, 31)


@pytest.fixture
def after_the_deadline(demonstration):
    """The frozen demonstration as if a year later one of the targets of IV was no longer met and one of II was."""

    def document_in(language="en"):
        source = demonstration(language)
        kept = source.frozen["figures"]
        targets = [row | {"met": row["code"] in ("I.T1", "II.T3")} for row in kept["targets"]]
        for row in targets:
            by = row["code"] in ("I.T1", "IV.T1")
            row["attainment"] = row["attainment"] | {"by_deadline": by, "since": "2013-06-01" if row["met"] else None}
        figures = kept | {"targets": targets, "met": 2, "met_by_deadline": 2}
        snapshot = source.frozen["snapshot"] | {"as_at": "2013-12-31"}
        changed = source.frozen.document | {"figures": figures, "snapshot": snapshot}
        return replace(source, frozen=replace(source.frozen, document=changed))

    return document_in


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("en", ["targets met", "targets met by the deadline"]),
        ("fr", ["objectifs atteints", "objectifs atteints dans les délais"]),
        ("pt", ["metas alcançadas", "metas alcançadas no prazo"]),
    ],
)
def test_the_first_page_has_a_figure_for_each(after_the_deadline, language, labels):
    tiles = report(after_the_deadline(language))["tiles"]
    assert tiles[:2] == [{"figure": 2, "of": 25, "label": label} for label in labels]


def test_a_theme_can_have_more_met_by_the_deadline_than_met(after_the_deadline):
    words = [theme["bar"]["words"] for theme in report(after_the_deadline())["themes"]]
    assert words[3] == "0 of 3 targets met (1 by the deadline)"


def test_a_brief_has_neither(after_the_deadline):
    document = str(brief(after_the_deadline(), "TZA"))
    assert "by the deadline:" not in document


@pytest.mark.parametrize("language", complete_languages())
def test_no_count_by_the_deadline_can_be_read_as_a_part_of_another(language):
    with override(language):
        page = render_to_string(
            "_targets_met.html", {"met": 1, "targets": 3, "by_deadline": 2, "as_at": OVER[0], "deadline": OVER[1]}
        )
        texts = (targets_met(1, 3, 2), count_words(2, 1, 3, *OVER), page)
    assert [PART_OF.findall(text) for text in texts] == [[], [], []]


@pytest.mark.parametrize("language", complete_languages())
def test_no_text_that_speaks_of_the_deadline_does(language):
    texts = [str(row.string or row.id) for row in (used() if language == "en" else read(language))]
    speaking = [text for text in texts if re.search("by the deadline|dans les délais|no prazo", text)]
    assert (len(speaking) > 3, [text for text in speaking if PART_OF.search(text)]) == (True, [])


def test_the_two_counts_of_a_page_are_words_apart():
    values = {"met": 1, "targets": 3, "by_deadline": 2, "as_at": OVER[0], "deadline": OVER[1]}
    tiles = re.sub("<[^>]*>", "", render_to_string("_targets_met.html", values)).split()
    assert " ".join(tiles) == "targets met 1 of 3 targets met by the deadline 2 of 3"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("home", "Its 25 targets were to be met by 31 December 2012. Met by then: 0; met as at 31 December 2013: 0"),
        ("region", "0 of 25 targets met by the deadline; 0 met as at 31 December 2013"),
    ],
)
def test_a_page_says_both(client, name, counts):
    page = client.get(reverse(name), {"as_at": OVER[0].isoformat()}).content.decode()
    assert f"{counts} (verified activities only)" in " ".join(re.sub("<[^>]*>", "", page).split())


def test_the_api_describes_them_as_two(client):
    text = client.get(reverse("api-schema"), headers={"accept": "application/json"}).json()
    for schema, name in (
        ("ProgressListOutput", "met_by_deadline"),
        ("RegionProgressOutput", "targets_met_by_deadline"),
    ):
        assert "a separate count" in text["components"]["schemas"][schema]["properties"][name]["description"]

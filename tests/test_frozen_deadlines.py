"""What an edition keeps of deadlines and revisions, on its pages, in its files and documents; what older ones kept."""

import copy
import io
import json
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from reports import workflow
from reports.canonical import canonical, sha256_of
from reports.documents.brief import brief
from reports.documents.pdf import pdf
from reports.documents.report import report
from reports.documents.source import source
from reports.documents.word import docx
from reports.models import Snapshot
from reports.snapshots import contents
from reports.snapshots.moves import compare
from tests.base import verified
from tests.paper import text_of
from tests.rounds import closed, parts
from tests.test_revising import NEW, assess, revise

LATER = date(2014, 12, 31)
WORDS = "Number required (VI.T2.1): 3 → 1, from 1 January 2013. Second Conference: Too low."


def line_of(document, code="VI.T2"):
    return next(row for row in document["figures"]["targets"] if row["code"] == code)


@pytest.fixture
def revised(cast):
    revise(cast, target="VI.T2", indicator="VI.T2.1", required=1)
    revise(cast, target="VI.T2", deadline=date(2013, 6, 30), title=NEW, text=NEW)
    revise(cast, target="VI.T2", indicator="VI.T2.1", required=2, in_force_from=date(2015, 1, 1))
    assess(cast, target="VI.T2")
    return closed(cast)


def target_in_report(snapshot):
    """The target as the report in English tells it."""
    themes = report(source(snapshot, participants=True, language="en"))["themes"]
    return next(row for theme in themes for row in theme["targets"] if row["code"] == "VI.T2")


def test_an_edition_keeps_when_each_target_was_met_and_each_revision_in_force(revised):
    document, _public = parts(revised)
    assert line_of(document)["attainment"] == {
        "state": "not_met",
        "deadline": "2012-12-31",
        "by_deadline": False,
        "since": None,
        "ended": None,
        "revised": "2013-06-30",
        "by_revised": False,
    }
    rows = document["plan"]["revisions"]
    assert [(row["what"], row["new"]) for row in rows if row["what"] in ("threshold", "deadline")] == [
        ("threshold", 1),
        ("deadline", "2013-06-30"),
    ]


def test_the_printed_report_tells_them_beside_the_target(revised):
    target = target_in_report(revised)
    assert target["revisions"][0] == WORDS
    assert [line.partition(":")[0] for line in target["revisions"][1:]] == ["Short title", "Wording", "Deadline"]
    assert target["met_word"] == "Not met; deadline extended to 30 June 2013: not met by that date"
    assert target["assessed"] == "at risk, 1 June 2012"


def test_the_note_on_counting_says_that_its_number_was_revised(revised):
    (indicator,) = target_in_report(revised)["indicators"]
    assert indicator["revised"] == [WORDS]
    values = report(source(revised, participants=True, language="en"))
    note = f"The required number given in this note is the original one. It has since been revised: {WORDS}"
    pdf_text, paragraphs = text_of(pdf("report", values)), Document(io.BytesIO(docx("report", values))).paragraphs
    count = sum(indicator["reading"] in one.text and one.text.endswith(note) for one in paragraphs)
    assert (pdf_text.count(note), count) == (1, 1)


def test_the_note_of_another_indicator_says_nothing_of_it(revised):
    themes = report(source(revised, participants=True, language="en"))["themes"]
    rows = [one for theme in themes for target in theme["targets"] for one in target["indicators"]]
    assert [one["code"] for one in rows if one["revised"]] == ["VI.T2.1"]


def test_a_brief_tells_what_had_been_revised_of_the_targets_that_it_names(cast):
    claims = [{"indicator": "VI.T2.1", "unit": "MOZ", "achieved_on": "2014-05-26"}]
    verified(cast["amina"], cast["nadia"], actions=["VI.2"], claims=claims)
    revise(cast, target="VI.T2", indicator="VI.T2.1", required=1)
    assert brief(source(closed(cast), participants=True, language="en"), "MOZ")["revised"] == [WORDS]


@pytest.mark.parametrize("tail", ["", "targets/VI.T2/"])
def test_the_pages_of_an_edition_show_them(as_person, revised, tail):
    page = " ".join(as_person("nadia").get(revised.get_absolute_url() + tail).content.decode().split())
    assert "<del>3</del> → <ins>1</ins> from 1 January 2013" in page
    assert ("deadline extended to 30 June 2013: not met by that date" in page, "New wording" in page) == (True, True)


def test_the_file_of_an_edition_has_them(as_person, revised):
    response = as_person("nadia").get(revised.get_absolute_url() + "?format=csv")
    text = b"".join(response.streaming_content).decode()
    assert (WORDS in text, "at risk,2012-06-01" in text) == (True, True)


def test_a_target_met_late_by_a_lower_threshold_is_a_move_between_two_editions(as_person, cast):
    claims = [{"indicator": "VI.T2.1", "unit": "MOZ", "achieved_on": "2014-05-26"}]
    verified(cast["amina"], cast["nadia"], actions=["VI.2"], claims=claims)
    first = closed(cast)
    revise(cast, target="VI.T2", indicator="VI.T2.1", required=1)
    second = workflow.correct_snapshot(by=cast["nadia"], code=first.pk, why="x", contents=contents)
    (move,) = compare(json.loads(first.content), json.loads(second.content)).targets
    assert (move.code, move.state_before, move.state_after) == ("VI.T2", "not_met", "late")
    page = as_person("nadia").get(reverse("snapshots_compare"), {"old": first.pk, "new": second.pk})
    assert "Met late, on 26 May 2014" in page.content.decode()


def old_edition(snapshot: Snapshot, by) -> Snapshot:
    """The same as the release before this one froze it."""
    old = []
    for part in parts(snapshot):
        part = copy.deepcopy(part)
        part["format"] = part["format"].replace("/2", "/1")
        figures = part["figures"]
        for row in (figures, *figures["themes"], *figures["bodies"]):
            del row["met_by_deadline"]
        for row in (*figures["targets"], *(line for body in figures["bodies"] for line in body["targets"])):
            del row["attainment"]
        for row in part["plan"]["targets"]:
            del row["printed_title"]
        for row in part["plan"]["revisions"]:
            del row["what"], row["old"], row["new"], row["entered_at"]
        old.append(canonical(part))
    row = Snapshot(round=snapshot.round, edition=2, replaces=snapshot, why="x", as_at=snapshot.as_at, taken_by=by)
    row.taken_at, row.content, row.public_content = timezone.now(), *old
    row.sha256, row.public_sha256 = map(sha256_of, old)
    row.code = row.sha256[:16]
    row.save()
    return row


def test_an_older_edition_reads_back_as_it_did(as_person, cast, revised):
    row = old_edition(revised, cast["nadia"])
    target = target_in_report(row)
    assert (target["met_word"], target["revisions"]) == ("Not met", [])
    page = as_person("nadia").get(row.get_absolute_url()).content.decode()
    assert ("0 of 25 targets met." in page, "<del>" in page) == (True, False)
    assert as_person("nadia").get(f"{row.get_absolute_url()}targets/VI.T2/").status_code == 200


def test_an_older_edition_is_compared_with_a_newer_one(as_person, cast, revised):
    row = old_edition(revised, cast["nadia"])
    assert compare(json.loads(row.content), json.loads(revised.content)).targets == []
    page = as_person("nadia").get(reverse("snapshots_compare"), {"old": row.pk, "new": revised.pk})
    assert page.status_code == 200


def test_before_the_conference_an_edition_has_no_number(cast):
    document, _public = parts(closed(cast, as_at=date(2010, 9, 6)))
    assert line_of(document, "VI.T1")["indicators"][0]["required"] is None
    assert document["format"].endswith("/2")


def test_the_same_rows_give_the_same_edition(cast, revised):
    row = Snapshot(round=revised.round, edition=1, as_at=LATER, taken_at=revised.taken_at)
    assert canonical(contents(row)[0]) == revised.content


def test_a_country_that_joins_later_is_not_in_an_edition_of_before(cast):
    source_of = {"participation": "confirmed", "since": date(2015, 1, 1), "source": "A letter."}
    workflow.change_participation(by=cast["nadia"], country="AGO", **source_of)
    document, _public = parts(closed(cast))
    (row,) = (one for one in document["countries"] if one["code"] == "AGO")
    assert (row["participation"], row["participation_since"]) == ("none", None)

"""A status since a day, the end of a result and progress notes come in by a workbook, and are reviewed by themselves."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import workflow
from reports.models import LaterFact
from reports.tables.applying import apply_table
from reports.tables.parsing import read_table
from reports.tables.uploads import apply_upload, read_on
from tests.base import record, verified
from tests.test_later_facts_api import GROUP
from tests.test_tables import counted, download, messages_of, previewed, received, written
from tests.workbooks import book_of, edited, grids_of, sheet_of

FIRST = 3
NOTE = {
    "no": 1,
    "on": "2012-06",
    "text": "Met twice",
    "participants_women": 12,
    "amount_spent": 1500.5,
    "currency": "USD",
}


@pytest.fixture
def group(cast):
    return verified(cast["amina"], cast["nadia"], **GROUP)


def cells(kind, line, values):
    return [(kind, line, key, value) for key, value in values.items()]


def end(line=FIRST, **more):
    return cells("claims", line, {"ended_on": "2013-05", "ended_because": "Abolished"} | more)


def facts():
    names = ("kind", "status", "since", "since_known", "text", "review")
    return list(LaterFact.objects.order_by("at").values_list(*names))


def shown(content, kind, line=FIRST):
    rows = sheet_of(grids_of(content), kind)
    return dict(zip((key.partition(".")[2] for key in rows[0]), rows[line - 1], strict=False))


def test_another_status_is_reported_since_its_day_and_returns_nothing(cast, group):
    values = {"status": "suspended", "status_since": "2013-03", "status_reason": "No funds"}
    content = edited(download(cast["amina"]), cells("activities", FIRST, values))
    assert counted(written(cast["amina"], content)) == {"changed": 1}
    assert facts() == [("status", "suspended", date(2013, 3, 31), "2013-03", "No funds", "reported")]
    group.refresh_from_db()
    assert (group.review, group.status) == ("verified", "in_progress")


def test_without_a_day_it_is_so_since_today(noon, cast, group):
    values = {"status": "suspended", "status_reason": "No funds"}
    written(cast["amina"], edited(download(cast["amina"]), cells("activities", FIRST, values)))
    assert [row[:3] for row in facts()] == [("status", "suspended", noon)]


def test_the_status_that_stands_is_shown_since_its_day(cast, group):
    fact = workflow.report_status(by=cast["amina"], pk=group.pk, status="suspended", since="2013-03", reason="No funds")
    workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="verified")
    content = download(cast["amina"])
    assert [shown(content, "activities")[name] for name in ("status", "status_since")] == ["suspended", "2013-03"]
    upload = previewed(cast["amina"], content)
    assert (counted(upload), messages_of(upload)) == ({}, {})


def test_an_end_is_reported_once_and_shown_from_then_on(cast, group):
    content = edited(download(cast["amina"]), end())
    assert counted(written(cast["amina"], content)) == {"changed": 1}
    assert facts() == [("end", "", date(2013, 5, 31), "2013-05", "Abolished", "reported")]
    assert counted(previewed(cast["amina"], content)) == {}
    again = download(cast["amina"])
    assert [shown(again, "claims")[name] for name in ("ended_on", "ended_because")] == ["2013-05", "Abolished"]
    assert counted(previewed(cast["amina"], again)) == {}


def test_an_end_that_stands_is_not_written_over(cast, group):
    written(cast["amina"], edited(download(cast["amina"]), end(ended_on=date(2013, 5, 3))))
    content = edited(download(cast["amina"]), cells("claims", FIRST, {"ended_because": "Something else"}))
    assert list(messages_of(previewed(cast["amina"], content))) == ["Claims I3"]


@pytest.mark.parametrize(
    ("values", "cell", "sentence"),
    [
        ({"ended_on": "2012-02-09"}, "Claims H3", "The end must be after the day on which it was achieved."),
        ({"ended_on": "2999"}, "Claims H3", "This date is in the future."),
        ({"ended_on": ""}, "Claims H3", "Enter a date, or the month or the year alone"),
        ({"ended_on": "soon"}, "Claims H3", "“soon” cannot be read as a date."),
        ({"ended_because": ""}, "Claims I3", "Explain why it is no longer so."),
        ({"remove": "yes"}, "Claims H3", "This row removes its claim"),
    ],
)
def test_an_end_that_cannot_be_is_refused_at_its_cell(cast, group, values, cell, sentence):
    upload = previewed(cast["amina"], edited(download(cast["amina"]), end(**values)))
    messages = messages_of(upload)
    assert (list(messages), apply_upload(upload).applied, facts()) == ([cell], False, [])
    assert messages[cell].startswith(sentence)


def test_an_event_has_no_end(cast):
    verified(cast["amina"], cast["nadia"])
    messages = messages_of(previewed(cast["amina"], edited(download(cast["amina"]), end(ended_on="2015"))))
    assert messages == {
        "Claims H3": "VI.T1.1 Mozambique counts an event: what has taken place cannot be reported as no longer so."
    }


def test_a_note_is_added_once_and_shown_locked(cast, group):
    content = edited(download(cast["amina"]), cells("notes", FIRST, NOTE))
    assert counted(written(cast["amina"], content)) == {"changed": 1}
    assert facts() == [("note", "", date(2012, 6, 30), "2012-06", "Met twice", "reported")]
    note = LaterFact.objects.get()
    assert (note.participants_women, str(note.amount_spent), note.currency) == (12, "1500.50", "USD")
    assert counted(previewed(cast["amina"], content)) == {}
    again = download(cast["amina"])
    assert [shown(again, "notes")[name] for name in ("on", "text", "review")] == ["2012-06", "Met twice", "reported"]
    changed = edited(again, cells("notes", FIRST, {"text": "Met three times"}))
    assert list(messages_of(previewed(cast["amina"], changed))) == ["Progress notes E3"]


WRONG = [  # notes of one line each, with the column of the cell
    ({"on": "2999"}, "D"),
    ({"on": ""}, "D"),
    ({"on": "soon"}, "D"),
    ({"text": ""}, "E"),
    ({"participants_women": "many"}, "F"),
    ({"currency": ""}, "I"),
    ({"currency": "ZZZ"}, "I"),
    ({"no": 99}, "A"),
    ({"no": ""}, "A"),
]


def test_a_note_that_cannot_be_is_refused_at_its_cell(cast, group):
    lines = [(line, *wrong) for line, wrong in enumerate(WRONG, start=FIRST)]
    changes = [
        change
        for line, values, _column in lines
        for change in cells("notes", line, NOTE | {"text": f"Met {line}"} | values)
    ]
    upload = previewed(cast["amina"], edited(download(cast["amina"]), changes))
    assert sorted(messages_of(upload)) == sorted(f"Progress notes {column}{line}" for line, _values, column in lines)
    assert (apply_upload(upload).applied, facts()) == (False, [])


def test_a_draft_is_edited_and_not_reported_on(cast):
    record(cast["amina"], **GROUP)
    messages = messages_of(previewed(cast["amina"], edited(download(cast["amina"]), cells("notes", FIRST, NOTE))))
    assert messages == {
        "Progress notes A3": "This is a draft: edit it directly. Later developments can be reported once it has been submitted."
    }


def test_a_workbook_of_before_still_goes_in_unchanged(cast, group):
    grids = grids_of(download(cast["amina"]))
    new = {"activities.status_since", "claims.ended_on", "claims.ended_because"}
    for title, rows in list(grids.items()):
        places = [place for place, key in enumerate(rows[0]) if key in new]
        grids[title] = [[one for place, one in enumerate(row) if place not in places] for row in rows]
    del grids["Progress notes"]
    assert counted(previewed(cast["amina"], book_of(grids))) == {}
    content = edited(book_of(grids), cells("activities", FIRST, {"summary": "It met."}))
    assert counted(written(cast["amina"], content)) == {"changed": 1}


def test_the_reader_sees_what_would_be_reported(cast, group):
    content = edited(download(cast["amina"]), [*end(), *cells("notes", FIRST, NOTE)])
    [row] = previewed(cast["amina"], content).preview["rows"]
    assert row["later"] == ["VI.T2.1 MOZ, no longer so since May 2013", "June 2012, Met twice"]


def groups(cast, number):
    months = range(1, number + 1)
    return [
        verified(cast["amina"], cast["nadia"], **GROUP | {"title": f"Group {n}", "starts_on": f"2012-0{n}-01"})
        for n in months
    ]


@pytest.mark.parametrize("reports", ["ends", "statuses"])
def test_what_is_reported_later_is_read_once_for_the_whole_sheet(cast, group, reports):
    groups(cast, 2)
    content, status = download(cast["amina"]), {"status": "suspended", "status_since": "2013", "status_reason": "x"}

    def queries(lines):
        typed = [end(line) if reports == "ends" else cells("activities", line, status) for line in lines]
        upload = received(cast["amina"], edited(content, [one for line in typed for one in line]), "MOZ")
        with CaptureQueriesContext(connection) as captured:
            while upload.state == "reading":
                read_on(upload)
        assert (counted(upload), messages_of(upload)) == ({"changed": len(lines)}, {})
        return len(captured)

    queries([FIRST])
    assert queries([FIRST]) == queries([FIRST, FIRST + 1, FIRST + 2])


def test_what_looks_like_personal_data_in_a_note_or_an_end_is_warned_of(cast, group):
    written_in = [*end(ended_because="Ask a@example.org"), *cells("notes", FIRST, NOTE | {"text": "Of b@example.org"})]
    table = read_table(edited(download(cast["amina"]), written_in))
    outcome = apply_table(table, by=cast["amina"], country="MOZ", apply=False)
    assert [problem.message for problem in outcome.problems] == []
    assert sorted(warning.message for warning in outcome.warnings) == [
        f"“{name}@example.org” looks like an e-mail address." for name in ("a", "b")
    ]

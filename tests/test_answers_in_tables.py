"""The sheet of the national plan takes and gives the answers to all 58 actions."""

from datetime import date

import pytest

from reports import workflow
from reports.models import Adoption
from tests.test_tables import counted, download, messages_of, previewed, written
from tests.test_tables import moz as moz
from tests.test_tables import recorded_by_mozambique as recorded_by_mozambique
from tests.workbooks import book_of, edited, grids_of, sheet_of

VI_1, FREE = 3, 6  # the line of what is adopted, and of the second action that has no answer (I.2)


def answers():
    return {row.action_id: row.answer for row in Adoption.objects.current().filter(action__isnull=False)}


def changes(line, **cells):
    return [("adoptions", line, name, value) for name, value in cells.items()]


IN_PLACE = {"adopted": "in place since", "in_place_since": "1995-06", "proof_citation": "Lei 3/95"}
DECLINED = {"adopted": "not taken up", "declined_on": date(2012, 3, 1), "because": "No sea border."}


def test_an_action_is_answered_in_the_table(moz):
    changed = [*changes(FREE, **IN_PLACE), *changes(FREE + 1, **DECLINED)]
    assert counted(written(moz["amina"], edited(download(moz["amina"]), changed))) == {"created": 2}
    assert answers() == {"VI.1": "adopted", "I.2": "in_place", "I.3": "not_taken_up"}
    row = Adoption.objects.get(action="I.2")
    assert (row.since, row.in_place_since) == ("1995-06", date(1995, 6, 30))


def test_what_the_table_gives_it_takes(moz):
    written(moz["amina"], edited(download(moz["amina"]), [*changes(FREE, **IN_PLACE), *changes(FREE + 1, **DECLINED)]))
    assert counted(written(moz["amina"], download(moz["amina"]))) == {}


def test_a_cell_of_an_answer_is_changed(moz):
    written(moz["amina"], edited(download(moz["amina"]), changes(FREE, **IN_PLACE)))
    content = edited(download(moz["amina"]), changes(5, in_place_since=1996))
    assert counted(written(moz["amina"], content)) == {"changed": 1}
    assert Adoption.objects.get(action="I.2").since == "1996"


def test_another_answer_takes_the_place_of_the_one_that_stands(moz):
    assert counted(written(moz["amina"], edited(download(moz["amina"]), changes(VI_1, **DECLINED)))) == {"changed": 1}
    assert answers() == {"VI.1": "not_taken_up"}
    assert Adoption.objects.get(action="VI.1", answer="adopted").replaced_by.because == "No sea border."


def test_an_answer_is_withdrawn_with_its_day_and_reason(moz):
    workflow.adopt_action(by=moz["amina"], country="MOZ", action="VI.1", values={"adopted_on": date(2011, 5, 1)})
    gone = changes(VI_1, adopted="no answer", withdrawn_on=date(2013, 6, 30), withdrawn_because="Closed.")
    assert counted(written(moz["amina"], edited(download(moz["amina"]), gone))) == {"changed": 1}
    row = Adoption.objects.get(action="VI.1")
    assert (row.withdrawn_on, row.withdrawn_because) == (date(2013, 6, 30), "Closed.")


def test_another_answer_than_on_the_site_is_decided(moz):
    content = edited(download(moz["amina"]), changes(VI_1, **DECLINED))
    workflow.adopt_action(by=moz["amina"], country="MOZ", action="VI.1", values={"priority": "low"})
    assert counted(written(moz["amina"], content)) == {"conflict": 1}
    assert answers() == {"VI.1": "adopted"}


# Of an action that is adopted, of the country's own, of two more that are adopted, and of those that have no answer: what is
# typed in a line, and the column of the cell.
WRONG = [
    (DECLINED | {"declined_on": ""}, "Q"),
    ({"adopted": "not taken up", "declined_on": date(2012, 3, 1), "because": "x"}, "G"),
    ({"adopted": "no answer", "withdrawn_on": date(1999, 1, 1)}, "T"),
    ({"adopted": ""}, "G"),
    (IN_PLACE | {"in_place_since": "2999"}, "N"),
    (IN_PLACE | {"in_place_since": "1800"}, "N"),
    (IN_PLACE | {"in_place_since": "soon"}, "N"),
    (IN_PLACE | {"proof_citation": ""}, "P"),
    (DECLINED | {"because": ""}, "R"),
    (DECLINED | {"declined_on": date(2999, 1, 1)}, "Q"),
    (DECLINED | {"lead_ministry": "Interior"}, "J"),
    ({"withdrawn_on": date(2012, 1, 1)}, "G"),
    ({"because": "No."}, "G"),
    ({"adopted": "perhaps"}, "G"),
]


def test_what_cannot_be_is_refused_at_its_cell(moz):
    for action in ("VI.2", "VI.3"):
        workflow.adopt_action(by=moz["amina"], country="MOZ", action=action, values={"adopted_on": date(2012, 1, 1)})
    lines = [(line, *wrong) for line, wrong in enumerate(WRONG, start=VI_1)]
    changed = [change for line, cells, _column in lines for change in changes(line, **cells)]
    upload = previewed(moz["amina"], edited(download(moz["amina"]), changed))
    assert list(messages_of(upload)) == [f"National plan {column}{line}" for line, _cells, column in lines]


@pytest.mark.parametrize(
    ("head", "yes", "no"),
    [
        ("In the country's plan", "yes", "no"),
        ("Dans le plan du pays", "oui", "non"),
        ("No plano do país", "sim", "não"),
    ],
)
def test_a_workbook_of_before_is_read(moz, head, yes, no):
    grids = grids_of(download(moz["amina"]))
    rows = sheet_of(grids, "adoptions")
    rows[1][6] = head
    for row in rows[2:]:
        row[6] = yes if row[6] == "adopted" else no
    for row in rows:
        del row[13:21]
    rows[2][6], rows[5][6] = no, yes
    assert counted(written(moz["amina"], book_of(grids))) == {"changed": 1, "created": 1}
    assert answers() == {"I.2": "adopted"}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"adopted": "not taken up"}, "Explain why the country does not take this action up."),
        ({"adopted": "in place since"}, "Enter the date from which the action has been in place"),
        ({"adopted": "adopted", "adopted_on": date(2999, 1, 1)}, "This date is in the future."),
    ],
)
def test_an_answer_without_what_it_needs_is_refused_before_it_is_saved(moz, cells, said):
    upload = previewed(moz["amina"], edited(download(moz["amina"]), changes(FREE, **cells)))
    assert counted(upload).get("created") is None
    assert any(message.startswith(said) for message in messages_of(upload).values())

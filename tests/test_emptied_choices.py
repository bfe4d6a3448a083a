"""A choice that the site never leaves empty is refused where its cell was emptied: nothing is put in its place."""

import pytest

from reports import workflow
from reports.models import Activity
from tests.base import record
from tests.test_table_round_trip import refused
from tests.test_tables import SECOND, counted, download, previewed, written
from tests.test_tables import moz as moz
from tests.test_tables import recorded_by_mozambique as recorded_by_mozambique
from tests.test_tables_from_outside import amina as amina
from tests.workbooks import edited

SET = {"visibility": "participants", "status": "in_progress", "language": "fr", "scope": "regional"}


@pytest.mark.parametrize("column", SET)
def test_an_emptied_choice_of_somebody_elses_table_is_refused(amina, column):
    values = {"title": "Course", "external_id": "A1", "claims": [], column: SET[column]}
    row = record(amina, **values | ({"scope": "cross_border"} if column == "scope" else {}))
    refusals = refused(amina, f"reference,title,{column}\nA1,Course,\n".encode())
    assert (list(refusals), Activity.objects.get().version) == ([" C2"], row.version)


def test_what_is_of_participants_only_does_not_become_public(moz):
    values = {"visibility": "participants"}
    workflow.update_activity(by=moz["amina"], pk=moz["second"].pk, version=1, values=values)
    content = edited(download(moz["amina"]), [("activities", SECOND, "visibility", "")])
    assert list(refused(moz["amina"], content)) == ["Activities AF4"]
    assert Activity.objects.get(pk=moz["second"].pk).visibility == "participants"


def test_a_new_row_may_leave_them_out_and_comes_twice(amina):
    content = b"reference,title,status,visibility,scope,language,countries\nA1,Course,,,,,\n"
    written(amina, content)
    assert (Activity.objects.get().status, counted(previewed(amina, content))) == ("planned", {})
